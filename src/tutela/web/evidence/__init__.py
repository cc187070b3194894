"""Dated proof: what every part of Tutela can show of itself, held ready for whoever claims something."""
