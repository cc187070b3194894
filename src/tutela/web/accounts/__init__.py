"""Signing in: accounts, second factors, sessions that end, one-time links."""
