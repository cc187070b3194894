"""Keeps lists up to date: one piece of long work at a time, in a process beside the worker, looked at at each tick.

What is started here and lost with the worker is begun again: a fetch after a while, everything else at the next tick.
"""

import logging
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from tutela.events.store import StoreError
from tutela.web.core.actor import SystemActor
from tutela.web.filters import operations, queries, rules
from tutela.web.filters.fetching.running import Running
from tutela.web.filters.models import ListSource, ListUpdate
from tutela.web.filters.policies import build_policy

logger = logging.getLogger("tutela.filters")

WEEK = timedelta(days=7)
WINDOW = timedelta(hours=6)
ROWS_OF_WINDOW = 20_000
"""Requests that are looked at of each quarter of a day; what a larger school asks for shows itself in them."""
SECONDS_OF_TICK = 0.5
MOST_HOSTS = 20_000
MOST_EFFECTS = 500
STORE_AGAIN = timedelta(minutes=5)


@dataclass
class Gathering:
    """The hosts that were asked for in the week before `until`, as far as they have been counted."""

    until: datetime
    done_to: datetime
    hosts: Counter[str] = field(default_factory=Counter)

    def go_on(self, site_id: int) -> bool:
        """Count on for half a second; True when the week is through. Raises `StoreError`."""
        began = time.monotonic()
        nobody: Mapping[str, Any] = {"users": [], "at_addresses": [], "at_from": [], "at_until": []}
        while self.done_to < self.until and time.monotonic() - began < SECONDS_OF_TICK:
            to = min(self.done_to + WINDOW, self.until)
            window = {"from": self.done_to, "until": to, "limit": ROWS_OF_WINDOW}
            everything = {"site_id": site_id, "device": "", "host": "", "url": ""}
            # only the host is kept: who asked is nobody's business here
            self.hosts.update(
                str(row["host"]) for row in queries.ask_records("trace", **nobody, **window, **everything)
            )
            self.done_to = to
        return self.done_to >= self.until


class Keeper:
    """What the worker does for lists. Call `turn` at each tick."""

    def __init__(self) -> None:
        self.running: Running | None = None
        self._gathering: dict[UUID, Gathering] = {}
        self._store_again_at: datetime | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something has been begun and is not done."""
        return self.running is not None or bool(self._gathering)

    def turn(self, at: datetime) -> None:
        """Take in what has ended, then begin the next piece of work, if there is one."""
        if self.running is not None:
            said = self.running.look()
            if said is None:
                return
            about, self.running = self.running.about, None
            self._finish(about, said, at)
        if not (self._put_in_force() or self._remove(at) or self._fetch(at)):
            self._consider(at)

    def end(self) -> None:
        """Let go of what is running."""
        if self.running:
            self.running.end()
        self.running = None

    def _put_in_force(self) -> bool:
        wanted = queries.updates_of_all().filter(state=ListUpdate.State.WANTED).order_by("decided_at").first()
        if wanted is None:
            return False
        return self._start("activate", wanted.source, ("activate", wanted), hash=wanted.sha256)

    def _remove(self, at: datetime) -> bool:
        ended = queries.sources_of_all().exclude(ended_at=None).exclude(wanted_at=None).first()
        if ended is None or not self._claim(ended, at):
            return False
        return self._start("remove", ended, ("remove", ended))

    def _fetch(self, at: datetime) -> bool:
        for source in queries.sources_of_all().filter(ended_at=None).order_by("tried_at", "made_at"):
            asked_for = source.wanted_at is not None
            zone = source.establishment.time_zone
            turn = rules.last_turn(source.every, source.weekday, source.at_time, zone, at)
            due = asked_for or rules.is_due(turn, source.tried_at, failed=bool(source.fault), at=at)
            if due and self._claim(source, at):
                fields = ("place", "category", "licence", "etag", "last_modified")
                told = {name: getattr(source, name) for name in fields}
                if asked_for:
                    told |= {"etag": "", "last_modified": ""}
                return self._start("take", source, ("take", source, asked_for), **told)
        return False

    def _consider(self, at: datetime) -> bool:
        """Gather the hosts of the last week for a newer state that nobody has decided about, then have it weighed."""
        if self._store_again_at and at < self._store_again_at:
            return False
        update = (
            queries.updates_of_all()
            .filter(state=ListUpdate.State.WAITING, effects__isnull=True)
            .order_by("found_at")
            .first()
        )
        if update is None:
            self._gathering.clear()
            return False
        gathering = self._gathering.setdefault(update.pk, Gathering(at, at - WEEK))
        try:
            if not gathering.go_on(update.establishment_id):
                return True
        except StoreError as error:
            logger.warning("The event store does not answer", extra={"reason": str(error)[:200]})
            self._store_again_at = at + STORE_AGAIN
            return False
        del self._gathering[update.pk]
        hosts = dict(gathering.hosts.most_common(MOST_HOSTS))
        hosts.pop("", None)
        policy = build_policy(update.establishment, at)
        return self._start("consider", update.source, ("consider", update, hosts), hosts=list(hosts), policy=policy)

    def _claim(self, source: ListSource, at: datetime) -> bool:
        actor = SystemActor("keep lists", source.establishment_id)
        return operations.claim_source(actor=actor, at=at, pk=source.pk, lost_before=at - rules.LONGEST_FETCH)

    def _start(self, kind: str, source: ListSource, about: tuple[Any, ...], **told: Any) -> bool:
        closed = [str(one) for one in operations.list_closed_places()]
        who = {"name": source.name, "owner": source.establishment.slug}
        asked = {"kind": kind, "folder": str(settings.TUTELA.lists), **who, "closed": closed, **told}
        self.running = Running(asked, about, settings.TUTELA.log / "lists.log")
        return True

    def _finish(self, about: tuple[Any, ...], said: dict[str, Any], at: datetime) -> None:
        kind, row = about[0], about[1]
        actor = SystemActor("keep lists", row.establishment_id)
        if fault := said.get("fault"):
            logger.warning("Work on a list went wrong", extra={"task": kind, "reason": fault})
        if kind == "take":
            said["asked_for"] = about[2]
            operations.note_fetched(actor=actor, at=at, pk=row.pk, said=said)
        elif kind == "activate":
            operations.note_put_in_force(actor=actor, at=at, pk=row.pk, fault=said.get("fault", ""))
        elif kind == "remove":
            operations.note_removed(actor=actor, at=at, pk=row.pk)
        else:
            hosts = about[2]
            effects = [one | {"times": hosts[one["host"]]} for one in said.get("effects", [])][:MOST_EFFECTS]
            operations.note_effects(actor=actor, at=at, pk=row.pk, effects=effects, hosts_asked=len(hosts))
