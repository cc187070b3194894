"""Asking people and writing to them: anonymous surveys, what readers say, and letters to families."""
