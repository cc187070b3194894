"""One round of collecting: every file that has something new, into the store."""

import datetime as dt
import json
import logging
from collections import defaultdict
from collections.abc import Callable

from tutela.recorder.helpercount import HelperCount
from tutela.recorder.loader import Loader
from tutela.recorder.segment import Fault, Segment, Slice, SquidSegment, Standing
from tutela.recorder.sources import Sources
from tutela.settings import Settings

log = logging.getLogger("tutela.recorder")
Clock = Callable[[], dt.datetime]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Collector:
    """Follows the spool. `round` is called again and again; between rounds nothing is half done."""

    def __init__(self, settings: Settings, loader: Loader, now: Clock = _now) -> None:
        self.sources = Sources(settings)
        self.loader = loader
        self.now = now
        self.counts: dict[str, HelperCount] = defaultdict(HelperCount)
        self.trouble = ""
        self.last_stored_at: dt.datetime | None = None
        self.events = self.gaps = self.waiting = 0

    def round(self) -> int:
        """Store what is new and put away what is finished; return how many rows were stored.

        Raises `StoreError` or OSError; then what could not be stored is tried again next time.
        """
        now = self.now()
        stored = sum(self._follow(segment, now) for segment in self.sources.look())
        self.waiting = sum(segment.waiting() for segment in self.sources.following.values())
        self.sources.clear(now)
        if self.trouble:
            log.warning("Records are stored again.")
            self.trouble = ""
        return stored

    def cannot(self, error: Exception) -> None:
        """Say once why nothing can be stored, and be ready to try again."""
        for segment in self.sources.following.values():
            segment.forget()
        words = f"Records cannot be stored; they wait in the spool, nothing is lost. {error}"
        if words != self.trouble:
            log.error("%s", words)
        self.trouble = words

    def health(self) -> dict[str, object]:
        """Say how the recorder is, without naming anybody."""
        return {
            "ok": not self.trouble,
            "trouble": self.trouble,
            "sources": len(self.sources.following),
            "waiting_bytes": self.waiting,
            "events_stored": self.events,
            "gaps_found": self.gaps,
            "last_stored_at": self.last_stored_at.isoformat() if self.last_stored_at else None,
        }

    def close(self) -> None:
        """Let go of all files."""
        for segment in self.sources.following.values():
            segment.close()

    def _follow(self, segment: Segment, now: dt.datetime) -> int:
        finished = segment.is_finished(now)
        stored = self._drain(segment, now)
        if finished and (torn := self.sources.finish(segment)):
            self.loader.store_faults([torn], segment.site_id, now)
        return stored

    def _drain(self, segment: Segment, now: dt.datetime) -> int:
        is_squid = isinstance(segment, SquidSegment)
        last_stored = self.loader.last_event if is_squid else self.loader.last_record
        stored = 0
        if is_squid and not segment.standing.line and segment.waiting():
            # Squid has turned to this file, so the one before is now complete; its last number comes before ours.
            older = self.sources.before(segment)
            stored = sum(self._drain(each, now) for each in older[-1:])
            serial = older[-1].standing.serial if older else self.sources.last_serial(segment.folder)
            segment.standing = Standing(serial=serial)
        while found := segment.read(last_stored):
            faults = found.faults + self._compare(segment, found)
            for fault in faults:
                self.sources.set_aside(fault)
            found.faults = faults
            self.loader.store_slice(found, segment.site_id, now)
            segment.accept(found)
            rows = len(found.events) + len(found.records)
            stored += rows
            self.events += len(found.events)
            self.gaps += len(faults)
            self.last_stored_at = now if rows else self.last_stored_at
        return stored

    def _compare(self, segment: Segment, found: Slice) -> list[Fault]:
        """Compare the helper's count of decisions with the lines of the log."""
        account = self.counts[segment.establishment]
        account.lines(found.decided)
        faults = []
        for record in found.records:
            if record["kind"] != "helper-count":
                continue
            said = json.loads(record["content"])
            lost = account.counted(str(said.get("helper", "")), int(said.get("recorded", 0)), record["time"])
            if lost:
                words = f"the filter decided {lost} requests that never reached the log"
                faults.append(Fault("never-logged", record["source_id"], record["seq"], lost, words))
        return faults
