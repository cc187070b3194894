"""A list of Oakfield's own with a newer state that waits for somebody to look at it."""

from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.demo.moments import Fortnight, at_local
from tutela.web.demo.setting_up import ACTOR
from tutela.web.establishments.models import Establishment
from tutela.web.filters import operations as filters
from tutela.web.filters.fetching import job
from tutela.web.filters.models import ListSource, ListUpdate

NAME = "trust-games"
PLACE = "oakfield"
BEFORE = ("arcade-one.example", "arcade-two.example", "clicker.example", "play-in-class.example", "tanks.example")
NEWER = (*BEFORE[:-1], "boxing-with-robots.example", "eggs-that-shoot.example", "chess.com")
LOST_AFTER = timedelta(minutes=10)


def have_lists(establishment: Establishment, fortnight: Fortnight) -> None:
    """The list that the trust keeps: in force since the beginning, and a newer state since yesterday. Twice is once."""
    if establishment.slug != PLACE or ListSource.objects.filter(name=NAME).exists():
        return
    folder = Path(settings.TUTELA.data) / "demo-lists"
    folder.mkdir(exist_ok=True)
    file = folder / f"{NAME}.txt"
    actor = SystemActor("demo", establishment.pk)
    source = None
    for entries, at in ((BEFORE, fortnight.begins_at), (NEWER, at_local(fortnight.school_day(0), time(3, 0)))):
        file.write_text("".join(f"{one}\n" for one in entries), "utf-8")
        source = source or filters.add_source(
            actor=actor,
            at=at,
            establishment=establishment,
            name=NAME,
            place=str(file),
            category="games",
            licence="The trust's own",
            attribution="Brook Valley Trust",
        )
        update = _fetch(actor, source, at)
        if update is not None and entries is BEFORE:
            _put_in_force(update, at)


def _fetch(actor: AnyActor, source: ListSource, at: datetime) -> ListUpdate | None:
    """Look for a newer state, unless the worker of a trust that runs has begun to."""
    if not filters.claim_source(actor=actor, at=at, pk=source.pk, lost_before=at - LOST_AFTER):
        return None
    asked = {"folder": str(settings.TUTELA.lists), "name": source.name, "place": source.place}
    said = job.do({"kind": "take", "category": source.category, "licence": source.licence, **asked})
    return filters.note_fetched(actor=actor, at=at, pk=source.pk, said=said)


def _put_in_force(update: ListUpdate, at: datetime) -> None:
    filters.decide_update(actor=ACTOR, at=at, pk=update.pk, activate=True)
    asked = {"folder": str(settings.TUTELA.lists), "name": NAME, "hash": update.sha256}
    said = job.do({"kind": "activate", **asked})
    filters.note_put_in_force(actor=ACTOR, at=at, pk=update.pk, fault=str(said.get("fault", "")))
