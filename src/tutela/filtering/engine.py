"""May this person on this device open this address now? One decision, in memory, with its reason.

The stages, most binding first:

    locked        illegal material: nobody can open it
    always-open   help lines, safeguarding, exam and learning systems
    trust         rules of the trust: what it blocks stays blocked, what it opens a school may still block
    local         the school's own rules
    exception     lessons and persons, until it expires
    category      the categories of the site × the person's group × the slot of the timetable
    default       what the group's policy says of all other sites

Within a stage the most specific address decides: the longer host, then the longer path, then a rule for the group
before a rule for everybody, and if all that is equal "block". Adding an "allow" therefore never blocks anything.
Standard library only; 1 to 4 µs, the less the better a host is known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tutela.filtering import explain
from tutela.filtering.address import Address
from tutela.filtering.index import Category, Index
from tutela.filtering.ruleset import Action, Group, OpenHost, PersonRule, Policy, Rule
from tutela.filtering.timetable import Timetable

MOST_HOSTS = 50_000
"""Hosts that are remembered, at about 200 bytes each; then it is begun anew."""


class Request(NamedTuple):
    """Who asks for what, when. `at` carries its time zone; an unknown group means the strictest one."""

    address: Address
    at: datetime
    group: str = ""
    person: str = ""
    device: str = ""
    method: str = "GET"


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: Action
    categories: tuple[str, ...]
    """Every category the address has, whether or not it decided: the library's name first, then the list's own."""
    rule: str
    """`category:gambling`, `default`, `always-open:HOST`, `locked:CATEGORY` or the id of a rule; no spaces."""
    reason: str
    stage: str
    group: str
    age_band: str
    record: bool = True
    """False for help and reporting addresses: nothing about such a request may be written down."""


@dataclass(slots=True)
class _Site:
    """What policies say about one host by name."""

    open: OpenHost | None = None
    trust: tuple[Rule, ...] = ()
    local: tuple[Rule, ...] = ()
    exceptions: tuple[PersonRule, ...] = ()


class Filter:
    """The policy of one establishment over one category index. No answer depends on another, in whatever thread."""

    def __init__(self, policy: Policy, index: Index) -> None:
        self.policy = policy
        self.index = index
        self._timetable = Timetable(policy.timetable, policy.establishment.time_zone)
        self._groups = {group.key: group for group in policy.groups}
        self._strictest = self._groups[policy.strictest]
        self._sites = _sites(policy)
        self._names = tuple(_names(members) for members in index.sets)
        self._locked = tuple(_first_locked(members, policy.locked) for members in index.sets)
        self._has_paths = index.has_paths
        self._any_locked = any(self._locked)
        # People ask for the same few hosts again and again: what index and policy say of each is remembered.
        self._hosts: dict[str, tuple[int, list[_Site]]] = {}
        # One answer serves all sites of a category set, so it is made once for each group and slot and then shared.
        self._by_set: dict[tuple[str, str], dict[int, Decision]] = {}

    def decide(self, request: Request) -> Decision:
        """The decision on a request. Raises nothing but ValueError for a moment without a time zone."""
        address = request.address
        group = self._groups.get(request.group, self._strictest)
        number, sites = self._hosts.get(address.host) or self._look_up(address)
        if self._has_paths[number]:
            number = self.index.find_page(address.host, address.path, address.query) or number
        if self._any_locked and (category := self._locked[number]):
            rule, reason = f"locked:{_key(category)}", explain.locked(category)
            return self._answer(group, number, "block", stage="locked", rule=rule, reason=reason)
        if sites and (decision := self._by_name(request, group, sites, number)):
            return decision
        slot = self._timetable.slot_at(request.at)
        answers = self._by_set.get((group.key, slot))
        if answers is None:
            answers = self._by_set[group.key, slot] = {}
        known = answers.get(number)
        if known is None:
            known = answers[number] = self._by_category(group, slot, number)
        return known

    def categories_of(self, address: Address) -> tuple[str, ...]:
        """Every category of an address, whatever is decided: the library's names first, then the lists' own."""
        number, _ = self._look_up(address)
        if self._has_paths[number]:
            number = self.index.find_page(address.host, address.path, address.query) or number
        return self._names[number]

    def _look_up(self, address: Address) -> tuple[int, list[_Site]]:
        """The category set of a host and what policies say of it by name; from the index, not from memory."""
        found = self.index.find(address.host, address.is_ip), self._sites_above(address)
        if len(self._hosts) >= MOST_HOSTS:
            self._hosts.clear()
        self._hosts[address.host] = found
        return found

    def _sites_above(self, address: Address) -> list[_Site]:
        """What is said of the host by name, then of each host above it."""
        named, host = self._sites, address.host
        above: list[_Site] = []
        while True:
            if host in named:
                above.append(named[host])
            dot = -1 if address.is_ip else host.find(".")
            if dot < 0:
                return above
            host = host[dot + 1 :]

    def _by_name(self, request: Request, group: Group, sites: list[_Site], number: int) -> Decision | None:
        for site in sites:
            if site.open:
                rule, reason, record = f"always-open:{site.open.host}", explain.always_open(site.open), site.open.record
                return self._answer(
                    group, number, "allow", stage="always-open", rule=rule, reason=reason, record=record
                )
        trust = _most_specific((site.trust for site in sites), request, group)
        if trust and trust.action == "block":
            return self._by_rule("trust", trust, "the trust", group, number)
        local = _most_specific((site.local for site in sites), request, group)
        if local and (local.action == "block" or not trust):
            return self._by_rule("local", local, "the school", group, number)
        if trust:
            return self._by_rule("trust", trust, "the trust", group, number)
        running = ([one for one in site.exceptions if _runs(one, request)] for site in sites)
        if exception := _most_specific(running, request, group):
            return self._by_rule("exception", exception, "an exception", group, number)
        return None

    def _by_rule(self, stage: str, rule: Rule, who: str, group: Group, number: int) -> Decision:
        reason = explain.rule(rule, who)
        return self._answer(group, number, rule.action, stage=stage, rule=rule.id, reason=reason)

    def _by_category(self, group: Group, slot: str, number: int) -> Decision:
        members = self.index.sets[number]
        weight = {name: place for place, name in enumerate(group.categories)}
        ordered = sorted(members, key=lambda one: (weight.get(_key(one), len(weight)), one.name))
        actions = [(category, _action(category, group, slot)) for category in ordered]
        if not actions:
            reason = explain.unlisted(group)
            return self._answer(group, number, group.default, stage="default", rule="default", reason=reason)
        category, action = next((one for one in actions if one[1] == "block"), actions[0])
        say = explain.blocked if action == "block" else explain.opened
        reason = say(category, group, self._because_of(slot, category, group))
        rule = f"category:{_key(category)}"
        return self._answer(group, number, action, stage="category", rule=rule, reason=reason)

    @staticmethod
    def _because_of(slot: str, category: Category, group: Group) -> str:
        """The slot, if it is what makes the difference."""
        return slot if {category.name, _key(category)} & set(group.slots.get(slot, ())) else ""

    def _answer(
        self, group: Group, number: int, outcome: Action, *, stage: str, rule: str, reason: str, record: bool = True
    ) -> Decision:
        return Decision(outcome, self._names[number], rule, reason, stage, group.key, group.age_band, record)


def _key(category: Category) -> str:
    return category.under or category.name


def _names(members: Iterable[Category]) -> tuple[str, ...]:
    members = tuple(members)
    return tuple(dict.fromkeys([*map(_key, members), *(one.name for one in members)]))


def _first_locked(members: Iterable[Category], locked: tuple[str, ...]) -> Category | None:
    return next((one for one in members if one.name in locked or one.under in locked), None)


def _action(category: Category, group: Group, slot: str) -> Action:
    """What the slot says, else what the group says; of the list's own name, else of what it comes under."""
    in_slot: Mapping[str, Action] = group.slots.get(slot, {})
    for actions in (in_slot, group.categories):
        for name in (category.name, category.under):
            if name in actions:
                return actions[name]
    return "allow" if category.under and group.default == "allow" else group.unlisted


