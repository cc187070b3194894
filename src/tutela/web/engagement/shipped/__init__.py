"""What the library brings: questions, and texts of letters."""
