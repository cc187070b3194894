"""Started by root, Squid gives its rights up; started by an ordinary user, everything runs as that user."""

import multiprocessing
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

import pytest

from tests.gateway.origin import origin
from tests.gateway.running import BAD, GOOD, HELP, NAMES, Edge, make_edge
from tutela.gateway import watch

pytestmark = pytest.mark.engine


def users_of(*pids: int) -> set[str]:
    """The names of the users that processes run as."""
    return {pwd.getpwuid(Path(f"/proc/{pid}").stat().st_uid).pw_name for pid in pids}


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_started_by_root_squid_and_its_helpers_run_as_proxy(edge: Edge) -> None:
    assert edge.get(f"http://{BAD}/").status == 403
    assert users_of(edge.squid_pid(), *edge.helpers(), *edge.helpers("credential")) == {"proxy"}
    key = (edge.place.own / "authority.pem").stat()
    assert (key.st_mode & 0o777, key.st_uid) == (0o400, pwd.getpwnam("proxy").pw_uid)
    for folder in (edge.place.live, edge.place.conf, edge.settings.edge / "code"):
        assert all(file.stat().st_uid == 0 and not file.stat().st_mode & 0o022 for file in folder.rglob("*"))


@pytest.mark.skipif(os.geteuid() != 0, reason="gives root up to become an ordinary user")
def test_started_by_an_ordinary_user_it_filters_all_the_same() -> None:
    folder = Path(tempfile.mkdtemp(prefix="tutela-edge-"))
    folder.chmod(0o755)
    nobody = pwd.getpwnam("nobody")
    try:
        with origin(folder / "web", NAMES) as served:
            made = make_edge(folder, served)
            subprocess.run(["chown", "-R", "nobody", str(made.settings.data), str(made.settings.keys)], check=True)
            process = multiprocessing.get_context("fork").Process(target=_run_as, args=(made, nobody))
            process.start()
            try:
                made.wait_for(lambda: made.status().get("serving"), "a gateway that serves")
                assert users_of(made.squid_pid(), *made.helpers()) == {"nobody"}
                assert made.get(f"http://{GOOD}/").status == 200
                assert made.get(f"http://{BAD}/").status == 403
                blocked = made.get(f"https://{BAD}/", trust=made.authority)
                assert (blocked.status, "Oakfield" in blocked.issuer) == (403, True)
                assert "test web" in made.get(f"https://{GOOD}/").issuer
                assert made.get(f"https://{HELP}/").status == 200
                squid = made.squid_pid()
            finally:
                process.terminate()
                process.join(20)
            assert process.exitcode == 0
            assert not Path(f"/proc/{squid}").exists()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run_as(made: Edge, account: pwd.struct_passwd) -> None:
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    watch.run(made.settings, stop)
