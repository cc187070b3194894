"""Lines in Squid's native form, written by hand after its manual."""

import datetime as dt
import gzip
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutela.events.establishments import Establishment
from tutela.events.importers import squid_native
from tutela.events.importers.run import Importer, Unusable
from tutela.events.pseudonym import pseudonym
from tutela.events.stores.memory import MemoryStore

KEY = b"k" * 32
OAKFIELD = Establishment(1, "oakfield", frozenset({"childline.org.uk"}))
ELM_PARK = Establishment(2, "elm-park", frozenset())


def line(
    n: int = 0,
    *,
    client: str = "10.1.2.3",
    result: str = "TCP_MISS/200",
    method: str = "GET",
    url: str = "http://example.org/",
    user: str = "-",
    more: str = "",
) -> str:
    rest = f"{result} 1401 {method} {url} {user} HIER_DIRECT/192.0.2.1 text/html{more}"
    return f"{1772442000 + n}.123    37 {client} {rest}\n"


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def importer(store: MemoryStore, tmp_path: Path) -> Importer:
    return Importer(store, OAKFIELD, KEY, tmp_path / "imports")


def log(tmp_path: Path, *lines: str, name: str = "access.log") -> Path:
    path = tmp_path / name
    path.write_bytes("".join(lines).encode())
    return path


def only(store: MemoryStore) -> Any:
    (event,) = store.tables["events"]
    return event


def test_a_line_becomes_an_event_of_a_pseudonym(importer: Importer, store: MemoryStore, tmp_path: Path) -> None:
    importer.import_file(log(tmp_path, line(user="Leo", result="TCP_DENIED/403", url="http://games.example/a?b=c")))
    event = only(store)
    assert event["time"] == dt.datetime(2026, 3, 2, 9, 0, 0, 123000, dt.UTC)
    assert (event["user"], event["user_basis"]) == (pseudonym(KEY, "oakfield", "leo"), "import")
    assert (event["action"], event["status"], event["bytes_in"], event["reason"]) == ("block", 403, 1401, "TCP_DENIED")
    assert (event["url"], event["host"], event["site_id"]) == ("http://games.example/a", "games.example", 1)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"client": "2001:db8::5"}, {"src_ip": "2001:db8::5"}),
        ({"client": "pc-3.school.example"}, {"src_ip": "pc-3.school.example"}),
        ({"method": "CONNECT", "url": "example.org:443"}, {"host": "example.org", "url": "https://example.org/"}),
        ({"method": "CONNECT", "url": "[2001:db8::1]:443"}, {"host": "2001:db8::1"}),
        ({"user": "leo@oakfield.example"}, {"user": pseudonym(KEY, "oakfield", "leo@oakfield.example")}),
        ({"user": "OAK%5Cleo"}, {"user": pseudonym(KEY, "oakfield", "oak\\leo")}),
        ({"url": "http://example.org/a b c"}, {"path": "/a b c"}),
        ({"more": ' "Mozilla/5.0 (X)" more'}, {"host": "example.org"}),
        ({"result": "NONE/400", "url": "error:invalid-request", "method": "NONE"}, {"host": "", "status": 400}),
        ({"result": "TCP_TUNNEL/200", "more": "\r"}, {"host": "example.org"}),
    ],
)
def test_what_real_logs_hold_is_read(
    importer: Importer, store: MemoryStore, tmp_path: Path, fields: dict[str, str], expected: dict[str, object]
) -> None:
    result = importer.import_file(log(tmp_path, line(**fields)))
    assert (result.lines, result.events, result.bad) == (1, 1, 0)
    event = only(store)
    assert {key: event[key] for key in expected} == expected


@pytest.mark.requirement("S4.12")
def test_importing_twice_changes_nothing_also_under_another_name(
    importer: Importer, store: MemoryStore, tmp_path: Path
) -> None:
    path = log(tmp_path, line(1), line(2))
    assert importer.import_file(path).events == 2
    again = importer.import_file(path.rename(tmp_path / "copy.log"))
    assert (again.events, again.known) == (0, 2)
    assert len(store.tables["events"]) == 2


def test_packed_or_not_a_log_is_the_same_log(importer: Importer, store: MemoryStore, tmp_path: Path) -> None:
    path = log(tmp_path, line(1), line(2))
    importer.import_file(path)
    packed = tmp_path / "access.log.1.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert importer.import_file(packed).events == 0
    assert len(store.tables["events"]) == 2


