"""A spare Squid on a free loopback port, through which a new snapshot is asked before anybody is filtered by it.

It has a live copy, a helper and a configuration of its own, and takes every name that it is asked for to be this
machine, so nothing of a trial leaves it. One serves all establishments, one after another, in a thread of its own: the
supervisor looks after the running ones meanwhile. It stays warm, since a trial then takes a fraction of a second.
"""

import contextlib
import hashlib
import socket
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from tutela.filtering.defaults import default_policy
from tutela.filtering.index import BadIndex, open_index
from tutela.filtering.ruleset import Policy, policy_from
from tutela.filtering.snapshot import BadSnapshot, Manifest, read_manifest, write_durably
from tutela.gateway import activate, prepare, squid, trial
from tutela.gateway.errors import GatewayError
from tutela.gateway.place import Place
from tutela.gateway.squidprocess import SquidProcess
from tutela.gateway.tools import Tools
from tutela.probe.canary import Ask, through_proxy
from tutela.probe.canary import run as ask_canaries

LOOPBACK = "127.0.0.1"
PORTS_TRIED = 3
WAIT_SECONDS = 2.0


class NotTried(Exception):
    """The spare Squid could not be asked, so nothing is known of the snapshot; it is tried again."""


@dataclass(frozen=True)
class Verdict:
    """What a trial came to. `wrong` is empty for a snapshot that may be put in force."""

    manifest: Manifest
    wrong: str
    seconds: float


class Staging:
    """Tries snapshots. `start` may be called often; `stop` ends the spare Squid."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.place = Place(tools.settings.edge / "staging", "candidate")
        self._name = "tutelatrial" + hashlib.sha256(str(self.place.edge).encode()).hexdigest()[:12]
        self._process: SquidProcess | None = None
        self._ask: Ask = through_proxy((LOOPBACK, 0))
        self._turns = ThreadPoolExecutor(1, thread_name_prefix="staging")

    def submit(self, slug: str) -> "Future[Verdict]":
        """Try the snapshot that is published for an establishment. The future raises `BadSnapshot` for one that is not
        whole or not signed, `NotTried` or `OSError` when it could not be tried."""
        return self._turns.submit(self._try_out, slug)

    def warm(self) -> None:
        """Have the spare Squid started, without waiting for it."""
        self._turns.submit(self._warm)

    def stop(self) -> None:
        self._turns.shutdown(wait=True, cancel_futures=True)
        if self._process:
            self._process.stop()

    def _warm(self) -> None:
        with contextlib.suppress(NotTried, OSError):
            self._ensure()

    def _try_out(self, slug: str) -> Verdict:
        began = time.monotonic()
        settings, key = self.tools.settings, self.tools.keys.ring()
        manifest = read_manifest(settings.snapshots, slug, key, check_files=False)
        self._ensure()
        policy = activate.activate(settings.snapshots, self.place, key, slug=slug, only=manifest)
        at = datetime.now(UTC)
        wrong = self._without_proxy(policy, manifest, at) or self._through_proxy(policy, at)
        return Verdict(manifest, wrong, time.monotonic() - began)

    def _without_proxy(self, policy: Policy, manifest: Manifest, at: datetime) -> str:
        try:
            index = open_index(activate.index_file(self.place), promised=manifest.files["index"].sha256)
        except BadIndex as error:
            raise BadSnapshot(str(error)) from error
        return trial.in_words(trial.look_through(policy, index, at))

    def _through_proxy(self, policy: Policy, at: datetime) -> str:
        asked = trial.to_ask(policy, at)
        if not self._ask(asked[0].url).status:
            # mute: Squid never sees that a helper hangs, so both are begun anew, once
            self._end(at_once=True)
            self._ensure()
        results = []
        for canary in asked:
            results += ask_canaries([canary], self._ask)
            if not results[-1].reply.status:
                raise NotTried(f"the trial’s Squid gave no answer ({results[-1].reply.problem})")
        return trial.in_words(result.words for result in results if not result.right)

    def _ensure(self) -> None:
        if self._process and self._process.is_running() and self._process.answers():
            return
        self._end()
        trouble = ""
        for _ in range(PORTS_TRIED):
            try:
                self._process = self._start(_free_port())
            except GatewayError as error:
                trouble = str(error)
                self._end()
            else:
                return
        raise NotTried(f"the trial’s Squid does not start: {trouble}")

    def _start(self, port: int) -> SquidProcess:
        tools, place = self.tools, self.place
        prepare.make_place(place, tools.user)
        prepare.put_secret(place, tools.user, "page.key", tools.keys.secret("page"))
        prepare.put_secret(place, tools.user, "credential.key", tools.keys.secret("credential"))
        credential = prepare.put_canary_secret(place, tools.user)
        user = tools.user.name if tools.user.drops else None
        listening = squid.Listening(
            place, self._name, port, tools.settings.pages_port, tools.python, tools.code, user, trial=True
        )
        policy = policy_from(default_policy({"id": 1, "slug": place.slug, "name": "Trial"}))
        for name, text in squid.render(listening, policy, tools.settings, taken_for_us=trial.names_asked()).items():
            write_durably(place.conf / name, text.encode())
        squid.check(tools.squid, listening, place.conf / "squid.conf")
        log = tools.settings.log / "squid-trial.log"
        process = SquidProcess(tools.squid, self._name, place, (LOOPBACK, port), log)
        self._process = process
        process.end_leftover()
        process.start()
        process.wait_until_ready()
        self._ask = through_proxy((LOOPBACK, port), credential, seconds=WAIT_SECONDS)
        return process

    def _end(self, *, at_once: bool = False) -> None:
        if self._process:
            if at_once and self._process.child:
                self._process.child.kill()
            self._process.stop()
        self._process = None


def _free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind((LOOPBACK, 0))
        return int(attempt.getsockname()[1])
