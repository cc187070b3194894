"""What the worker does: duties and seats of people who have left, or whose role has ended, are open again."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment
from tutela.web.responsibilities import queries
from tutela.web.responsibilities.models import Assignment, Member, MemberEnd
from tutela.web.responsibilities.operations import duties
from tutela.web.responsibilities.operations.showing import show
from tutela.web.responsibilities.rules import duties as rules
from tutela.web.responsibilities.rules.duties import Part

OPEN_AGAIN = outbox.Notice(
    kind="duty-open-again",
    subject="Nobody answers for a duty any more",
    body="Duties at {establishment} that nobody answers for, because somebody has left or holds another role now: "
    "{count}. Sign in to see which, and name somebody.",
)
SEAT_EMPTY = outbox.Notice(
    kind="group-seat-empty",
    subject="A seat in the e-safety group is empty",
    body="Seats in the e-safety group of {establishment} that are empty, because somebody has left or holds another "
    "role now: {count}. Sign in to name somebody.",
)


@operation
def reopen_duties(*, actor: AnyActor, at: datetime, establishment: Establishment) -> int:
    """End what people can no longer hold, propose to find somebody, and tell those who lead; how many duties are open.

    Does nothing the second time.
    """
    duties.lock(establishment)
    roles = queries.roles_of(establishment, at=at)
    today = establishments.local_day(establishment, at)
    opened = 0
    for row in Assignment.objects.filter(establishment=establishment, end__isnull=True).select_related(
        "person__establishment"
    ):
        why = _why(row, roles, at)
        if not why:
            continue
        duties.end(actor, row, why, on=today, at=at)
        if row.part == Part.ACCOUNTABLE:
            duties.open_gap(actor, establishment, row.duty, at)
            opened += 1
    if opened:
        _tell(OPEN_AGAIN, establishment, opened, reverse("responsibilities:duties"), at)
    emptied = 0
    for seat in Member.objects.filter(establishment=establishment, end__isnull=True).select_related(
        "person__establishment"
    ):
        why = _why(seat, roles, at)
        if why:
            reason = _("Has left") if why == "left" else _("No longer holds the role")
            MemberEnd(establishment=establishment, member=seat, on=today, reason=reason, at=at).save()
            audit.record(actor, "group-member.end", seat, at=at)
            emptied += 1
    if emptied:
        _tell(SEAT_EMPTY, establishment, emptied, reverse("responsibilities:group"), at)
    show(establishment, at)
    return opened


def _why(row: Assignment | Member, roles: dict, at: datetime) -> str:
    left = establishments.has_left(row.person, at=at)
    return rules.has_ended(row.as_role, roles.get(row.person_id, ()), left=left)


def _tell(notice: outbox.Notice, establishment: Establishment, count: int, link: str, at: datetime) -> None:
    for person in establishments.list_holders(establishment, "dsl", "head", at=at):
        outbox.post(
            notice, to=person.email, at=at, link=link, establishment_id=establishment.pk, count=count,
            establishment=establishment.name,
        )  # fmt: skip
