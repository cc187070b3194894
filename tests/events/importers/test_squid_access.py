"""Squid's common and combined logs, written by hand after its configuration's own `logformat` lines."""

import datetime as dt

import pytest

from tests.events.importers.logs import School, whose

COMMON = (
    '10.1.2.3 - leo [22/Nov/2026:08:05:07 +0000] "GET http://www.example.org/a?b=c HTTP/1.1" 200 1401'
    " TCP_MISS:HIER_DIRECT\n"
)
COMBINED = (
    '2001:db8::5 - - [22/Nov/2026:09:05:07 +0100] "CONNECT games.example:443 HTTP/1.1" 403 3915 "-"'
    ' "Mozilla/5.0 (X11; \\"odd\\")" TCP_DENIED:HIER_NONE\n'
)


def test_a_common_line_is_read(school: School) -> None:
    found = school.take(COMMON)
    assert (found.lines, found.events, found.bad) == (1, 1, 0)
    assert "common or combined" in found.form
    (event,) = school.events
    assert event["time"] == dt.datetime(2026, 11, 22, 8, 5, 7, tzinfo=dt.UTC)
    assert (event["user"], event["user_basis"]) == (whose("leo"), "import")
    assert (event["url"], event["bytes_in"], event["action"]) == ("http://www.example.org/a", 1401, "allow")


def test_a_combined_line_names_the_browser_and_its_own_zone(school: School) -> None:
    school.take(COMBINED)
    (event,) = school.events
    assert event["time"] == dt.datetime(2026, 11, 22, 8, 5, 7, tzinfo=dt.UTC)
    assert (event["host"], event["src_ip"], event["user"]) == ("games.example", "2001:db8::5", "")
    assert (event["action"], event["reason"], event["status"]) == ("block", "TCP_DENIED", 403)
    assert event["user_agent"].startswith("Mozilla/5.0")


def test_our_own_further_fields_say_more(school: School) -> None:
    line = COMBINED.replace("games.example:443", "192.0.2.7:443").rstrip("\n")
    school.take(line + " games.example 512 o=block;c=games,fun;s=Not%20in%20lessons\n")
    (event,) = school.events
    assert (event["host"], event["bytes_out"]) == ("games.example", 512)
    assert (event["categories"], event["reason"]) == (["games", "fun"], "Not in lessons")


def test_what_our_helper_says_is_not_to_be_recorded_leaves_no_trace(school: School) -> None:
    found = school.take(COMMON + COMBINED.rstrip("\n") + " help.example 5 o=allow;n=0\n")
    assert (found.events, found.bad, found.other) == (1, 0, 1)
    assert "help.example" not in repr(school.store.tables)


@pytest.mark.parametrize("day", ["31/Feb/2026", "22/Nov/9999", "22/Nov/1970", "22/Mon/2026", "99/Nov/2026"])
def test_a_time_that_cannot_be_is_a_bad_line(school: School, day: str) -> None:
    found = school.take(COMMON * 3 + COMMON.replace("22/Nov/2026", day))
    assert (found.lines, found.events, found.bad) == (4, 3, 1)
