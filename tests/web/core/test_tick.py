"""Periodic work comes round, one fault does not stop the rest, and of two workers one does it."""

from datetime import UTC, datetime, timedelta

import pytest

from tutela.web.core.tick import Clockwork, Periodic, list_periodic

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_work_is_done_when_its_turn_comes() -> None:
    done: list[datetime] = []
    clockwork = Clockwork([Periodic("note", 2, done.append)])
    for second in range(7):
        clockwork.run_due(AT + timedelta(seconds=second))
    assert [moment.second for moment in done] == [0, 2, 4, 6]


def test_a_clock_that_is_set_back_stops_nothing() -> None:
    done: list[datetime] = []
    clockwork = Clockwork([Periodic("note", 2, done.append)])
    clockwork.run_due(AT)
    clockwork.run_due(AT - timedelta(hours=1))
    assert len(done) == 2


def test_what_fails_comes_again_and_the_rest_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    def fail(at: datetime) -> None:
        done.append("tried")
        raise ValueError("Leo")

    clockwork = Clockwork([Periodic("fail", 1, fail), Periodic("other", 1, lambda at: done.append("other"))])
    clockwork.run_due(AT)
    clockwork.run_due(AT + timedelta(seconds=1))
    assert done == ["tried", "other", "tried", "other"]
    assert caplog.records[0].message == "Periodic work failed"


def test_of_two_workers_one_does_the_daily_work() -> None:
    done: list[datetime] = []
    work = [Periodic("daily", 86400, done.append)]
    Clockwork(work).run_due(AT)
    Clockwork(work).run_due(AT)
    assert len(done) == 1


def test_the_work_of_every_app_is_found() -> None:
    names = [periodic.name for periodic in list_periodic()]
    assert {"deliver notices", "sign the audit"} <= set(names)
    assert len(names) == len(set(names))
