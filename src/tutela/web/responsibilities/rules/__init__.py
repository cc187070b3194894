"""What is decided without rows and without a clock."""
