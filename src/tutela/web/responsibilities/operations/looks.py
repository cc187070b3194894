"""Something was looked at again; what is to be done because of it becomes actions."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions import operations as actions
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Person
from tutela.web.evidence import queries as evidence
from tutela.web.evidence.rules import value_at
from tutela.web.responsibilities.looks import list_looks, list_parts
from tutela.web.responsibilities.models import Contact, Finding, Heard, Look
from tutela.web.responsibilities.operations.duties import lock
from tutela.web.responsibilities.operations.refusals import NotOffered, NotThen, WithoutWords, must_be_past, must_have
from tutela.web.responsibilities.operations.showing import show
from tutela.web.responsibilities.rules.looks import list_missing


@operation
def note_look(
    *, actor: AnyActor, at: datetime, establishment: Establishment, kind: str, on: date, took_part: Collection[str],
    checked: Collection[str], found: str, next_on: date, minute: str = "", findings: Sequence[str] = (),
    owner: Person | None = None, due_on: date | None = None, heard: Collection[UUID] = (),
) -> Look:  # fmt: skip
    """Keep it with the figures as they stand now; without all who had to take part it is kept and does not count.

    heard: what groups concerned said, by its keys, that lay before those who looked.
    The same once more (a page sent twice) is the one that is there, with the actions it has.

    Raises `NotThen`, `NotOffered`, `WithoutWords`, `actions.operations.ActionRefused`.
    """
    known = list_looks().get(kind)
    if known is None or not actor.may(Permission.REVIEW_WRITE):
        raise Http404
    must_be_past(on, establishments.local_day(establishment, at))
    if next_on <= on:
        raise NotThen(_("The next one comes after this one. Enter a later day."))
    if not set(took_part) <= list_parts().keys() or not set(checked) <= known.checks.keys():
        raise NotOffered
    if known.minuted and not minute.strip():
        raise WithoutWords(_("Enter where it is minuted"))
    said = {
        "kind": kind, "on": on, "next_on": next_on, "minute": minute.strip(),
        "found": must_have(found, _("Enter what you found")),
        "took_part": [one for one in list_parts() if one in took_part],
        "checked": [one for one in known.checks if one in checked],
    }  # fmt: skip
    lock(establishment)
    if noted := _find_same(establishment, said, findings):
        return noted
    current = evidence.list_current(actor, establishment.pk, at, only=known.facts)
    facts = [
        {"kind": name, "value": value_at(one.figure, one.kind, at), "as_at": one.figure.as_at.isoformat()}
        for name, one in current.items()
        if one.figure is not None
    ]
    row = Look.objects.create(
        establishment=establishment, facts=facts, counts=not list_missing(known.needs, took_part), at=at,
        by_id=actor.person_id, **said,
    )  # fmt: skip
    for number, words in enumerate(findings, start=1):
        _act_on(actor, at, row, words, number, owner=owner, due_on=due_on, source=known.title)
    for contact in Contact.visible_to(actor).filter(establishment=establishment, pk__in=heard):
        Heard.objects.create(establishment=establishment, look=row, contact=contact)
    audit.record(actor, "look.note", row, at=at, kind=kind, counts=row.counts)
    show(establishment, at)
    return row


def _find_same(establishment: Establishment, said: dict[str, Any], findings: Sequence[str]) -> Look | None:
    """The look that was noted in the same words with the same things to be done."""
    rows = Look.objects.filter(establishment=establishment, kind=said["kind"], on=said["on"])
    for row in rows.prefetch_related("findings"):
        words = sorted(one.words for one in row.findings.all())
        if all(getattr(row, name) == value for name, value in said.items()) and words == sorted(findings):
            return row
    return None


def _act_on(
    actor: AnyActor, at: datetime, row: Look, words: str, number: int, *, owner: Person | None, due_on: date | None,
    source: str,
) -> None:  # fmt: skip
    action = actions.open_action(
        actor=actor, at=at, establishment_id=row.establishment_id, title=words, owner=owner, due_on=due_on,
        source=_("Found when this was looked at: %(what)s") % {"what": source}, origin=f"look:{row.pk}:{number}",
        address=reverse("responsibilities:look", args=[row.kind]),
    )  # fmt: skip
    Finding.objects.create(establishment_id=row.establishment_id, look=row, words=words, action=action)
