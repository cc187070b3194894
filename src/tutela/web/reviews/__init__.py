"""Self-review: frameworks as data, answers with levels, and each claimed level held against live evidence."""
