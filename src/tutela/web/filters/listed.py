"""The lists of this installation as pages show them: what is in force, where it comes from, what waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from tutela.filtering import defaults, drafts, lists
from tutela.library.read import BadLibraryFile
from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments
from tutela.web.filters.models import ListSource, ListUpdate

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """One list. `source` is None for one that is not kept up to date from here."""

    name: str
    entries: int
    licence: str
    place: str
    added_at: datetime | None
    source: ListSource | None = None
    waiting: ListUpdate | None = None

    @property
    def is_ours(self) -> bool:
        return self.name == lists.STARTER


@dataclass(frozen=True, slots=True)
class Row:
    """How many entries of a category are different."""

    title: str
    new: int
    gone: int


def list_lists(actor: AnyActor) -> list[Listed]:
    """Every list: the one that comes with Tutela, those that are kept up to date, and those added by hand."""
    starter = sum(map(len, defaults.starter_lists().values()))
    found = [Listed(lists.STARTER, starter, "AGPL-3.0-or-later", "", None)]
    sources = {one.name: one for one in ListSource.visible_to(actor).filter(ended_at=None)}
    waiting = {one.source_id: one for one in list_waiting(actor)}
    try:
        in_force = {one.name: one for one in _lists_of(actor)}
    except BadLibraryFile:
        in_force = {}
    for name in sorted({*sources, *in_force}):
        source, meta = sources.get(name), in_force.get(name)
        found.append(
            Listed(
                name,
                meta.count if meta else 0,
                source.licence if source else (meta.licence if meta else ""),
                source.place if source else (meta.path if meta else ""),
                meta.added_at if meta else None,
                source,
                waiting.get(source.pk) if source else None,
            )
        )
    return found


def _lists_of(actor: AnyActor) -> list[lists.Meta]:
    """What serves all, and the establishment's own: what another one keeps is its own matter."""
    slugs = {place.pk: place.slug for place in establishments.list_establishments()}
    return lists.lists_of(settings.TUTELA.lists, slugs.get(actor.establishment_id or 0, "-"))


def list_waiting(actor: AnyActor) -> list[ListUpdate]:
    """The newer states that wait for somebody, oldest first."""
    rows = ListUpdate.visible_to(actor).filter(state=ListUpdate.State.WAITING, source__ended_at=None)
    return list(rows.select_related("source").order_by("found_at"))


def list_history(actor: AnyActor, source: ListSource) -> list[ListUpdate]:
    """The newer states of a list, newest first."""
    rows = ListUpdate.visible_to(actor).filter(source=source).select_related("decided_by", "source")
    return list(rows.order_by("-found_at")[:SHOWN])


def may_decide(actor: AnyActor) -> bool:
    """Whether this person may put a newer state in force: IT, or whoever decides about the filter."""
    return actor.may(Permission.ESTABLISHMENT_MANAGE) or actor.may(Permission.FILTER_CHANGE_APPROVE)


def rows_of(update: ListUpdate, titles: Mapping[str, str]) -> list[Row]:
    """How many entries are new and gone in each category; one that moved is gone in one and new in another."""
    new, gone = dict(update.new), dict(update.gone)
    for both, count in update.moved.items():
        was, _, now = both.partition(" > ")
        for into, names in ((gone, was), (new, now)):
            for name in names.split(", "):
                into[name] = into.get(name, 0) + count
    return [Row(titles.get(key, key), new.get(key, 0), gone.get(key, 0)) for key in sorted({*new, *gone})]


def differences(update: ListUpdate, words: str = "") -> list[tuple[str, list[drafts.Change]]]:
    """The first differences of each kind, by kind; nothing once the state is not waiting any more."""
    if update.state != ListUpdate.State.WAITING:
        return []
    folder, name = settings.TUTELA.lists, update.source.name
    found = [(kind, drafts.changes(folder, name, kind=kind, words=words, most=SHOWN)) for kind in drafts.KINDS]
    return [(kind, changes) for kind, changes in found if changes]


def effects_of(update: ListUpdate, titles: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    """What would change for sites that people asked for: those that would close, and those that would open."""
    rows = [one | {"title": titles.get(one["because"], one["because"])} for one in update.effects or ()]
    return {
        "closing": [one for one in rows if one["becomes"] == "block"],
        "opening": [one for one in rows if one["becomes"] == "allow"],
    }


def get_source_in_use(actor: AnyActor, pk: UUID) -> ListSource | None:
    """A list that is kept up to date; None for one that is not used any more."""
    return ListSource.visible_to(actor).filter(pk=pk, ended_at=None).first()
