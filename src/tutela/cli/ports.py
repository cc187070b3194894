"""Which ports have to be free before anything is started."""

import os
from collections.abc import Callable
from pathlib import Path

from tutela.gateway import debian
from tutela.gateway.ports import PortBusy, require_free
from tutela.settings import Settings


def require_all_free(settings: Settings, say: Callable[[str], None], *, web: bool, proxy: bool) -> None:
    """Check every port that is about to be used, before anything is started. Raises `PortBusy`.

    Where Debian's own Squid service holds that of the proxy, root stops it for good; others are told how.

    A Squid of ours may have outlived a supervisor that was killed: it went on filtering, and the gateway ends it when
    it takes over.
    """
    if web:
        require_free(settings.web_address, settings.web_port, "--port")
    if proxy and not any(map(_runs, settings.edge.glob("own/*/squid.pid"))):
        _require_proxy_port(settings, say)
        require_free(settings.proxy_address, settings.pages_port, "pages_port")


def _require_proxy_port(settings: Settings, say: Callable[[str], None]) -> None:
    place = (settings.proxy_address, settings.proxy_port, "--proxy-port")
    try:
        require_free(*place)
    except PortBusy as busy:
        if not busy.by_debians_squid or os.geteuid() != 0:
            raise
        debian.stop_its_squid()
        require_free(*place)
        say(f"Debian's own Squid service held port {settings.proxy_port}: it was stopped and stays off.")


def _runs(pid_file: Path) -> bool:
    """Whether the Squid whose number stands in the file is alive."""
    try:
        return b"squid" in Path(f"/proc/{int(pid_file.read_text('ascii'))}/cmdline").read_bytes()
    except (OSError, ValueError):
        return False
