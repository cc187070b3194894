"""The worker: sends what waits and does what is due, until it is told to stop. It alone signs snapshots."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Thread

from tutela.settings import Settings
from tutela.web import project

BEAT_SECONDS = 0.5
SECONDS_FOR_THE_LAST_MAIL = 3

logger = logging.getLogger("tutela.worker")


def run(settings: Settings, stop: Event) -> None:
    """Work until `stop` is set; what has been begun is finished first. The databases are migrated by then.

    What is urgent goes round in this thread and everything else in one beside it, so that no alert waits while a list
    is compiled or a thousand people are reminded. Each urgent round touches `worker.beat` in the run folder, so that
    others see that the worker lives.
    """
    project.start(settings)
    from django.db import close_old_connections, connections

    from tutela.web.core.tasks import postman
    from tutela.web.core.tick import Clockwork, list_periodic

    work = list_periodic()
    urgent, steady = (Clockwork(one for one in work if one.urgent is wanted) for wanted in (True, False))

    def go_on(clockwork: Clockwork, after: Callable[[], object]) -> None:
        while not stop.is_set():
            clockwork.run_due(datetime.now(UTC))
            after()
            close_old_connections()
            stop.wait(BEAT_SECONDS)

    def go_on_beside() -> None:
        try:
            go_on(steady, lambda: None)
        finally:
            connections.close_all()  # those of this thread

    beat = settings.run / "worker.beat"
    logger.info("The worker works", extra={"count": len(work)})
    beside = Thread(target=go_on_beside, name="steady-work")
    beside.start()
    go_on(urgent, beat.touch)
    beside.join()
    postman.wait(SECONDS_FOR_THE_LAST_MAIL)
    beat.unlink(missing_ok=True)
    logger.info("The worker has stopped")
