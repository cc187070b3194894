"""What the supervisor prepares and watches: configuration, authority, heartbeats, alarm."""

import datetime as dt
import os
import socket
import stat
import subprocess
import sys
import threading
import time
from email import message_from_bytes
from pathlib import Path

import pytest
from cryptography import x509

from tests.gateway.origin import Origin
from tests.gateway.running import make_edge
from tests.ports import free_port
from tutela.filtering import defaults
from tutela.filtering.ruleset import policy_from
from tutela.gateway import ca, squid, watch
from tutela.gateway.alarm import Alarm
from tutela.gateway.beats import BEAT, Watchdog
from tutela.gateway.errors import GatewayError
from tutela.gateway.place import Place
from tutela.settings import load

AT = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
POLICY = policy_from(defaults.default_policy({"id": 1, "slug": "oakfield", "name": "Oakfield Academy"}))


def rendered(tmp_path: Path, **settings) -> dict[str, str]:
    there = Place(tmp_path / "edge", "oakfield")
    listening = squid.Listening(there, "tutelatest", 3128, 3129, "/usr/bin/python3", tmp_path / "code", None)
    return squid.render(listening, POLICY, load(tmp_path / "data", environment={}, **settings))


@pytest.mark.requirement("S0.14")
def test_squids_last_rule_denies_and_nothing_is_allowed_without_an_answer(tmp_path: Path) -> None:
    rules = [line for line in rendered(tmp_path)["squid.conf"].splitlines() if line.startswith("http_access")]
    assert rules[-1] == "http_access deny all"
    allowed = [rule for rule in rules if " allow " in rule]
    assert all(any(one in rule for one in ("permitted", "unrecorded", "own_pages", "own_web")) for rule in allowed)
    assert "acl own_web dstdomain -n no-web.invalid\n" in rendered(tmp_path)["squid.conf"], "nothing as long as unknown"


def test_squid_never_gets_a_parent_keeps_nothing_and_serves_the_schools_networks_alone(tmp_path: Path) -> None:
    text = rendered(tmp_path, proxy_networks=["10.1.0.0/16"])["squid.conf"]
    assert "cache_peer" not in text
    assert "cache deny all" in text
    assert "acl devices src 10.1.0.0/16\n" in text
    assert "children-startup=0" in text


def test_help_lines_are_kept_out_of_the_log_by_a_list_of_squids_own(tmp_path: Path) -> None:
    files = rendered(tmp_path)
    assert ".childline.org.uk\n" in files["unrecorded"]
    log = next(line for line in files["squid.conf"].splitlines() if line.startswith("access_log"))
    assert "!unrecorded" in log
    assert "!quiet" in log


def test_squids_own_pages_are_in_our_words(tmp_path: Path) -> None:
    files = rendered(tmp_path)
    assert "did not answer" in files["errors/ERR_DNS_FAIL"]
    assert all("cache administrator" not in text for name, text in files.items() if name.startswith("errors/ERR"))


def test_a_folder_squid_cannot_name_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(GatewayError, match="without blanks"):
        rendered(tmp_path / "my data")


@pytest.mark.engine
def test_a_list_that_is_missing_is_an_error_although_squid_only_mentions_it(tmp_path: Path) -> None:
    conf = tmp_path / "squid.conf"
    conf.write_text(f'acl x dstdomain "{tmp_path}/missing"\nhttp_access deny x\nhttp_access allow all\n')
    there = squid.Listening(Place(tmp_path, "x"), "tutelatest", 3128, 3129, "", tmp_path, None)
    with pytest.raises(GatewayError, match="missing"):
        squid.check(squid_path(), there, conf)


def squid_path() -> str:
    from tutela.gateway.place import squid_program

    try:
        return squid_program()
    except GatewayError as error:
        pytest.skip(str(error))


def test_the_authority_is_the_schools_own_ends_and_is_made_once(tmp_path: Path) -> None:
    pem = ca.authority(tmp_path, "oakfield", "Oakfield Academy", AT)
    certificate = x509.load_pem_x509_certificate(pem)
    assert "Oakfield Academy" in certificate.subject.rfc4514_string()
    assert ca.expires_at(pem) - AT == dt.timedelta(days=825)
    assert certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
    assert ca.authority(tmp_path, "oakfield", "Oakfield Academy", AT) == pem
    assert ca.authority(tmp_path, "elm-park", "Elm Park", AT) != pem
    assert stat.S_IMODE((tmp_path / "authority-oakfield.pem").stat().st_mode) == 0o400
    assert b"PRIVATE" not in ca.certificate(pem)
    with pytest.raises(GatewayError, match="ended on"):
        ca.authority(tmp_path, "oakfield", "Oakfield Academy", AT + dt.timedelta(days=900))


def test_a_mute_helper_is_ended_and_anything_else_with_its_number_is_not(tmp_path: Path) -> None:
    helper = tmp_path / "gateway" / "helper.py"
    helper.parent.mkdir()
    helper.write_text("import time; time.sleep(60)")
    beats = tmp_path / "oakfield" / "beat"
    beats.mkdir(parents=True)
    mute = subprocess.Popen([sys.executable, str(helper), "decide", "x", "oakfield"])
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        for process in (mute, stranger):
            (beats / str(process.pid)).write_bytes(BEAT.pack(time.monotonic() - 5, 9, 7, 3))
        time.sleep(0.3)
        seen = Watchdog(beats).look()
        assert seen.ended == (mute.pid,)
        assert mute.wait(5) == -9
        assert stranger.poll() is None
        assert list(beats.iterdir()) == []
    finally:
        for process in (mute, stranger):
            process.kill()
            process.wait()


def test_an_alarm_is_sent_once_and_once_more_when_it_is_over(tmp_path: Path) -> None:
    settings = load(tmp_path / "data", environment={})
    settings.make_folders()
    hook = settings.data / "hooks" / "alarm"
    hook.parent.mkdir()
    hook.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/hooked\n')
    hook.chmod(0o755)
    alarm = Alarm(settings, lambda _: None)
    for problem in ("not proved", "not proved, still", "", ""):
        alarm.report("filter", problem, "dana@oakfield.example")
    mails = [message_from_bytes(file.read_bytes()) for file in sorted((settings.data / "mail").glob("*.eml"))]
    assert [mail["Subject"] for mail in mails] == ["Web filter: not proved", "Web filter: well again"]
    assert mails[0]["To"] == "dana@oakfield.example"
    assert (tmp_path / "hooked").read_text().count("\n") == 2


def test_a_busy_port_stops_the_start_with_one_line_and_nothing_left_running(
    reachable_folder: Path, web: Origin
) -> None:
    squid_path()
    made = make_edge(reachable_folder / f"busy-{os.getpid()}", web)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", made.settings.pages_port))
        taken.listen()
        with pytest.raises(GatewayError, match=f"port {made.settings.pages_port} .* pages_port"):
            watch.run(made.settings, threading.Event())
    with socket.socket() as free:
        free.bind(("127.0.0.1", made.settings.proxy_port))


def test_without_squid_one_line_names_the_command_that_adds_it(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("tutela.gateway.place.shutil.which", lambda *_, **__: None)
    with pytest.raises(GatewayError, match="apt-get install squid-openssl"):
        watch.run(load(tmp_path / "data", environment={}, proxy_port=free_port()), threading.Event())
