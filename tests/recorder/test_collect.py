import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.recorder.spooled import append, line
from tutela.events.event import Event, Match
from tutela.events.spool import SpoolWriter
from tutela.events.statements import Row
from tutela.events.store import StoreError
from tutela.events.stores.memory import MemoryStore
from tutela.recorder.collect import Collector
from tutela.recorder.loader import Loader
from tutela.settings import Settings

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", keys=tmp_path / "keys")


@pytest.fixture
def log(settings: Settings) -> Path:
    return settings.spool / "squid-oakfield" / "open.log"


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def collector(settings: Settings, store: MemoryStore, now: dt.datetime = NOW) -> Collector:
    return Collector(settings, Loader(store), now=lambda: now)


def numbers(store: MemoryStore) -> list[tuple[object, object]]:
    return [(event["seq"], event["path"]) for event in store.tables["events"]]


def gaps(store: MemoryStore) -> list[Row]:
    return store.query("gaps_since", found_at=EPOCH, limit=100)


def test_what_squid_writes_is_stored_with_numbers_of_its_own(settings: Settings, log: Path, store: MemoryStore) -> None:
    collect = collector(settings, store)
    append(log, line(0) + line(1))
    assert collect.round() == 2
    append(log, line(2))
    assert collect.round() == 1
    assert collect.round() == 0
    assert numbers(store) == [(1, "/0"), (2, "/1"), (3, "/2")]


def test_a_half_written_line_waits_for_its_other_half(settings: Settings, log: Path, store: MemoryStore) -> None:
    collect = collector(settings, store)
    append(log, line(0) + line(1)[:40])
    assert collect.round() == 1
    append(log, line(1)[40:])
    assert collect.round() == 1
    assert gaps(store) == []


@pytest.mark.requirement("S4.12")
def test_a_recorder_that_starts_again_goes_on_where_it_was(settings: Settings, log: Path, store: MemoryStore) -> None:
    append(log, line(0) + line(1))
    collector(settings, store).round()
    append(log, line(2))
    collector(settings, store).round()
    assert numbers(store) == [(1, "/0"), (2, "/1"), (3, "/2")]


def test_a_log_that_is_renamed_is_the_same_log(settings: Settings, log: Path, store: MemoryStore) -> None:
    append(log, line(0))
    collector(settings, store).round()
    log.rename(log.with_name("1772442000.log"))
    append(log, line(1))
    fresh = collector(settings, store)
    fresh.round()
    assert [path for _, path in numbers(store)] == ["/0", "/1"]
    assert gaps(store) == []


def test_a_finished_log_is_put_away_and_removed_after_a_day(settings: Settings, log: Path, store: MemoryStore) -> None:
    old = log.with_name("1772442000.log")
    append(old, line(0))
    os.utime(old, (1, 1))
    append(log, line(1))
    collector(settings, store, dt.datetime.now(dt.UTC)).round()
    assert not old.exists()
    done = settings.spool / "done" / "squid-oakfield.1772442000.log"
    assert done.exists()
    collector(settings, store, dt.datetime.now(dt.UTC) + dt.timedelta(hours=25)).round()
    assert not done.exists()
    assert log.exists()


def test_of_a_visit_to_a_help_line_no_byte_is_kept(settings: Settings, log: Path, store: MemoryStore) -> None:
    hidden = line(1, person="pmia", n=0).replace("example.org", "childline.org.uk")
    append(log, line(0) + hidden + line(2) + hidden.replace(" 1 ", " 3 ", 1).rstrip("\n") + " extra\n")
    collect = collector(settings, store)
    collect.round()
    os.truncate(log, log.stat().st_size)
    log.rename(log.with_name("1.log"))
    os.utime(log.with_name("1.log"), (1, 1))
    append(log, line(4))
    collect.round()
    # Squid's own file goes with its day; nothing else may hold a trace, and the numbers leave no hole to read.
    assert [seq for seq, _ in numbers(store)[:2]] == [1, 2]
    assert "childline" not in repr(store.tables)
    assert "pmia" not in repr(store.tables)
    kept = [path for path in settings.data.rglob("*") if path.is_file() and path.parent.name == "aside"]
    assert all(b"childline" not in path.read_bytes() for path in kept)


def test_lines_missing_from_the_log_raise_an_alarm_once(settings: Settings, log: Path, store: MemoryStore) -> None:
    append(log, line(0) + line(1) + line(5))
    collector(settings, store).round()
    collector(settings, store).round()
    (gap,) = gaps(store)
    assert (gap["kind"], gap["missing"]) == ("missing-lines", 3)


def test_lines_missing_between_two_logs_raise_an_alarm(settings: Settings, log: Path, store: MemoryStore) -> None:
    append(log.with_name("100.log"), line(0) + line(1))
    append(log, line(4))
    collector(settings, store).round()
    assert [gap["missing"] for gap in gaps(store)] == [2]


def test_lines_missing_across_a_restart_of_the_recorder_raise_an_alarm(
    settings: Settings, log: Path, store: MemoryStore
) -> None:
    old = log.with_name("100.log")
    append(old, line(0) + line(1))
    os.utime(old, (1, 1))
    collector(settings, store, dt.datetime.now(dt.UTC)).round()
    append(log, line(4))
    collector(settings, store).round()
    assert [gap["missing"] for gap in gaps(store)] == [2]


