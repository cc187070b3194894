"""What is written down on the way through the seven steps."""

from datetime import date, datetime

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions import operations as actions
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment
from tutela.web.evidence.kinds import list_kinds
from tutela.web.responsibilities.journey import find_record, list_steps
from tutela.web.responsibilities.models import Answer, StepRecord
from tutela.web.responsibilities.operations.refusals import DutyRefused, must_be_past, must_have


class NothingBehindIt(DutyRefused):
    """An answer without a figure or an action is a wish."""

    def __init__(self) -> None:
        super().__init__(_("Choose the figure that will show it, or enter what is to be done."))


@operation
def note_step(
    *, actor: AnyActor, at: datetime, establishment: Establishment, record: str, words: str, on: date, link: str = ""
) -> StepRecord:
    """Write down what was done for a step, from the day from which it is so. Raises `NotThen`, `WithoutWords`."""
    _must_write(actor)
    if find_record(record) is None:
        raise Http404
    must_be_past(on, establishments.local_day(establishment, at))
    row = StepRecord(
        establishment=establishment, record=record, words=must_have(words, _("Enter what was done")), on=on,
        link=link.strip(), at=at, by_id=actor.person_id,
    )  # fmt: skip
    row.save()
    audit.record(actor, "journey.note", row, at=at, record=record)
    return row


@operation
def answer_question(
    *, actor: AnyActor, at: datetime, establishment: Establishment, step: str, words: str, measure: str = "",
    action_title: str = "",
) -> Answer:  # fmt: skip
    """Answer the question of a step, with a figure that will show it, an action that carries it out, or both.

    Raises `WithoutWords`, `NothingBehindIt`, `actions.operations.ActionRefused`.
    """
    _must_write(actor)
    found = next((one for one in list_steps() if one.id == step), None)
    if found is None:
        raise Http404
    said = must_have(words, _("Enter the answer"))
    if measure and measure not in list_kinds():
        raise NothingBehindIt
    if not measure and not action_title.strip():
        raise NothingBehindIt
    row = Answer(
        establishment=establishment, step=step, words=said, measure=measure,
        on=establishments.local_day(establishment, at), at=at, by_id=actor.person_id,
    )  # fmt: skip
    if action_title.strip():
        row.action = actions.open_action(
            actor=actor,
            at=at,
            establishment_id=establishment.pk,
            title=action_title,
            source=_("Seven steps: %(step)s") % {"step": found.title},
            origin=f"journey:{step}",
            address=reverse("responsibilities:journey"),
        )
    row.save()
    audit.record(actor, "journey.answer", row, at=at, step=step)
    return row


def _must_write(actor: AnyActor) -> None:
    if not actor.may(Permission.REVIEW_WRITE):
        raise Http404
