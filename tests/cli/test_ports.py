"""A busy port is one clear line before anything is started, and Debian's own Squid is known for what it is."""

import multiprocessing
import os
import pwd
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ports import free_port

from tutela.cli.ports import require_all_free
from tutela.gateway.ports import PortBusy, require_free
from tutela.settings import Settings, load

STOP = "sudo systemctl disable --now squid"
LISTEN = """
import socket, sys, time
holder = socket.socket()
holder.bind(("127.0.0.1", int(sys.argv[1])))
holder.listen()
print("listening", flush=True)
time.sleep(600)
"""
# as the real one answers, for a service whose first process is SERVICE; it waits until what it stops has ended
SYSTEMCTL = """#!/bin/sh
case "$*" in
"show squid --property=MainPID --value") echo SERVICE ;;
"disable --now squid") kill SERVICE; while [ "$(cut -d " " -f 3 /proc/SERVICE/stat)" != Z ]; do sleep 0.05; done ;;
*) exit 1 ;;
esac
"""


def test_a_free_port_is_accepted() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    require_free("127.0.0.1", port, "--port")


def test_a_busy_port_is_named_with_who_holds_it_and_what_to_change() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(PortBusy, match=rf"port {port} on 127\.0\.0\.1 .*process {os.getpid()}.*--proxy-port"):
            require_free("127.0.0.1", port, "--proxy-port")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    ports = {name: free_port() for name in ("web_port", "proxy_port", "pages_port")}
    return load(tmp_path / "data", tmp_path / "keys", environment={}, **ports)


@pytest.fixture
def holder(settings: Settings) -> Iterator["subprocess.Popen[str]"]:
    """Something that listens on the proxy's port."""
    command = [sys.executable, "-c", LISTEN, str(settings.proxy_port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "listening\n"
        yield process
        process.kill()


def put_systemctl(folder: Path, service: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A systemctl on the PATH, where Debian's Squid is that process; 0 where it does not run."""
    file = folder / "bin" / "systemctl"
    file.parent.mkdir()
    file.write_text(SYSTEMCTL.replace("SERVICE", str(service)))
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{file.parent}:{os.environ['PATH']}")


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_root_stops_debians_own_squid_for_good_and_says_so(
    settings: Settings, holder: "subprocess.Popen[str]", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_systemctl(tmp_path, holder.pid, monkeypatch)
    said: list[str] = []
    require_all_free(settings, said.append, web=True, proxy=True)
    assert holder.wait() != 0
    held = f"Debian's own Squid service held port {settings.proxy_port}"
    assert said == [f"{held}: it was stopped and stays off."]


@pytest.mark.skipif(os.geteuid() != 0, reason="gives root up to become an ordinary user")
def test_whoever_may_not_stop_debians_squid_is_told_the_command_though_they_cannot_see_who_listens(
    settings: Settings, holder: "subprocess.Popen[str]", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)
    put_systemctl(tmp_path, holder.pid, monkeypatch)
    words = refusal_of_an_ordinary_user(settings)
    assert f"port {settings.proxy_port} on 127.0.0.1 cannot be used" in words
    assert "held by" not in words
    assert words.endswith(f"Debian's own Squid service runs. Stop it for good with: {STOP}")
    assert holder.poll() is None


def test_what_is_not_debians_squid_is_never_stopped(
    settings: Settings, holder: "subprocess.Popen[str]", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with subprocess.Popen(["sleep", "600"]) as another:
        put_systemctl(tmp_path, another.pid, monkeypatch)
        with pytest.raises(PortBusy, match=rf"process {holder.pid}\); free it or choose another") as refused:
            require_all_free(settings, pytest.fail, web=True, proxy=True)
        assert STOP not in str(refused.value)
        assert (holder.poll(), another.poll()) == (None, None)
        another.kill()


def test_where_debians_squid_does_not_run_nothing_is_said_of_it(
    settings: Settings, holder: "subprocess.Popen[str]", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_systemctl(tmp_path, 0, monkeypatch)
    with pytest.raises(PortBusy, match="free it or choose another with --proxy-port"):
        require_all_free(settings, pytest.fail, web=True, proxy=True)
    assert holder.poll() is None


def refusal_of_an_ordinary_user(settings: Settings) -> str:
    mine, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_ask_as_nobody, args=(settings, theirs))
    process.start()
    words = str(mine.recv())
    process.join()
    return words


def _ask_as_nobody(settings: Settings, answer: "multiprocessing.connection.Connection[str, str]") -> None:
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
    try:
        require_all_free(settings, print, web=True, proxy=True)
        answer.send("it was accepted")
    except PortBusy as busy:
        answer.send(str(busy))
