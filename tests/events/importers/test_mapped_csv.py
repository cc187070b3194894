"""Tables of any filter, by a map."""

import datetime as dt
from pathlib import Path

import pytest

from tests.events.importers.logs import School, whose
from tutela.events.importers.mapped_csv import BadMap, Map, read_map, shipped
from tutela.events.importers.run import Unusable

TABLE = (
    "Date,Time,URL,Client IP,User,Hostname,Action,Category,Search term,Bytes\r\n"
    '22/11/2026,08:05:07,games.example/play,10.1.2.3,OAK\\leo,pc-3,Blocked,"Games;Fun, loud",,0\r\n'
    "01/07/2026,08:05:07,https://www.google.com/search?q=cats,10.1.2.3,leo,pc-3,Allowed,Search,cats,512\r\n"
)


@pytest.fixture
def example() -> Map:
    return read_map("example-web-filter")


def test_a_table_is_read_by_its_map(school: School, example: Map) -> None:
    found = school.take(TABLE, chosen=example)
    assert (found.lines, found.events, found.bad, found.other) == (3, 2, 0, 1)
    first, second = school.events
    assert first["time"] == dt.datetime(2026, 11, 22, 8, 5, 7, tzinfo=dt.UTC)
    assert second["time"] == dt.datetime(2026, 7, 1, 7, 5, 7, tzinfo=dt.UTC)
    assert (first["url"], first["action"], first["device"]) == ("http://games.example/play", "block", "pc-3")
    assert (first["categories"], first["reason"]) == (["Games", "Fun, loud"], "Blocked")
    assert (second["search_terms"], second["bytes_in"]) == ("cats", 512)


def test_the_headings_are_known_also_when_the_table_has_grown(school: School, example: Map) -> None:
    school.take(TABLE, chosen=example)
    assert school.take(TABLE + TABLE.splitlines(keepends=True)[1], chosen=example).events == 1


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('22/11/2026,08:05:07,"x,10.1.2.3,leo,pc,Blocked,,,', "quotation mark"),
        ("22/11/2026,08:05:07,x.example,10.1.2.3,leo,pc,Perhaps,,,", "verdict"),
        ("11/22/2026,08:05:07,x.example,10.1.2.3,leo,pc,Blocked,,,", "number or time"),
        ("22/11/2026,08:05:07,,10.1.2.3,leo,pc,Blocked,,,", "no address"),
        ("22/11/2026,08:05:07,x.example,10.1.2.3,leo,pc,Blocked,,,many", "number"),
        ("22/11/2026,08:05:07," + "x" * 1_000_000, "too long"),
    ],
)
def test_a_bad_line_is_kept_aside_with_its_reason(school: School, example: Map, line: str, why: str) -> None:
    found = school.take(TABLE + line + "\n", chosen=example)
    assert (found.events, found.bad) == (2, 1)
    assert found.aside is not None
    number, reason, _ = found.aside.read_text().split("\t")
    assert number == "4"
    assert why in reason


def test_a_table_without_the_column_is_refused_and_its_headings_are_a_note_for_whoever_has_it(
    school: School, example: Map
) -> None:
    with pytest.raises(Unusable, match=r"line 1 names no column “Client IP” \(address\)") as refused:
        school.take(TABLE.replace("Client IP", "Address"), chosen=example)
    assert "URL" not in str(refused.value)
    assert refused.value.__notes__[0].startswith("Line 1 reads: Date, Time, URL, Address")


def test_a_first_line_that_is_no_heading_is_refused_without_its_words(school: School, example: Map) -> None:
    with pytest.raises(
        Unusable, match=r"line 1 should name the columns, but a quotation mark is not closed"
    ) as refused:
        school.take('"how to run away from home,leo\n', chosen=example)
    assert "run away" not in str(refused.value)


@pytest.mark.parametrize("name", shipped())
def test_the_maps_that_come_with_us_can_be_read(name: str) -> None:
    assert read_map(name).name


def test_a_table_without_headings_goes_by_place(school: School) -> None:
    school.take(
        "2026-11-22T08:05:07+00:00;10.1.2.3;games.example;BLOCK;Games\n", chosen=read_map("example-name-server")
    )
    (event,) = school.events
    assert (event["host"], event["action"]) == ("games.example", "block")


def test_pi_holes_own_numbers_mean_what_they_mean(school: School) -> None:
    rows = ["1795334707,1,1,games.example,10.1.2.3", "1795334708.5,1,2,www.example.org,10.1.2.3"]
    table = "\n".join(["timestamp,type,status,domain,client", *rows, ""])
    school.take(table, chosen=read_map("pihole-queries"))
    assert [event["action"] for event in school.events] == ["block", "allow"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("columns: {time: a, url: b}\n", "name"),
        ("name: x\ncolumns: {time: a}\n", "url or a host"),
        ("name: x\ncolumns: {time: a, url: b, colour: c}\n", "colour"),
        ("name: x\ncolumns: {time: a, url: b}\nzone: Mars/Base\n", "Mars/Base"),
        ("name: [x\n", "line"),
        ("name: x\ncolumns: {time: a, url: b}\nblocked: [Denied]\n", "action"),
        ("x" * 200_000, "too large"),
    ],
)
def test_a_map_that_cannot_be_used_says_what_to_change(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(text)
    with pytest.raises(BadMap, match=said):
        read_map(str(path))


def test_a_map_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(BadMap, match="example-web-filter"):
        read_map("nowhere.yaml")


def test_a_login_with_a_domain_is_somebodys_when_only_the_login_is_known(tmp_path: Path, example: Map) -> None:
    school = School(tmp_path, {whose("leo"): "9B", whose("mia@oakfield.example"): "2A"})
    lines = [TABLE.splitlines()[1].replace("OAK\\leo", login) for login in
             ("OAK\\leo", "LEO@oakfield.example", "mia@oakfield.example", "OAK\\tom")]  # fmt: skip
    school.take("\n".join([TABLE.splitlines()[0], *lines, ""]), chosen=example)
    assert [(event["user"], event["group"]) for event in school.events] == [
        (whose("leo"), "9B"), (whose("leo"), "9B"), (whose("mia@oakfield.example"), "2A"), (whose("OAK\\tom"), ""),
    ]  # fmt: skip
