"""Texts of policies and agreements: filled, printed, compared, merged, cleaned. No rows, no clock."""
