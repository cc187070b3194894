"""What the library ships for education."""
