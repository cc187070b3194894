"""How long the records of ended matters are kept, and who decides as the second person; nothing here opens a word."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from tutela.web.allegations import rules
from tutela.web.allegations.models import Adult, Allegation, Decided, Ending, Entry, Handler, PutForward
from tutela.web.allegations.models.matters import NOT_DESTROYED
from tutela.web.allegations.queries import meant
from tutela.web.core.actor import AnyActor
from tutela.web.establishments import queries as establishments

SECONDS = ("head", "chair")
"""Who decides as the second person by their role, on the receipt alone: not on what is about them or kept from them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How the record of a matter stands; `waits` for whoever decides as the second person."""

    row: Allegation
    due_on: date | None
    is_finished: bool
    waits: PutForward | None


def stand_of(row: Allegation) -> Kept:
    """How long the record of a matter is kept; that the actor may know was asked before."""
    kinds = list(Entry._base_manager.filter(allegation=row).order_by("number").values_list("kind", flat=True))
    ending = Ending._base_manager.filter(allegation=row).order_by("entry__number").last()
    waits = PutForward._base_manager.filter(allegation=row, decided=None).select_related("by").first()
    if ending is None or not rules.is_finished(kinds):
        return Kept(row, None, False, waits)
    known = Adult._base_manager.filter(allegation=row, person__isnull=False)
    kept = Decided._base_manager.filter(put_forward__allegation=row, is_destroyed=False).order_by("at").last()
    due = rules.may_go_on(
        ending.keep, ending.keep_until, establishments.local_day(row.establishment, row.raised_at),
        list(known.values_list("person__left_on", flat=True)), kept.again_on if kept else None,
    )  # fmt: skip
    return Kept(row, due, True, waits)


def list_due(actor: AnyActor, today: date) -> list[Kept]:
    """Ended matters that the actor may read and whose records may be put forward, the longest due first."""
    rows = Allegation.visible_to(actor).filter(endings__isnull=False).distinct().select_related("establishment")
    due = [one for one in map(stand_of, rows) if one.due_on and one.due_on <= today and one.waits is None]
    return sorted(due, key=lambda one: (one.due_on or today, one.row.receipt))


def list_seconds(row: Allegation, *, at: datetime) -> list[Any]:
    """Who may decide as the second person, whoever put it forward left in: the head, the chair, and to whom it is open.

    Nobody whom it is or may be about, and nobody whom it is kept from.
    """
    held = Handler._base_manager.filter(allegation=row, ended_at=None).select_related("person")
    people = [one for role in SECONDS for one in establishments.list_holders(row.establishment, role, at=at)]
    people = list(dict.fromkeys([*people, *(one.person for one in held)]))
    about = meant.people_of(row, people)
    # whoever reported it and was asked to help may decide with whoever handles it
    open_to = {one.person_id for one in held}
    out = about | (meant.list_kept_from(row, about, at=at) - open_to)
    return [one for one in people if one.pk not in out]


def list_waiting(actor: AnyActor, at: datetime) -> list[PutForward]:
    """What this person may decide on now, the oldest first; by its receipt alone."""
    rows = PutForward.in_scope(actor).filter(decided=None).exclude(by=actor.person_id)
    rows = rows.select_related("allegation__establishment", "allegation__case_key", "by").order_by("at")
    rows = rows.filter(allegation__in=Allegation._base_manager.filter(NOT_DESTROYED).values("pk"))
    return [one for one in rows if any(who.pk == actor.person_id for who in list_seconds(one.allegation, at=at))]


def get_waiting(actor: AnyActor, pk: UUID, at: datetime) -> PutForward:
    """One of them; hidden and missing are one 404."""
    found = next((one for one in list_waiting(actor, at) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


def list_certificates(actor: AnyActor) -> list[Decided]:
    """What this person had a hand in destroying, the newest first."""
    rows = Decided.visible_to(actor).filter(is_destroyed=True).select_related("put_forward__allegation")
    return list(rows.order_by("-at"))


def get_certificate(actor: AnyActor, pk: UUID) -> Decided:
    """One of them; hidden and missing are one 404."""
    found = Decided.visible_to(actor).filter(is_destroyed=True, pk=pk).select_related("put_forward__allegation").first()
    if found is None:
        raise Http404
    return found
