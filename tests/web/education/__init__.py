"""Training and lessons at Oakfield."""
