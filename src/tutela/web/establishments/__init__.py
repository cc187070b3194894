"""Establishments and their people: who holds which role from when to when, whom to ask, who must not see what."""
