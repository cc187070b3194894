"""To whom a matter goes now, who is told, and what is done when nobody inside may read it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from tutela.web.allegations import rules
from tutela.web.allegations.models import Alarm, Allegation, Handler, Turn
from tutela.web.allegations.operations import keeping, vault
from tutela.web.allegations.queries import meant
from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.outbox import Notice
from tutela.web.establishments import queries as establishments

# the same words for everything in the vault: neither a mail nor its kind tells what it is about
WAITS = Notice(
    "waiting-for-you",
    "Something is waiting for you",
    "Something at {establishment} is waiting for you alone. Sign in to read it, where nobody sees your screen, and "
    "speak with nobody of it before you have.",
)
URGENT = Notice(
    "waiting-for-you",
    "Urgent: something is waiting for you",
    "Something at {establishment} is waiting for you alone, and somebody may be in danger. Sign in and read it now.",
)
NOBODY_READS = Notice(
    "waiting-for-nobody",
    "Urgent: a role has to be filled",
    "Something at {establishment} waits that nobody there may read, because a role is vacant or its holder is kept "
    "from it. See to it today that there is a head and a chair of governors in Tutela.",
)
OUTSIDE = Notice(
    "waiting-outside",
    "Somebody at {establishment} has been given your name",
    "Somebody at {establishment} has something to say that nobody there may read. They were given your name and "
    "telephone number. Answer them yourself, and speak of it with nobody at {establishment}.",
)
AGAIN_AFTER = timedelta(hours=24)
FILLERS = ("head", "chair", "dsl")
"""Who is told, besides the trust's lead, that a role has to be filled."""


def list_holders(place: Any, at: datetime) -> dict[str, list[Any]]:
    """Who holds the roles that a matter's way depends on; no role of them is missing."""
    return {role: establishments.list_holders(place, role, at=at) for role in rules.WATCHED_ROLES}


def route(
    row: Allegation, actor: AnyActor, place: Any, *, at: datetime, holders: Mapping[str, Sequence[Any]] | None = None
) -> bool:
    """Bring a matter to whoever may read it now, and tell whoever is new to it; whether anything changed.

    Whoever had it and may no longer loses it in the same moment. holders: of `list_holders`, read once for many.
    """
    holders = holders or list_holders(place, at)
    everybody = list(dict.fromkeys(one for people in holders.values() for one in people))
    about = meant.people_of(row, everybody)
    # a name that was typed may mean whoever took a role since a concern was raised beside it
    keeping.keep_from_concerns(row, actor, [one for one in everybody if one.pk in about], at=at)
    reporters = {row.raised_by_id} - {None}
    kept_out = meant.list_kept_from(row, about, at=at)
    keys = {role: [one.pk for one in people] for role, people in holders.items()}
    last = Turn._base_manager.filter(allegation=row).order_by("number").last()
    least = max((last.least if last else "head", rules.least_tier(about, keys)), key=rules.TIERS.index)
    found = rules.find_way(about, kept_out, keys, least=least)
    rows = Handler._base_manager.filter(allegation=row, ended_at=None)
    held = {one.person_id: one for one in rows}
    by_role = {pk: one for pk, one in held.items() if one.role}
    if last:
        still = [pk for pk, one in by_role.items() if pk in keys.get(one.role, ()) and pk not in about | kept_out]
        found = rules.keep_or_move(last.tier, still, found)
    able = {pk for role in rules.MAY_BE_NAMED for pk in keys[role]}
    gone = [one for pk, one in held.items() if _has_lost(one, found, able, about, kept_out - reporters)]
    for one in gone:
        one.ended_at = at
        one.save(update_fields=["ended_at"])
    if gone:
        audit.record(actor, "vault.take-away", row, at=at, count=len(gone))
    new = [pk for pk in found.people if pk not in by_role or by_role[pk] in gone]
    if last is None or (last.tier, last.least) != (found.tier, least):
        number = (last.number if last else 0) + 1
        Turn(establishment=place, allegation=row, number=number, tier=found.tier, least=least, at=at).save()
        audit.record(actor, "vault.route", row, at=at, tier=found.tier)
    for person in (one for one in holders.get(found.tier, ()) if one.pk in new):
        _give(row, person, found.tier, place, at=at)
    if last is not None and new:
        vault.write(row, actor, "handed", "", vault.open_key(row), at=at)
    if found.tier == "authority":
        out = about | kept_out
        leads = [one for one in holders["trust-lead"] if one.pk not in out]
        # by what it was when it was reported: about a chair who stepped down since it is outside, and nothing vacant
        is_vacant = least != "authority"
        others = [one for role in FILLERS for one in holders[role] if one.pk not in out]
        _alarm(row, actor, leads, list(dict.fromkeys([*leads, *others])) if is_vacant else [], at=at)
    return bool(gone or new)


def tell(row: Allegation, person: Any, place: Any, *, at: datetime) -> None:
    """Post the notice that something waits."""
    notice = URGENT if row.immediate_danger else WAITS
    link = reverse("allegations:matter", args=[row.pk])
    outbox.post(notice, to=person.email, at=at, link=link, establishment_id=place.pk, establishment=place.name)


def tell_handlers(row: Allegation, *, at: datetime) -> int:
    """Post to everybody who has a matter that something waits; to how many."""
    handlers = Handler._base_manager.filter(allegation=row, ended_at=None).select_related("person")
    for handler in handlers:
        tell(row, handler.person, row.establishment, at=at)
    return len(handlers)


def _has_lost(handler: Handler, found: rules.Way, able: set[UUID], about: set[UUID], kept_out: set[UUID]) -> bool:
    if handler.person_id in about | kept_out:
        return True
    # opened singly it ends with the last role for which it was, and comes back with no other
    return handler.person_id not in (found.people if handler.role else able)


def _give(row: Allegation, person: Any, role: str, place: Any, *, at: datetime) -> None:
    named = Handler._base_manager.filter(allegation=row, person=person, ended_at=None)
    named.update(ended_at=at)  # opened singly before: now by the role
    Handler(establishment=place, allegation=row, person=person, role=role, from_at=at).save()
    tell(row, person, place, at=at)


def _alarm(row: Allegation, actor: AnyActor, leads: list[Any], fillers: list[Any], *, at: datetime) -> None:
    """Tell the trust's lead once; and where it is that a role is vacant, whoever is left to fill it, once a day."""
    last = Alarm._base_manager.filter(allegation=row).order_by("at").last()
    if last and at - last.at < AGAIN_AFTER:
        return
    place = row.establishment
    for notice, people in ((OUTSIDE, leads if last is None else []), (NOBODY_READS, fillers)):
        for person in people:
            outbox.post(notice, to=person.email, at=at, establishment_id=place.pk, establishment=place.name)
    if fillers or last is None:
        Alarm(establishment=place, allegation=row, at=at).save()
        audit.record(actor, "vault.nobody-reads", row, at=at)
