"""What holds for surveys and letters, without rows and without a clock."""
