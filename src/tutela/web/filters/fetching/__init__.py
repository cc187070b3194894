"""Fetches lists in a process of its own: it knows neither Django nor keys, and may be ended at any moment."""
