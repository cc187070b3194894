"""What holds for each register, without rows and without a clock."""
