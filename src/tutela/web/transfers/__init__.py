"""A leaver's safeguarding file on its way to the next place, and what comes from the one before."""
