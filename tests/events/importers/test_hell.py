"""What real files hold beside good lines: nothing of it stops an import, and nothing is lost unsaid."""

import gzip
import lzma
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.events.importers.logs import CHANGED_AT, School, whose
from tests.events.importers.test_e2guardian import FIVE, ONE
from tests.events.importers.test_name_servers import DNSMASQ, UNBOUND
from tests.events.importers.test_squid_access import COMBINED, COMMON
from tutela.events.importers import FORMATS
from tutela.events.importers.clocks import WallClock
from tutela.events.importers.reading import About
from tutela.events.importers.run import Unusable

SQUID = "1795334707.123    37 10.1.2.3 TCP_MISS/200 1401 GET http://example.org/ leo HIER_DIRECT/192.0.2.1 text/html\n"
GOOD = {"squid": SQUID, "squid-combined": COMMON, "e2guardian": FIVE, "dnsmasq": DNSMASQ, "unbound": UNBOUND}


@pytest.mark.parametrize("form", GOOD)
def test_each_format_is_guessed_and_no_other(school: School, form: str) -> None:
    lines = GOOD[form].splitlines()
    assert [name for name, module in FORMATS.items() if any(module.matches(line) for line in lines)] == [form]
    assert FORMATS[form].TITLE in school.take(GOOD[form]).form


@pytest.mark.parametrize("form", GOOD)
@pytest.mark.parametrize(
    ("hell", "why"),
    [
        (b"x" * 1_000_000, "too long"),
        (b"\0" * 300, "zero bytes"),
        (b"\xff\xfe caf\xe9", ""),
        (b"half a li", ""),
        (b"%s" * 40, ""),
    ],
)
def test_one_bad_line_stops_no_file(school: School, form: str, hell: bytes, why: str) -> None:
    good = GOOD[form].encode()
    found = school.take(good + hell + b"\n" + good)
    assert found.bad == 1
    assert found.lines == 2 * good.count(b"\n") + 1
    assert found.aside is not None
    number, reason, _ = found.aside.read_text("utf-8").split("\t", 2)
    assert int(number) == good.count(b"\n") + 1
    assert why in reason


def test_a_line_of_many_megabytes_is_one_bad_line(school: School) -> None:
    found = school.take(SQUID.encode() + b"y" * 30_000_000 + b"\n" + SQUID.encode())
    assert (found.lines, found.events, found.bad) == (3, 2, 1)


def test_lines_of_two_encodings_are_both_read(school: School) -> None:
    line = SQUID.replace("leo", "%s").replace("http://example.org/", "http://example.org/caf%s")
    mixed = line.encode().replace(b"%s", "é".encode(), 1).replace(b"%s", "zoë".encode())
    found = school.take(mixed + line.encode().replace(b"%s", b"\xe9", 1).replace(b"%s", b"zo\xeb"))
    assert (found.events, found.bad) == (2, 0)
    assert {(event["path"], event["user"]) for event in school.events} == {("/café", whose("zoë"))}


def test_a_table_that_windows_wrote_is_read(school: School) -> None:
    assert school.take(COMMON.replace("\n", "\r\n").encode("utf-16")).events == 1


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_a_packed_log_that_breaks_off_is_refused_and_stores_nothing(school: School, pack: object) -> None:
    packed = pack((SQUID * 50_000).encode())  # type: ignore[operator]
    with pytest.raises(Unusable, match="cannot be read"):
        school.take(packed[: len(packed) // 2])
    assert school.events == []


def test_a_packed_file_of_nothing_is_refused(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutela.events.importers.file.BOMB_BYTES", 10_000_000)
    with pytest.raises(Unusable, match="no log"):
        school.take(gzip.compress(b"\0" * 20_000_000))


def test_a_wrong_format_is_refused_and_says_what_it_looks_like(school: School) -> None:
    with pytest.raises(Unusable, match=r"not unbound’s log.*looks like e2guardian.*--format e2guardian"):
        school.take(ONE, form="unbound")
    assert school.events == []


def test_what_is_half_a_log_is_read_and_what_is_less_is_not(school: School) -> None:
    assert school.take(SQUID + "no\n").bad == 1
    with pytest.raises(Unusable, match=r"at best it is Squid’s native log \(1 of the first 3 lines fit\)"):
        school.take(SQUID + "no\nno\n", name="another.log")


@pytest.mark.parametrize("form", GOOD)
@given(text=st.text(max_size=300))
def test_no_line_makes_a_reader_raise(form: str, text: str) -> None:
    module = FORMATS[form]
    reader = module.reader(About(changed_at=CHANGED_AT, years=lambda _: 2026))
    block = (GOOD[form] + text + "\n" + GOOD[form]).encode("utf-8", "surrogatepass")
    found, rest = reader.read(block), reader.finish()
    assert found.lines == block.count(b"\n")
    assert len(found.numbers) + len(rest.numbers) + len(found.bad) + found.other <= found.lines
    module.matches(text)


def test_in_the_hour_that_comes_twice_the_order_of_the_lines_tells_which_is_meant(school: School) -> None:
    times = ["00:30:00", "01:10:00", "01:50:00", "01:05:00", "01:40:00", "02:10:00"]
    found = school.take("".join(ONE.replace("2026.11.22 8:05:07", f"2026.10.25 {time}") for time in times))
    assert [event["time"].strftime("%H:%M") for event in school.events] == [
        "23:30",
        "00:10",
        "00:50",
        "01:05",
        "01:40",
        "02:10",
    ]
    assert found.doubtful == 4


def test_in_spring_no_time_stands_for_two() -> None:
    import datetime as dt
    from zoneinfo import ZoneInfo

    clock = WallClock(ZoneInfo("Europe/London"))
    clock.seconds(dt.datetime(2026, 3, 29, 1, 30))
    assert clock.doubtful == 0


def test_both_ends_of_the_calendar_are_bad_lines(school: School) -> None:
    lines = [SQUID.replace("1795334707.123", stamp) for stamp in ("253402300799.999", "0.001", "99999999999", "-5")]
    found = school.take(SQUID * 6 + "".join(lines))
    assert (found.events, found.bad) == (6, 4)


def test_a_device_has_one_spelling(school: School) -> None:
    school.take(
        "".join(SQUID.replace("10.1.2.3", each) for each in ("::ffff:10.1.2.3", "2001:DB8:0::5", "pc-3.example"))
    )
    assert [event["src_ip"] for event in school.events] == ["10.1.2.3", "2001:db8::5", "pc-3.example"]


def test_bad_lines_are_one_line_each_whatever_they_hold(school: School, tmp_path: Path) -> None:
    found = school.take(SQUID * 3 + "bad \x1b[31m \u2028 \x85 line\n" + COMBINED)
    assert found.aside is not None
    assert len(found.aside.read_text().splitlines()) == found.bad == 2
