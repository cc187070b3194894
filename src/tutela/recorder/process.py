"""The recorder's process: collects the spool, keeps the store, answers questions until it is stopped."""

import contextlib
import datetime as dt
import logging
import os
import threading
import time
from collections.abc import Iterator
from typing import Final

from tutela.events import columns
from tutela.events.event import Event
from tutela.events.statements import Row
from tutela.events.store import StoreError, recorder_token, socket_path
from tutela.events.stores.chdb import ChdbStore
from tutela.recorder.collect import Collector
from tutela.recorder.loader import Loader, Matcher
from tutela.recorder.rules import Rules
from tutela.recorder.server import StoreServer
from tutela.settings import Settings

POLL_SECONDS: Final = 0.3
BETWEEN_INSERTS_SECONDS: Final = 1.0
RETRY_SECONDS: Final = 2.0
LONGEST_WINDOW: Final = dt.timedelta(hours=2)
LONGEST_QUIET: Final = dt.timedelta(days=31)
PAGE: Final = 50_000
MOST_PAGES: Final = 40
FEW: Final = 1_000
MOST_SPOKEN: Final = 200_000
log = logging.getLogger("tutela.recorder")


def run(settings: Settings, stop_event: threading.Event, matcher: Matcher | None = None) -> None:
    """Serve until `stop_event` is set. Without a `matcher` the rules of the detection snapshot are used.

    Raises `StoreBusy` when another process owns the store, `StoreError` when it cannot be opened. A
    full disc later on ends nothing: the spool keeps what happens until there is room.
    """
    empty = settings.event_folder / "empty"
    empty.mkdir(parents=True, exist_ok=True, mode=0o700)
    # The engine would take a config.xml from wherever we were started.
    os.chdir(empty)
    store = ChdbStore(settings.event_folder)
    collecting: list[Collector] = []

    def health() -> dict[str, object]:
        return collecting[0].health() if collecting else {"ok": True, "trouble": "", "starting": True}

    try:
        # What is asked is answered at once; what comes waits in the spool while the rules are read.
        with StoreServer(socket_path(settings), store, recorder_token(settings), health).serving():
            collector = _collector(settings, store, matcher, stop_event)
            if collector is None:
                log.info("The recorder was told to stop before it was ready; what is in the spool waits there.")
                return
            collecting.append(collector)
            log.info("The recorder is ready.")
            _collect(collecting[0], stop_event)
    finally:
        store.close()


class _Stopped(Exception):
    """It was told to stop while it was starting."""


def _collector(
    settings: Settings, store: ChdbStore, matcher: Matcher | None, stop_event: threading.Event
) -> Collector | None:
    """What collects the spool; None when it was told to stop meanwhile. Nothing has been stored until then."""
    try:
        return _started(settings, store, matcher, stop_event)
    except _Stopped:
        return None


def _started(settings: Settings, store: ChdbStore, matcher: Matcher | None, stop_event: threading.Event) -> Collector:
    _go_on(stop_event)
    rules = Rules(settings) if matcher is None else None
    _go_on(stop_event)
    loader = Loader(store, matcher or (rules.match if rules else None))
    if rules:
        now = dt.datetime.now(dt.UTC)
        rules.remember(_until(stop_event, _recent(store, rules, now)), _spoken(store, rules, now))
        _go_on(stop_event)
    # Loads what writing columns needs now, not when the first request waits for it.
    columns.pack(columns.from_structs([Event(time=dt.datetime.now(dt.UTC))]))
    return Collector(settings, loader)


def _go_on(stop_event: threading.Event) -> None:
    """Raise `_Stopped` when it was told to stop."""
    if stop_event.is_set():
        raise _Stopped


def _until(stop_event: threading.Event, pages: Iterator[list[Event]]) -> Iterator[list[Event]]:
    """Pages cut so small that being told to stop is noticed within a moment."""
    for events in pages:
        for start in range(0, len(events), FEW):
            _go_on(stop_event)
            yield events[start : start + FEW]


def _collect(collector: Collector, stop_event: threading.Event) -> None:
    wait = 0.0
    while not stop_event.wait(wait):
        began = time.monotonic()
        try:
            stored = collector.round()
        except (StoreError, OSError) as error:
            collector.cannot(error)
            wait = RETRY_SECONDS
            continue
        rest = BETWEEN_INSERTS_SECONDS - (time.monotonic() - began)
        wait = max(POLL_SECONDS, rest) if stored else POLL_SECONDS
    # What came while we were told to stop is still taken in, if it can be.
    with contextlib.suppress(StoreError, OSError):
        collector.round()
    collector.close()


def _recent(store: ChdbStore, rules: Rules, now: dt.datetime) -> Iterator[list[Event]]:
    """What rules that count have in view: searches count as well as what was blocked, so all of it is read."""
    spans = [correlation.span for correlation in rules.matcher.correlations.values()]
    since = now - min(max(spans, default=dt.timedelta(0)), LONGEST_WINDOW)
    source, seq = "", 0
    for _ in range(MOST_PAGES):
        where = {"site_id": 0, "after_source": source, "after_seq": seq, "from": since, "until": now}
        events = store.events("events_between", limit=PAGE, **where)  # type: ignore[arg-type]
        if events:
            yield events
        if len(events) < PAGE:
            return
        since, source, seq = events[-1].time, events[-1].source_id, events[-1].seq


def _spoken(store: ChdbStore, rules: Rules, now: dt.datetime) -> list[Row]:
    """The matches of the time in which a rule that counts says nothing again of the same person."""
    quiet = [correlation.quiet for correlation in rules.matcher.correlations.values()]
    since = now - min(max(quiet, default=dt.timedelta(0)), LONGEST_QUIET)
    return store.query("matches_between", limit=MOST_SPOKEN, **{"from": since, "until": now})
