"""Frameworks as data: what they are made of, where they are read from and written to. No Django, no clock."""
