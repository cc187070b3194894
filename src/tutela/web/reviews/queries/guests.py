"""What a reviewer from outside is shown of a review, and what they said about it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.establishments.models import Person
from tutela.web.evidence.queries import Current
from tutela.web.evidence.rules import FEW, value_at
from tutela.web.reviews.frameworks.model import Part, list_evidence
from tutela.web.reviews.models import Comment, Guest, Review, StatementFile
from tutela.web.reviews.queries.whole import Stated, Whole, read_review
from tutela.web.reviews.rules.redaction import index_names, redact


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


def read_invited(guest: Guest, at: datetime) -> Whole:
    """The review of an invitation. Check the guest first, and show them no words of it but through `read_redacted`."""
    return read_review(_looking(guest), guest.review, at)


def read_redacted(guest: Guest, whole: Whole, number: int, at: datetime) -> Shown | None:
    """One statement as its guest may read it: no names, no documents, no counts below five. None: it is not asked."""
    review = guest.review
    one = next((one for one in whole.asked if one.number == number), None)
    if one is None:
        return None
    files = StatementFile.visible_to(_looking(guest)).filter(review=review, statement=one.part.id)
    documents = [
        f"{day:%Y-%m-%d} SHA-256 {sha256}"
        for day, sha256 in files.order_by("added_at").values_list("effective_on", "sha256")
    ]
    commentary = one.answer.commentary if one.answer else ""
    names = index_names(list_names(review.establishment_id)) if commentary else {}
    return _show(one, redact(commentary, names), _figures(whole, one.part, review.completed_at or at), documents)


def _looking(guest: Guest) -> SystemActor:
    return SystemActor("redact for a guest", guest.establishment_id)


def list_names(establishment_id: int) -> set[str]:
    """Every name by which a learner could be known, whole and in parts."""
    rows = Person.visible_to(SystemActor("redact for a guest", establishment_id)).filter(kind=Person.Kind.LEARNER)
    found: set[str] = set()
    for parts in rows.values_list("given_name", "family_name", "known_as", "login", "reference"):
        found |= {part for part in parts if part}
    return found


def _figures(whole: Whole, part: Part, at: datetime) -> tuple[str, ...]:
    known = (whole.current[name] for name in list_evidence(whole.framework, part) if name in whole.current)
    return tuple(_figure(one, at) for one in known if one.figure)


def _show(one: Stated, commentary: str, figures: tuple[str, ...], documents: list[str]) -> Shown:
    part, answer = one.part, one.answer
    shown: dict[str, Any] = {
        "statement": part.id,
        "level": (one.level.name or one.level.text) if one.level else "",
        "applies": bool(answer and answer.applies),
        "answered": answer is not None,
        "commentary": commentary,
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
        commentary=commentary,
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
