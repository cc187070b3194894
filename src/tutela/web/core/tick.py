"""What is done again and again: each app names it in its `tasks.py`, the worker does it."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.core.cache import cache

CLAIMED_FROM_SECONDS = 60
LONG_SECONDS = 5

logger = logging.getLogger("tutela.tick")


@dataclass(frozen=True, slots=True)
class Periodic:
    """Work to be done every so often. `run(at)` is idempotent: after a stop it may come late, or once more."""

    name: str
    every_seconds: float
    run: Callable[[datetime], object]
    urgent: bool = False
    """Somebody may come to harm while it waits: short, and never behind what may take long."""


def list_periodic() -> list[Periodic]:
    """All periodic work of the installed apps, in the order of the apps."""
    found: list[Periodic] = []
    for app in apps.get_app_configs():
        if app.name.startswith("tutela.web.") and find_spec(f"{app.name}.tasks"):
            found.extend(import_module(f"{app.name}.tasks").PERIODIC)
    return found


class Clockwork:
    """Runs what is due. Of several workers one does it: work of a minute or more is claimed in the shared cache.

    What fails is logged by the kind of its fault and comes again at its next turn; it never stops the others.
    """

    def __init__(self, work: Iterable[Periodic]) -> None:
        self.work = tuple(work)
        self.due: dict[str, datetime] = {}

    def run_due(self, at: datetime) -> None:
        """Do everything that is due at `at`. A clock that was set back makes nothing wait longer than its turn."""
        for periodic in self.work:
            turn = timedelta(seconds=periodic.every_seconds)
            due = self.due.get(periodic.name)
            if due is not None and at < due <= at + turn:
                continue
            self.due[periodic.name] = at + turn
            self._run(periodic, at)

    def _is_ours(self, periodic: Periodic) -> bool:
        if periodic.every_seconds < CLAIMED_FROM_SECONDS:
            return True
        return bool(cache.add(f"tick:{periodic.name}", "claimed", timeout=periodic.every_seconds * 0.9))

    def _run(self, periodic: Periodic, at: datetime) -> None:
        began = time.monotonic()
        try:
            if self._is_ours(periodic):
                periodic.run(at)
        except Exception:
            logger.exception("Periodic work failed", extra={"task": periodic.name})
        if (seconds := time.monotonic() - began) > LONG_SECONDS:
            logger.warning("Periodic work took long", extra={"task": periodic.name, "seconds": round(seconds, 1)})
