"""What Squid starts beside itself: answers lines on standard input until it ends.

    python3 -ISu helper.py decide|credential EDGE SLUG PAGES_PORT [trial]

Runs as Squid's user on the system's own Python with the standard library alone, from a copy that user can read. It
beats: a mapped file with the time, so that the supervisor sees when it is mute (Squid cannot), and its counts.
"""

import base64
import hashlib
import hmac
import mmap
import os
import select
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

# -I keeps the folder of this file out of the path, so that nothing beside it can be taken for the standard library
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tutela.gateway.answer import Answerer, Counts
from tutela.gateway.live import Live
from tutela.gateway.names import CANARY_USER

BEAT = struct.Struct("<dQQQ")
"""Monotonic seconds, answers, answers that are recorded, policy version."""
READ_BYTES = 65_536
"""What a pipe holds. A larger buffer is mapped from the kernel anew for each read, which costs more than an answer."""
BEAT_SECONDS = 0.25


def run(answer: Callable[[list[bytes]], bytes], live: Live, beat: "Beat") -> None:
    """Read, answer, beat, until standard input ends."""
    rest = b""
    while True:
        ready, _, _ = select.select([0], [], [], BEAT_SECONDS)
        now = time.monotonic()
        live.refresh(now)
        if not ready:
            beat.write(now, live.version)
            continue
        block = os.read(0, READ_BYTES)
        if not block:
            return
        live.drop_if_touched()
        *lines, rest = (rest + block).split(b"\n")
        out = memoryview(answer(lines))
        # counted before it is sent, so that a helper that is killed between the two does not hide a line
        beat.write(now, live.version)
        while out:
            out = out[os.write(1, out) :]


class Beat:
    """The mapped file `FOLDER/PID`."""

    def __init__(self, folder: Path, counts: Counts) -> None:
        self.counts = counts
        descriptor = os.open(folder / str(os.getpid()), os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(descriptor, BEAT.size)
        self._map = mmap.mmap(descriptor, BEAT.size)
        os.close(descriptor)

    def write(self, now: float, version: int) -> None:
        BEAT.pack_into(self._map, 0, now, self.counts.answered, self.counts.recorded, version)


class Credentials:
    """Answers Squid's question whether a network name and its password belong together: `ID NAME PASSWORD`."""

    def __init__(self, live: Live, key: bytes, canary: bytes) -> None:
        self.live, self.key, self.canary = live, key, canary
        self.counts = Counts()

    def answer_all(self, lines: list[bytes]) -> bytes:
        return b"".join(self._answer(line) for line in lines if line.strip())

    def _answer(self, line: bytes) -> bytes:
        number, _, rest = line.partition(b" ")
        self.counts.answered += 1
        try:
            name, password = rest.split(b" ")[:2]
            right = self._belong(unquote(name.decode()), unquote(password.decode()))
        except ValueError:
            right = False
        return number + (b" OK\n" if right else b" ERR\n")

    def _belong(self, name: str, password: str) -> bool:
        given = password.encode()
        if name == CANARY_USER:
            return hmac.compare_digest(given, self.canary)
        running = self.live.filter
        known = running.policy.identities.credentials.get(name) if running else None
        # A name that is not known takes as long as a wrong password.
        expected = known.hash if known else "0" * 64
        return hmac.compare_digest(hmac.digest(self.key, given, hashlib.sha256).hex(), expected)


def main(arguments: list[str]) -> None:
    mode, edge, slug, pages_port = arguments[0], Path(arguments[1]), arguments[2], int(arguments[3])
    live = Live(edge / "live" / slug, pages_port, trial=arguments[4:] == ["trial"])
    own = edge / "own" / slug
    live.refresh(time.monotonic())
    if mode == "credential":
        canary = base64.urlsafe_b64encode((own / "canary.key").read_bytes())
        asked = Credentials(live, (own / "credential.key").read_bytes(), canary)
        run(asked.answer_all, live, Beat(own / "beat", asked.counts))
    else:
        answerer = Answerer(live, (own / "page.key").read_bytes())
        run(answerer.answer_all, live, Beat(own / "beat", answerer.counts))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (OSError, ValueError) as error:
        # one line for Squid's log; `front.sh` says no to everything for as long as there is no helper
        sys.exit(f"tutela: the filter's helper ends, and all stays closed but help lines: {error}")
