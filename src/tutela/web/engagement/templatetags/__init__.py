"""What pages of other parts put in: the question at their foot, and what came of it."""
