"""Whom to ask, who is away, and when somebody looks."""

from datetime import date, datetime, time

from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries
from tutela.web.establishments.models import Absence, CoverHours, Establishment, NamedContact, Person

NOTED_AWAY = outbox.Notice(
    kind="noted-away",
    subject="You are noted as away",
    body=(
        "Somebody at {establishment} has noted that you are away from {due_on} on. What waits for you then goes to "
        "whoever stands in. If that is not so, say that you are back."
    ),
)


class NotASafeguardingRole(Exception):
    """The named contact holds a safeguarding or senior role, not a technical one (requirement S1.3)."""


@operation
def name_contact(
    *, actor: AnyActor, establishment: Establishment, person: Person, deputy: Person | None, at: datetime
) -> NamedContact:
    """From now on this is the person to ask; whoever was it until now stays in the history.

    Raises `NotASafeguardingRole` when either holds no safeguarding or senior role there.
    """
    for chosen in (person, deputy):
        if chosen is not None and not _holds_contact_role(chosen, establishment, at):
            raise NotASafeguardingRole(str(chosen.pk))
    NamedContact._base_manager.filter(establishment=establishment, until_at__isnull=True).update(until_at=at)
    named = NamedContact(establishment=establishment, person=person, deputy=deputy, from_at=at)
    named.full_clean()
    named.save(force_insert=True)
    audit.record(actor, "named-contact.name", named, at=at)
    return named


def _holds_contact_role(person: Person, establishment: Establishment, at: datetime) -> bool:
    return person in queries.list_holders(establishment, *queries.CONTACT_ROLES, at=at)


@operation
def note_absence(*, actor: AnyActor, person: Person, from_on: date, until_on: date, at: datetime) -> Absence:
    """A person is away from a day until another (exclusive). They are told, unless it was they who said so.

    Raises Django's `ValidationError`.
    """
    absence = Absence(establishment_id=person.establishment_id, person=person, from_on=from_on, until_on=until_on)
    absence.full_clean()
    absence.save(force_insert=True)
    if actor.person_id != person.pk:
        outbox.post(
            NOTED_AWAY,
            to=person.email,
            at=at,
            establishment_id=person.establishment_id,
            establishment=person.establishment.name,
            due_on=f"{from_on:%d/%m/%Y}",
            link="/contacts/",
        )
    audit.record(actor, "absence.note", absence, at=at)
    return absence


@operation
def end_absence(*, actor: AnyActor, absence: Absence, on: date, at: datetime) -> None:
    """Somebody is back from that day on; an absence that has not begun is struck out."""
    audit.record(actor, "absence.end", absence, at=at, on=on.isoformat())
    if on <= absence.from_on:
        absence.delete()
    elif on < absence.until_on:
        absence.until_on = on
        absence.save(update_fields=["until_on"])


@operation
def publish_cover_hours(
    *, actor: AnyActor, establishment: Establishment, hours: list[tuple[int, time, time]], at: datetime
) -> list[CoverHours]:
    """Publish when alerts are looked at: (day from Monday 0, opens, closes) in local time, from now on.

    What was published before stays as it was until now. Raises Django's `ValidationError`.
    """
    CoverHours._base_manager.filter(establishment=establishment, until_at=None).update(until_at=at)
    rows = [
        CoverHours(
            establishment=establishment,
            day=day,
            opens=start,
            closes=end,
            from_at=at,
            published_by_id=actor.person_id,
        )
        for day, start, end in hours
    ]
    for row in rows:
        row.full_clean()
        row.save(force_insert=True)
    audit.record(actor, "cover-hours.publish", establishment, at=at, count=len(rows))
    return rows