def test_squid_starting_again_is_no_gap(settings: Settings, log: Path, store: MemoryStore) -> None:
    append(log, line(0) + line(1) + line(0, at=1772442900) + line(1, at=1772442901))
    collector(settings, store).round()
    assert len(numbers(store)) == 4
    assert gaps(store) == []


def test_a_line_nobody_can_read_is_kept_aside_and_reported(settings: Settings, log: Path, store: MemoryStore) -> None:
    append(log, line(0) + "what is this\n" + line(1))
    collector(settings, store).round()
    assert len(numbers(store)) == 2
    (gap,) = gaps(store)
    assert gap["kind"] == "bad-line"
    (aside,) = (settings.spool / "aside").iterdir()
    assert aside.read_bytes() == b"what is this"


def test_a_line_torn_by_a_crash_is_kept_aside_and_reported(settings: Settings, log: Path, store: MemoryStore) -> None:
    old = log.with_name("100.log")
    append(old, line(0) + line(1)[:50])
    os.utime(old, (1, 1))
    collector(settings, store, dt.datetime.now(dt.UTC)).round()
    (gap,) = gaps(store)
    assert gap["kind"] == "torn-line"
    (aside,) = (settings.spool / "aside").iterdir()
    assert aside.read_bytes() == line(1)[:50].encode()


def test_the_gateways_own_records_are_stored_and_put_away(settings: Settings, store: MemoryStore) -> None:
    writer = SpoolWriter(settings.spool / "gateway-oakfield")
    writer.append("canary", {"ok": True})
    collect = collector(settings, store)
    assert collect.round() == 1
    writer.append("report-wrong", {"url": "http://example.org/"})
    writer.close()
    assert collect.round() == 1
    (report,) = store.query("wrong_block_reports_since", time=EPOCH, limit=10)
    assert report["content"] == '{"url":"http://example.org/"}'
    assert not list((settings.spool / "gateway-oakfield").iterdir())


def test_decisions_that_never_reach_the_log_raise_an_alarm(settings: Settings, log: Path, store: MemoryStore) -> None:
    writer = SpoolWriter(settings.spool / "gateway-oakfield")
    collect = collector(settings, store)
    for minute, recorded in enumerate(range(0, 1300, 100)):
        writer.append("helper-count", {"helper": "1", "recorded": recorded, "at_ms": (1772442000 + 60 * minute) * 1000})
        collect.round()
    kinds = {gap["kind"] for gap in gaps(store)}
    assert kinds == {"never-logged"}
    writer.close()


class FailingStore(MemoryStore):
    """Keeps what it is told and says that it did not, as a disc may."""

    failures = 0

    def insert(self, events: Sequence[Event], token: str) -> None:
        if self.failures:
            self.failures -= 1
            if self.failures % 2:
                super().insert(events, token)
            raise StoreError("No space left on device")
        super().insert(events, token)


def a_match(event: Event) -> Match:
    return Match(
        match_id=f"{event.source_id}:{event.seq}:r",
        time=event.time,
        site_id=1,
        user=event.user,
        device="",
        rule_id="r",
        rule_version=1,
        severity=1,
        theme="t",
        four_c="content",
        source_id=event.source_id,
        seq=event.seq,
        excerpt="",
    )


@pytest.mark.requirement("S4.12")
def test_a_full_disc_loses_nothing_and_duplicates_nothing(settings: Settings, log: Path) -> None:
    store = FailingStore()
    asked: list[int] = []

    def matcher(events: list[Event]) -> list[Match]:
        asked.extend(event.seq for event in events)
        return [a_match(event) for event in events if event.seq % 2]

    collect = Collector(settings, Loader(store, matcher), now=lambda: NOW)
    append(log, line(0) + line(1) + line(2))
    store.failures = 4
    for _ in range(6):
        try:
            collect.round()
        except StoreError as error:
            collect.cannot(error)
            assert not collect.health()["ok"]
            append(log, line(3) if line(3) not in log.read_text() else "")
    assert collect.health()["ok"]
    assert [seq for seq, _ in numbers(store)] == [1, 2, 3, 4]
    assert [match["match_id"].rpartition(".")[2] for match in store.tables["matches"]] != []  # type: ignore[attr-defined]
    assert len({match["match_id"] for match in store.tables["matches"]}) == len(store.tables["matches"]) == 2
    assert [match["position"] for match in store.tables["matches"]] == [1, 2]


def test_matches_cut_off_from_their_events_are_not_made_twice(settings: Settings, log: Path) -> None:
    store = FailingStore()
    store.failures = 2

    def matcher(events: list[Event]) -> list[Match]:
        return [a_match(event) for event in events]

    append(log, line(0))
    with pytest.raises(StoreError):
        Collector(settings, Loader(store, matcher), now=lambda: NOW).round()
    store.failures = 0
    store.tables["events"].clear()
    append(log, line(1))
    Collector(settings, Loader(store, matcher), now=lambda: NOW).round()
    assert [match["seq"] for match in store.tables["matches"]] == [1, 2]
