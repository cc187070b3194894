"""Handing over: who may allow it, and what follows what."""

from collections.abc import Collection, Sequence
from uuid import UUID

from tutela.web.referrals.rules.referrals import NotNow

ALLOWED, REFUSED, HANDED_OVER, DROPPED = "allowed", "refused", "handed-over", "dropped"
STEPS: tuple[str, ...] = (ALLOWED, REFUSED, HANDED_OVER, DROPPED)
ASKED, MADE = "asked", "made"
FORMS: tuple[str, ...] = ("pack-pdf", "pack-word", "case-zip", "chronology-pdf", "chronology-cut")
"""What is made to be handed over: a referral's pack, the whole case with its proofs, the chronology alone."""


def status_of(kinds: Sequence[str]) -> str:
    """Where a request stands: asked, allowed, refused, handed over or dropped."""
    return kinds[-1] if kinds else ASKED


def follow(status: str, step: str) -> None:
    """Whether a step may be taken. Raises `NotNow`."""
    allowed = {ASKED: (ALLOWED, REFUSED, DROPPED), ALLOWED: (HANDED_OVER, DROPPED), HANDED_OVER: (HANDED_OVER,)}
    if step not in allowed.get(status, ()):
        raise NotNow({
            ASKED: "Somebody else has to allow it first",
            ALLOWED: "This was decided already",
            REFUSED: "This was refused. A new request is a new line",
            DROPPED: "This request was dropped. A new request is a new line",
            HANDED_OVER: "This was handed over already",
        }[status])  # fmt: skip


def check_second(asked_by: UUID | None, allows: UUID | None) -> None:
    """That a second person decides. Raises `NotNow`."""
    if asked_by == allows:
        raise NotNow("A second person has to decide: you wrote this request down yourself")


def may_name_outsider(readers: Collection[UUID], asked_by: UUID | None) -> bool:
    """Whether an authoriser outside may be written down: only where nobody else inside may read the case."""
    return not set(readers) - {asked_by}
