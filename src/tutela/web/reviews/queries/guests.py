"""What a reviewer from outside is shown of a review, and what they said about it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.establishments.models import Person
from tutela.web.evidence.queries import Current
from tutela.web.evidence.rules import FEW, value_at
from tutela.web.reviews.frameworks.model import Part
from tutela.web.reviews.models import Comment, Guest, Review, StatementFile
from tutela.web.reviews.queries.whole import Stated, Whole, read_review
from tutela.web.reviews.rules.redaction import redact


@dataclass(frozen=True, slots=True)
class Shown:
    """One statement as a guest reads it, and the hash of all that."""

    number: int
    part: Part
    level: str
    """The words of the chosen level; "" where there is none."""
    answered: bool
    applies: bool
    commentary: str
    figures: tuple[str, ...]
    documents: tuple[str, ...]
    """Since when, and the hash; neither their names nor what is in them."""
    saw: str
    """All of the above as JSON."""

    @property
    def saw_hash(self) -> str:
        return hashlib.sha256(self.saw.encode()).hexdigest()


def list_invitations(actor: AnyActor) -> QuerySet[Guest]:
    """The reviews that this person is invited to now."""
    rows = Guest.visible_to(actor).filter(person_id=actor.person_id, ended_at__isnull=True)
    return rows.select_related("review__framework").defer("review__framework__content").order_by("until_on")


def list_guests(actor: AnyActor, review: Review) -> list[Guest]:
    """Everybody who was invited to a review, the last first."""
    return list(
        Guest.visible_to(actor).filter(review=review).select_related("person", "invited_by").order_by("-invited_at")
    )


def list_comments(actor: AnyActor, review: Review, statement: str = "") -> list[Comment]:
    """What guests said about a review, or about one statement of it, the last first."""
    rows = Comment.visible_to(actor).filter(guest__review=review).select_related("guest__person")
    return list((rows.filter(statement=statement) if statement else rows).order_by("-at"))


def read_redacted(guest: Guest, at: datetime) -> tuple[Whole, list[Shown]]:
    """A review as its guest may read it: no names, no documents, no counts below five. Check the guest first."""
    review = guest.review
    looking = SystemActor("redact for a guest", review.establishment_id)
    whole = read_review(looking, review, at)
    names = list_names(review.establishment_id)
    documents: dict[str, list[str]] = {}
    files = StatementFile.visible_to(looking).filter(review=review).defer("content").order_by("added_at")
    for file in files:
        documents.setdefault(file.statement, []).append(f"{file.effective_on:%Y-%m-%d} SHA-256 {file.sha256}")
    day = review.completed_at or at
    return whole, [_show(one, names, whole.current, documents.get(one.part.id, []), day) for one in whole.asked]


def list_names(establishment_id: int) -> set[str]:
    """Every name by which a learner could be known, whole and in parts."""
    rows = Person.visible_to(SystemActor("redact for a guest", establishment_id)).filter(kind=Person.Kind.LEARNER)
    found: set[str] = set()
    for parts in rows.values_list("given_name", "family_name", "known_as", "login", "reference"):
        found |= {part for part in parts if part}
    return found


def _show(one: Stated, names: Iterable[str], current: dict[str, Current], documents: list[str], at: datetime) -> Shown:
    part, answer = one.part, one.answer
    named = dict.fromkeys([*part.evidence, *(bar.evidence for level in part.levels for bar in level.holds)])
    figures = tuple(_figure(current[name], at) for name in named if name in current and current[name].figure)
    shown: dict[str, Any] = {
        "statement": part.id,
        "level": (one.level.name or one.level.text) if one.level else "",
        "applies": bool(answer and answer.applies),
        "answered": answer is not None,
        "commentary": redact(answer.commentary, names) if answer else "",
        "figures": figures,
        "documents": documents,
    }
    saw = json.dumps(shown, sort_keys=True, ensure_ascii=False)
    return Shown(
        number=one.number,
        part=part,
        level=shown["level"],
        answered=shown["answered"],
        applies=shown["applies"],
        commentary=shown["commentary"],
        figures=figures,
        documents=tuple(documents),
        saw=saw,
    )


def _figure(one: Current, at: datetime) -> str:
    """A figure in words with its day; counts below five are never told to somebody from outside."""
    value = value_at(one.figure, one.kind, at)
    few = one.kind.unit == "count" and 0 < value < FEW
    words = one.kind.says.format(value=f"fewer than {FEW}") if few else one.words
    return f"{words} ({one.figure.as_at:%Y-%m-%d})"
