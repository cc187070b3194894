"""Canaries: addresses whose answer is known, asked through the real proxy. They prove that filtering is on.

Pure given a connection: `ask(url)` returns what came back; `through_proxy` makes one that uses the network.
"""

import http.client
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

Expected = Literal["allow", "block"]
BLOCKED_BY = ("ERR_TUTELA_BLOCKED", "ERR_TUTELA_CLOSED", "ERR_ACCESS_DENIED")
LONGEST_WAIT_SECONDS = 5.0


@dataclass(frozen=True)
class Canary:
    """An address and what must happen to it. `name` says what it stands for: a category, or "must open"."""

    name: str
    url: str
    expected: Expected


@dataclass(frozen=True)
class Reply:
    """What came back: the HTTP status (0 for none), Squid's name for an error page of its own, the problem in words."""

    status: int
    error_page: str = ""
    problem: str = ""

    @property
    def blocked(self) -> bool:
        """Whether it is the filter that said no. Only its own page counts: any site can answer 403."""
        return self.error_page in BLOCKED_BY

    @property
    def passed(self) -> bool:
        """Whether the filter let it through, even if nobody answered behind it."""
        return self.status > 0 and not self.blocked and self.status != http.client.PROXY_AUTHENTICATION_REQUIRED


@dataclass(frozen=True)
class Result:
    canary: Canary
    reply: Reply

    @property
    def right(self) -> bool:
        return self.reply.blocked if self.canary.expected == "block" else self.reply.passed

    @property
    def words(self) -> str:
        """One sentence for people."""
        if self.right:
            return f"{self.canary.name}: {'blocked' if self.canary.expected == 'block' else 'open'}, as it should be"
        if not self.reply.status:
            return f"{self.canary.name}: no answer ({self.reply.problem})"
        if self.canary.expected == "block":
            return f"{self.canary.name}: NOT blocked (status {self.reply.status})"
        return f"{self.canary.name}: blocked though it must open (status {self.reply.status})"


Ask = Callable[[str], Reply]


def run(canaries: Iterable[Canary], ask: Ask) -> list[Result]:
    """Ask for each canary; `ask` must not raise."""
    return [Result(canary, ask(canary.url)) for canary in canaries]


def through_proxy(
    address: tuple[str, int], credential: tuple[str, str] | None = None, *, seconds: float = LONGEST_WAIT_SECONDS
) -> Ask:
    """An `ask` that goes through a proxy, under a network credential if one is given. At most `seconds` each."""
    headers = {"User-Agent": "Tutela canary", "Accept": "text/html"}
    if credential:
        headers["Proxy-Authorization"] = "Basic " + b64encode(":".join(credential).encode()).decode()

    def ask(url: str) -> Reply:
        connection = http.client.HTTPConnection(*address, timeout=seconds)
        try:
            connection.request("GET", url, headers=headers | {"Host": urlsplit(url).netloc})
            response = connection.getresponse()
            response.read(65_536)
            page = (response.getheader("X-Squid-Error") or "").split(" ")[0]
            return Reply(response.status, page)
        except (OSError, http.client.HTTPException) as error:
            return Reply(0, problem=str(error) or type(error).__name__)
        finally:
            connection.close()

    return ask
