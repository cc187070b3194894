"""Whether a port is free, and who has it where it is not."""

import socket
from pathlib import Path

from tutela.gateway import debian

OF_THE_PROXY = ("--proxy-port", "proxy_port")


class PortBusy(OSError):
    """Something else listens there; the message names it where the system tells, and what frees the port."""

    def __init__(self, message: str, *, by_debians_squid: bool = False) -> None:
        super().__init__(message)
        self.by_debians_squid = by_debians_squid


def require_free(address: str, port: int, setting: str) -> None:
    """Raise `PortBusy` when nobody may listen on that address and port now."""
    for family, kind, protocol, _, place in socket.getaddrinfo(address, port, type=socket.SOCK_STREAM):
        with socket.socket(family, kind, protocol) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind(place)
            except OSError as error:
                raise _busy(address, port, setting, error) from error


def _busy(address: str, port: int, setting: str, error: OSError) -> PortBusy:
    process = _owner(port)
    held = f", held by {_name(process)}, process {process}" if process else ""
    words = f"port {port} on {address} cannot be used ({error.strerror}{held})"
    if setting in OF_THE_PROXY and debian.is_its_squid(process):
        return PortBusy(
            f"{words}: Debian's own Squid service runs. Stop it for good with: {debian.stop_command()}",
            by_debians_squid=True,
        )
    return PortBusy(f"{words}; free it or choose another with {setting}")


def _owner(port: int) -> int | None:
    """The process that listens on `port`, as far as /proc shows it to this user."""
    sockets = {row.split()[9] for row in _listening() if int(row.split()[1].rpartition(":")[2], 16) == port}
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            target = str(link.readlink())
        except OSError:
            continue
        if target.startswith("socket:[") and target[8:-1] in sockets:
            return int(link.parts[2])
    return None


def _name(process: int) -> str:
    try:
        return Path(f"/proc/{process}/comm").read_text("utf-8").strip()
    except OSError:  # it ended while we looked
        return "a process that has ended"


def _listening() -> list[str]:
    rows: list[str] = []
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if table.exists():
            rows += [row for row in table.read_text("ascii").splitlines()[1:] if row.split()[3] == "0A"]
    return rows
