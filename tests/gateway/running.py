"""A gateway that runs, for tests: the real supervisor, the real Squid, a small web behind it.

from tests.gateway.running import edge            # in a conftest.py: makes the fixture available there

def test_x(edge):
    edge.get("http://bets.test/")                 # curl through the proxy: status, body, issuer of the certificate
    edge.publish(lambda policy: …change it…)      # a new snapshot; returns once the helper serves it
    edge.settings, edge.origin, edge.authority    # data folder and ports; the small web; the school's certificate
"""

import json
import os
import shutil
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.gateway.origin import Origin, origin
from tests.ports import free_port
from tutela.filtering import defaults
from tutela.filtering.compile import compile_index
from tutela.filtering.publish import publish_policy
from tutela.gateway import watch
from tutela.gateway.place import Place
from tutela.keys import KeyFolder
from tutela.settings import Settings, load

SCHOOL = {"id": 1, "slug": "oakfield", "name": "Oakfield Academy"}
GOOD, BAD, SEARCH, HELP, LOCKED = "good.test", "bets.test", "search.test", "help.test", "locked.test"
NAMES = (GOOD, "www.good.test", BAD, SEARCH, "www.search.test", HELP, LOCKED, "games.test")
LEO, MIA = "pleo00000000000000000", "pmia00000000000000000"
READY_SECONDS = 90


@dataclass
class Answer:
    """What came back through the proxy."""

    status: int
    """Of the page; 0 when there was none."""
    body: str
    connect: int
    """Status of CONNECT; 0 for plain HTTP."""
    issuer: str
    error: str
    seconds: float


