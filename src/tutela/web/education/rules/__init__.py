"""What counts, for whom and until when. No rows, no clock."""
