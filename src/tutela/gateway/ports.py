"""Whether a port is free, and who has it where it is not."""

import socket
from pathlib import Path


class PortBusy(OSError):
    """Something else listens there; the message names it where the system tells."""


def require_free(address: str, port: int, setting: str) -> None:
    """Raise `PortBusy` when nobody may listen on that address and port now."""
    for family, kind, protocol, _, place in socket.getaddrinfo(address, port, type=socket.SOCK_STREAM):
        with socket.socket(family, kind, protocol) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind(place)
            except OSError as error:
                raise PortBusy(
                    f"port {port} on {address} cannot be used ({error.strerror}{_owner(port)}); "
                    f"free it or choose another with {setting}"
                ) from error


def _owner(port: int) -> str:
    """` by NAME` for the process that listens on `port`, as far as /proc shows it to this user."""
    sockets = {row.split()[9] for row in _listening() if int(row.split()[1].rpartition(":")[2], 16) == port}
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            target = str(link.readlink())
        except OSError:
            continue
        if target.startswith("socket:[") and target[8:-1] in sockets:
            process = link.parents[1]
            return f", held by {(process / 'comm').read_text('utf-8').strip()}, process {process.name}"
    return ""


def _listening() -> list[str]:
    rows: list[str] = []
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if table.exists():
            rows += [row for row in table.read_text("ascii").splitlines()[1:] if row.split()[3] == "0A"]
    return rows
