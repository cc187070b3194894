"""Setting up a school: a few questions, answers that are kept until all are there, and then everything at once."""
