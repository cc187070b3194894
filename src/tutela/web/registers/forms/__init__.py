"""What is asked for each register."""
