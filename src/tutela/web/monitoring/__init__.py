"""Alerts: what detection proposes, put before a person who decides what it means."""
