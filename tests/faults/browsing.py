"""Somebody who keeps on browsing while things break: one address that must stay blocked, one that should open."""

import http.client
import threading
import time
from dataclasses import dataclass, field

BLOCKED = "ERR_TUTELA_BLOCKED"


@dataclass
class Seen:
    at: float
    must_block: bool
    status: int
    """0 for no answer."""
    page: str
    """Squid's name for the page when it was one of ours."""
    seconds: float


@dataclass
class Browser:
    """Browses through a proxy from its own thread, each request on a connection of its own."""

    proxy_port: int
    blocked_url: str
    open_url: str
    pause: float = 0.01
    seen: list[Seen] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> "Browser":
        for number in range(4):
            self._threads.append(threading.Thread(target=self._browse, args=(number,), daemon=True))
            self._threads[-1].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(15)

    def _browse(self, number: int) -> None:
        while not self._stop.wait(self.pause):
            for must_block in (True, False):
                self.seen.append(self.ask(must_block))

    def ask(self, must_block: bool) -> Seen:
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.proxy_port, timeout=30)
        url = self.blocked_url if must_block else self.open_url
        try:
            connection.request("GET", url)
            reply = connection.getresponse()
            reply.read()
            page = (reply.getheader("X-Squid-Error") or "").split(" ")[0]
            return Seen(began, must_block, reply.status, page, time.monotonic() - began)
        except (OSError, http.client.HTTPException):
            return Seen(began, must_block, 0, "", time.monotonic() - began)
        finally:
            connection.close()

    def works_again(self, since: float) -> bool:
        """Whether both addresses have lately been answered as they should be, three times over."""
        late = [one for one in self.seen if one.at >= since][-6:]
        return len(late) == 6 and all(
            (one.status, one.page == BLOCKED) in ((403, True), (200, False)) and (one.status == 403) == one.must_block
            for one in late
        )


@dataclass
class Outcome:
    """One row of the table."""

    fault: str
    asked: int
    let_through: int
    seconds_out: float
    longest_wait: float
    refused: int
    """Requests without any answer while Squid itself was away."""

    @classmethod
    def of(cls, fault: str, seen: list[Seen]) -> "Outcome":
        must_block = [one for one in seen if one.must_block]
        through = [one for one in must_block if one.status and not (one.status == 403 and one.page)]
        opened = [one for one in seen if not one.must_block]
        wrong = [one.at + one.seconds for one in opened if one.status != 200]
        out = max(wrong) - min(one.at for one in opened if one.status != 200) if wrong else 0.0
        longest = max((one.seconds for one in seen), default=0.0)
        return cls(fault, len(must_block), len(through), out, longest, sum(not one.status for one in seen))


def table(outcomes: list[Outcome]) -> str:
    """The rows, to be printed."""
    lines = [f"{'fault':<52}{'asked':>7}{'through':>9}{'out s':>8}{'longest s':>11}{'no answer':>11}"]
    lines += [
        f"{one.fault:<52}{one.asked:>7}{one.let_through:>9}{one.seconds_out:>8.2f}"
        f"{one.longest_wait:>11.2f}{one.refused:>11}"
        for one in outcomes
    ]
    return "\n".join(lines)
