"""How much one establishment's page takes: about five answers a second in all, and ever slower guesses at receipts.

It counts in memory and by establishment alone: no address is looked at, and nothing is stored. Each web process counts
for itself.
"""

from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

PER_SECOND = 5.0
AT_ONCE = 60.0
"""A whole class may press at once; after that five each second."""
FREE_GUESSES = 5
LONGEST_WAIT_SECONDS = 42.0
FORGOTTEN_AFTER_SECONDS = 600.0


@dataclass(slots=True)
class Count:
    """What is left of the burst, and the wrong receipts of late; seconds of one clock."""

    left: float = AT_ONCE
    seen: float = 0.0
    wrong: int = 0
    wrong_at: float = float("-inf")


@dataclass
class Throttle:
    """The counts of all establishments. `now` is seconds of a clock that never goes back."""

    counts: dict[int, Count] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def take(self, establishment_id: int, now: float | None = None) -> bool:
        """Whether one more answer is taken now."""
        now = monotonic() if now is None else now
        with self.lock:
            count = self.counts.setdefault(establishment_id, Count(seen=now))
            count.left = min(AT_ONCE, count.left + (now - count.seen) * PER_SECOND)
            count.seen = now
            if count.left < 1:
                return False
            count.left -= 1
            return True

    def seconds_to_wait(self, establishment_id: int, now: float | None = None) -> float:
        """How long the next receipt has to wait; 0 when it need not. A right one has to wait too."""
        now = monotonic() if now is None else now
        with self.lock:
            count = self.counts.setdefault(establishment_id, Count(seen=now))
            return max(0.0, count.wrong_at + _wait(count.wrong) - now)

    def note_wrong(self, establishment_id: int, now: float | None = None) -> None:
        """Count a wrong receipt. A right one takes nothing back: whoever guesses may have one of their own."""
        now = monotonic() if now is None else now
        with self.lock:
            count = self.counts.setdefault(establishment_id, Count(seen=now))
            if now - count.wrong_at > FORGOTTEN_AFTER_SECONDS:
                count.wrong = 0
            count.wrong, count.wrong_at = count.wrong + 1, now


def _wait(wrong: int) -> float:
    beyond = wrong - FREE_GUESSES
    return min(2.0 ** min(beyond, 10), LONGEST_WAIT_SECONDS) if beyond >= 0 else 0.0


OF_THIS_PROCESS = Throttle()
