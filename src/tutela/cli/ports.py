"""Which ports have to be free before anything is started."""

from pathlib import Path

from tutela.gateway.ports import require_free
from tutela.settings import Settings


def require_all_free(settings: Settings, *, web: bool, proxy: bool) -> None:
    """Check every port that is about to be used, before anything is started.

    A Squid of ours may have outlived a supervisor that was killed: it went on filtering, and the gateway ends it when
    it takes over.
    """
    if web:
        require_free(settings.web_address, settings.web_port, "--port")
    if proxy and not any(map(_runs, settings.edge.glob("own/*/squid.pid"))):
        require_free(settings.proxy_address, settings.proxy_port, "--proxy-port")
        require_free(settings.proxy_address, settings.pages_port, "pages_port")


def _runs(pid_file: Path) -> bool:
    """Whether the Squid whose number stands in the file is alive."""
    try:
        return b"squid" in Path(f"/proc/{int(pid_file.read_text('ascii'))}/cmdline").read_bytes()
    except (OSError, ValueError):
        return False
