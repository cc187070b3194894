"""What somebody saw coming, and every later look at it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions import operations as actions
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.establishments.queries import local_day
from tutela.web.registers.models import Foresight, ForesightLook

DUE_WITHIN = timedelta(days=28)


@operation
def add_foresight(
    *, actor: AnyActor, at: datetime, establishment_id: int, title: str, words: str, source: str, look_again_on: date
) -> Foresight:
    """Write down what is coming, and when it is looked at again."""
    row = Foresight.objects.create(
        establishment_id=establishment_id, title=" ".join(title.split()), look_again_on=look_again_on
    )
    _look(actor, row, at, words, source)
    audit.record(actor, "foresight.add", row, at=at)
    return row


@operation
def look_again(
    *, actor: AnyActor, at: datetime, pk: UUID, words: str, source: str = "", look_again_on: date | None = None,
    asks_review: bool = False,
) -> Foresight:  # fmt: skip
    """Write what is known of it now. look_again_on: None where it is settled.

    Where it asks for a review of what is done here, that is an action due in four weeks.
    """
    get_visible(Foresight, actor, pk)
    row = Foresight.objects.select_for_update().get(pk=pk)
    row.look_again_on = look_again_on
    row.save()
    _look(actor, row, at, words, source)
    audit.record(actor, "foresight.look", row, at=at, settled=look_again_on is None)
    if asks_review:
        actions.open_action(
            actor=actor, at=at, establishment_id=row.establishment_id,
            title=_("Review what we do about: %(title)s") % {"title": row.title}, detail=words.strip(),
            due_on=local_day(row.establishment, at) + DUE_WITHIN, source=_("What is coming"),
            origin=f"foresight:{row.pk}", address=reverse("registers:foresight", args=[row.pk]),
        )  # fmt: skip
    return row


def _look(actor: AnyActor, row: Foresight, at: datetime, words: str, source: str) -> None:
    ForesightLook.objects.create(
        establishment_id=row.establishment_id, foresight=row, words=words.strip(), source=source.strip(), at=at,
        by_id=actor.person_id,
    )  # fmt: skip
