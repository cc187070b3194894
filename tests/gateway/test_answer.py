"""One line from Squid, one answer: who is asking, what is decided, what is written down. No Squid needed."""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutela.events.accesslog import decode_annotation
from tutela.filtering import defaults
from tutela.filtering.compile import compile_index
from tutela.gateway import activate, failpolicy, report, state
from tutela.gateway.answer import Answerer
from tutela.gateway.live import UNSIGNED, Live
from tutela.gateway.place import Place
from tutela.gateway.prepare import CODE_FILES, PACKAGE
from tutela.gateway.words import words_json

LEO = "pleo00000000000000000"
NOON = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
KEY = b"k" * 32


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path, "oakfield")
    made.live.mkdir(parents=True)
    put(made)
    return made


def put(place: Place, version: int = 1, **changes) -> None:
    policy = (
        defaults.default_policy({"id": 1, "slug": "oakfield", "name": "Oakfield & Sons"}, version=version) | changes
    )
    lists = {"gambling": ["bets.test"], "games": ["games.test"]}
    index = compile_index(lists, {name: defaults.described(name) for name in lists})
    contents = {"index": index, "policy": json.dumps(policy).encode(), "words": words_json()}
    activate.put_live(place, version, contents)


def answerer(place: Place, key: bytes = b"", at: datetime = NOON) -> Answerer:
    live = Live(place.live, 3129)
    live.refresh(time.monotonic())
    assert live.filter is not None, live.problem
    return Answerer(live, key, lambda: at)


def ask(made: Answerer, line: str) -> tuple[str, dict[str, str]]:
    """The answer's word, and its keys; values with their quotes taken off."""
    raw = made.answer_all([line.encode()]).decode().rstrip("\n")
    head, _, page = raw.partition(' page_="')
    _, word, *pairs = head.split(" ")
    said = dict(pair.split("=", 1) for pair in pairs)
    return word, said | ({"page_": page[:-1]} if page else {})


def note(said: dict[str, str]):
    return decode_annotation(unquote(said["log"]))


def test_without_a_signature_nothing_is_written_down_whatever_the_policy_says(place: Place) -> None:
    made = answerer(place)
    line = "1 http://example.test/ 10.0.0.1 - GET"
    assert "record_" not in ask(made, line)[1]
    (place.live / UNSIGNED).touch()
    made.live.refresh(time.monotonic() + 1)
    for site in ("http://example.test/", "http://bets.test/", "::"):
        assert ask(made, f"2 {site} 10.0.0.1 - GET")[1]["record_"] == "no"
    assert made.counts.recorded == 1
    (place.live / UNSIGNED).unlink()
    made.live.refresh(time.monotonic() + 2)
    assert "record_" not in ask(made, line)[1]


def test_an_address_on_no_list_opens_and_its_annotation_says_why(place: Place) -> None:
    word, said = ask(answerer(place), "5 http://unlisted.example/ 10.0.0.1 - GET")
    assert (word, said["answer_"], said["tag"]) == ("OK", "allow", "1")
    assert note(said) == {
        "o": "allow", "r": "default", "c": "", "g": "learners-5-7", "p": "", "d": "", "b": "unknown", "s": "default",
        "v": "1", "n": "1",
    }  # fmt: skip


def test_inside_a_tunnel_the_name_in_the_greeting_counts(place: Place) -> None:
    assert ask(answerer(place), "1 unlisted.example:443 10.0.0.1 - CONNECT bets.test")[0] == "ERR"
    assert ask(answerer(place), "1 unlisted.example:443 10.0.0.1 - CONNECT -")[0] == "OK"


def test_only_named_search_hosts_are_opened_and_not_what_lies_below_them(place: Place) -> None:
    made = answerer(place)
    opened = {host: ask(made, f"1 {host}:443 10.0.0.1 - CONNECT")[1].get("open_") for host in (
        "google.com", "www.google.com", "mail.google.com", "docs.google.com", "unlisted.example",
    )}  # fmt: skip
    assert opened == {
        "google.com": "yes",
        "www.google.com": "yes",
        "mail.google.com": None,
        "docs.google.com": None,
        "unlisted.example": None,
    }


def test_a_credential_beats_an_address_and_an_address_beats_nothing(place: Place) -> None:
    identities = {
        "credentials": {"leo": {"hash": "0" * 64, "person": LEO, "group": "learners-11-16"}},
        "devices": [{"name": "desk-1", "address": "10.0.0.5", "person": None, "group": "learners-16-plus"}],
        "asking": [],
    }
    put(place, 2, identities=identities)
    made = answerer(place)
    assert note(ask(made, "1 http://x.example/ 10.0.0.5 leo GET")[1])["b"] == "credential"
    by_address = note(ask(made, "1 http://x.example/ 10.0.0.5 - GET")[1])
    assert (by_address["b"], by_address["d"], by_address["g"]) == ("device", "desk-1", "learners-16-plus")
    assert note(ask(made, "1 http://x.example/ 10.0.0.6 leonie GET")[1])["g"] == "learners-5-7"


