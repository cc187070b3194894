"""The gateway's supervisor: everything beside Squid that must go on when the web application is down.

Starts one Squid for each establishment, keeps them and the page server alive, takes over new snapshots, ends mute
helpers, asks its own canaries through the real proxy, and raises its own alarm.
"""

import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tutela.events.spool import SpoolWriter
from tutela.filtering.snapshot import BadSnapshot, read_manifest, write_durably
from tutela.gateway import place, prepare, squid
from tutela.gateway.alarm import Alarm
from tutela.gateway.canaries import canaries_for
from tutela.gateway.errors import GatewayError
from tutela.gateway.listener import Listener
from tutela.gateway.ports import PortBusy, require_free
from tutela.gateway.staging import Staging
from tutela.gateway.tools import Tools
from tutela.keys import KeyFolder
from tutela.probe.canary import Result, through_proxy
from tutela.probe.canary import run as ask_canaries
from tutela.settings import Settings

TICK_SECONDS = 0.2
STATUS_SECONDS = 2.0
CANARY_SECONDS = 30.0
WRONG_CANARY_SECONDS = 5.0
AGAIN_SECONDS = 2.0
DOWN_SECONDS = 60.0
PORTS_APART = 10
STATUS_FILE = "gateway-status.json"


def run(settings: Settings, stop: threading.Event, establishments: Sequence[str] | None = None) -> None:
    """Run until `stop` is set. Without `establishments` all that have a snapshot are served, and waited for.

    Raises `GatewayError`, before anything is left running, when Squid is missing, a port is taken or the
    configuration does not parse.
    """
    gateway = Gateway(settings)
    try:
        while not stop.is_set() and not (slugs := list(establishments or published(settings.snapshots))):
            gateway.publish_status("nothing has been published yet")
            stop.wait(TICK_SECONDS)
        if stop.is_set():
            return
        gateway.start(slugs)
        while not stop.wait(TICK_SECONDS):
            gateway.tick()
            if establishments is None:
                gateway.add([slug for slug in published(settings.snapshots) if slug not in gateway.listeners])
    finally:
        gateway.stop()


def published(snapshots: Path) -> list[str]:
    """The establishments that have a snapshot, by name."""
    names = [file.stem for file in snapshots.glob("*.manifest")]
    return sorted(name for name in names if name != "detection" and not re.search(r"-[0-9]+$", name))


