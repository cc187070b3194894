"""e2guardian's formats, written by hand after the order of fields in its documentation and source."""

import datetime as dt

import pytest

from tests.events.importers.logs import School, whose

WHY = "*DENIED* Banned site: games.example"
URL = "http://games.example/play?level=1"
MOMENT = "1795334707.250"
REST = ["Games, Fun", "2", "403", "text/html", "pc-3", "Year9", "-", "-", "-", "-", "-"]
ONE = f"2026.11.22 8:05:07 leo 10.1.2.3 {URL} {WHY} GET 0 0 Games, Fun 2 403 text/html pc-3 Year9 - - - - -\n"
CLOCKED = ["2026.11.22 8:05:07", "leo", "10.1.2.3", URL, WHY, "GET", "0", "0", *REST]
TWO = ",".join(f'"{field}"' for field in CLOCKED) + "\n"
FOUR = "\t".join(CLOCKED) + "\n"
FIELDS = [
    URL,
    "GET",
    "403",
    "0",
    "text/html",
    "Mozilla/5.0",
    "-",
    "12",
    "-",
    "500",
    WHY,
    "0",
    "Games, Fun",
    "Year9",
    "2",
]
FIVE = "\t".join([MOMENT, "proxy1", "leo", "10.1.2.3", "pc-3", *FIELDS]) + "\n"
EIGHT = "\t".join([MOMENT, "", "leo", "10.1.2.3", "pc-3", *FIELDS, "blood and guts", "8080:PH:ip:ipmap"]) + "\n"
ONE_CLIENT = "\t".join([MOMENT, "", "leo", "10.1.2.3", *FIELDS, "-", "8080:PH:ip:ipmap"]) + "\n"


@pytest.mark.parametrize(
    "line", [ONE, TWO, FOUR, FIVE, EIGHT, ONE_CLIENT], ids=["1", "2", "4", "5", "8", "8-one-client"]
)
def test_every_format_is_recognised_and_read_alike(school: School, line: str) -> None:
    found = school.take(line)
    assert (found.lines, found.events, found.bad) == (1, 1, 0)
    assert "e2guardian" in found.form
    (event,) = school.events
    assert event["time"].replace(microsecond=0) == dt.datetime(2026, 11, 22, 8, 5, 7, tzinfo=dt.UTC)
    assert (event["user"], event["src_ip"]) == (whose("leo"), "10.1.2.3")
    assert (event["url"], event["action"], event["reason"]) == ("http://games.example/play", "block", WHY)
    assert (event["categories"], event["status"]) == (["Games", "Fun"], 403)


def test_the_words_of_a_search_and_the_device_are_kept(school: School) -> None:
    school.take(EIGHT)
    (event,) = school.events
    assert (event["search_terms"], event["device"], event["user_agent"]) == ("blood and guts", "pc-3", "Mozilla/5.0")


@pytest.mark.parametrize(
    ("what", "code", "action"),
    [
        ("-", "403", "allow"),  # the site itself refused
        ("*TRUSTED* Exception site match", "403", "allow"),
        ("*URLMOD* *DENIED* Banned phrase", "200", "block"),
        ("*INFECTED*-POST* Virus", "200", "block"),
        ("*ZUGRIFF VERWEIGERT* Gesperrt", "403", "block"),  # the filter speaks German
        ("*NETERROR* no such host", "504", "allow"),
    ],
)
def test_what_stands_in_stars_says_what_was_done(school: School, what: str, code: str, action: str) -> None:
    school.take(FIVE.replace(WHY, what).replace("\t403\t", f"\t{code}\t"))
    (event,) = school.events
    assert event["action"] == action


def test_a_tunnel_is_known_by_its_host(school: School) -> None:
    school.take(FIVE.replace(URL, "https://games.example:443").replace("\tGET\t", "\tCONNECT\t"))
    (event,) = school.events
    assert (event["host"], event["url"]) == ("games.example", "https://games.example/")


def test_its_clocks_are_those_of_the_school(school: School) -> None:
    school.take(ONE.replace("2026.11.22", "2026.7.1"))
    (event,) = school.events
    assert event["time"] == dt.datetime(2026, 7, 1, 7, 5, 7, tzinfo=dt.UTC)


def test_a_moment_beside_the_clock_is_believed_more(school: School) -> None:
    school.take(ONE.replace("8:05:07", "8:05:07 1795334000.500"))
    (event,) = school.events
    assert event["time"].timestamp() == 1795334000.5
