"""Asking people and writing to them: anonymous surveys, and letters to families."""
