"""One Squid, owned directly: started in the foreground, started again at once when it ends, drained when we stop."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from tutela.gateway.errors import GatewayError
from tutela.gateway.place import Place

READY_SECONDS = 15.0
DRAIN_SECONDS = 5.0
SHORT_LIFE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 5.0
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  Squid puts its shared segments there, under its own name


class SquidProcess:
    """Starts, watches and ends the Squid of one establishment."""

    def __init__(self, squid: str, name: str, place: Place, address: tuple[str, int], log: Path) -> None:
        self.squid, self.name, self.place, self.address, self.log = squid, name, place, address, log
        self.child: subprocess.Popen[bytes] | None = None
        self.restarts = 0
        self._started_at = 0.0
        self._pause = 0.0
        self._next_start = 0.0

    def start(self) -> None:
        """Start it without waiting."""
        self._clear_away()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        command = [self.squid, "-N", "-n", self.name, "-f", str(self.place.conf / "squid.conf")]
        with self.log.open("ab") as log:
            # `-N` keeps it in the foreground without a master of its own, so its end is seen at once
            self.child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True
            )
        self._started_at = time.monotonic()

    def end_leftover(self) -> None:
        """End a Squid of ours that outlived the supervisor which started it; filtering went on until now."""
        try:
            pid = int((self.place.own / "squid.pid").read_text("ascii"))
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            return
        if self.name.encode() not in command:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            deadline = time.monotonic() + DRAIN_SECONDS
            while time.monotonic() < deadline and Path(f"/proc/{pid}").exists():
                time.sleep(0.05)

    def wait_until_ready(self) -> None:
        """Raises `GatewayError` with Squid's own words when it does not listen in time."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if self.child is None or self.child.poll() is not None:
                break
            if self.answers():
                return
            time.sleep(0.05)
        raise GatewayError(f"Squid for {self.place.slug} does not start: {self._last_words()}")

    def is_running(self) -> bool:
        """Whether the process lives; whether it filters is for the canaries to say."""
        return self.child is not None and self.child.poll() is None

    def answers(self) -> bool:
        """Whether it accepts connections."""
        with contextlib.suppress(OSError), socket.create_connection(self.address, timeout=1):
            return True
        return False

    def look_after(self) -> bool:
        """Start it again when it has ended: at once after a long life, later after short ones. True when it had."""
        now = time.monotonic()
        if self.child is not None and self.child.poll() is None:
            return False
        if self.child is not None:
            short = now - self._started_at < SHORT_LIFE_SECONDS
            self._pause = min(max(0.2, self._pause * 2), LONGEST_PAUSE_SECONDS) if short else 0.0
            self._next_start = now + self._pause
            self.child = None
            self.restarts += 1
        if now < self._next_start:
            return False
        self.start()
        return True

    def stop(self) -> None:
        """Let what is under way finish for some seconds, then end it, with the helpers it started."""
        if self.child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.child.send_signal(signal.SIGTERM)
        try:
            self.child.wait(DRAIN_SECONDS)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child = None
        self._clear_away()

    def reopen_log(self) -> None:
        """Make Squid open its log under the usual name again, after it was renamed. Restarts the helpers."""
        if self.child is not None:
            self.child.send_signal(signal.SIGUSR1)

    def _clear_away(self) -> None:
        """What a killed one leaves behind."""
        (self.place.own / "squid.pid").unlink(missing_ok=True)
        for segment in SHARED_MEMORY.glob(f"{self.name}-*"):
            with contextlib.suppress(OSError):
                segment.unlink()

    def _last_words(self) -> str:
        for file in (self.log, self.place.own / "cache.log"):
            with contextlib.suppress(OSError):
                lines = file.read_text("utf-8", "replace")[-4000:].splitlines()
                fatal = [line for line in lines if "FATAL" in line] or lines[-1:]
                if fatal:
                    return fatal[-1].strip()
        return "it said nothing"
