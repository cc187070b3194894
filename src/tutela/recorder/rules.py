"""The detection rules in force: the signed snapshot when there is one, else those that come with the library."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from tutela.detection.matcher import Matcher
from tutela.detection.ruleset import load, load_library
from tutela.events.event import Event, Match
from tutela.filtering.snapshot import BadSnapshot, read_manifest
from tutela.keys import KeyFolder
from tutela.settings import Settings

SNAPSHOT: Final = "detection"
log = logging.getLogger("tutela.recorder")


class Rules:
    """Matches with the rules in force; new ones are taken up between two batches, bad ones are refused."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._zone = ZoneInfo(settings.time_zone)
        self._seen = self._manifest_time()
        self._matcher = self._load() or load_library(self._zone)

    def match(self, events: list[Event]) -> list[Match]:
        """Return the matches of events, which come in the order of their source."""
        if (seen := self._manifest_time()) != self._seen:
            self._seen = seen
            if matcher := self._load():
                matcher.take_over(self._matcher)
                self._matcher = matcher
        return self._matcher.match(events)

    @property
    def matcher(self) -> Matcher:
        """The compiled rules, with their windows as they are."""
        return self._matcher

    def remember(self, pages: Iterable[list[Event]], spoken: Iterable[Mapping[str, Any]] = ()) -> None:
        """Take in what was matched before a restart, so that counting rules go on and say nothing twice.

        `pages` are events in the order of their times; `spoken` are rows of stored matches.
        """
        self._matcher.start_again()
        self._matcher.spoken(spoken)
        for events in pages:
            self._matcher.match(events)

    def _manifest_time(self) -> int:
        try:
            return (self.settings.snapshots / f"{SNAPSHOT}.manifest").stat().st_mtime_ns
        except OSError:
            return 0

    def _load(self) -> Matcher | None:
        if not self._seen:
            return None
        try:
            manifest = read_manifest(self.settings.snapshots, SNAPSHOT, KeyFolder(self.settings.keys).ring())
            return load(manifest.path("detection").read_bytes(), self._zone)
        except (BadSnapshot, OSError, ValueError, KeyError) as error:
            log.error("The new detection rules cannot be used, the last good ones stay: %s", error)  # noqa: TRY400
            return None
