"""The questions asked about concerns and cases."""
