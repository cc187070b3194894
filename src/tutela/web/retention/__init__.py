"""How long sealed records are kept, what holds them, and how they are destroyed so that it can be proved."""