def test_whoever_signed_on_is_known_by_address_until_the_time_is_over(place: Place) -> None:
    told: list[tuple[str, dict]] = []
    presence = state.Presence(
        "10.9.9.9", NOON, NOON + timedelta(hours=1), LEO, "tablet-4", "learners-11-16", "aup-3", "sign-on"
    )
    state.sign_on(place.live / "state.json", presence, lambda kind, fields: told.append((kind, dict(fields))))
    line = "1 http://x.example/ 10.9.9.9 - GET"
    during = note(ask(answerer(place), line)[1])
    assert (during["p"], during["d"], during["g"], during["b"]) == (LEO, "tablet-4", "learners-11-16", "device")
    after = note(ask(answerer(place, at=NOON + timedelta(hours=1)), line)[1])
    assert after["b"] == "unknown"
    state.sign_off(place.live / "state.json", "10.9.9.9", NOON, lambda kind, fields: told.append((kind, dict(fields))))
    assert note(ask(answerer(place), line)[1])["b"] == "unknown"
    assert [(kind, fields["what"], fields["accepted"]) for kind, fields in told] == [
        ("identity", "signed-on", "aup-3"),
        ("identity", "signed-off", "aup-3"),
    ]


def test_help_lines_are_allowed_but_never_counted_or_written_down(place: Place) -> None:
    made = answerer(place)
    word, said = ask(made, "1 https://www.childline.org.uk/get-support 10.0.0.1 - GET")
    assert (word, said["record_"], note(said)["n"]) == ("OK", "no", "0")
    assert (made.counts.answered, made.counts.recorded) == (1, 0)


def test_nothing_is_counted_or_written_down_before_somebody_has_signed_for_it(place: Place) -> None:
    put(place, recording=False)
    made = answerer(place)
    for line in (
        "1 http://unlisted.example/ 10.0.0.1 - GET",
        "2 http://bets.test/ 10.0.0.1 - GET",
        "3 not-an-address 10.0.0.1 - GET",
        "4 http://unlisted.example/ not-a-source - GET",
    ):
        _, said = ask(made, line)
        assert said["record_"] == "no", line
        assert note(said)["n"] == "0", line
    assert made.counts.answered == 4
    assert made.counts.recorded == 0


def test_without_a_signature_nothing_is_written_down_while_the_filter_is_away_either(tmp_path: Path) -> None:
    (tmp_path / "failpolicy.json").write_bytes(failpolicy.to_json("closed-allowlist", "", [], recording=False))
    live = Live(tmp_path, 3129)
    live.refresh(time.monotonic())
    made = Answerer(live)
    _, said = ask(made, "1 http://unlisted.example/ 10.0.0.1 - GET")
    assert (said["answer_"], said["record_"]) == ("closed", "no")
    assert made.counts.recorded == 0


def test_whatever_is_in_an_address_is_text_on_the_page(place: Place) -> None:
    put(place, 2, local_rules=[{"id": "local-1", "action": "block", "host": "odd.test", "reason": '<i>&"'}])
    made = answerer(place, KEY)
    page = ask(made, '1 http://odd.test/<script>alert("1")</script>&x\\ 10.0.0.1 - GET')[1]["page_"]
    assert "<script" not in page
    assert "Oakfield &amp; Sons" in page
    assert "\n" not in page


def test_the_link_on_the_page_is_signed_and_names_nobody(place: Place) -> None:
    leo = {"hash": "0" * 64, "person": LEO, "group": "learners-11-16"}
    put(place, 2, identities={"credentials": {"leo": leo}, "devices": [], "asking": []})
    page = ask(answerer(place, KEY), "1 http://bets.test/x?secret=1 10.0.0.5 leo GET")[1]["page_"]
    token = page.partition("/wrong?t=")[2].partition("\\")[0]
    said = report.read(KEY, token)
    assert (said["site"], said["band"]) == ("http://bets.test/x", "11-16")
    assert LEO not in json.dumps(said)
    with pytest.raises(report.BadToken):
        report.read(b"another key".ljust(32), token)
    with pytest.raises(report.BadToken):
        report.read(KEY, token, now=time.time() + 8 * 86_400)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(st.binary(max_size=300))
def test_any_bytes_get_one_answer_that_is_not_an_error(line: bytes) -> None:
    made = Answerer(Live(Path("/nonexistent"), 1))
    answer = made.answer(line.replace(b"\n", b""), NOON)
    assert answer.count(b"\n") == (1 if line.replace(b"\n", b"").decode("utf-8", "replace").split() else 0)


def test_a_damaged_snapshot_leaves_the_one_in_memory_in_force(place: Place) -> None:
    live = Live(place.live, 3129)
    live.refresh(0)
    (place.live / "live.json").write_text("{")
    live.refresh(10)
    assert (live.version, live.filter is not None) == (1, True)
    assert "live.json" in live.problem