def test_of_a_log_that_has_grown_only_the_new_lines_are_taken(
    importer: Importer, store: MemoryStore, tmp_path: Path
) -> None:
    importer.import_file(log(tmp_path, line(1), line(2)))
    grown = importer.import_file(log(tmp_path, line(1), line(2), line(3), "bad\n"))
    assert (grown.known, grown.lines, grown.events, grown.bad) == (2, 4, 1, 1)
    assert [event["seq"] for event in store.tables["events"]] == [1, 2, 3]
    assert len({event["source_id"] for event in store.tables["events"]}) == 1
    assert grown.aside is not None
    assert grown.aside.read_text().startswith("4\t")


def test_a_last_line_without_its_newline_counts_and_is_not_taken_again(
    importer: Importer, store: MemoryStore, tmp_path: Path
) -> None:
    path = log(tmp_path, line(1), line(2).rstrip("\n"))
    assert importer.import_file(path).events == 2
    assert importer.import_file(path).events == 0
    assert importer.import_file(log(tmp_path, line(1), line(2), line(3))).events == 1
    assert [event["seq"] for event in store.tables["events"]] == [1, 2, 3]


def test_two_logs_that_only_begin_alike_are_two_logs(importer: Importer, store: MemoryStore, tmp_path: Path) -> None:
    importer.import_file(log(tmp_path, line(1), line(2)))
    assert importer.import_file(log(tmp_path, line(1), line(5))).events == 2
    assert len({event["source_id"] for event in store.tables["events"]}) == 2


def test_the_same_log_of_two_schools_is_two_logs(importer: Importer, store: MemoryStore, tmp_path: Path) -> None:
    path = log(tmp_path, line(1, user="leo"))
    importer.import_file(path)
    Importer(store, ELM_PARK, KEY, tmp_path / "imports").import_file(path)
    assert {event["site_id"] for event in store.tables["events"]} == {1, 2}
    assert len({event["user"] for event in store.tables["events"]}) == 2


class CutOff(MemoryStore):
    """Stops taking rows after a number of inserts, as when the machine is switched off."""

    left = 1

    def insert_block(self, table: str, block: bytes, token: str) -> None:
        if not self.left:
            raise ConnectionError
        self.left -= 1
        super().insert_block(table, block, token)


def test_an_import_that_was_cut_off_goes_on(tmp_path: Path) -> None:
    store = CutOff()
    importer = Importer(store, OAKFIELD, KEY, tmp_path / "imports")
    # Two days, so two inserts; the log is not in the order of time.
    path = log(tmp_path, line(86400), "bad\n", line(1), line(86401))
    with pytest.raises(ConnectionError):
        importer.import_file(path)
    store.left = 9
    store._tokens.clear()
    result = importer.import_file(path)
    assert (result.lines, result.events, result.bad) == (4, 2, 1)
    assert sorted(event["seq"] for event in store.tables["events"]) == [1, 2, 3]  # type: ignore[type-var]
    assert result.aside is not None
    assert len(result.aside.read_text().splitlines()) == 1


@pytest.mark.parametrize(
    "host", ["childline%2eorg.uk", "%63hildline.org.uk", "CHILDLINE.org.uk.", "childline。org.uk", "x@childline.org.uk"]
)
def test_a_help_line_leaves_no_trace_however_it_is_spelt(
    importer: Importer, store: MemoryStore, tmp_path: Path, host: str
) -> None:
    result = importer.import_file(log(tmp_path, line(url=f"http://{host}/x"), line(1)))
    assert result.events == 1
    assert only(store)["host"] == "example.org"


@pytest.mark.parametrize("host", ["CHILDLINE.ORG.UK", "childline%2eorg.uk"])
def test_a_bad_line_that_names_a_help_line_is_not_kept_aside(importer: Importer, tmp_path: Path, host: str) -> None:
    result = importer.import_file(log(tmp_path, line(), line(), line(), f"bad line about {host}\n"))
    assert result.bad == 1
    assert result.aside is not None
    assert "uk" not in result.aside.read_text().lower()


def test_bad_lines_are_kept_aside_with_their_number_and_reason(importer: Importer, tmp_path: Path) -> None:
    result = importer.import_file(
        log(tmp_path, line(1), "half a line\n", line(2), line(-900000000), "x" * 80_000 + "\n", "\n", line(3))
    )
    assert (result.lines, result.events, result.bad) == (7, 3, 3)
    assert result.aside is not None
    kept = [each.split("\t") for each in result.aside.read_text().splitlines()]
    assert [(number, why) for number, why, _ in kept] == [
        ("2", "3 fields where 10 belong"),
        ("4", "the time cannot be right"),
        ("5", "the line is too long"),
    ]
    assert kept[0][2] == "half a line"
    assert result.aside.stat().st_mode & 0o777 == 0o600


