"""One establishment's gateway: its Squid, its live snapshot, its watchdog. None of them can harm another."""

import contextlib
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tutela.filtering import signature
from tutela.filtering.defaults import default_policy
from tutela.filtering.ruleset import Policy, policy_from
from tutela.filtering.snapshot import write_durably
from tutela.gateway import activate, ca, prepare, squid
from tutela.gateway.beats import Round, Watchdog
from tutela.gateway.errors import GatewayError
from tutela.gateway.incoming import Incoming
from tutela.gateway.live import UNSIGNED
from tutela.gateway.place import Place
from tutela.gateway.squidprocess import SquidProcess
from tutela.gateway.staging import Staging
from tutela.gateway.tools import Tools

HEAL_SECONDS = 1.0
SERVED_SECONDS = 60.0
"""A snapshot that was served for so long is the one to go back to."""
COUNT_SECONDS = 10.0
LARGEST_LOG_BYTES = 256 * 1024 * 1024
NIGHT_HOURS = (2, 3)
"""Local hours in which Squid may be started anew for a changed configuration, and its log moved on."""
Record = Callable[[str, Mapping[str, Any]], object]


class Listener:
    """One establishment's proxy. `tick` about five times a second keeps it right."""

    def __init__(self, tools: Tools, staging: Staging, slug: str, port: int, record: Record) -> None:
        self.tools, self.staging, self.slug, self.port, self.record = tools, staging, slug, port, record
        self.place = Place(tools.settings.edge, slug)
        self.watchdog = Watchdog(self.place.beats)
        name = "tutela" + hashlib.sha256(f"{self.place.edge}\0{slug}".encode()).hexdigest()[:12]
        user = tools.user.name if tools.user.drops else None
        pages_port = tools.settings.pages_port
        self.listening = squid.Listening(self.place, name, port, pages_port, tools.python, tools.code, user)
        address = (squid.own_address(tools.settings), port)
        self.process = SquidProcess(tools.squid, name, self.place, address, tools.settings.log / f"squid-{slug}.log")
        self.incoming = Incoming(tools, staging, self.place, self._say_refused)
        self.counter = f"{slug}-{time.time_ns()}"
        self.trouble = ""
        """What goes wrong besides snapshots."""
        self.ended_helpers = 0
        self.credential = ("", "")
        self.last = Round(0, (), 0)
        self._healed_at = 0.0
        self._rendered: dict[str, str] = {}
        self._waiting: dict[str, str] = {}
        self._waits_for_night = True
        self._not_accepted = ""
        self._unsigned = False
        self._served_since = 0.0
        self._served = 0
        self._counted_at = 0.0
        self._counted = -1
        self._authority = b""

    @property
    def policy(self) -> Policy | None:
        """What is in force."""
        return self.incoming.policy

    @property
    def problem(self) -> str:
        """What keeps something from being right, in words; empty when nothing does."""
        return self.trouble or self._not_accepted or self.incoming.problem

    def start(self) -> None:
        """Everything up to a Squid that listens. Raises `GatewayError`."""
        prepare.make_place(self.place, self.tools.user)
        self._follow_signature()
        self._take_over(wait=True)
        # a snapshot that is refused at the start leaves the copy that served before in force
        self.incoming.policy = self.policy or activate.in_force(self.place)
        policy = self.policy or self._nothing_known()
        self._put_secrets(policy)
        self._rendered = self._render(policy)
        self._write_configuration()
        squid.check(self.tools.squid, self.listening, self.place.conf / "squid.conf")
        prepare.make_certificate_store(self.place, self.tools.user)
        self.process.end_leftover()
        self.process.start()
        self.process.wait_until_ready()

    def tick(self, now: float) -> None:
        """One round: respawn, watchdog, new snapshot, what is due. `now` is the monotonic clock."""
        if self.process.look_after():
            self.tools.say(f"{self.slug}: Squid had ended and was started again")
        self.last = self.watchdog.look(now)
        for pid in self.last.ended:
            self.ended_helpers += 1
            self.tools.say(f"{self.slug}: the helper {pid} was mute and was ended")
        self._follow_signature()
        self._take_over()
        self._note_what_is_served(now)
        if now - self._counted_at >= COUNT_SECONDS:
            self._counted_at = now
            self._count()
            self._move_log_on()
            self._start_anew_when_due()

    def stop(self) -> None:
        self.process.stop()
        self.watchdog.look()
        self._count()

    def status(self) -> dict[str, Any]:
        """What the web application and `tutela gateway status` show."""
        return {
            "establishment": self.slug,
            "port": self.port,
            "serving": self.process.is_running(),
            "version": self.last.version,
            "published_version": self.policy.version if self.policy else 0,
            "problem": self.problem,
            "trial_seconds": round(self.incoming.trial_seconds, 2),
            "squid_restarts": self.process.restarts,
            "mute_helpers_ended": self.ended_helpers,
            "recorded": self.watchdog.recorded,
            "signed": not self._unsigned,
            "recording": squid.NOTHING_KEPT not in self._rendered.get("squid.conf", ""),
            "configuration_waits_for_night": bool(self._waiting),
            "authority_until": ca.expires_at(self._authority).isoformat(),
            "authority_fingerprint": ca.fingerprint(self._authority),
        }

    def _follow_signature(self) -> None:
        """Write nothing down from the moment that nobody has signed, whether a snapshot says so or not."""
        unsigned = signature.is_missing(self.tools.settings.snapshots, self.slug)
        signature.note(self.place.live, UNSIGNED.removesuffix(signature.SUFFIX), signed=not unsigned)
        if unsigned == self._unsigned:
            return
        self._unsigned = unsigned
        if self._rendered:
            self._render_again(self.policy or self._nothing_known())

    def _render(self, policy: Policy) -> dict[str, str]:
        signed = replace(policy, recording=policy.recording and not self._unsigned)
        return squid.render(self.listening, signed, self.tools.settings)

    def _take_over(self, *, wait: bool = False) -> None:
        """Put a newly published snapshot into the live copy once it has passed its trial."""
        policy = self.incoming.look(heal=self._must_heal(), wait=wait)
        if policy and self._rendered:
            self._render_again(policy)

    def _say_refused(self, problem: str) -> None:
        self.tools.say(f"{self.slug}: {problem}")
        self._tell("version", {"what": "refused", "reason": problem[:300]})

    def _must_heal(self) -> bool:
        """Whether a helper finds nothing to serve from although there should be something."""
        now = time.monotonic()
        if not self.last.blind or not self.policy or now - self._healed_at < HEAL_SECONDS:
            return False
        self._healed_at = now
        return True

    def _render_again(self, policy: Policy) -> None:
        """Most of a policy needs no change of Squid's files. What does waits for the night, unless it is about what is
        written down: the helper alone would leave the lines that Squid writes without asking it."""
        rendered = self._render(policy)
        self._waiting = rendered if rendered != self._rendered else {}
        gone = set(self._rendered["unrecorded"].split()) - set(rendered["unrecorded"].split())
        self._waits_for_night = not gone and rendered["squid.conf"] == self._rendered["squid.conf"]
        if self._waiting and not self._waits_for_night:
            self._start_anew()

    def _start_anew_when_due(self) -> None:
        """At night, or as soon as Squid accepts what could not wait for it."""
        hour = datetime.now(ZoneInfo(self.tools.settings.time_zone)).hour
        if self._waiting and (hour in NIGHT_HOURS or not self._waits_for_night):
            self._start_anew()

    def _start_anew(self) -> None:
        before, self._rendered = self._rendered, self._waiting
        self._write_configuration()
        try:
            squid.check(self.tools.squid, self.listening, self.place.conf / "squid.conf")
        except GatewayError as error:
            # the Squid that runs goes on, what is said of it stays true, and this is tried again
            self._rendered, self._not_accepted = before, str(error)
            self._write_configuration()
            return
        self._waiting, self._not_accepted = {}, ""
        self.process.stop()
        self.process.start()

    def _note_what_is_served(self, now: float) -> None:
        version = self.last.version
        if version != self._served:
            self._served, self._served_since = version, now
            if version:
                self._tell("version", {"what": "in force", "version": version})
        elif version and self.policy and version == self.policy.version and now - self._served_since >= SERVED_SECONDS:
            self._served_since = float("inf")
            with contextlib.suppress(OSError):
                activate.promote(self.place)

    def _count(self) -> None:
        """How many lines with our annotation must be in the access log by now, for the recorder's comparison."""
        if self.watchdog.recorded != self._counted:
            self._counted = self.watchdog.recorded
            self._tell("helper-count", {"helper": self.counter, "recorded": self._counted})

    def _move_log_on(self) -> None:
        """Start a new log file: at once when it is very large, else at night."""
        log = self.place.squid_spool / "open.log"
        try:
            size, age = log.stat().st_size, time.time() - log.stat().st_ctime
        except OSError:
            return
        night = datetime.now(ZoneInfo(self.tools.settings.time_zone)).hour == NIGHT_HOURS[0]
        if size > LARGEST_LOG_BYTES or (size and night and age < 86_400 and self._log_is_of_yesterday(log)):
            log.rename(log.with_name(f"{time.time_ns()}.log"))
            self.process.reopen_log()

    @staticmethod
    def _log_is_of_yesterday(log: Path) -> bool:
        with log.open("rb") as file:
            first = file.readline(64).split(b".")[0]
        return first.isdigit() and time.time() - int(first) > 12 * 3600

    def _put_secrets(self, policy: Policy) -> None:
        keys, user = self.tools.keys, self.tools.user
        self._authority = ca.authority(keys.path, self.slug, policy.establishment.name, datetime.now(UTC))
        prepare.put_secret(self.place, user, "authority.pem", self._authority)
        prepare.put_secret(self.place, user, "certificate.pem", ca.certificate(self._authority))
        prepare.put_secret(self.place, user, "page.key", keys.secret("page"))
        prepare.put_secret(self.place, user, "credential.key", keys.secret("credential"))
        self.credential = prepare.put_canary_secret(self.place, user)

    def _write_configuration(self) -> None:
        for name, text in self._rendered.items():
            write_durably(self.place.conf / name, text.encode())

    def _nothing_known(self) -> Policy:
        """A policy to make Squid's files from while there is none: all is closed but the help lines."""
        nothing = default_policy({"id": 1, "slug": self.slug, "name": "Your school"})
        return policy_from(nothing | {"recording": False})

    def _tell(self, kind: str, fields: Mapping[str, Any]) -> None:
        try:
            self.record(kind, {"establishment": self.slug, **fields})
        except OSError as error:
            self.tools.say(f"{self.slug}: a record could not be written: {error}")
