"""A concern about a learner goes into the usual queue, in words that tell nothing of the vault."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from tutela.web.allegations import rules
from tutela.web.allegations.models import Adult, Allegation, ConcernRaised, Entry
from tutela.web.allegations.operations import keeping, vault
from tutela.web.allegations.queries import meant
from tutela.web.allegations.rules import WATCHED_ROLES
from tutela.web.concerns import operations as concerns
from tutela.web.concerns.rules import PersonInConcern
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor, SystemActor
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

    share: whether they are told that a matter about an adult is being handled. Whom it is or may be about, and whoever
    stands by them, is kept from the concern before anybody is told, and it goes to who is left: it names the learner
    and, where somebody who reads concerns is kept from it, whoever handles the matter, and nobody else. Raises
    `MatterChanged`, `NotAllowed`.
    """
    row, key = vault.lock(actor, pk, version)
    rules.follow(vault.kinds_of(row), "concern")
    if share:
        words += "\n\n" + _("A matter about an adult is being handled in confidence beside this. Ask nobody about it.")
    if reads_concerns(row, at=at):
        said = _("If you need to know more, ask %(name)s, who reports this, and nobody else.")
        words += "\n\n" + said % {"name": getattr(actor, "name", "")}
    concern_id = uuid4()
    _keep_apart(row, actor, concern_id, at=at)
    people = [PersonInConcern(learner_id, name, "harmed")]
    concern = _raise(actor, concern_id, words, people, danger=False, at=at)
    entry = vault.write(row, actor, "concern", concern.receipt, key, at=at)
    _keep(row, actor, concern, entry, is_shared=share, at=at)
    return concern.pk


def ask_for_safety(row: Allegation, people: Sequence[PersonInConcern], *, at: datetime) -> Any:
    """Ask those who look after these learners to see that they are safe, when a concern became a matter; inside its
    operation. They hear of the learners and of nothing and nobody else; the handler tells them more as they need it.

    The concern that asks; None where nobody is named.
    """
    if not people:
        return None
    safety = SystemActor("safety of learners", row.establishment_id)
    concern_id = uuid4()
    _keep_apart(row, safety, concern_id, at=at)
    words = _(
        "Somebody told us that they worry about who is named here. Look today how they are, and that they are safe. "
        "What was told is not with you. You hear what you need to know from whoever has it: ask nobody about it."
    )
    concern = _raise(safety, concern_id, words, people, danger=row.immediate_danger, at=at)
    # it came with the report: nobody has looked at that yet
    entry = Entry._base_manager.get(allegation=row, kind="reported")
    _keep(row, safety, concern, entry, is_shared=False, at=at)
    return concern


def keep_from_case(row: Allegation, actor: AnyActor, case_id: UUID, *, at: datetime) -> None:
    """Keep from whom a matter is or may be about the case that its concern was part of; inside its operation."""
    keeping.keep_out(actor, {*_adults(row), *_meant(row, WATCHED_ROLES, at)}, case_id, at=at)


def reads_concerns(row: Allegation, *, at: datetime) -> bool:
    """Whether it is or may be about somebody who reads concerns."""
    return bool(_meant(row, READERS, at))


def _raise(
    actor: AnyActor, concern_id: UUID, words: str, people: Sequence[PersonInConcern], *, danger: bool, at: datetime
) -> Any:
    return concerns.raise_concern(
        actor=actor,
        at=at,
        what_happened=words,
        people=people,
        four_c="unsure",
        theme="not-sure",
        place="offline",
        told_in_person=False,
        immediate_danger=danger,
        concern_id=concern_id,
    )


def _keep(row: Allegation, actor: AnyActor, concern: Any, entry: Entry, *, is_shared: bool, at: datetime) -> None:
    ConcernRaised(
        establishment_id=row.establishment_id, allegation=row, entry=entry, concern_id=concern.pk, is_shared=is_shared
    ).save()
    audit.record(actor, "vault.raise-concern", row, at=at)


def _keep_apart(row: Allegation, actor: AnyActor, concern_id: UUID, *, at: datetime) -> None:
    """Keep a concern, also one that is only to be raised, from whom the matter is or may be about and whoever stands by
    them, whatever role they come to hold. A name in it would tell others who that is.
    """
    watched = queries.list_holders(row.establishment, *WATCHED_ROLES, at=at)
    about = meant.people_of(row, watched)
    apart = about | (meant.list_kept_from(row, about, at=at) - {row.raised_by_id})
    keeping.keep_out(actor, {*_adults(row), *(one for one in watched if one.pk in apart)}, concern_id, at=at)


def _adults(row: Allegation) -> list[Any]:
    rows = Adult._base_manager.filter(allegation=row).select_related("person")
    return [one.person for one in rows if one.person]


def _meant(row: Allegation, roles: Collection[str], at: datetime) -> list[Any]:
    holders = queries.list_holders(row.establishment, *roles, at=at)
    about = meant.people_of(row, holders)
    return [one for one in holders if one.pk in about]