def test_visits_to_help_lines_in_other_peoples_logs_leave_no_trace(
    importer: Importer, store: MemoryStore, tmp_path: Path
) -> None:
    path = log(
        tmp_path,
        line(1),
        line(2, url="https://www.childline.org.uk/", user="mia"),
        "torn www.childline.org.uk\n",
        line(3, method="CONNECT", url="childline.org.uk:443"),
        line(4),
    )
    result = importer.import_file(path)
    path.unlink()
    assert [event["seq"] for event in store.tables["events"]] == [1, 2]
    assert "childline" not in repr(store.tables)
    assert result.aside is not None
    assert b"childline" not in b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


@pytest.mark.parametrize("content", [b"hello\nworld\n", b"\x00\x01\x02", b"\x1f\x8bnot really packed"])
def test_what_is_no_log_is_refused_with_a_reason(importer: Importer, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(Unusable, match="file"):
        importer.import_file(path)


def test_a_file_that_is_not_there_is_refused_with_a_reason(importer: Importer, tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="No such file"):
        importer.import_file(tmp_path / "none.log")


def test_an_empty_log_holds_nothing(importer: Importer, tmp_path: Path) -> None:
    result = importer.import_file(log(tmp_path))
    assert (result.lines, result.events, result.bad) == (0, 0, 0)


def test_a_log_of_many_batches_is_read_whole(
    importer: Importer, store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tutela.events.importers.file.BATCH_BYTES", 1000)
    path = log(tmp_path, *(line(n) for n in range(100)), line(100).rstrip("\n"))
    assert importer.import_file(path).events == 101
    assert importer.import_file(path).events == 0
    assert [event["seq"] for event in store.tables["events"]] == list(range(1, 102))


@given(st.lists(st.one_of(st.text(max_size=80), st.just(line().rstrip("\n"))), max_size=20))
def test_no_text_however_hostile_does_more_than_be_refused(lines: list[str]) -> None:
    text = "\n".join(each.replace("\n", "") for each in lines)
    found = squid_native.read(text.encode())
    rows = len(found.numbers)
    assert found.lines == text.count("\n") + (not text.endswith("\n") and bool(text))
    assert {len(column) for column in found.columns.values()} == {rows}
    assert len(found.bad) + rows <= found.lines


@given(
    st.lists(
        st.builds(
            line,
            n=st.integers(0, 9),
            client=st.sampled_from(["10.1.2.3", "2001:db8::1", "-"]),
            result=st.sampled_from(["TCP_MISS/200", "TCP_DENIED/403", "NONE/000"]),
            url=st.sampled_from(["http://a.example/", '"quoted', "http://b.example/x,y", "café.example:443"]),
            user=st.sampled_from(["-", "leo", "null", "NaN", ""]),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_the_quick_way_and_the_thorough_way_read_the_same(lines: list[str]) -> None:
    quick = squid_native.read("".join(lines).encode())
    thorough = squid_native.read(("".join(lines) + "bad\n").encode())
    if not quick.bad:
        assert quick._replace(lines=0, bad=[]) == thorough._replace(lines=0, bad=[])


def test_what_no_reader_has_thought_of_is_said_by_its_lines_and_not_by_their_words(
    importer: Importer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: object, block: bytes) -> None:
        raise ValueError(block.decode())

    monkeypatch.setattr(squid_native, "reader", lambda _: type("Reader", (), {"read": fail})())
    with pytest.raises(Unusable, match=r"lines 1 to 2 cannot be read as this format \(ValueError\)") as refused:
        importer.import_file(log(tmp_path, line(1, url="http://example.org/secret"), line(2)))
    assert "secret" not in str(refused.value)


def test_an_import_that_was_cut_off_tells_the_whole_time_that_nobody_has_searched(tmp_path: Path) -> None:
    store = CutOff()
    importer = Importer(store, OAKFIELD, KEY, tmp_path / "imports")
    path = log(tmp_path, line(1), line(86400), line(86401))
    with pytest.raises(ConnectionError):
        importer.import_file(path)
    store.left = 9
    store._tokens.clear()
    result = importer.import_file(path)
    assert result.events == 2
    assert result.since == store.tables["events"][0]["time"], "also of what was stored before the cut"
