"""The four processes of one machine, each in the foreground until SIGTERM or SIGINT."""

import ctypes
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable

from tutela.cli.application import SETTINGS_MODULE, open_application
from tutela.settings import Settings

# in the order of starting: what others ask comes first
NAMES = ("recorder", "web", "worker", "gateway")
WEB_THREADS = 4
# of Linux's <sys/prctl.h>; survives the execv of the web process
PR_SET_PDEATHSIG = 1


def run_process(name: str, settings: Settings) -> int:
    """Run the process of that name until it is told to stop; returns its exit status."""
    _end_with_supervisor()
    return RUNNERS[name](settings)


def _end_with_supervisor() -> None:
    """Be told to stop when the supervisor is killed: without it nobody would start us again, or let another begin."""
    library = ctypes.CDLL(None)
    if hasattr(library, "prctl"):
        library.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop_event() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _web(settings: Settings) -> int:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": SETTINGS_MODULE,
        "TUTELA_DATA": str(settings.data),
        "TUTELA_KEYS": str(settings.keys),
        "TUTELA_WEB_PORT": str(settings.web_port),
        "TUTELA_PROXY_PORT": str(settings.proxy_port),
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "1"]
    host = socket.gethostbyname(settings.web_address)
    command += ["--blocking-threads", str(WEB_THREADS), "--host", host, "--port", str(settings.web_port)]
    if settings.tls_certificate and settings.tls_key:
        command += ["--ssl-certificate", str(settings.tls_certificate), "--ssl-keyfile", str(settings.tls_key)]
    # granian replaces this process, so that the signals of the supervisor reach it directly
    os.execv(sys.executable, [*command, "tutela.web.project.wsgi:application"])  # noqa: S606


def _worker(settings: Settings) -> int:
    open_application(settings)
    from tutela.web.project import worker

    worker.run(settings, _stop_event())
    return 0


def _recorder(settings: Settings) -> int:
    from tutela.events.store import StoreError
    from tutela.recorder import process

    try:
        process.run(settings, _stop_event())
    except StoreError as error:
        return _refuse(error)
    return 0


def _gateway(settings: Settings) -> int:
    from tutela.gateway import watch
    from tutela.gateway.errors import GatewayError

    try:
        watch.run(settings, _stop_event())
    except GatewayError as error:
        return _refuse(error)
    return 0


def _refuse(error: Exception) -> int:
    print(f"tutela: {error}", file=sys.stderr)
    return 2


RUNNERS: dict[str, Callable[[Settings], int]] = {
    "web": _web,
    "worker": _worker,
    "recorder": _recorder,
    "gateway": _gateway,
}
