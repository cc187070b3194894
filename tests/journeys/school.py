"""A whole school that runs, for journeys: `tutela up` as people start it, and a small web behind its proxy."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests import postgresql
from tests.browser.conftest import QUIET
from tests.gateway.origin import Origin, origin
from tests.ports import free_port
from tutela.settings import Settings, load

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 120
FORTNIGHT_SECONDS, QUIET_SECONDS = 240, 3
SEARCH_ENGINE, PLAIN, GAMBLING, HELP_LINE = "www.google.com", "www.bbc.co.uk", "bet365.com", "www.childline.org.uk"
SEARCH_PAGE = """<!DOCTYPE html><html lang="en"><title>Search</title><link rel="icon" href="data:,"><h1>Search</h1>
<form action="/search"><label>Search for <input name="q"></label><button>Search</button></form>"""


@dataclass
class School:
    """`links` are the one-time links by role; `printed` holds all that was printed; without `demo` it begins empty."""

    settings: Settings
    origin: Origin
    printed: Path
    demo: bool = True
    process: subprocess.Popen[str] | None = None
    links: dict[str, str] = field(default_factory=dict)
    set_besides: dict[str, Any] = field(default_factory=dict)
    """Settings of this school alone, by name."""
    cold_seconds: float = 0.0
    started_in: float = 0.0

    @property
    def address(self) -> str:
        return self.settings.site_address

    def start(self) -> None:
        """`tutela up`, until it says that everything is ready."""
        command = [sys.executable, "-m", "tutela.cli", "up", *(["--demo"] if self.demo else [])]
        command += ["--data", str(self.settings.data), "--keys", str(self.settings.keys)]
        began = time.monotonic()
        with self.printed.open("w") as out:
            self.process = subprocess.Popen(
                command, stdout=out, stderr=subprocess.STDOUT, text=True, env=self.environment, start_new_session=True
            )
        while "Ctrl-C stops everything" not in self.printed.read_text():
            assert self.process.poll() is None, self.printed.read_text()
            assert time.monotonic() - began < READY_SECONDS, self.printed.read_text() + _logs(self.settings)
            time.sleep(0.1)
        self.started_in = time.monotonic() - began
        self.cold_seconds = self.cold_seconds or self.started_in
        found = re.findall(
            r"^  (\S.*?)(?:, .*?)?  +(https?://\S+/sign-in/\S+)$", self.printed.read_text(), re.MULTILINE
        )
        self.links = dict(found)

    def await_fortnight(self) -> None:
        """Wait until the demo's last two weeks are loaded; a small machine has its hands full till then."""
        loads = ["pgrep", "-f", f"demo load --beside --data {self.settings.data} "]
        quiet_since = time.monotonic()
        until = quiet_since + FORTNIGHT_SECONDS
        while time.monotonic() - quiet_since < QUIET_SECONDS and time.monotonic() < until:
            if subprocess.run(loads, capture_output=True, check=False).returncode == 0:
                quiet_since = time.monotonic()
            time.sleep(0.2)

    def stop(self) -> int:
        """Ctrl-C, and wait."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(60)
        except subprocess.TimeoutExpired:
            raise AssertionError(self.printed.read_text() + _logs(self.settings)) from None

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TUTELA_", "DJANGO_"))}
        return kept | {
            "PYTHONPATH": str(ROOT / "src"),
            "TUTELA_WEB_PORT": str(self.settings.web_port),
            "TUTELA_PROXY_PORT": str(self.settings.proxy_port),
            "TUTELA_PAGES_PORT": str(self.settings.pages_port),
            "TUTELA_PROXY_HOSTS_FILE": str(self.settings.proxy_hosts_file),
            "TUTELA_UPSTREAM_CA": str(self.settings.upstream_ca),
            "TUTELA_DATABASE": self.settings.database,
            **{f"TUTELA_{name.upper()}": str(value) for name, value in self.set_besides.items()},
        }

    def run(self, *arguments: str, status: int | None = 0) -> str:
        """What a verb of the command line prints on this school's data; `status` None accepts any exit status."""
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "tutela.cli",
                *arguments,
                "--data",
                self.settings.data,
                "--keys",
                self.settings.keys,
            ],
            capture_output=True,
            text=True,
            check=False,
            env=self.environment,
        )
        assert status in (None, done.returncode), done.stdout + done.stderr
        return done.stdout

    def text_of_everything(self) -> Iterator[tuple[Path, bytes]]:
        """Every file of the data folder and the edge, with its bytes."""
        for folder in {self.settings.data, self.settings.edge}:
            for file in folder.rglob("*"):
                if file.is_file() and not file.is_symlink():
                    yield file, file.read_bytes()


