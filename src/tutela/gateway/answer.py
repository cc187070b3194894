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
from functools import lru_cache
from ipaddress import ip_address
from typing import NamedTuple

from tutela.filtering.address import Address, BadAddress, parse
from tutela.filtering.engine import Decision, Filter, Request
from tutela.gateway.failpolicy import is_below
from tutela.gateway.live import Live
from tutela.gateway.names import CANARY_USER
from tutela.gateway.reply import MOST_REMEMBERED, Replies, Who, once_more
from tutela.gateway.state import Presence

Clock = Callable[[], datetime]
CLOSED = once_more("o=block;r=fail-closed;s=fail-closed;n=1").encode()
OPEN_WITH_ALARM = once_more("o=allow;r=fail-open;s=fail-open;n=1").encode()


class Asked(NamedTuple):
    """What Squid says of a request; "-" stands for nothing."""

    uri: str = "-"
    source: str = "-"
    user: str = "-"
    method: str = "-"
    sni: str = "-"
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
        # Who asks, and whether a credential is asked for where they sit, is worked out once for each snapshot.
        self._known = lru_cache(MOST_REMEMBERED)(self._who)
        self._asks = lru_cache(MOST_REMEMBERED)(self._lies_where_asked)
        self._running: Filter | None = None
        self._replies: Replies | None = None

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
            reply = self._unfiltered(b"ERR message=unanswerable log=%b answer_=closed" % CLOSED)
        return b"%b %b\n" % (words[0].encode(), reply)

    def _reply(self, words: list[str], at: datetime) -> bytes:
        asked = Asked(*words[1:6])
        running = self.live.filter
        address = asked.address()
        if running is None:
            return self._without_filter(address)
        replies = self._replies if running is self._running and self._replies else self._take_up(running)
        presence = self.live.presence(asked.source, at) if self.live.presences else None
        who = self._known(asked.user, asked.source, presence)
        if address is None:
            return self._block(replies, who, replace(_misread(running, who), record=self._is_recording), asked.uri)
        decision = running.decide(Request(address, at, who.group, who.person, who.device, asked.method))
        if asked.user == CANARY_USER:
            decision = replace(decision, record=False)
        elif decision.record and not who.person and asked.user == "-" and self._asks(asked.source):
            return b"ERR message=who answer_=ask"
        opened = asked.method == "CONNECT" and _is_opened(address.host, self.live.opened)
        if opened and asked.hides(address):
            decision = _hidden(decision)
        if decision.record and not self._is_recording:
            decision = replace(decision, record=False)
        if decision.outcome == "block":
            return self._block(replies, who, decision, address.url)
        self.counts.recorded += decision.record
        return replies.allow(who, decision, opened)

    @property
    def _is_recording(self) -> bool:
        """Whether a named person has signed that requests may be written down."""
        if not self.live.may_record:
            return False
        running = self.live.filter
        return running.policy.recording if running else self.live.fail_policy.recording

    def _block(self, replies: Replies, who: Who, decision: Decision, site: str) -> bytes:
        reply = replies.block(who, decision, site)
        self.counts.recorded += decision.record
        return reply

    def _take_up(self, running: Filter) -> Replies:
        """Forget what was remembered under another snapshot."""
        self._known.cache_clear()
        self._asks.cache_clear()
        self._running, self._replies = running, Replies(running, self.live.version, self.live.page, self.page_key)
        return self._replies

    def _who(self, user: str, source: str, presence: Presence | None) -> Who:
        if user == CANARY_USER:
            return Who(device="gateway")
        assert self._running
        device = self.live.devices.get(source)
        name = (presence.device if presence else "") or (device.name if device else "")
        credential = self._running.policy.identities.credentials.get(user)
        if credential:
            return Who(credential.person, credential.group, name, "credential")
        if presence:
            group = presence.group or (device.group if device else "")
            return Who(presence.person, group, name or source, "device")
        if device:
            return Who(device.person or "", device.group, name, "device")
        return Who()

    def _lies_where_asked(self, source: str) -> bool:
        """Whether an address lies in a network where everybody is asked for a credential."""
        assert self._running
        networks = self._running.policy.identities.asking
        if not networks:
            return False
        address = ip_address(source)
        return any(address in network for network in networks)

    def _without_filter(self, address: Address | None) -> bytes:
        chosen = self.live.fail_policy
        if address and is_below(address.host, chosen.always_open):
            return b"OK answer_=allow record_=no"
        seconds = time.monotonic() - self.live.without_since if self.live.without_since else 0.0
        if address and chosen.allows(address.host, seconds):
            return self._unfiltered(b"OK log=%b answer_=allow" % OPEN_WITH_ALARM)
        return self._unfiltered(b"ERR message=filter-unavailable log=%b answer_=closed" % CLOSED)

    def _unfiltered(self, reply: bytes) -> bytes:
        """An answer that no decision stands behind, written down where requests may be."""
        self.counts.recorded += self._is_recording
        return reply if self._is_recording else b"%b record_=no" % reply


def _is_opened(host: str, opened: frozenset[str]) -> bool:
    """Whether a tunnel to this host is read. Not everything below a search host: mail and documents stay closed."""
    return host in opened or host.removeprefix("www.").removeprefix("m.") in opened


def _misread(running: Filter, who: Who) -> Decision:
    group = running.policy.group(who.group)
    reason = "This is not an address on the web."
    return Decision("block", (), "not-an-address", reason, "error", group.key, group.age_band)


def _hidden(decision: Decision) -> Decision:
    reason = "Searches are read by the school here, and this connection hides one."
    return Decision("block", decision.categories, "search-hidden", reason, "local", decision.group, decision.age_band)
