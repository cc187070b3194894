"""What is asked about education."""
