"""The worker: sends what waits and does what is due, until it is told to stop. It alone signs snapshots."""

import logging
from datetime import UTC, datetime
from threading import Event

from tutela.settings import Settings
from tutela.web import project

BEAT_SECONDS = 0.5
SECONDS_FOR_THE_LAST_MAIL = 3

logger = logging.getLogger("tutela.worker")


def run(settings: Settings, stop: Event) -> None:
    """Work until `stop` is set; what has been begun is finished first. The databases are migrated by then.

    Each round touches `worker.beat` in the run folder, so that others see that the worker lives.
    """
    project.start(settings)
    from django.db import close_old_connections

    from tutela.web.core.tasks import postman
    from tutela.web.core.tick import Clockwork, list_periodic

    clockwork = Clockwork(list_periodic())
    beat = settings.run / "worker.beat"
    logger.info("The worker works", extra={"count": len(clockwork.work)})
    while not stop.is_set():
        clockwork.run_due(datetime.now(UTC))
        beat.touch()
        close_old_connections()
        stop.wait(BEAT_SECONDS)
    postman.wait(SECONDS_FOR_THE_LAST_MAIL)
    beat.unlink(missing_ok=True)
    logger.info("The worker has stopped")
