"""Commands of Django's that are ours."""
