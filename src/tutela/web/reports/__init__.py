"""Figures about the whole: counts only, and small ones hidden from whoever does not know the children."""