@dataclass
class Edge:
    settings: Settings
    origin: Origin
    policy: dict[str, Any]
    entries: dict[str, list[str]]
    keys: KeyFolder
    thread: threading.Thread | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    trouble: list[BaseException] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return Place(self.settings.edge, "oakfield")

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self.settings.proxy_port}"

    @property
    def authority(self) -> Path:
        """The school's certificate, as devices get it."""
        file = self.settings.data.parent / "school-authority.pem"
        file.write_bytes((self.place.own / "certificate.pem").read_bytes())
        return file

    def get(self, url: str, *arguments: str, source: str = "", trust: Path | None = None, seconds: int = 10) -> Answer:
        """Ask for a URL as a device would. `source` is its address on the loopback network; trusts both authorities."""
        shape = "\n%{http_code} %{http_connect} %{time_total}"
        command = ["curl", "-sS", "-v", "-x", self.proxy, "--max-time", str(seconds), "-w", shape]
        if url.startswith("https:"):
            both = self.settings.data.parent / "both-authorities.pem"
            both.write_bytes(self.authority.read_bytes() + self.origin.authority.read_bytes())
            command += ["--cacert", str(trust or both)]
        if source:
            command += ["--interface", source]
        done = subprocess.run([*command, *arguments, url], capture_output=True, text=True, check=False)
        body, _, figures = done.stdout.rpartition("\n")
        status, connect, taken = figures.split()
        issuer = [line.partition("issuer:")[2].strip() for line in done.stderr.splitlines() if "issuer:" in line]
        error = "" if done.returncode == 0 else f"{done.returncode} {done.stderr.splitlines()[-1]}"
        return Answer(int(status), body, int(connect), issuer[-1] if issuer else "", error, float(taken))

    def publish(self, change: Callable[[dict[str, Any]], object] = lambda _: None, *, wait: bool = True) -> float:
        """Publish the policy after `change`; with `wait`, return the seconds until the helper served it."""
        change(self.policy)
        index = self.settings.data.parent / "made.tbl"
        index.write_bytes(compile_index(self.entries, {name: defaults.described(name) for name in self.entries}))
        began = time.monotonic()
        manifest = publish_policy(
            self.settings.snapshots, self.policy, index, self.keys.signing_key(), datetime.now(UTC)
        )
        if wait and self.thread:
            self.wait_for(lambda: self.version_served() == manifest.version, f"version {manifest.version}")
        return time.monotonic() - began

    def version_served(self) -> int:
        """What the heartbeats of the helpers say."""
        from tutela.gateway.beats import BEAT

        found = []
        for file in self.place.beats.glob("[0-9]*"):
            try:
                found.append(BEAT.unpack(file.read_bytes())[3])
            except (FileNotFoundError, struct.error):  # gone since it was listed, or not yet written whole
                continue
        return min(found, default=0)

    def start(self, *, wait: bool = True) -> None:
        """Start the supervisor and wait until it says that it serves: every canary was answered as it should be."""
        self.stop.clear()
        self.trouble.clear()

        def run() -> None:
            try:
                watch.run(self.settings, self.stop)
            except BaseException as error:
                self.trouble.append(error)

        self.thread = threading.Thread(target=run, daemon=True)
        (self.settings.run / "gateway-status.json").unlink(missing_ok=True)
        self.thread.start()
        if wait:
            self.wait_for(lambda: self.status().get("serving"), "a gateway that serves")

    def end(self) -> None:
        self.stop.set()
        if self.thread:
            self.thread.join(30)
            assert not self.thread.is_alive(), "the gateway does not stop"
        self.thread = None

    def status(self) -> dict[str, Any]:
        try:
            return json.loads((self.settings.run / "gateway-status.json").read_text())
        except (OSError, ValueError):
            return {}

    def log(self) -> list[str]:
        """The access log so far."""
        file = self.place.squid_spool / "open.log"
        return file.read_text().splitlines() if file.exists() else []

    def wait_for_log(self, wanted: Callable[[str], bool]) -> str:
        """The first line of the access log that is wanted; Squid writes some a moment after the answer."""
        self.wait_for(lambda: any(map(wanted, self.log())), "a line of the access log")
        return next(filter(wanted, self.log()))

    def records(self, kind: str) -> list[dict[str, Any]]:
        """The gateway's own records of a kind, from every spool."""
        found = []
        for root in self.settings.spool_roots:
            for file in sorted(root.glob("*/*.ndjson")):
                found += [json.loads(line) for line in file.read_text().splitlines()]
        return [one for one in found if one["kind"] == kind]

    def helpers(self, mode: str = "decide") -> list[int]:
        """The process ids of the helpers that run now."""
        found = []
        for file in self.place.beats.glob("[0-9]*"):
            try:
                command = Path(f"/proc/{file.name}/cmdline").read_text()
            except OSError:
                continue
            if f"\0{mode}\0" in command:
                found.append(int(file.name))
        return found

    def squid_pid(self) -> int:
        return int((self.place.own / "squid.pid").read_text())

    def wait_for_another_squid(self, before: int) -> None:
        """Until Squid runs as another process, which has written its number down: the file is there a moment before."""

        def runs() -> bool:
            file = self.place.own / "squid.pid"
            return file.exists() and file.read_text().strip() not in ("", str(before))

        self.wait_for(runs, "a new Squid")

    def wait_for(self, holds: Callable[[], object], what: str, seconds: float = READY_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.trouble:
                raise self.trouble[0]
            if holds():
                return
            time.sleep(0.05)
        raise AssertionError(f"{what} did not come within {seconds} s; status: {self.status()}")


def school_policy() -> dict[str, Any]:
    """Oakfield: Leo has a network credential, the library computer is known, everybody else is the strictest group."""
    policy = defaults.default_policy(SCHOOL)
    policy["always_open"].append({"host": HELP, "kind": "help", "record": False})
    policy["opened_hosts"] = [SEARCH]
    policy["pages"]["named_contact"] = {
        "name": "Dana Okafor",
        "role": "designated safeguarding lead",
        "email": "dana@oakfield.example",
        "phone": "01632 960 123",
    }
    return policy


def make_edge(folder: Path, served: Origin) -> Edge:
    """An edge that is not started yet, with one snapshot published."""
    settings = load(
        folder / "data",
        folder / "data.keys",
        environment={},
        proxy_port=free_port(),
        pages_port=free_port(),
        web_port=free_port(),
        proxy_hosts_file=served.hosts_file,
        upstream_ca=served.authority,
    )
    settings.make_folders()
    keys = KeyFolder(settings.keys)
    keys.ensure()
    entries = {name: list(hosts) for name, hosts in defaults.starter_lists().items()}
    entries["gambling"].append(BAD)
    entries["games"].append("games.test")
    entries["illegal"] = [LOCKED]
    made = Edge(settings, served, school_policy(), entries, keys)
    made.publish(wait=False)
    return made


@pytest.fixture(scope="module")
def reachable_folder() -> Iterator[Path]:
    """A folder that any user may pass through, as a data folder in /var/lib is; pytest's own is closed to Squid."""
    folder = Path(tempfile.mkdtemp(prefix="tutela-edge-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def web(reachable_folder: Path) -> Iterator[Origin]:
    """A small web of its own, without a gateway."""
    with origin(reachable_folder / "web", NAMES) as served:
        yield served


@pytest.fixture(scope="module")
def edge(reachable_folder: Path, web: Origin) -> Iterator[Edge]:
    """A running gateway for Oakfield with a small web behind it. Shared by the tests of a module."""
    if not shutil.which("squid") or not shutil.which("curl"):
        pytest.skip("squid-openssl and curl are not installed")
    made = make_edge(reachable_folder, web)
    try:
        made.start()
        yield made
    finally:
        made.end()


def files_below(*folders: Path) -> Iterator[Path]:
    """Every regular file below folders, that can be read."""
    for folder in folders:
        for path, _, names in os.walk(folder):
            for name in names:
                file = Path(path) / name
                if file.is_file() and not file.is_symlink():
                    yield file
