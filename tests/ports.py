"""Ports for what tests start: never one twice, and none that the kernel may give to a connection on its way out."""

import itertools
import os
import random
import socket
from collections.abc import Iterator

FIRST, PER_WORKER = 12_000, 2_000  # browsers refuse 10,080
"""Linux gives out 32,768 and above by itself; each worker takes from ports of its own below that."""


def _of_this_worker() -> Iterator[int]:
    begin = FIRST + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % 10 * PER_WORKER
    ports = range(begin, begin + PER_WORKER)
    start = random.randrange(PER_WORKER)
    return itertools.cycle([*ports[start:], *ports[:start]])


_ports = _of_this_worker()


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on; another one at every call."""
    for port in itertools.islice(_ports, PER_WORKER):
        with socket.socket() as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("every port that tests may take is in use")
