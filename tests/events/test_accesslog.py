"""Lines below were written by Squid 5.7 with this very format, then given names of the cast."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutela.events.accesslog import FIELDS, FORMAT, NOT_DECIDED, BadLine, decode_annotation, parse

NOTE = "o=allow;r=default;c=;g=9B;p=pleo;d=library-pc-3;b=credential;s=default;v=7;n=1"
REFUSED = "o=block;r=ut1:games;c=games,fun;g=9B;p=pleo;d=library-pc-3;b=credential;s=category;v=7;n=1"
HELP = "o=allow;r=help-1;c=;g=9B;p=pleo;d=library-pc-3;b=credential;s=always-open;v=7;n=0"


def line(
    *,
    action: str = "TCP_MISS",
    status: int = 200,
    method: str = "GET",
    url: str = "http://example.org/",
    note: str = NOTE,
    mode: str = "-",
    sni: str = "-",
    agent: str = "curl/7.88.1",
) -> str:
    return (
        f"1795317389.275 12     37 10.1.2.3 pleo {mode} {sni} {action} {status:03d} 133 1401 "
        f"{method} {url} {agent} {note}"
    )


def test_a_line_says_who_what_when_which_computer_what_was_decided_why_and_how_much() -> None:
    event = parse(line(note=REFUSED, action="TCP_DENIED", status=403), site_id=1, source_id="s", seq=4)
    assert event is not None
    assert event.time == dt.datetime(2026, 11, 22, 3, 16, 29, 275000, dt.UTC)
    assert (event.user, event.user_basis, event.device, event.src_ip) == (
        "pleo",
        "credential",
        "library-pc-3",
        "10.1.2.3",
    )
    assert (event.action, event.categories, event.rule, event.reason) == (
        "block",
        ("games", "fun"),
        "ut1:games",
        "category",
    )
    assert (event.bytes_in, event.bytes_out, event.status, event.policy_version) == (1401, 133, 403, 7)
    assert (event.site_id, event.source_id, event.seq, event.group) == (1, "s", 4, "9B")


def test_the_format_has_as_many_fields_as_the_parser_reads() -> None:
    assert len(FORMAT.split()) == FIELDS


@pytest.mark.parametrize("action", ["TCP_MISS", "TCP_TUNNEL", "NONE_NONE"])
def test_a_visit_to_a_help_line_becomes_nothing(action: str) -> None:
    assert parse(line(note=HELP, action=action, url="http://childline.org.uk/")) is None


def test_an_allowed_tunnel_becomes_one_event_though_squid_writes_two_lines() -> None:
    begins = line(action="NONE_NONE", method="CONNECT", url="example.org:443", mode="splice", sni="example.org")
    ended = line(action="TCP_TUNNEL", method="CONNECT", url="example.org:443", mode="splice", sni="example.org")
    assert parse(begins) is None
    event = parse(ended)
    assert event is not None
    assert (event.url, event.host, event.path) == ("https://example.org/", "example.org", "")


def test_a_refused_tunnel_becomes_one_event_and_the_page_inside_it_none() -> None:
    refused = parse(
        line(action="TCP_DENIED", method="CONNECT", url="games.test:443", mode="bump", note=REFUSED, status=200)
    )
    assert refused is not None
    assert refused.action == "block"
    page = line(action="NONE_NONE", status=403, url="https://games.test/", sni="games.test", note="-")
    assert parse(page) is None


def test_a_search_inside_an_opened_tunnel_becomes_one_event_with_its_words() -> None:
    assert parse(line(action="NONE_NONE", method="CONNECT", url="search.test:443", mode="bump")) is None
    event = parse(line(mode="bump", url="https://search.test/search?q=hello+world%2525&sid=secret"))
    assert event is not None
    assert event.search_terms == "hello world%"
    assert event.url == "https://search.test/search?q=hello%20world%25"


def test_a_tunnel_whose_far_end_does_not_answer_is_still_one_event() -> None:
    event = parse(line(action="NONE_NONE", status=503, method="CONNECT", url="example.org:443", mode="splice"))
    assert event is not None
    assert event.status == 503


def test_a_tunnel_the_browser_left_at_once_was_allowed() -> None:
    event = parse(line(action="TCP_DENIED_ABORTED", method="CONNECT", url="search.test:443", mode="bump"))
    assert event is not None
    assert event.action == "allow"


def test_a_port_squid_refuses_by_itself_is_a_block_that_says_so() -> None:
    event = parse(line(action="TCP_DENIED", status=403, url="http://example.org:25/", note="-"))
    assert event is not None
    assert (event.action, event.rule, event.user_basis) == ("block", NOT_DECIDED, "unknown")


@pytest.mark.parametrize(
    "dropped",
    [
        line(action="TCP_DENIED", status=407, note="-"),
        line(action="NONE_NONE", status=0, method="-", url="error:transaction-end-before-headers", note="-"),
        line(action="NONE_NONE", status=400, method="GARBAGE", url="error:invalid-request", note="-"),
    ],
)
def test_what_nobody_asked_for_is_no_event(dropped: str) -> None:
    assert parse(dropped) is None


def test_a_request_while_the_filter_was_away_is_a_block_that_says_so() -> None:
    event = parse(line(action="TCP_DENIED", status=403, note="fail-closed"))
    assert event is not None
    assert (event.action, event.rule, event.reason) == ("block", "fail-closed", "fail-closed")


def test_a_value_with_odd_characters_survives() -> None:
    said = decode_annotation("o=allow;g=9%3BB%25;r=a%20b")
    assert said["g"] == "9;B%"
    assert said["r"] == "a b"


def test_a_tunnel_asked_for_by_number_shows_the_name_in_its_greeting() -> None:
    event = parse(line(action="TCP_TUNNEL", method="CONNECT", url="203.0.113.9:443", sni="Example.org"))
    assert event is not None
    assert event.host == "example.org"


@pytest.mark.parametrize("bad", ["", "x", line() + " extra", line().replace("1795317389.275", "yesterday")])
def test_a_line_in_another_form_is_refused_without_repeating_it(bad: str) -> None:
    with pytest.raises(BadLine) as refused:
        parse(bad)
    assert "yesterday" not in str(refused.value)


@given(st.text(max_size=300))
def test_no_line_however_hostile_does_more_than_be_refused(text: str) -> None:
    try:
        parse(text)
    except BadLine as refused:
        assert str(refused)  # noqa: PT017


WORD = st.text(st.characters(blacklist_categories=("Z", "Cc", "Cs")), min_size=1, max_size=40).filter(
    lambda text: len(text.split()) == 1
)


@given(url=WORD, agent=WORD, note=WORD, method=st.sampled_from(["GET", "CONNECT", "POST", "x"]), sni=WORD)
def test_no_field_however_hostile_breaks_the_others(url: str, agent: str, note: str, method: str, sni: str) -> None:
    event = parse(line(url=url, agent=agent, note=note, method=method, sni=sni))
    if event is not None:
        assert event.src_ip == "10.1.2.3"
        assert event.action in ("allow", "block")
        assert "\n" not in event.url


def test_a_device_of_any_name_is_kept_by_one_that_fits_and_still_tells_it_apart() -> None:
    names = ["d" * 300 + str(n) for n in range(2)]
    events = [parse(line(note=f"o=allow;r=default;p={'p' * 300};d={name};b=device;n=1")) for name in names]
    devices = [event.device for event in events if event]
    assert len(set(devices)) == 2
    assert {len(device) for device in devices} == {80}
    assert all(device.startswith("d" * 60) for device in devices)
    assert all(event and len(event.user) == 80 for event in events)
