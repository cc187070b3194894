"""Surveys are of staff and open: whoever works here answers, whoever reads reviews looks on. Letters are to Pat."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tests.web.engagement.test_letters import family
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.engagement import operations
from tutela.web.engagement.about import About
from tutela.web.engagement.models import Feedback, Letter, LetterCopy, LetterDocument, Survey
from tutela.web.establishments import operations as establishments

SYSTEM = SystemActor("test")


def _survey(relation: Relation) -> Survey | None:
    if relation.name not in ("own", "foreign"):
        return None
    at = datetime.now(UTC)
    row = operations.draft_survey(actor=SYSTEM, at=at, establishment_id=relation.establishment.pk, template="staff")
    return operations.open_survey(actor=SYSTEM, at=at, pk=row.pk, closes_on=at.date() + timedelta(days=9))


def _one(relation: Relation) -> dict[str, Any] | None:
    row = _survey(relation)
    return {"pk": row.pk} if row else None


def _question(relation: Relation) -> dict[str, Any] | None:
    row = _survey(relation)
    return {"pk": row.pk, "question": "whom-to-tell"} if row else None


def _letter(relation: Relation) -> Letter | None:
    """One that is about Leo, or about Nia, to a parent who reads it."""
    if relation.name not in ("own", "foreign"):
        return None
    at, place = datetime.now(UTC), relation.establishment
    row = operations.draft_letter(actor=SYSTEM, at=at, establishment_id=place.pk, template="what-we-do")
    Letter._base_manager.filter(pk=row.pk).update(text="About {children}.", facts={"learner": "pupil", "date": ""})
    return Letter._base_manager.get(pk=row.pk)


def _draft(relation: Relation) -> dict[str, Any] | None:
    row = _letter(relation)
    return {"pk": row.pk} if row else None


def _copy(relation: Relation) -> dict[str, Any] | None:
    row = _letter(relation)
    if row is None:
        return None
    parent = cast.pat() if relation.name == "own" else relation.subject
    if relation.name == "own":
        establishments.note_parent(
            actor=cast.SETTING_UP, at=cast.MADE_AT, parent=parent, child=relation.subject, has_responsibility=True,
            no_contact=False, source="Admission form", on=cast.MADE_AT.date(),
        )  # fmt: skip
    copy = LetterCopy._base_manager.create(
        establishment=relation.establishment, letter=row, person=parent, children=[str(relation.subject.pk)], number=0
    )
    Letter._base_manager.filter(pk=row.pk).update(state="sent", sent_at=datetime.now(UTC), total=1)
    return {"pk": copy.pk}


def _document(relation: Relation) -> dict[str, Any] | None:
    row = _letter(relation)
    if row is None:
        return None
    Letter._base_manager.filter(pk=row.pk).update(state="merging", total=1)
    at = datetime.now(UTC)
    with acting_as(SYSTEM):
        operations.keep_document(actor=SYSTEM, at=at, pk=row.pk, first=0, count=1, content=b"%PDF-1.7")
    return {"pk": LetterDocument._base_manager.get(letter=row).pk}


def _pack(relation: Relation) -> dict[str, Any] | None:
    if relation.name != "own":
        return None
    return {"pk": cast.learners_7_11().pk}


def _own_pack(relation: Relation) -> dict[str, Any] | None:
    """Of the group that Leo is in."""
    if relation.name != "own":
        return None
    family(cast.pat(), cast.leo())
    group = cast.learners_11_16()
    establishments.join_group(
        actor=cast.SETTING_UP, at=cast.MADE_AT, person=cast.leo(), group=group, from_on=date(2025, 9, 1)
    )
    return {"pk": group.pk}


def _about(relation: Relation) -> dict[str, Any] | None:
    """The question at the foot of a page that people of the place were shown."""
    if relation.name not in ("own", "foreign"):
        return None
    place = relation.establishment.pk
    asked = About(
        place=place,
        item="policy:one",
        version="1",
        title="",
        address="/",
        back="/",
        public=False,
        simple=False,
        exit_to="",
    )
    return {"about": asked.sign()}


def _feedback(relation: Relation) -> dict[str, Any] | None:
    if relation.name not in ("own", "foreign"):
        return None
    sums = {"staff": {"": 5, "1": 5}}
    made = {"item": "policy:one", "version": "1", "title": "Policy", "address": "/", "shown": sums, "answers": 5}
    return {"pk": Feedback._base_manager.create(establishment=relation.establishment, **made).pk}


NAMES = ("survey", "questions", "open", "close", "outcome", "answer", "sheet", "enter-sheets")
LETTERS = ("letter", "write-letter", "merge-letter", "send-letter", "lay-out-letter")
OBJECTS = (
    {f"engagement:{name}": _one for name in NAMES}
    | {f"engagement:{name}": _draft for name in LETTERS}
    | {
        "engagement:act": _question,
        "engagement:ask-group": lambda relation: {"group": "teachers"} if relation.name == "own" else None,
        "engagement:copy": _copy,
        "engagement:note-reply": _copy,
        "engagement:letter-document": _document,
        "engagement:pack": _pack,
        "engagement:own-pack": _own_pack,
        "engagement:was-this-clear": _about,
        "engagement:deal-with": _feedback,
    }
)
