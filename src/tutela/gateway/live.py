"""The snapshot that Squid's helper serves from: looked at twice a second, swapped whole, the last good one kept.

The supervisor has verified the signature and copied the files (`activate.py`); here length and SHA-256 are compared
with `live.json`. Whatever is wrong with a new one, the one in memory stays. Standard library only.
"""

import json
import os
import time
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from tutela.filtering.engine import Filter
from tutela.filtering.index import BadIndex, Index, open_index
from tutela.filtering.ruleset import BadPolicy, Device, OpenHost, read_policy
from tutela.gateway import failpolicy, state
from tutela.gateway.blockpage import BlockPage
from tutela.gateway.names import CANARY_HOST, OWN_HOST, wrong_address

LOOK_AGAIN_SECONDS = 0.5
UNSIGNED = "recording.unsigned"
"""Lies in the live copy while nobody has signed for recording, whatever the policy says."""
GONE = (0, 0, 0)
"""Of a file that is not there."""


class BadLive(ValueError):
    """The live copy cannot be served from; the message says why."""


class Guard:
    """Watches a mapped file through a descriptor of its own."""

    def __init__(self, file: Path) -> None:
        self._descriptor = os.open(file, os.O_RDONLY)
        self._before = self._now()

    def touched(self) -> bool:
        """Whether somebody wrote into the file, or cut it, since it was opened."""
        return self._now() != self._before

    def _now(self) -> tuple[int, int]:
        found = os.fstat(self._descriptor)
        return found.st_size, found.st_mtime_ns

    def __del__(self) -> None:
        os.close(self._descriptor)


class Live:
    """What the helper knows at this moment. `filter` is None while nothing usable was ever found."""

    def __init__(self, folder: Path, pages_port: int, *, trial: bool = False) -> None:
        """`folder` is the establishment's own below `live/`. On trial a change is seen at once, and what cannot be
        loaded leaves nothing to serve from, so that no answer comes from the snapshot before."""
        self.folder, self.pages_port, self.trial = folder, pages_port, trial
        self.look_again = 0.0 if trial else LOOK_AGAIN_SECONDS
        self.filter: Filter | None = None
        self.page: BlockPage | None = None
        self.devices: dict[str, Device] = {}
        self.opened: frozenset[str] = frozenset()
        self.presences: dict[str, state.Presence] = {}
        self.fail_policy = failpolicy.FailPolicy()
        self.may_record = True
        """Whether nothing but the policy speaks against writing requests down."""
        self.version = 0
        self.problem = "nothing has been published yet"
        self.without_since = 0.0
        self._index: tuple[str, Index] | None = None
        self._guard: Guard | None = None
        self._seen: dict[str, tuple[int, int, int]] = {}
        self._looked_at = float("-inf")

    def refresh(self, now: float) -> None:
        """Take up what has changed since the last look; `now` is a monotonic clock in seconds. Raises nothing."""
        if now - self._looked_at < self.look_again:
            return
        self._looked_at = now
        self._changed(UNSIGNED)
        self.may_record = self._seen[UNSIGNED] == GONE
        if self._changed("failpolicy.json"):
            self.fail_policy = failpolicy.read(self.folder / "failpolicy.json")
        if self._changed("state.json"):
            try:
                self.presences = state.read(self.folder / "state.json")
            except (OSError, ValueError, KeyError, AttributeError):
                self.presences = {}
        changed = self._changed("live.json")
        if changed or self.filter is None:
            for name in ("live.json",) if self.filter else ("live.json", "lastgood.json"):
                if self._load(name):
                    break
        if self.filter is None:
            self.without_since = self.without_since or now
        else:
            self.without_since = 0.0

    def drop_if_touched(self) -> None:
        """Serve nothing from an index that was changed in place: cut short, its lost half would read as "not listed".

        Costs less than a microsecond; called before each batch of answers.
        """
        if self._guard and self._guard.touched():
            self.filter = self._index = self._guard = None
            self.version = 0
            self.problem = "the index was changed in place"
            self._looked_at = float("-inf")
            self.refresh(time.monotonic())

    def presence(self, address: str, at: datetime) -> state.Presence | None:
        """Who is on an address, as the state file says."""
        found = self.presences.get(address)
        return found if found and found.holds_at(at) else None

    def _load(self, name: str) -> bool:
        try:
            self._take_up(json.loads((self.folder / name).read_bytes()))
        except FileNotFoundError:
            self.problem = f"{name} is missing"
        except (OSError, ValueError, KeyError, TypeError, AttributeError, BadIndex, BadPolicy) as error:
            self.problem = f"{name}: {error}"
        else:
            self.problem = ""
            return True
        if self.trial:
            self.filter, self.version = None, 0
        return False

    def _take_up(self, live: dict[str, Any]) -> None:
        """Load everything first, then change over."""
        files = live["files"]
        policy = read_policy(self._checked(files["policy"]))
        words = json.loads(self._checked(files["words"]))
        if policy.version != live["version"]:
            raise BadLive(f"the policy says version {policy.version}, live.json {live['version']}")
        digest = files["index"]["sha256"]
        if not (self._index and self._index[0] == digest):
            place = self.folder / files["index"]["file"]
            if place.stat().st_size != files["index"]["bytes"]:
                raise BadLive("the index has not the length that was promised")
            guard = Guard(place)
            self._index, self._guard = (digest, open_index(place, promised=digest)), guard
        # Our own names open for everybody and are written down nowhere, whatever the policy says.
        own = (OpenHost(OWN_HOST, "system", record=False), OpenHost(CANARY_HOST, "system", record=False))
        made = Filter(replace(policy, always_open=(*policy.always_open, *own)), self._index[1])
        page = BlockPage(
            policy.pages, policy.establishment.name, words, wrong_address(self.pages_port, policy.establishment.slug)
        )
        self.filter, self.page, self.version = made, page, policy.version
        self.devices = {device.address: device for device in policy.identities.devices}
        self.opened = frozenset(policy.opened_hosts)

    def _checked(self, file: dict[str, Any]) -> bytes:
        raw: bytes = (self.folder / file["file"]).read_bytes()
        if len(raw) != file["bytes"] or sha256(raw).hexdigest() != file["sha256"]:
            raise BadLive(f"{file['file']} is not the file that was promised")
        return raw

    def _changed(self, name: str) -> bool:
        try:
            found = os.stat(self.folder / name)  # noqa: PTH116  twice a second, and Path.stat costs five times as much
            seen = (found.st_ino, found.st_mtime_ns, found.st_size)
        except OSError:
            seen = GONE
        before = self._seen.get(name)
        self._seen[name] = seen
        return seen != before
