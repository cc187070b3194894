"""Tags of the pages of reviews."""
