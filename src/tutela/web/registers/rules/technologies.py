"""The states of a technology, and which may follow which."""

PROPOSED, IN_USE, ENDED = "proposed", "in-use", "ended"

MAY_BECOME = {PROPOSED: (IN_USE, ENDED), IN_USE: (ENDED,), ENDED: (IN_USE,)}
"""What was proposed and is not wanted ends, with the reason; what ended may come back."""
