"""Asks websites whether they are still there, in a process of its own: it knows neither Django nor keys."""
