"""A concern about a learner goes into the usual queue, in words that tell nothing of the vault."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from tutela.web.allegations import rules
from tutela.web.allegations.models import Adult, Allegation, ConcernRaised
from tutela.web.allegations.operations import keeping, vault
from tutela.web.allegations.queries import meant
from tutela.web.allegations.rules import WATCHED_ROLES
from tutela.web.concerns import operations as concerns
from tutela.web.concerns.rules import PersonInConcern
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries

READERS = ("dsl", "deputy-dsl")


@operation
def raise_for_learner(
    *,
    actor: AnyActor,
    at: datetime,
    pk: UUID,
    version: int,
    learner_id: UUID | None,
    name: str,
    words: str,
    share: bool,
) -> UUID:
    """Report a concern about a learner to those who look after them; its key.

    share: whether they are told that a matter about an adult is being handled. Where the adult is one of those who
    read concerns, or a name that was typed may mean one of them, the concern names them as the matter does, so that it
    goes round them. Whom it may be about is kept from it before anybody is told. Raises `MatterChanged`, `NotAllowed`.
    """
    row, key = vault.lock(actor, pk, version)
    rules.follow(vault.kinds_of(row), "concern")
    if share:
        words += "\n\n" + _("A matter about an adult is being handled in confidence beside this. Ask nobody about it.")
    concern_id = uuid4()
    # should they ever come to read concerns, this one stays hidden from them
    keeping.keep_out(actor, {*_adults(row), *_meant(row, WATCHED_ROLES, at)}, concern_id, at=at)
    concern = concerns.raise_concern(
        actor=actor,
        at=at,
        what_happened=words,
        people=[PersonInConcern(learner_id, name, "harmed"), *_named(row, at)],
        four_c="unsure",
        theme="not-sure",
        place="offline",
        told_in_person=False,
        immediate_danger=False,
        concern_id=concern_id,
    )
    entry = vault.write(row, actor, "concern", concern.receipt, key, at=at)
    ConcernRaised(
        establishment_id=row.establishment_id, allegation=row, entry=entry, concern_id=concern.pk, is_shared=share
    ).save()
    audit.record(actor, "vault.raise-concern", row, at=at)
    return concern.pk


def reads_concerns(row: Allegation, *, at: datetime) -> bool:
    """Whether it is or may be about somebody who reads concerns."""
    return bool(_meant(row, READERS, at))


def _adults(row: Allegation) -> list[Any]:
    rows = Adult._base_manager.filter(allegation=row).select_related("person")
    return [one.person for one in rows if one.person]


def _meant(row: Allegation, roles: Collection[str], at: datetime) -> list[Any]:
    holders = queries.list_holders(row.establishment, *roles, at=at)
    about = meant.people_of(row, holders)
    return [one for one in holders if one.pk in about]


def _named(row: Allegation, at: datetime) -> list[PersonInConcern]:
    """Whom the concern names besides the learner: those who read concerns, or the name that may mean one of them."""
    readers = _meant(row, READERS, at)
    if not readers:
        return []
    if _adults(row):
        return [PersonInConcern(one.pk, one.full_name, "alleged") for one in readers]
    return [PersonInConcern(None, name, "alleged") for name in meant.list_names(row)]
