"""Tags of education."""