def _sites(policy: Policy) -> dict[str, _Site]:
    sites: dict[str, _Site] = {}
    for one in policy.always_open:
        site = sites.setdefault(one.host, _Site())
        # Two entries for one host: the one that leaves no trace wins.
        site.open = one if site.open is None or not one.record else site.open
    for rule in policy.trust_rules:
        site = sites.setdefault(rule.host, _Site())
        site.trust = (*site.trust, rule)
    for rule in policy.local_rules:
        site = sites.setdefault(rule.host, _Site())
        site.local = (*site.local, rule)
    for exception in policy.exceptions:
        site = sites.setdefault(exception.host, _Site())
        site.exceptions = (*site.exceptions, exception)
    return sites


def _most_specific(tiers: Iterable[Iterable[Rule]], request: Request, group: Group) -> Rule | None:
    """Of the rules that fit a request the one that says most about it; tiers come with the longest host first."""
    for tier in tiers:
        fitting = [rule for rule in tier if _fits(rule, request, group)]
        if fitting:
            return max(fitting, key=_specific)
    return None


def _specific(rule: Rule) -> tuple[int, bool, bool, bool]:
    persons = isinstance(rule, PersonRule) and bool(rule.persons)
    return len(rule.path.rstrip("/")), persons, bool(rule.groups), rule.action == "block"


def _fits(rule: Rule, request: Request, group: Group) -> bool:
    persons = rule.persons if isinstance(rule, PersonRule) else ()
    meant = (rule.groups and group.key in rule.groups) or (persons and request.person in persons)
    if (rule.groups or persons) and not meant:
        return False
    if not rule.path:
        return True
    path, wanted = request.address.path.lower(), rule.path.lower().rstrip("/")
    return path == wanted or path.startswith(wanted + "/")


def _runs(exception: PersonRule, request: Request) -> bool:
    begun = exception.from_ is None or exception.from_ <= request.at
    return begun and (exception.until is None or request.at < exception.until)
