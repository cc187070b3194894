"""What a new snapshot must do before it is put in force, worked out from something other than the snapshot's index.

The lists that come with Tutela lie in the gateway's own copy of the library. Whatever else was compiled into an index,
the sites on them must come out as the policy says, so an index that has lost one of them is found out.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from tutela.filtering.address import parse
from tutela.filtering.defaults import STARTER_CANARY, always_open, described, starter_lists
from tutela.filtering.engine import Filter, Request
from tutela.filtering.index import Category, Index
from tutela.filtering.ruleset import Policy
from tutela.gateway.names import CANARY_HOST
from tutela.probe.canary import Canary

OPEN_ASKED = 3
"""Always-open sites that are asked through the proxy, besides the gateway's own."""
FAULTS_SAID = 3


class StarterIndex(Index):
    """The library's own lists, looked up without a table: slow, and right for another reason than the index is."""

    def __init__(self) -> None:
        self._named: dict[str, set[str]] = {}
        for category, hosts in starter_lists().items():
            for host in hosts:
                self._named.setdefault(host, set()).add(category)
        kinds = {frozenset(names) for names in (*self._named.values(), *map(self._above, self._named))}
        numbered = [frozenset[str](), *sorted(kinds, key=sorted)]
        self._numbers = {names: number for number, names in enumerate(numbered)}
        self.sets = tuple(tuple(map(_category, sorted(names))) for names in numbered)
        self.has_paths = bytes(len(self.sets))

    def find(self, host: str, is_ip: bool = False) -> int:
        names = self._named.get(host, set()) if is_ip else self._above(host)
        return self._numbers.get(frozenset(names), 0)

    def _above(self, host: str) -> frozenset[str]:
        found: set[str] = set()
        while host:
            found |= self._named.get(host, set())
            _, _, host = host.partition(".")
        return frozenset(found)


def look_through(policy: Policy, index: Index, at: datetime) -> list[str]:
    """Every site of the library's lists, for every group, without a proxy: what would be open and must not be, and
    what would be closed and must not be, in words. About 50 ms of processor time."""
    new, reference = Filter(policy, index), Filter(policy, StarterIndex())
    wrong: dict[str, str] = {}
    for group in policy.groups:
        for host in _starter_hosts():
            asked = Request(parse(host), at, group.key)
            if reference.decide(asked).outcome == "block" and new.decide(asked).outcome != "block":
                wrong.setdefault(host, f"{host} must be blocked for {group.name} and would be open")
        for one in policy.always_open:
            if ":" not in one.host and new.decide(Request(parse(one.host), at, group.key)).outcome != "allow":
                wrong.setdefault(one.host, f"{one.host} must open for everybody and would be blocked for {group.name}")
    return list(wrong.values())


def to_ask(policy: Policy, at: datetime) -> list[Canary]:
    """What is asked through a real Squid, as an unknown device asks: one site of each category that is blocked at
    this moment, the address that nobody can open, and some that must open."""
    reference = Filter(policy, StarterIndex())
    found = [
        Canary("must open", f"http://{CANARY_HOST}/", "allow"),
        Canary("must be blocked", f"http://{STARTER_CANARY}/", "block"),
    ]
    open_hosts = {one.host for one in policy.always_open}
    found += [Canary("must open", f"http://{host}/", "allow") for host in _open_names() if host in open_hosts]
    for category, hosts in sorted(starter_lists().items()):
        for host in hosts:
            decision = reference.decide(Request(parse(host), at))
            if decision.outcome == "block" and decision.stage in ("locked", "category"):
                found.append(Canary(category, f"http://{host}/", "block"))
                break
    return found


def names_asked() -> list[str]:
    """Every name that a trial may ask for. The trial's Squid takes them all for this machine, so that no question of
    a trial ever leaves it."""
    return sorted({STARTER_CANARY, *_starter_hosts(), *_open_names()})


def in_words(faults: Iterable[str]) -> str:
    """The first faults in one line, and how many more there are."""
    said = list(faults)
    more = f"; and {len(said) - FAULTS_SAID} more" if len(said) > FAULTS_SAID else ""
    return "; ".join(said[:FAULTS_SAID]) + more


def _open_names() -> list[str]:
    """Always-open sites that the helper decides about; those that leave no trace Squid opens without asking it."""
    return [one.host for one in always_open() if one.record and ":" not in one.host][:OPEN_ASKED]


def _starter_hosts() -> Iterator[str]:
    return (host for hosts in starter_lists().values() for host in hosts)


def _category(name: str) -> Category:
    return described(name)