class Gateway:
    """All establishments of one machine."""

    def __init__(self, settings: Settings) -> None:
        settings.make_folders()
        keys = KeyFolder(settings.keys)
        keys.ensure()
        user = place.run_user()
        program, python = place.squid_program(), place.python_for(user)
        prepare.make_folder(settings.edge)
        self.settings = settings
        self.tools = Tools(settings, keys, user, program, python, prepare.copy_code(settings.edge), _say)
        self.staging = Staging(self.tools)
        self.listeners: dict[str, Listener] = {}
        self.alarm = Alarm(settings, _say)
        self.results: dict[str, list[Result]] = {}
        self._writers: dict[str, SpoolWriter] = {}
        self._write = threading.Lock()
        self._pages: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._ask_now = threading.Event()
        self._canaries: threading.Thread | None = None
        self._status_at = 0.0

    def start(self, slugs: Sequence[str]) -> None:
        """Serve these establishments. Raises `GatewayError`."""
        for slug in self._in_order(slugs):
            self._add(slug)
        _require_free(self.settings.proxy_address, self.settings.pages_port, "pages_port")
        self._start_pages()
        self.staging.warm()
        self._canaries = threading.Thread(target=self._ask_for_ever, name="canaries", daemon=True)
        self._canaries.start()

    def add(self, slugs: Sequence[str]) -> None:
        """Serve further establishments; one that cannot start is said and tried again, and harms no other."""
        for slug in self._in_order(slugs):
            try:
                self._add(slug)
            except GatewayError as error:
                self.alarm.report(f"start {slug}", f"{slug} is not served: {error}", "")
            else:
                self.alarm.report(f"start {slug}", "", "")
                self._stop_pages()
                self._ask_now.set()

    def tick(self) -> None:
        now = time.monotonic()
        for listener in self.listeners.values():
            try:
                problem, listener.trouble = listener.problem, ""
                listener.tick(now)
            except (GatewayError, OSError) as error:
                listener.trouble = str(error)
            if listener.problem != problem:
                self._ask_now.set()  # the alarm does not wait for the next round
        if self._pages and self._pages.poll() is not None:
            self._start_pages()
        if now - self._status_at >= STATUS_SECONDS:
            self._status_at = now
            self.publish_status()

    def stop(self) -> None:
        """Drain everything."""
        self._stopping.set()
        self._ask_now.set()
        for listener in self.listeners.values():
            listener.stop()
        self.staging.stop()
        self._stop_pages()
        self._pages = None
        if self._canaries:
            self._canaries.join(10)
        for writer in self._writers.values():
            writer.close()
        self.publish_status("stopped")

    def publish_status(self, problem: str = "") -> None:
        """Write `run/gateway-status.json`: what the web application and the command line show."""
        parts = [listener.status() | self._canary_status(slug) for slug, listener in self.listeners.items()]
        parts = [] if problem else parts
        status: dict[str, Any] = {
            "at": datetime.now(UTC).isoformat(),
            "serving": bool(parts) and all(_is_proved(part) for part in parts),
            "problem": problem,
            "alarms": dict(self.alarm.wrong),
            "pages": {"port": self.settings.pages_port, "alive": bool(self._pages and self._pages.poll() is None)},
            "establishments": parts,
        }
        write_durably(self.settings.run / STATUS_FILE, json.dumps(status, indent=1).encode() + b"\n")

    def _add(self, slug: str) -> None:
        port = self.settings.proxy_port + PORTS_APART * len(self.listeners)
        listener = Listener(self.tools, self.staging, slug, port, lambda kind, fields: self._record(slug, kind, fields))
        listener.process.end_leftover()
        _require_free(self.settings.proxy_address, port, "proxy_port")
        try:
            listener.start()
        except BaseException:
            listener.process.stop()
            raise
        self.listeners[slug] = listener

    def _in_order(self, slugs: Sequence[str]) -> list[str]:
        """By number of the establishment, so that each keeps its port; unreadable ones last."""

        def number(slug: str) -> tuple[int, str]:
            try:
                manifest = read_manifest(self.settings.snapshots, slug, self.tools.keys.ring(), check_files=False)
                return int(json.loads(manifest.path("policy").read_bytes())["establishment"]["id"]), slug
            except (BadSnapshot, OSError, ValueError, KeyError):
                return 65_536, slug

        return sorted(slugs, key=number)

    def _start_pages(self) -> None:
        ports = ",".join(f"{slug}={listener.port}" for slug, listener in self.listeners.items())
        script = self.tools.code / "tutela" / "gateway" / "pages.py"
        command = [self.tools.python, "-ISu", str(script), str(self.settings.edge)]
        command += [self.settings.proxy_address, str(self.settings.pages_port), ports]
        with (self.settings.log / "gateway-pages.log").open("ab") as log:
            self._pages = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", **self.tools.user.popen_as()
            )

    def _stop_pages(self) -> None:
        if self._pages:
            self._pages.terminate()
            self._pages.wait(5)

    def _ask_for_ever(self) -> None:
        seen_up: set[str] = set()
        down_since: dict[str, float] = {}
        while not self._stopping.is_set():
            for slug, listener in list(self.listeners.items()):
                self._ask(slug, listener)
            self._look_at_the_others(seen_up, down_since)
            wrong = any(not result.right for results in self.results.values() for result in results)
            self._ask_now.wait(WRONG_CANARY_SECONDS if wrong else CANARY_SECONDS)
            self._ask_now.clear()

    def _ask(self, slug: str, listener: Listener) -> None:
        """One round of canaries; a wrong one is asked again before it counts."""
        policy = listener.policy
        refused = f"{slug}: {listener.problem}" if listener.problem and policy else ""
        self.alarm.report(f"snapshot {slug}", refused, self._contact())
        if policy is None:
            self.alarm.report(f"filter {slug}", f"{slug} has no usable snapshot: {listener.problem}", "")
            return
        address = (squid.own_address(self.settings), listener.port)
        ask = through_proxy(address, listener.credential)
        try:
            live = json.loads((listener.place.live / "live.json").read_bytes())
            index = listener.place.live / live["files"]["index"]["file"]
            results = ask_canaries(canaries_for(policy, index, datetime.now(UTC)), ask)
        except (OSError, ValueError) as error:
            self.tools.say(f"{slug}: canaries could not be worked out: {error}")
            return
        if any(not result.right for result in results) and not self._stopping.wait(AGAIN_SECONDS):
            again = iter(ask_canaries([result.canary for result in results if not result.right], ask))
            results = [result if result.right else next(again) for result in results]
        if self._stopping.is_set():
            return
        self.results[slug] = results
        wrong = [result.words for result in results if not result.right]
        contact = policy.pages.named_contact
        problem = f"filtering at {policy.establishment.name} is not proved. {'; '.join(wrong[:3])}" if wrong else ""
        self._record(
            slug,
            "canary",
            {"establishment": slug, "asked": len(results), "wrong": wrong[:20], "version": listener.last.version},
        )
        self.alarm.report(f"filter {slug}", problem, contact.email if contact else "")

    def _canary_status(self, slug: str) -> dict[str, Any]:
        results = self.results.get(slug)
        if results is None:
            return {"canaries": None}
        wrong = [result.words for result in results if not result.right]
        return {"canaries": {"asked": len(results), "wrong": wrong, "results": [result.words for result in results]}}

    def _look_at_the_others(self, seen_up: set[str], down_since: dict[str, float]) -> None:
        """Whether web application and recorder live, once they have been seen alive; a site may run without them."""
        now = time.monotonic()
        for name, up in (("web application", self._web_answers()), ("recorder", self._recorder_answers())):
            if up:
                seen_up.add(name)
                down_since.pop(name, None)
            elif name in seen_up:
                down_since.setdefault(name, now)
            since = down_since.get(name)
            problem = f"the {name} has not answered for {now - since:.0f} seconds" if since is not None else ""
            if since is None or now - since >= DOWN_SECONDS:
                self.alarm.report(name, problem, self._contact())

    def _contact(self) -> str:
        contacts = [one.policy.pages.named_contact for one in self.listeners.values() if one.policy]
        return next((contact.email for contact in contacts if contact and contact.email), "")

    def _web_answers(self) -> bool:
        try:
            socket.create_connection((self.settings.web_address, self.settings.web_port), 2).close()
        except OSError:
            return False
        return True

    def _recorder_answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as attempt:
                attempt.settimeout(2)
                attempt.connect(str(self.settings.run / "recorder.sock"))
        except OSError:
            return False
        return True

    def _record(self, slug: str, kind: str, fields: Any) -> None:
        with self._write:
            if slug not in self._writers:
                self._writers[slug] = SpoolWriter(self.settings.spool / f"gateway-{slug}")
            self._writers[slug].append(kind, fields)


def _is_proved(part: dict[str, Any]) -> bool:
    """Whether an establishment's Squid runs and the last canaries were all answered as they should be."""
    return bool(part["serving"] and part["canaries"] and not part["canaries"]["wrong"])


def _require_free(address: str, port: int, setting: str) -> None:
    """Raise `GatewayError` when somebody else listens there."""
    try:
        require_free(address, port, setting)
    except PortBusy as error:
        raise GatewayError(str(error)) from error


def _say(line: str) -> None:
    print(f"{datetime.now().astimezone():%H:%M:%S}  {line}", file=sys.stderr, flush=True)
