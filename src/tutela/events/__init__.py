"""What happened, kept cheaply: one schema for every store, and how a line becomes a row."""
