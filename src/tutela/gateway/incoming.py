"""What is published for one establishment, from the moment it lies there until it is in force or refused.

A snapshot is tried beside the running gateway first (`staging.py`). One that fails never reaches the live copy, however
right its signature is; what was in force stays. One that could not be tried waits and is tried again.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future

from tutela.filtering.ruleset import Policy
from tutela.filtering.snapshot import BadSnapshot, Manifest, read_manifest
from tutela.gateway import activate
from tutela.gateway.place import Place
from tutela.gateway.staging import NotTried, Staging, Verdict
from tutela.gateway.tools import Tools

AGAIN_SECONDS = 5.0
"""Until a snapshot that could not be tried is tried again."""
Refused = Callable[[str], object]


class Incoming:
    """Call `look` at each tick; `policy` is what is in force, `problem` why something newer is not."""

    def __init__(self, tools: Tools, staging: Staging, place: Place, refused: Refused) -> None:
        """`refused` is told the reason of each refusal, once."""
        self.tools, self.staging, self.place, self.refused = tools, staging, place, refused
        self.policy: Policy | None = None
        self.problem = ""
        self.trial_seconds = 0.0
        """How long the last trial took."""
        self._trial: Future[Verdict] | None = None
        self._passed: Manifest | None = None
        self._seen: object = None
        self._again_at = float("inf")

    def look(self, *, heal: bool = False, wait: bool = False) -> Policy | None:
        """One look; the policy that was put in force by it, if one was. `heal` puts it in force once more, `wait`
        waits for the trial."""
        try:
            if self._trial is None:
                manifest = self._new_manifest(heal)
                if manifest is None:
                    return None
                if not self._has_passed(manifest):
                    self._trial = self.staging.submit(self.place.slug)
            if self._trial is not None:
                if not (wait or self._trial.done()):
                    return None
                self._conclude()
            return self._put_in_force()
        except activate.Overtaken:
            self._seen = None
        except NotTried as error:
            self._again_at = time.monotonic() + AGAIN_SECONDS
            self._refuse(f"the newest snapshot could not be tried and waits: {error}")
        except (BadSnapshot, OSError) as error:
            self._refuse(f"the snapshot was refused: {error}")
        return None

    def _new_manifest(self, heal: bool) -> Manifest | None:
        seen = self._what_lies_there()
        if seen == self._seen and not heal and time.monotonic() < self._again_at:
            return None
        self._seen, self._again_at = seen, float("inf")
        key = self.tools.keys.ring()
        return read_manifest(self.tools.settings.snapshots, self.place.slug, key, check_files=False)

    def _has_passed(self, manifest: Manifest) -> bool:
        if self._passed is None and activate.is_live(self.place, manifest):
            self._passed = manifest
        return self._passed is not None and self._passed.files == manifest.files

    def _conclude(self) -> None:
        assert self._trial
        trial, self._trial = self._trial, None
        verdict = trial.result()
        self.trial_seconds = verdict.seconds
        if verdict.wrong:
            raise BadSnapshot(f"version {verdict.manifest.version} fails its trial: {verdict.wrong}")
        self._passed = verdict.manifest

    def _put_in_force(self) -> Policy:
        settings, key = self.tools.settings, self.tools.keys.ring()
        policy = activate.activate(settings.snapshots, self.place, key, only=self._passed, from_=self.staging.place)
        self.policy, self.problem, self._seen = policy, "", self._what_lies_there()
        return policy

    def _refuse(self, problem: str) -> None:
        before, self.problem = self.problem, problem
        if problem != before:
            self.refused(problem)

    def _what_lies_there(self) -> tuple[object, ...]:
        """Changes when a snapshot is published, and when somebody meddles with the live copy."""
        found: list[object] = []
        published = self.tools.settings.snapshots / f"{self.place.slug}.manifest"
        for file in (published, self.place.live / "live.json"):
            try:
                state = file.stat()
                found.append((state.st_ino, state.st_mtime_ns, state.st_size))
            except OSError:
                found.append(None)
        return tuple(found)
