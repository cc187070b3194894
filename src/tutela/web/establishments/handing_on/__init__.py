"""What one establishment writes and hands on to others as a signed file: whose it is, and that it names nobody."""
