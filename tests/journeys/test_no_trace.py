"""Worries told, and help lines opened, from computers behind our own proxy: nothing anywhere leads to one of them.

Nothing is a stand-in: `tutela up --demo` under a name and a certificate of its own, Squid, recorder, detection, worker.
"""

import http.client
import json
import re
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.gateway.origin import Origin
from tests.journeys.devices import Device
from tests.journeys.school import HELP_LINE, PLAIN, School, running_school, wait_for
from tests.ports import free_port
from tutela.events.stores.chdb import ChdbStore

pytestmark = [pytest.mark.engine, pytest.mark.records, pytest.mark.once]

OURS = "tutela.oakfield.test"
LEOS, IN_SIGHT = "127.0.0.1", "127.78.0.2"
TABLES = ("events", "held_events", "matches", "records", "gaps")


def _of_its_own(served: Origin, folder: Path) -> dict[str, Any]:
    """It listens on an address of its own, under its name and with a certificate that the devices trust."""
    chain, port = folder / "test-web.pem", free_port()
    given = {"web_address": served.address, "web_port": port, "tls_certificate": chain, "tls_key": chain}
    return given | {"public_address": f"https://{OURS}:{port}"}


@pytest.fixture
def school() -> Iterator[School]:
    with running_school(names=(OURS,), besides=_of_its_own) as running:
        yield running


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("reports", [6, pytest.param(200, marks=pytest.mark.full)])
def test_no_worry_told_and_no_help_line_opened_behind_our_proxy_leads_to_a_person_device_or_address(
    school: School, reports: int
) -> None:
    trusts = ssl.create_default_context(cafile=str(school.origin.authority))
    planted: list[str] = []
    for number in range(reports):
        planted += _tell_and_seek_help(school, trusts, number)
    _browse_in_sight(school)
    wait_for(lambda: f"in-sight-from-{LEOS}" in _trace(school, PLAIN), "what is seen, in the store")
    assert _trace(school, OURS) == _trace(school, HELP_LINE) == ""
    status = school.run("doctor", status=None)
    assert "never reached the log" not in status
    assert school.stop() == 0

    kept = {str(file): raw for file, raw in school.text_of_everything()} | {"printed": school.printed.read_bytes()}
    kept |= {f"table {name}": raw for name, raw in _tables(school).items()}
    assert sum(raw.count(b"worry.send") for raw in kept.values()) >= reports, "they came"
    for address in (IN_SIGHT, LEOS):
        assert f"in-sight-from-{address}".encode() in kept["table events"], "whoever is seen is found"
    events = [json.loads(line) for line in kept["table events"].splitlines()]
    assert {one["host"] for one in events if one["src_ip"].startswith("127.")} == {PLAIN}
    assert [(words, where) for where, raw in kept.items() for words in planted if words.encode() in raw] == []
    for site in (OURS, HELP_LINE):
        assert [name for name, raw in kept.items() if name.startswith("table") and site.encode() in raw] == []
        assert [name for name, raw in kept.items() if "/spool/" in name and site.encode() in raw] == []
        named = [name for name, raw in kept.items() if "/log/" in name or name.endswith(".log") if site.encode() in raw]
        assert named == []


def _tell_and_seek_help(school: School, trusts: ssl.SSLContext, number: int) -> list[str]:
    """One device: a help line first, then a worry from the first page to the last, and back with the six words.

    Returns what may be found nowhere. Every fourth is Leo's own laptop, which the school knows; some sent a name to the
    proxy, as a browser does that was asked for one before.
    """
    mark = f"q{number:04d}z"
    address = LEOS if number % 4 == 0 else f"127.77.{number // 250}.{number % 250 + 2}"
    credential = f"wren.{mark}:their-secret-{mark}" if number % 3 == 0 else ""
    device = Device(school.settings.proxy_port, trusts, address, f"Tablet-{mark}/9.1", credential)
    status, _ = device.get(f"https://{HELP_LINE}/talk-{mark}")
    assert status == 200
    home = f"{school.address}/tell-us/oakfield/"
    assert device.get(f"{school.address}/help/")[0] == 200
    assert device.get(home)[0] == 200
    at, _ = device.answer(f"{home}for/11-16/", danger="unsure" if number % 5 == 0 else "no")
    at, _ = device.answer(at, what=f"The bittern {mark} calls.")
    at, _ = device.answer(at, who="other", names=f"Nora {mark}")
    at, _ = device.answer(at, by=f"Quill {mark}")
    at, _ = device.answer(at, place="offline", where=f"behind the {mark} shed")
    named = "yes" if number % 3 == 0 else "no"
    at, _ = device.answer(at, named=named, own_name=f"Wren {mark}" if named == "yes" else "")
    at, text = device.answer(at)
    words = _words(text)
    tokens = [value for name, value in device.cookies.items() if "worry" in name or "csrf" in name]
    asked = sum(map(ord, next(value for name, value in device.cookies.items() if "worry" in name))) % len(words)
    device.answer(f"{home}six-words/try/", word=words[asked])
    device.answer(f"{home}come-back/", words=" ".join(words))
    tokens += [value for name, value in device.cookies.items() if "worry" in name]
    device.close()
    return [mark, " ".join(words), *filter(None, tokens), *([address] if address != LEOS else [])]


def _browse_in_sight(school: School) -> None:
    """Somebody else's device, and Leo's laptop afterwards, open a site as any other: both are written down."""
    for address in (IN_SIGHT, LEOS):
        proxy = http.client.HTTPConnection("127.0.0.1", school.settings.proxy_port, source_address=(address, 0))
        proxy.request("GET", f"http://{PLAIN}/in-sight-from-{address}", headers={"User-Agent": "Tablet-in-sight/9.1"})
        proxy.getresponse().read()
        proxy.close()


def _words(text: str) -> list[str]:
    shown = re.search(r'<ol class="worries-words">(.*?)</ol>', text, re.DOTALL)
    assert shown, text[-3000:]
    return re.findall(r"<li>([a-z]+)</li>", shown[1])


def _trace(school: School, host: str) -> str:
    return school.run("events", "trace", "--host", host, "--purpose", "a test of the records", "--json")


def _tables(school: School) -> dict[str, bytes]:
    """Every row of the event store: its files are packed, so their bytes say nothing."""
    store = ChdbStore(school.settings.event_folder)
    try:
        return {name: store._run(f"SELECT * FROM {name}", "JSONEachRow", {}) for name in TABLES}
    finally:
        store.close()
