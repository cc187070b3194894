"""Pages of the self-review."""
