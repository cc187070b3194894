"""One line from Squid in, one line out: may this go on, who is asking, what is shown and what is written down.

    in    ID URI SRC USER METHOD [SNI …]
    out   ID OK  user=<pseudonym> tag=<policy version> log=<annotation> answer_=allow [open_=yes] [record_=no]
          ID ERR message=<rule> tag=… log=<annotation> answer_=block|ask|closed [page_="…"]

The keys that end in `_` steer Squid (`squid.py`). A line that cannot be understood is a block, never an error. Standard
library only.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import quote

from tutela.filtering.address import Address, BadAddress, parse
from tutela.filtering.engine import Decision, Filter, Request
from tutela.gateway import report
from tutela.gateway.failpolicy import is_below
from tutela.gateway.live import Live
from tutela.gateway.names import CANARY_USER

Clock = Callable[[], datetime]
MOST_REMEMBERED = 8192
CLOSED = "o=block;r=fail-closed;s=fail-closed;n=1"
OPEN_WITH_ALARM = "o=allow;r=fail-open;s=fail-open;n=1"


class Asked(NamedTuple):
    """What Squid says of a request; "-" stands for nothing."""

    uri: str
    source: str
    user: str
    method: str
    sni: str
    """The name in the TLS greeting, once Squid has seen it."""

    def address(self) -> Address | None:
        """What is asked for; inside a tunnel, the name that the other side goes by. None when it is no address."""
        try:
            return parse(f"{self.sni}:443" if self.method == "CONNECT" and self.sni != "-" else self.uri)
        except BadAddress:
            return None

    def hides(self, address: Address) -> bool:
        """Whether the tunnel was asked for by another name than the one inside: Squid then no longer reads it."""
        return self.sni != "-" and parse(self.uri).host != address.host


class Who(NamedTuple):
    """Who asks, and how that is known: "credential", "device" or "unknown"."""

    person: str = ""
    group: str = ""
    device: str = ""
    basis: str = "unknown"


@dataclass
class Counts:
    """Answers since the helper started, for the comparison with the lines of the access log."""

    answered: int = 0
    recorded: int = 0
    """Answers for which Squid writes a line that carries our annotation."""


class Answerer:
    """Answers lines from a `Live`. `page_key` signs the links of the blocked page; without it no page is sent."""

    def __init__(self, live: Live, page_key: bytes = b"", clock: Clock = lambda: datetime.now(UTC)) -> None:
        self.live, self.page_key, self.clock = live, page_key, clock
        self.counts = Counts()
        self._notes: dict[tuple[Decision, Who, int], str] = {}

    def answer_all(self, lines: Iterable[bytes]) -> bytes:
        """The answers to several lines that came together; they share one moment."""
        at = self.clock()
        return b"".join([self.answer(line, at) for line in lines])

    def answer(self, line: bytes, at: datetime) -> bytes:
        """The answer to one line, with its newline; an empty line has none. Raises nothing."""
        words = line.decode("utf-8", "replace").split()
        if not words:
            return b""
        self.counts.answered += 1
        try:
            reply = self._reply(words, at)
        except Exception:  # whatever is wrong with a line, Squid gets its answer: no
            reply = f"ERR message=unanswerable log={_once_more(CLOSED)} answer_=closed"
            self.counts.recorded += 1
        return f"{words[0]} {reply}\n".encode()

    def _reply(self, words: list[str], at: datetime) -> str:
        asked = Asked(*(words[1:6] + ["-"] * 5)[:5])
        running = self.live.filter
        address = asked.address()
        if running is None:
            return self._without_filter(address)
        who = self._who(running, asked, at)
        if address is None:
            return self._block(running, who, _misread(running, who), asked.uri)
        decision = running.decide(Request(address, at, who.group, who.person, who.device, asked.method))
        if asked.user == CANARY_USER:
            decision = replace(decision, record=False)
        elif decision.record and not who.person and self._must_ask(running, asked):
            return "ERR message=who answer_=ask"
        opened = asked.method == "CONNECT" and _is_opened(address.host, self.live.opened)
        if opened and asked.hides(address):
            decision = _hidden(decision)
        if decision.outcome == "block":
            return self._block(running, who, decision, address.url)
        return self._allow(who, decision, " open_=yes" if opened else "")

    def _who(self, running: Filter, asked: "Asked", at: datetime) -> Who:
        if asked.user == CANARY_USER:
            return Who(device="gateway")
        source = asked.source
        device = self.live.devices.get(source)
        presence = self.live.presence(source, at) if self.live.presences else None
        name = (presence.device if presence else "") or (device.name if device else "")
        credential = running.policy.identities.credentials.get(asked.user)
        if credential:
            return Who(credential.person, credential.group, name, "credential")
        if presence:
            group = presence.group or (device.group if device else "")
            return Who(presence.person, group, name or source, "device")
        if device:
            return Who(device.person or "", device.group, name, "device")
        return Who()

    @staticmethod
    def _must_ask(running: Filter, asked: "Asked") -> bool:
        networks = running.policy.identities.asking
        if not networks or asked.user != "-":
            return False
        address = ip_address(asked.source)
        return any(address in network for network in networks)

    def _allow(self, who: Who, decision: Decision, more: str = "") -> str:
        user = f"user={who.person} " if who.person else ""
        quiet = "" if decision.record else " record_=no"
        return f"OK {user}tag={self.live.version} log={self._note(who, decision)} answer_=allow{more}{quiet}"

    def _block(self, running: Filter, who: Who, decision: Decision, site: str) -> str:
        said = f"ERR message={quote(decision.rule, safe=':-.')} tag={self.live.version} log={self._note(who, decision)}"
        quiet = "" if decision.record else " record_=no"
        if not (self.page_key and self.live.page):
            return f"{said} answer_=block{quiet}"
        token = report.sign(
            self.page_key,
            {
                "site": site[:600],
                "rule": decision.rule[:120],
                "categories": list(decision.categories[:6]),
                "group": decision.group,
                "band": decision.age_band,
                "version": self.live.version,
                "at": int(time.time()),
            },
        )
        page = self.live.page.compose(decision.age_band, site, decision.stage, _category(running, decision), token)
        # Squid takes a quoted value as it stands but for these two characters.
        page = page.replace("\\", "\\\\").replace('"', '\\"')
        return f'{said} answer_=block{quiet} page_="{page}"'

    def _without_filter(self, address: Address | None) -> str:
        chosen = self.live.fail_policy
        if address and is_below(address.host, chosen.always_open):
            return "OK answer_=allow record_=no"
        self.counts.recorded += 1
        seconds = time.monotonic() - self.live.without_since if self.live.without_since else 0.0
        if address and chosen.allows(address.host, seconds):
            return f"OK log={_once_more(OPEN_WITH_ALARM)} answer_=allow"
        return f"ERR message=filter-unavailable log={_once_more(CLOSED)} answer_=closed"

    def _note(self, who: Who, decision: Decision) -> str:
        """The annotation of the access log, remembered: the same few come again and again."""
        if decision.record:
            self.counts.recorded += 1
        key = (decision, who, self.live.version)
        note = self._notes.get(key)
        if note is None:
            if len(self._notes) > MOST_REMEMBERED:
                self._notes.clear()
            parts = {
                "o": decision.outcome,
                "r": decision.rule,
                "c": ",".join(quote(one, safe="-") for one in decision.categories),
                "g": decision.group,
                "p": who.person,
                "d": who.device,
                "b": who.basis,
                "s": decision.stage,
                "v": str(self.live.version),
                "n": "1" if decision.record else "0",
            }
            safe = {"c": ",-%", "r": ":-."}
            note = ";".join(f"{name}={quote(value, safe=safe.get(name, '-.'))}" for name, value in parts.items())
            note = self._notes[key] = _once_more(note)
        return note


def _once_more(note: str) -> str:
    """Squid decodes what it is sent once; the values must still be encoded when they reach the log."""
    return note.replace("%", "%25")


def _is_opened(host: str, opened: frozenset[str]) -> bool:
    """Whether a tunnel to this host is read. Not everything below a search host: mail and documents stay closed."""
    return host in opened or host.removeprefix("www.").removeprefix("m.") in opened


def _category(running: Filter, decision: Decision) -> tuple[str, str]:
    """The key and the title of the category that decided; two empty texts when it was none."""
    if decision.stage not in ("locked", "category"):
        return "", ""
    _, _, key = decision.rule.partition(":")
    titles = {one.name: one.title for one in running.index.categories}
    return key, titles.get(key) or key.replace("-", " ").replace("_", " ")


def _misread(running: Filter, who: Who) -> Decision:
    group = running.policy.group(who.group)
    reason = "This is not an address on the web."
    return Decision("block", (), "not-an-address", reason, "error", group.key, group.age_band)


def _hidden(decision: Decision) -> Decision:
    reason = "Searches are read by the school here, and this connection hides one."
    return Decision("block", decision.categories, "search-hidden", reason, "local", decision.group, decision.age_band)
