"""Asks the gateway from outside, as a browser would, and compares the answers with what they should be."""
