"""Actions: what somebody has taken upon them, by which day, and the proof that it is done."""
