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
    monkeypatch.setattr(tick, "list_periodic", lambda: [tick.Periodic("note", 0, work, urgent=True)])
    # connections belong to the test here; the worker would close those that were lost
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)
    worker.run(project.given, stop)
    assert seen == [False, True]
    assert not (project.given.run / "worker.beat").exists()


def test_no_alert_waits_while_something_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, is_done, alerts = Event(), Event(), []

    def read_alerts(at: datetime) -> None:
        alerts.append(at)
        if len(alerts) == 5:
            is_done.set()

    def compile_lists(_at: datetime) -> None:
        assert is_done.wait(30), "alerts are read meanwhile"
        stop.set()

    work = [tick.Periodic("lists", 3600, compile_lists), tick.Periodic("alerts", 0, read_alerts, urgent=True)]
    monkeypatch.setattr(worker, "BEAT_SECONDS", 0.001)
    monkeypatch.setattr(tick, "list_periodic", lambda: work)
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)
    monkeypatch.setattr(tick.Clockwork, "_is_ours", lambda _self, _periodic: True)  # the records belong to the test
    worker.run(project.given, stop)
    assert len(alerts) >= 5


def test_what_reads_alerts_and_tells_of_them_is_urgent() -> None:
    urgent = {one.name for one in tick.list_periodic() if one.urgent}
    assert urgent >= {"read matches", "escalate unread alerts", "escalate unread concerns", "deliver notices"}
    assert all(one.every_seconds < tick.CLAIMED_FROM_SECONDS for one in tick.list_periodic() if one.urgent)
