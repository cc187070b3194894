"""The logs of name servers: dnsmasq, Pi-hole and unbound."""

import datetime as dt

import pytest

from tests.events.importers.logs import School

DNSMASQ = """\
Nov 22 08:05:07 dnsmasq[633]: query[A] www.Example.org from 10.1.2.3
Nov 22 08:05:07 dnsmasq[633]: forwarded www.example.org to 192.0.2.53
Nov 22 08:05:07 dnsmasq[633]: query[AAAA] www.example.org from 10.1.2.3
Nov 22 08:05:07 dnsmasq[633]: reply www.example.org is 192.0.2.1
Nov 22 08:05:09 dnsmasq[633]: query[A] games.example from 2001:db8::5
Nov 22 08:05:09 dnsmasq[633]: gravity blocked games.example is 0.0.0.0
Nov 22 08:05:09 dnsmasq[633]: query[HTTPS] games.example from 2001:db8::5
Nov 22 08:05:09 dnsmasq[633]: gravity blocked games.example is NODATA
"""


def test_a_question_is_one_request_and_its_refusal_a_block(school: School) -> None:
    found = school.take(DNSMASQ)
    assert (found.lines, found.events, found.bad, found.other) == (8, 2, 0, 6)
    assert "Pi-hole" in found.form
    first, second = school.events
    assert first["time"] == dt.datetime(2026, 11, 22, 8, 5, 7, tzinfo=dt.UTC)
    assert (first["host"], first["src_ip"], first["action"], first["class_uid"]) == (
        "www.example.org", "10.1.2.3", "allow", 4003,
    )  # fmt: skip
    assert (second["host"], second["action"], second["reason"]) == ("games.example", "block", "gravity blocked")
    assert (second["url"], second["method"], second["user_basis"]) == ("dns:games.example", "A", "unknown")


@pytest.mark.parametrize(
    "prefix",
    [
        "Nov 22 08:05:09 pihole dnsmasq[633]: ",
        "<30>Nov 22 08:05:09 pihole dnsmasq[633]: ",
        "2026-11-22T08:05:09.120+00:00 pihole dnsmasq[633]: ",
        "Nov 22 08:05:09 dnsmasq[633]: 45 10.1.2.3/50111 ",
    ],
)
@pytest.mark.parametrize(
    "refusal",
    [
        "regex denied games.example is 0.0.0.0",
        "exactly blacklisted games.example is 0.0.0.0",
        "/etc/pihole/gravity.list games.example is 0.0.0.0",
        "config games.example is NXDOMAIN",
    ],
)
def test_every_way_in_which_it_is_written_is_read(school: School, prefix: str, refusal: str) -> None:
    school.take(f"{prefix}query[A] games.example from 10.1.2.3\n{prefix}{refusal}\n")
    (event,) = school.events
    assert (event["host"], event["action"]) == ("games.example", "block")
    assert event["time"].replace(microsecond=0) == dt.datetime(2026, 11, 22, 8, 5, 9, tzinfo=dt.UTC)


def test_a_refusal_in_the_next_piece_of_the_log_still_counts(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutela.events.importers.file.BATCH_BYTES", 70)
    school.take(DNSMASQ)
    assert [event["action"] for event in school.events] == ["allow", "block"]
    assert school.take(DNSMASQ).events == 0


def test_the_year_is_that_of_the_file(school: School) -> None:
    school.take("Dec 31 23:59:59 dnsmasq[1]: query[A] a.example from 10.1.2.3\n")
    (event,) = school.events
    assert event["time"].year == 2025


def test_over_new_year_the_order_of_the_lines_tells_the_year(school: School) -> None:
    days = ["Nov 30", "Dec 31", "Jan  1", "Jun  1", "Dec 30", "Jan  2", "Nov 22"]
    school.take("".join(f"{day} 08:00:00 dnsmasq[1]: query[A] a.example from 10.1.2.3\n" for day in days))
    assert [event["time"].year for event in school.events] == [2024, 2024, 2025, 2025, 2025, 2026, 2026]


def test_a_log_that_has_grown_over_new_year_keeps_its_years(school: School) -> None:
    line = "{} 08:00:00 dnsmasq[1]: query[A] a.example from 10.1.2.3\n"
    old = "".join(line.format(day) for day in ("Nov 30", "Dec 31"))
    school.take(old)
    school.take(old + line.format("Jan  1") + line.format("Nov 22"))
    assert [event["time"].year for event in school.events] == [2025, 2025, 2026, 2026]


UNBOUND = """\
[1795334707] unbound[88:0] notice: init module 0: iterator
[1795334707] unbound[88:0] info: 10.1.2.3 www.example.org. A IN
[1795334707] unbound[88:0] info: 10.1.2.3 www.example.org. A IN NOERROR 0.012345 0 49
[1795334708] unbound[88:0] info: 2001:db8::5 games.example. A IN
[1795334708] unbound[88:0] info: games.example. always_nxdomain 2001:db8::5@41234 games.example. A IN
[1795334709] unbound[88:0] info: rpz: applied [school] ads.example. rpz-nxdomain 10.1.2.4@41235 ads.example. A IN
"""


@pytest.mark.parametrize(
    "change",
    [
        ("", ""),
        ("info: 10.1.2.3", "info: query: 10.1.2.3"),
        ("[1795334707] unbound[88:0]", "Nov 22 08:05:07 unbound[88:0]"),
        ("[1795334707] unbound[88:0]", "Nov 22 08:05:07 ns1 unbound: [88:0]"),
        ("[1795334707] unbound[88:0]", "2026-11-22T08:05:07.250+00:00 unbound[88:0]"),
    ],
)
def test_unbound_is_read_as_it_may_be_set(school: School, change: tuple[str, str]) -> None:
    found = school.take(UNBOUND.replace(*change))
    assert (found.lines, found.events, found.bad) == (6, 3, 0)
    assert [(event["host"], event["action"], event["reason"]) for event in school.events] == [
        ("www.example.org", "allow", ""),
        ("games.example", "block", "always_nxdomain"),
        ("ads.example", "block", "rpz-nxdomain"),
    ]
    assert school.events[0]["time"].replace(microsecond=0) == dt.datetime(2026, 11, 22, 8, 5, 7, tzinfo=dt.UTC)


def test_a_question_about_a_help_line_leaves_no_trace(school: School) -> None:
    school.take(DNSMASQ + "Nov 22 08:06:00 dnsmasq[633]: query[A] www.childline.org.uk from 10.1.2.3\n")
    assert "childline" not in repr(school.store.tables)
