"""Concerns and cases: what somebody is worried about, and what is done about it, sealed from end to end."""
