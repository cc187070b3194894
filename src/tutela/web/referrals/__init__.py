"""Referrals, advice from outside, and what is handed over."""
