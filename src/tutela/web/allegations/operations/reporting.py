"""Reporting what an adult did or may have done, adding to it, and having one's own words once more."""

import secrets
from datetime import datetime
from uuid import UUID

from django.http import Http404

from tutela.web.allegations import rules
from tutela.web.allegations.models import Adult, Allegation
from tutela.web.allegations.operations import routing, vault
from tutela.web.core import audit, sealing
from tutela.web.core.actor import Actor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments

RECEIPT_LETTERS = "23456789BCDFGHJKMNPQRTVWXZ"
"""Without vowels, so that no receipt spells a word, and without what looks like something else."""


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
    case_key, key = sealing.make_case_key(actor, place.pk, at=at, vault=True)
    row = Allegation(
        establishment=place,
        receipt=_make_receipt(),
        case_key=case_key,
        reported_as=reported_as,
        immediate_danger=danger,
        raised_at=at,
        raised_by_id=actor.person_id,
    )
    if allegation_id:
        row.pk = allegation_id
    for field, text in (("sealed_text", what), ("sealed_when", when), ("sealed_learners", learners)):
        sealing.seal_field(row, field, text, key)
    row.save()
    adult = Adult(establishment=place, allegation=row, person_id=person_id, at=at)
    sealing.seal_field(adult, "sealed_name", name, key)
    adult.save()
    vault.write(row, actor, "reported", "", key, at=at)
    audit.record(actor, "vault.report", row, at=at)
    routing.route(row, actor, place, at=at)
    return row


@operation
def add_to_report(*, actor: Actor, at: datetime, pk: UUID, words: str) -> None:
    """Whoever reported adds something or puts it right; whoever handles it is told. Another's is a 404."""
    row = _own(actor, pk)
    key = vault.open_key(row)
    vault.write(row, actor, "addition", words, key, at=at)
    audit.record(actor, "vault.add", row, at=at)
    for handler in row.handlers(manager="_base_manager").filter(ended_at=None).select_related("person"):
        routing.tell(row, handler.person, row.establishment, at=at)


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
    rows = Allegation.in_scope(actor).select_related("establishment", "case_key")
    row = rows.select_for_update(of=("self",)).filter(pk=pk, raised_by=actor.person_id).first()
    if row is None or actor.person_id is None:
        raise Http404
    return row


def _make_receipt() -> str:
    letters = "".join(secrets.choice(RECEIPT_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
