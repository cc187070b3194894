"""What is asked about surveys and letters, and what surveys ask."""
