"""What is asked about the filter."""
