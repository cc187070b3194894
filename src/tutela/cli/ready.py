"""Whether each process answers; what `up` waits for and `doctor` asks."""

import http.client
import json
import socket
import ssl
import time
from typing import Any

from tutela.settings import Settings

ANSWER_SECONDS = 2.0
WEB_PORT = "web.port"
# the gateway writes its status every few seconds; older than this, nobody is writing it
STATUS_SECONDS = 15.0


def note_web_port(settings: Settings) -> None:
    """Keep for `doctor` on which port the web application was started; the command line may have said another."""
    (settings.run / WEB_PORT).write_text(f"{settings.web_port}\n", "ascii")


def web_port(settings: Settings) -> int:
    """The port on which it was last started here, else the one that is set."""
    try:
        return int((settings.run / WEB_PORT).read_text("ascii"))
    except (OSError, ValueError):
        return settings.web_port


def web_health(settings: Settings) -> dict[str, Any] | None:
    """What `/health/` says, or None when nothing answers."""
    connection: http.client.HTTPConnection
    if settings.tls_certificate:
        # we ask only whether our own process answers; the browser judges the certificate
        unchecked = ssl._create_unverified_context()  # noqa: S323
        connection = http.client.HTTPSConnection(
            settings.web_address, settings.web_port, timeout=ANSWER_SECONDS, context=unchecked
        )
    else:
        connection = http.client.HTTPConnection(settings.web_address, settings.web_port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/health/")
        answer = connection.getresponse()
        return dict(json.load(answer)) if answer.status == http.client.OK else None
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()


def recorder_answers(settings: Settings) -> bool:
    """Whether the recorder listens on its socket."""
    try:
        with socket.socket(socket.AF_UNIX) as attempt:
            attempt.settimeout(ANSWER_SECONDS)
            attempt.connect(str(settings.run / "recorder.sock"))
            return True
    except OSError:
        return False


def worker_lives(settings: Settings) -> bool:
    """Whether the worker has ticked lately."""
    file = settings.run / "worker.beat"
    return file.exists() and time.time() - file.stat().st_mtime < STATUS_SECONDS


def gateway_status(settings: Settings) -> dict[str, Any] | None:
    """What the gateway last said about itself, or None when that is too old or cannot be read."""
    file = settings.run / "gateway-status.json"
    try:
        if time.time() - file.stat().st_mtime > STATUS_SECONDS:
            return None
        return dict(json.loads(file.read_text("utf-8")))
    except (OSError, ValueError):
        return None


READY = {
    "web": lambda settings: web_health(settings) is not None,
    "recorder": recorder_answers,
    "worker": worker_lives,
    "gateway": lambda settings: bool((gateway_status(settings) or {}).get("serving")),
}