def test_nothing_that_was_remembered_under_one_snapshot_is_said_under_the_next(place: Place) -> None:
    made = answerer(place, KEY)
    line = "1 http://bets.test/ 10.0.0.5 - GET"
    before = ask(made, line)[1]
    desk = {"name": "desk-1", "address": "10.0.0.5", "person": None, "group": "learners-16-plus"}
    put(place, 2, identities={"credentials": {}, "devices": [desk], "asking": ["10.0.0.0/8"]})
    made.live.refresh(time.monotonic() + 1)
    assert ask(made, "1 http://bets.test/ 10.0.0.6 - GET")[1]["answer_"] == "ask"
    identified = {"leo": {"hash": "0" * 64, "person": LEO, "group": "learners-11-16"}}
    put(place, 3, identities={"credentials": identified, "devices": [desk], "asking": []})
    made.live.refresh(time.monotonic() + 2)
    after = ask(made, line)[1]
    assert (before["tag"], note(before)["g"], note(before)["b"]) == ("1", "learners-5-7", "unknown")
    assert (after["tag"], note(after)["g"], note(after)["b"]) == ("3", "learners-16-plus", "device")
    assert before["page_"] != after["page_"]
    assert note(ask(made, "1 http://bets.test/ 10.0.0.6 leo GET")[1])["p"] == LEO


def test_with_no_snapshot_only_help_lines_open(tmp_path: Path) -> None:
    live = Live(tmp_path, 3129)
    live.refresh(time.monotonic())
    made = Answerer(live)
    assert ask(made, "1 https://www.childline.org.uk/ 10.0.0.1 - GET")[0] == "OK"
    word, said = ask(made, "1 https://www.bbc.co.uk/ 10.0.0.1 - GET")
    assert (word, said["answer_"]) == ("ERR", "closed")


def test_a_school_that_chose_to_stay_open_does_so_for_four_hours_and_says_who_chose_it(tmp_path: Path) -> None:
    file = tmp_path / "failpolicy.json"
    file.write_bytes(failpolicy.to_json("open-with-alarm", "Hana Lindqvist", []))
    chosen = failpolicy.read(file)
    assert chosen.allows("www.bbc.co.uk", 3 * 3600)
    assert not chosen.allows("www.bbc.co.uk", 4 * 3600)
    file.write_bytes(failpolicy.to_json("open-with-alarm", "", []))
    assert not failpolicy.read(file).allows("www.bbc.co.uk", 1), "nobody has signed it"
    file.write_text("{")
    assert not failpolicy.read(file).allows("www.bbc.co.uk", 1)


def test_the_helper_needs_nothing_but_the_standard_library_and_what_is_copied() -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import tutela.gateway.helper, tutela.gateway.pages; "
        "print(*sorted(m for m in sys.modules if m.partition('.')[0] == 'tutela'));"
        "print(*sorted({m.partition('.')[0] for m in sys.modules} - sys.stdlib_module_names - {'tutela', '__main__'}))"
    )
    command = [sys.executable, "-ISc", script, str(PACKAGE.parent)]
    ours, foreign = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert [name for name in foreign.split() if not name.startswith("_sysconfigdata")] == []
    copied = {"tutela." + name.removesuffix(".py").replace("/", ".") for name in CODE_FILES if name.endswith(".py")}
    copied = {name.removesuffix(".__init__") for name in copied}
    assert set(ours.split()) <= copied


def test_an_unknown_device_gets_the_strictest_filtering_in_words_for_the_phase(place: Place) -> None:
    pages = defaults.default_policy({"id": 1, "slug": "oakfield", "name": "Oakfield & Sons"})["pages"]
    asked = "1 http://bets.test/ 10.0.0.1 - GET"
    young = ask(answerer(place, KEY), asked)[1]["page_"]
    assert "<h1>This page is closed</h1>" in young, "where nothing else is said, the youngest may be sitting there"

    put(place, 2, pages=pages | {"unknown_band": "11-16"})
    made = answerer(place, KEY)
    older = ask(made, asked)[1]["page_"]
    assert "<h1>This page is blocked</h1>" in older
    assert "young" not in older
    assert note(ask(made, asked)[1])["g"] == "learners-5-7", "filtered as the strictest group"


def test_a_helper_that_cannot_read_its_folder_says_so_in_one_line_and_everything_stays_closed(tmp_path: Path) -> None:
    program = PACKAGE / "gateway" / "helper.py"
    arguments = [str(program), str(tmp_path / "nowhere"), "oakfield", "3129"]
    alone = [sys.executable, "-ISu", arguments[0], "decide", *arguments[1:]]
    done = subprocess.run(alone, input="", capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "page.key" in done.stderr
    front = ["/bin/bash", str(PACKAGE / "gateway" / "front.sh"), "decide", sys.executable, *arguments]
    asked = "5 http://example.test/ 10.0.0.1 - GET\n"
    fronted = subprocess.run(front, input=asked, capture_output=True, text=True, check=False)
    assert fronted.stdout.startswith("5 ERR message=filter-unavailable")
    assert "answer_=closed" in fronted.stdout
