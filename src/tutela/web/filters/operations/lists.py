"""Sources of lists and their newer states: added, fetched, looked at, put in force or discarded."""

import json
from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from tutela.filtering import drafts
from tutela.filtering.lists import BadList, check_name, get_list
from tutela.library.read import BadLibraryFile
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments
from tutela.web.filters.fetching.download import CannotFetch, check_address, require_outside
from tutela.web.filters.models import ListSource, ListUpdate
from tutela.web.filters.operations.publishing import want_publication

State = ListUpdate.State
OPEN = (State.WAITING, State.WANTED)


class BadSource(Exception):
    """A source that cannot be kept; `field` is the question that the message belongs to."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class NotWaiting(Exception):
    """Somebody else has decided, or something newer was found meanwhile."""


@operation
def add_source(
    *,
    actor: AnyActor,
    at: datetime,
    establishment: Any,
    name: str,
    place: str,
    licence: str,
    category: str = "",
    attribution: str = "",
    homepage: str = "",
    every: str = ListSource.Every.DAY,
    weekday: int = 0,
    at_time: time = time(3, 0),
    is_trusted: bool = False,
) -> ListSource:
    """Keep a list up to date from now on; it is fetched at once, and waits for somebody to look at it.

    Raises `BadSource`, Django's `ValidationError`.
    """
    try:
        check_name(name)
    except BadList as error:
        raise BadSource("name", str(error)) from error
    taken = ListSource._base_manager.filter(name=name, ended_at=None)  # names are shared by all establishments
    if taken.exists() or _is_anothers(name, establishment):
        raise BadSource("name", f"The name “{name}” is taken on this server. Choose another, such as “{name}-2”.")
    source = ListSource(establishment=establishment, name=name, made_by_id=actor.person_id, made_at=at, wanted_at=at)
    _describe(
        source, place=place, licence=licence, category=category, attribution=attribution, homepage=homepage,
        every=every, weekday=weekday, at_time=at_time, is_trusted=is_trusted,
    )  # fmt: skip
    source.save(force_insert=True)
    audit.record(actor, "filter-list.add", source, at=at, name=name)
    return source


@operation
def change_source(*, actor: AnyActor, at: datetime, pk: UUID, described: Mapping[str, Any]) -> ListSource:
    """Change where a list comes from, or when. Raises `BadSource`, `Http404`."""
    source = _current(actor, pk)
    if described["place"] != source.place:
        source.etag, source.last_modified = "", ""
    _describe(source, **described)
    source.save()
    audit.record(actor, "filter-list.change", source, at=at)
    return source


@operation
def want_fetch(*, actor: AnyActor, at: datetime, pk: UUID) -> ListSource:
    """Have a list fetched now."""
    source = _current(actor, pk)
    source.wanted_at = at
    source.save(update_fields=["wanted_at"])
    audit.record(actor, "filter-list.fetch", source, at=at)
    return source


@operation
def end_source(*, actor: AnyActor, at: datetime, pk: UUID) -> ListSource:
    """Stop using a list: the worker takes it out of force. Its history stays."""
    source = _current(actor, pk)
    source.ended_at, source.wanted_at = at, at
    source.save(update_fields=["ended_at", "wanted_at"])
    source.updates.filter(state__in=OPEN).update(state=State.DISCARDED, decided_by=actor.person_id, decided_at=at)
    audit.record(actor, "filter-list.end", source, at=at)
    return source


@operation
def decide_update(*, actor: AnyActor, at: datetime, pk: UUID, activate: bool) -> ListUpdate:
    """Put a newer state in force (the worker does it within seconds) or discard it. Raises `NotWaiting`, `Http404`."""
    get_visible(ListUpdate, actor, pk)
    # locked, so that of two people who decide at once the second is told
    update = ListUpdate.objects.select_for_update(of=("self",)).select_related("source").get(pk=pk)
    if update.state != State.WAITING:
        raise NotWaiting
    update.state = State.WANTED if activate else State.DISCARDED
    update.decided_by_id, update.decided_at = actor.person_id, at
    update.save(update_fields=["state", "decided_by", "decided_at"])
    if not activate:
        drafts.discard_draft(settings.TUTELA.lists, update.source.name)
    audit.record(actor, "filter-list.activate" if activate else "filter-list.discard", update, at=at)
    return update


@operation
def claim_source(*, actor: AnyActor, at: datetime, pk: UUID, lost_before: datetime) -> bool:
    """Begin to fetch; False if another worker has begun since `lost_before`."""
    rows = ListSource.objects.filter(pk=pk)
    free = rows.filter(started_at=None) | rows.filter(started_at__lt=lost_before)
    return bool(free.update(started_at=at, wanted_at=None))


@operation
def note_fetched(*, actor: AnyActor, at: datetime, pk: UUID, said: Mapping[str, Any]) -> ListUpdate | None:
    """What came of a fetch: a fault, nothing new, or a newer state. One from a trusted source with nothing out of the
    ordinary is wanted in force at once."""
    source = ListSource.objects.get(pk=pk)
    source.started_at, source.tried_at, source.fault = None, at, str(said.get("fault", ""))[:500]
    update = None
    if not source.fault and source.ended_at is None:
        source.fetched_at = at
        source.etag, source.last_modified = said.get("etag", ""), said.get("last_modified", "")
        if said["changed"]:
            source.changed_at = at
            update = _note_newer(source, said, at)
        elif said.get("as_in_force"):
            source.updates.filter(state__in=OPEN).update(state=State.OVERTAKEN)
    source.save()
    audit.record(actor, "filter-list.fetched", source, at=at, changed=update is not None, failed=bool(source.fault))
    return update


def _note_newer(source: ListSource, said: Mapping[str, Any], at: datetime) -> ListUpdate | None:
    """None for a state that waits already, or that somebody discarded and nobody has asked for since."""
    last = source.updates.order_by("-found_at").first()
    if last and last.sha256 == said["hash"]:
        if last.state in OPEN:
            return None
        if last.state == State.DISCARDED and not said.get("asked_for"):
            drafts.discard_draft(settings.TUTELA.lists, source.name)
            return None
    source.updates.filter(state__in=OPEN).update(state=State.OVERTAKEN)
    by_itself = source.is_trusted and not said["needs_person"]
    update = ListUpdate(
        establishment_id=source.establishment_id,
        source=source,
        found_at=at,
        sha256=said["hash"],
        state=State.WANTED if by_itself else State.WAITING,
        decided_at=at if by_itself else None,
        needs_person=said["needs_person"][:500],
        **{field: said[field] for field in (
            "entries", "lines", "bad", "exceptions", "forms", "bad_lines", "new", "gone", "moved",
        )},
    )  # fmt: skip
    update.save(force_insert=True)
    return update


@operation
def note_effects(*, actor: AnyActor, at: datetime, pk: UUID, effects: list[dict[str, Any]], hosts_asked: int) -> None:
    """Keep what a newer state would change for sites that people asked for: hosts, how often, for which groups."""
    ListUpdate.objects.filter(pk=pk).update(effects=json.loads(json.dumps(effects)), hosts_asked=hosts_asked)


@operation
def note_put_in_force(*, actor: AnyActor, at: datetime, pk: UUID, fault: str) -> None:
    """A newer state is part of the index, or could not be; the establishment that keeps it is published anew."""
    update = ListUpdate.objects.select_related("source").get(pk=pk)
    update.state, update.fault = (State.FAILED if fault else State.ACTIVE), fault[:500]
    update.save(update_fields=["state", "fault"])
    audit.record(actor, "filter-list.in-force", update, at=at, failed=bool(fault), entries=update.entries)
    if not fault:
        want_publication(actor=actor, at=at, establishment_id=update.establishment_id)


@operation
def note_removed(*, actor: AnyActor, at: datetime, pk: UUID) -> None:
    """A list that somebody ended is no part of the index any more."""
    source = ListSource.objects.get(pk=pk)
    ListSource.objects.filter(pk=pk).update(wanted_at=None, started_at=None)
    audit.record(actor, "filter-list.removed", f"listsource:{pk}", at=at)
    want_publication(actor=actor, at=at, establishment_id=source.establishment_id)


def _is_anothers(name: str, establishment: Any) -> bool:
    """Whether the list in force under that name is not this establishment's to change: another's, or, where there are
    several establishments, one that serves them all.
    """
    try:
        meta = get_list(settings.TUTELA.lists, name)
    except BadLibraryFile:
        return True
    if meta is None or meta.owner == establishment.slug:
        return False
    return bool(meta.owner) or establishments.list_establishments().count() > 1


def list_closed_places() -> list[Path]:
    """Where no list is read from: the keys, and our own records. Of the data folder only folders named …-lists hold
    files that people may have put there.
    """
    chosen: Any = settings.TUTELA
    return [chosen.keys, *(one for one in chosen.data.iterdir() if not one.name.endswith("-lists"))]


def _describe(source: ListSource, **described: Any) -> None:
    for field, value in described.items():
        setattr(source, field, value)
    if "://" in source.place:
        try:
            check_address(source.place)
        except CannotFetch as error:
            raise BadSource("place", str(error)) from error
    elif not source.place.startswith("/"):
        raise BadSource("place", "Enter an address that begins with https://, or a path that begins with /")
    else:
        try:
            require_outside(Path(source.place), list_closed_places())
        except (CannotFetch, OSError, RuntimeError, ValueError) as error:  # a link to itself, a NUL
            raise BadSource("place", str(error)) from error
    if not source.licence.strip():
        raise BadSource("licence", "Enter the licence of the list")
    source.full_clean(exclude=["establishment", "made_by"], validate_unique=False, validate_constraints=False)


def _current(actor: AnyActor, pk: UUID) -> ListSource:
    source: ListSource = get_visible(ListSource, actor, pk)
    if source.ended_at is not None:
        raise BadSource("name", "This list is not used any more.")
    return source
