"""A report that Sue made: about Tom where the relation is a learner, else about the lead or the head themselves."""

from datetime import UTC, date, datetime
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tests.permissions.objects.concerns import concern
from tutela.web.allegations import operations
from tutela.web.allegations.models import Allegation, Decided, PutForward
from tutela.web.establishments.models import Person


def _report(relation: Relation) -> Allegation:
    cast.hana(), cast.chris()
    about = relation.subject if relation.subject.kind == "staff" else cast.tom()
    by, given = cast.sue(), {"person_id": about.pk, "name": about.full_name}
    if relation.name == "foreign":
        by, given = cast.eli(), {"name": "Somebody of Elm Park"}
    at = datetime.now(UTC)
    return operations.report(
        actor=cast.acting(by), at=at, reported_as="unsure", what="It does not feel right.", **given
    )


def _matter(relation: Relation) -> dict[str, Any]:
    return {"pk": _report(relation).pk}


def _entry(relation: Relation) -> dict[str, Any]:
    row = _report(relation)
    return {"pk": row.pk, "entry": row.entries(manager="_base_manager").get().pk}


def _opened(relation: Relation) -> dict[str, Any]:
    """Opened to Dev by whoever handles it; of Elm Park nobody inside does."""
    row = _report(relation)
    if relation.name != "foreign":
        handler = cast.chris() if relation.name == "about-head" else cast.hana()
        operations.open_to(
            actor=cast.acting(handler), at=datetime.now(UTC), pk=row.pk, version=1, person_id=cast.dev().pk,
            words="Helps.",
        )  # fmt: skip
    return {"pk": row.pk, "person": cast.dev().pk}


def _draft(relation: Relation) -> dict[str, Any]:
    """What Sue, or Eli, has begun to write and nobody else may see."""
    writer = cast.eli() if relation.name == "foreign" else cast.sue()
    at = datetime.now(UTC)
    return {"draft": operations.start_draft(actor=cast.acting(writer), at=at, reported_as="unsure").pk}


def _put_forward(relation: Relation) -> PutForward:
    """By somebody who has left, so that anybody who may decide is a second person."""
    row = _report(relation)
    asked = PutForward(
        establishment=row.establishment, allegation=row, due_on=date(2026, 11, 20), by=_left(relation),
        at=datetime.now(UTC),
    )  # fmt: skip
    asked.save()
    return asked


def _certificate(relation: Relation) -> dict[str, Any]:
    """Destroyed by the chair, or at Elm Park by Eli; it is theirs alone."""
    asked = _put_forward(relation)
    made = Decided(
        establishment=asked.establishment, put_forward=asked, put_forward_by=asked.by,
        by=cast.eli() if relation.name == "foreign" else cast.chris(), at=asked.at, is_destroyed=True, text="{}",
    )  # fmt: skip
    made.save()
    return {"pk": made.pk}


def _left(relation: Relation) -> Person:
    return cast.nia() if relation.name == "foreign" else cast.leo()


def _concern(relation: Relation) -> dict[str, Any]:
    """A concern in the usual queue, as in those of concerns."""
    return {"pk": concern(relation).pk}


PAGES = (
    "matter",
    "write",
    "identify",
    "learner",
    "threshold",
    "officer",
    "refer",
    "decline",
    "end",
    "reopen",
    "open-to",
    "sent",
    "add",
    "letter",
    "put-forward",
)
OBJECTS = {
    **{f"allegations:{page}": _matter for page in PAGES},
    "allegations:correct": _entry,
    "allegations:close-to": _opened,
    "allegations:tell": _draft,
    "allegations:take-over": _concern,
    "allegations:decide-keeping": lambda relation: {"pk": _put_forward(relation).pk},
    **{f"allegations:{page}": _certificate for page in ("certificate", "certificate-text")},
}