@contextmanager
def running_school(
    *, demo: bool = True, names: Sequence[str] = (), besides: Callable[[Origin, Path], dict[str, Any]] | None = None
) -> Iterator[School]:
    """Start the demo school or an empty one, wait until it says that it is ready, and stop it at the end.

    names: further ones that the small web has; besides: settings that this school needs, given that web and its folder
    """
    if not shutil.which("squid"):
        pytest.skip("squid-openssl is not installed")
    folder = Path(tempfile.mkdtemp(prefix="tutela-journey-"))
    folder.chmod(0o755)
    try:
        with origin(folder / "web", (SEARCH_ENGINE, PLAIN, GAMBLING, HELP_LINE, *names)) as served:
            served.pages[SEARCH_ENGINE] = SEARCH_PAGE
            set_besides = besides(served, folder / "web") if besides else {}
            given = {
                "web_port": free_port(),
                "proxy_port": free_port(),
                "pages_port": free_port(),
                "proxy_hosts_file": served.hosts_file,
                "upstream_ca": served.authority,
                "database": postgresql.fresh(),
            }
            settings = load(folder / "data", folder / "data.keys", environment={}, **(given | set_besides))
            school = School(settings, served, folder / "printed.txt", demo=demo, set_besides=set_besides)
            try:
                school.start()
                yield school
            finally:
                if school.process and school.process.poll() is None:
                    school.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _logs(settings: Settings) -> str:
    return "".join(f"\n== {file.name}\n{file.read_text()[-1500:]}" for file in settings.log.glob("*.log"))


@contextmanager
def learners_browser(playwright: Playwright, school: School) -> Iterator[Page]:
    """Chromium on a learner's laptop: it uses the proxy, and trusts the school's authority as the school set it up."""
    home = Path(tempfile.mkdtemp(prefix="tutela-laptop-"))
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    subprocess.run(["certutil", "-N", "-d", f"sql:{store}", "--empty-password"], check=True)
    authority = school.settings.edge / "own" / ("oakfield" if school.demo else "school") / "certificate.pem"
    for name, file in (("school", authority), ("web", school.origin.authority)):
        subprocess.run(["certutil", "-A", "-d", f"sql:{store}", "-n", name, "-t", "C,,", "-i", str(file)], check=True)
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    laptop: Browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"),
        args=[*QUIET, *root],
        env={**os.environ, "HOME": str(home)},
        proxy={"server": f"http://127.0.0.1:{school.settings.proxy_port}"},
    )
    try:
        yield laptop.new_page(locale="en-GB")
    finally:
        laptop.close()
        shutil.rmtree(home, ignore_errors=True)


def wait_for(holds: Callable[[], Any], what: str, seconds: float = 90.0) -> Any:
    """What `holds` returns once that is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := holds():
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what} did not happen within {seconds} seconds")


def one_time_code(secret: str, at: float | None = None) -> str:
    """What an authenticator app shows for a secret (RFC 6238: six digits, 30 seconds, SHA-1)."""
    import base64
    import hmac
    import struct

    key = base64.b32decode(secret.strip().upper() + "=" * (-len(secret.strip()) % 8))
    counter = struct.pack(">Q", int((time.time() if at is None else at) // 30))
    digest = hmac.digest(key, counter, "sha1")
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
