"""Reporting what an adult did or may have done, adding to it, and having one's own words once more."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404

from tutela.web.allegations import rules
from tutela.web.allegations.models import Adult, Allegation
from tutela.web.allegations.models.matters import NOT_DESTROYED
from tutela.web.allegations.operations import routing, vault
from tutela.web.allegations.queries.lists import reported_here
from tutela.web.core import audit, sealing
from tutela.web.core.actor import Actor, AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments

RECEIPT_LETTERS = "23456789BCDFGHJKMNPQRTVWXZ"
"""Without vowels, so that no receipt spells a word, and without what looks like something else."""


class Said(NamedTuple):
    """What was reported; `when` says where too, `learners` who was there or may have been harmed."""

    reported_as: str
    what: str
    when: str
    learners: str
    danger: bool


@operation
def report(
    *,
    actor: Actor,
    at: datetime,
    reported_as: str,
    what: str,
    name: str = "",
    person_id: UUID | None = None,
    when: str = "",
    learners: str = "",
    danger: bool = False,
    allegation_id: UUID | None = None,
) -> Allegation:
    """Seal a report about an adult in the vault and bring it to whoever handles it, never to whom it is about.

    name: as it was typed; person_id: where somebody was chosen. About oneself neither is needed. `allegation_id` fixes
    the key.
    Raises `rules.NotAllowed`.
    """
    if not actor.may(Permission.ALLEGATION_REPORT):
        raise rules.NotAllowed("You may not report here")
    place = establishments.list_establishments().get(pk=actor.establishment_id)
    if reported_as == "self":
        person_id, name = actor.person_id, actor.name
    elif person_id is not None:
        person = establishments.get_person(actor, person_id)
        if person is None or person.kind not in (person.Kind.STAFF, person.Kind.PARTNER):
            raise rules.NotAllowed("Choose somebody who works here, or “Somebody else”")
        name = person.full_name
    elif not name.strip():
        raise rules.NotAllowed("Enter who it is about")
    said = Said(reported_as, what, when, learners, danger)
    return seal_in(actor, place, said, [(person_id, name)], at=at, key=allegation_id, raised_by_id=actor.person_id)


def seal_in(
    actor: AnyActor,
    place: Any,
    said: Said,
    adults: Iterable[tuple[UUID | None, str]],
    *,
    at: datetime,
    key: UUID | None,
    raised_by_id: UUID | None,
    words: str = "",
) -> Allegation:
    """Seal what was said in the vault and bring it to whoever handles it, inside an operation.

    adults: whom it is about, each known or only named. key: of the matter, where it is given. words: of the entry that
    says how it came.
    """
    case_key, secret = sealing.make_case_key(actor, place.pk, at=at, vault=True)
    row = Allegation(
        establishment=place,
        receipt=_make_receipt(),
        case_key=case_key,
        reported_as=said.reported_as,
        immediate_danger=said.danger,
        raised_at=at,
        raised_by_id=raised_by_id,
    )
    if key:
        row.pk = key
    for field, text in (("sealed_text", said.what), ("sealed_when", said.when), ("sealed_learners", said.learners)):
        sealing.seal_field(row, field, text, secret)
    row.save()
    for person_id, name in adults:
        adult = Adult(establishment=place, allegation=row, person_id=person_id, at=at)
        sealing.seal_field(adult, "sealed_name", name, secret)
        adult.save()
    vault.write(row, actor, "reported", words, secret, at=at)
    audit.record(actor, "vault.report", row, at=at)
    routing.route(row, actor, place, at=at)
    return row


@operation
def add_to_report(*, actor: Actor, at: datetime, pk: UUID, words: str) -> None:
    """Whoever reported adds something or puts it right; whoever handles it is told. Another's is a 404."""
    add_words(actor, _own(actor, pk), words, at=at)


def add_words(actor: AnyActor, row: Allegation, words: str, *, at: datetime) -> None:
    """Keep what whoever reported added, inside an operation; the matter is locked."""
    vault.write(row, actor, "addition", words, vault.open_key(row), at=at)
    audit.record(actor, "vault.add", row, at=at)
    routing.tell_handlers(row, at=at)


@operation
def read_own_words(*, actor: Actor, at: datetime, pk: UUID) -> tuple[Allegation, str, str]:
    """What oneself reported, to take it to the authority outside: the report, whom it is about, the words.

    Only while nobody inside may read it. Raises Http404.
    """
    row = _own(actor, pk)
    last = row.turns(manager="_base_manager").order_by("number").last()
    if last is None or last.tier != "authority":
        raise Http404
    audit.record(actor, "vault.read-own", row, at=at)
    key = vault.open_key(row)
    adult = row.adults(manager="_base_manager").order_by("at").first()
    text = sealing.unseal_field(row, "sealed_text", key)
    return row, sealing.unseal_field(adult, "sealed_name", key), text


def _own(actor: Actor, pk: UUID) -> Allegation:
    rows = reported_here(actor).filter(NOT_DESTROYED).select_related("establishment", "case_key")
    row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _make_receipt() -> str:
    letters = "".join(secrets.choice(RECEIPT_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
