"""The worker works until it is told to stop, and shows that it lives."""

from datetime import datetime
from threading import Event

import pytest

from tutela.web import project
from tutela.web.core import tick
from tutela.web.project import worker


def test_the_worker_does_what_is_due_and_leaves_when_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, seen = Event(), []

    def work(at: datetime) -> None:
        seen.append((project.given.run / "worker.beat").exists())
        if len(seen) == 2:
            stop.set()

    monkeypatch.setattr(worker, "BEAT_SECONDS", 0.001)
    monkeypatch.setattr(tick, "list_periodic", lambda: [tick.Periodic("note", 0, work)])
    # connections belong to the test here; the worker would close those that were lost
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)
    worker.run(project.given, stop)
    assert seen == [False, True]
    assert not (project.given.run / "worker.beat").exists()
