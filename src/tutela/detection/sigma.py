"""Sigma rules compiled to plain Python predicates over an event.

pySigma parses; this walks its condition tree. What we do not support is an error that names the
rule, never a rule that silently finds less. Text is compared without regard to case, as Sigma
says. `search_terms` is compared in its plain reading (see `text.plain`), and
`search_terms|contains|expand: '%list%'` asks for a whole phrase of a term list. `local_hour` is the
hour on the wall where the school is.
"""

import datetime as dt
import ipaddress
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sigma import conditions as sc
from sigma import types as st
from sigma.exceptions import SigmaError
from sigma.policy import default_policy
from sigma.rule import SigmaRule

from tutela.detection import text
from tutela.detection.terms import TermIndex
from tutela.events.event import Event

FIELDS = tuple(name for name in Event.__struct_fields__ if name not in {"time", "seq"})
"""What a rule may ask about an event: all but when it was, which windows look after, and its number."""
LOCAL_HOUR = "local_hour"
"""Beside those: the hour by the clock on the wall, 0 to 23."""
LONDON = ZoneInfo("Europe/London")

Predicate = Callable[[Event], bool]
Gate = tuple[()] | tuple[str, int]
"""A field and what it must at least be, 0 for a text that must not be empty; or nothing."""
SEARCHED: Gate = ("search_terms", 0)

_HOURS = 10_000
_MANY = st.SpecialChars.WILDCARD_MULTI
_COMPARE: dict[st.CompareOperators, Callable[[Any, Any], bool]] = {
    st.CompareOperators.LT: lambda a, b: a < b,
    st.CompareOperators.LTE: lambda a, b: a <= b,
    st.CompareOperators.GT: lambda a, b: a > b,
    st.CompareOperators.GTE: lambda a, b: a >= b,
    st.CompareOperators.NEQ: lambda a, b: a != b,
}


class BadRule(ValueError):
    """A detection rule that cannot be used; the message names the rule and what to change."""


class Compiled(msgspec.Struct, frozen=True):
    """A predicate, the fields its answer depends on, and the term lists it asks for and excuses by.

    `cuts` are numbers that matter only as below, or as this much and more: (field, this much).
    """

    test: Predicate
    fields: tuple[str, ...]
    asks: frozenset[str] = frozenset()
    excuses: frozenset[str] = frozenset()
    """Lists under a `not`: a hit in one of them can hold the rule back."""
    cuts: tuple[tuple[str, int], ...] = ()
    gate: Gate = ()
    """Without this it cannot match: there is a search, or a number reaches so much."""


class Clock:
    """The hour on the wall in a time zone; remembers each hour, since events come thousands to an hour."""

    def __init__(self, zone: dt.tzinfo = LONDON) -> None:
        self._zone = zone
        self._hours: dict[tuple[int, int], int] = {}

    def hour(self, event: Event) -> int:
        """When `event` was. Its time is UTC; half-hour zones are read at the full hour."""
        key = (event.time.toordinal(), event.time.hour)
        known = self._hours.get(key)
        if known is None:
            if len(self._hours) > _HOURS:
                self._hours.clear()
            known = self._hours[key] = event.time.astimezone(self._zone).hour
        return known


def compile_rule(name: str, rule: Mapping[str, Any], index: TermIndex, clock: Clock | None = None) -> Compiled:
    """One Sigma rule (parsed YAML) as a predicate; raises BadRule, which names it by `name`."""
    try:
        parsed = SigmaRule.from_dict(dict(rule))
        trees = [condition.parsed for condition in parsed.detection.parsed_condition]
    except SigmaError as error:
        raise BadRule(f"{name}: {error}") from error
    if len(trees) != 1 or trees[0] is None:
        raise BadRule(f"{name}: give exactly one condition; it must name a detection")
    compiler = _Compiler(name, index, clock or Clock())
    test = compiler.node(trees[0], under_not=False)
    fields = tuple(field for field in (*FIELDS, LOCAL_HOUR) if field in compiler.fields)
    cuts = tuple(sorted((field, number) for field, number in compiler.cuts if field not in fields))
    return Compiled(test, fields, frozenset(compiler.asks), frozenset(compiler.excuses), cuts, compiler.gate(trees[0]))


class _Compiler:
    """Walks one condition tree and notes which fields and lists it met."""

    def __init__(self, name: str, index: TermIndex, clock: Clock) -> None:
        self.name = name
        self.index = index
        self.clock = clock
        self.fields: set[str] = set()
        self.cuts: set[tuple[str, int]] = set()
        self.asks: set[str] = set()
        self.excuses: set[str] = set()

    def node(self, node: Any, *, under_not: bool) -> Predicate:
        match node:
            case sc.ConditionNOT():
                inner = self.node(node.args[0], under_not=not under_not)
                return lambda event: not inner(event)
            case sc.ConditionAND():
                parts = [self.node(arg, under_not=under_not) for arg in node.args]
                return lambda event: all(part(event) for part in parts)
            case sc.ConditionOR():
                parts = [self.node(arg, under_not=under_not) for arg in node.args]
                return lambda event: any(part(event) for part in parts)
            case sc.ConditionFieldEqualsValueExpression():
                return self.field(node.field, node.value, under_not=under_not)
        raise BadRule(f"{self.name}: words without a field are not supported; write `search_terms|contains:`")

    def gate(self, node: Any) -> Gate:
        """What must be there for `node` to hold, if it is one simple thing."""
        match node:
            case sc.ConditionAND():
                gates = [gate for arg in node.args if (gate := self.gate(arg))]
                return SEARCHED if SEARCHED in gates else next(iter(gates), ())
            case sc.ConditionOR():
                shared = {self.gate(arg) for arg in node.args}
                return shared.pop() if len(shared) == 1 else ()
            case sc.ConditionFieldEqualsValueExpression(field="search_terms"):
                return () if self.field("search_terms", node.value, under_not=False)(_NOTHING) else SEARCHED
            case sc.ConditionFieldEqualsValueExpression() if node.field != LOCAL_HOUR:
                cut = _cut(node.value)
                holds = cut is None or self.field(node.field, node.value, under_not=False)(_NOTHING)
                return () if holds or cut is None or cut < 1 else (node.field, cut)
        return ()

    def field(self, field: str, value: st.SigmaType, *, under_not: bool) -> Predicate:
        if field not in FIELDS and field != LOCAL_HOUR:
            raise BadRule(f"{self.name}: an event has no field “{field}”; it has {', '.join(FIELDS)}, {LOCAL_HOUR}")
        cut = _cut(value)
        if field == LOCAL_HOUR or cut is None:
            self.fields.add(field)
        else:
            self.cuts.add((field, cut))
        if isinstance(value, st.SigmaString) and _is_phrase_list(value) and field == "search_terms":
            list_id = self.listed(value, under_not=under_not)
            return lambda event: list_id in self.index.read(event.search_terms).lists
        test = self.value(field, value, under_not=under_not)
        if field == "categories":
            return lambda event: any(test(category) for category in event.categories)
        if field == "search_terms":
            return lambda event: test(_plain(event.search_terms))
        if field == LOCAL_HOUR:
            return lambda event: test(self.clock.hour(event))
        return lambda event: test(getattr(event, field))

    def listed(self, value: st.SigmaString, *, under_not: bool) -> str:
        """The id of the one term list that `value` names."""
        names = [part.name for part in value.s if isinstance(part, st.Placeholder)]
        if len(names) != 1 or names[0] not in self.index.lists:
            raise BadRule(f"{self.name}: there is no term list “{', '.join(names)}” in detections/terms")
        (self.excuses if under_not else self.asks).add(names[0])
        return names[0]

    def value(self, field: str, value: st.SigmaType, *, under_not: bool) -> Callable[[Any], bool]:
        """A test of one field's value."""
        match value:
            case st.SigmaString() if not isinstance(value, st.SigmaCasedString):
                return self.string(field, value, under_not=under_not)
            case st.SigmaRegularExpression():
                flags = [st.SigmaRegularExpression.sigma_to_python_flags[flag] for flag in value.flags]
                # pySigma's own engine, RE2: no pattern can make it slow
                pattern = default_policy.regex_engine.compile(str(value.regexp), sum(flags))
                return lambda given: pattern.search(str(given)) is not None
            case st.SigmaNull():
                return lambda given: given in {"", 0}
            case st.SigmaExists():
                expected = bool(value)
                return lambda given: bool(given) == expected
        return self.number(field, value)

    def number(self, field: str, value: st.SigmaType) -> Callable[[Any], bool]:
        """A test of a number or an address."""
        match value:
            case st.SigmaNumber() if not isinstance(value, st.SigmaTimestampPart):
                number = value.number
                return lambda given: bool(given == number or given == str(number))
            case st.SigmaCompareExpression():
                return self.comparison(field, value)
            case st.SigmaCIDRExpression():
                network = ipaddress.ip_network(value.cidr)
                return lambda given: _in_network(given, network)
        kind = type(value).__name__.removeprefix("Sigma")
        raise BadRule(f"{self.name}: {field}: this kind of value or modifier is not supported ({kind})")

    def comparison(self, field: str, value: st.SigmaCompareExpression) -> Callable[[Any], bool]:
        if field != LOCAL_HOUR and not isinstance(getattr(_NOTHING, field), int):
            raise BadRule(f"{self.name}: {field} is not a number, so it cannot be compared with one")
        compare, number = _COMPARE[value.op], value.number.number
        return lambda given: compare(given, number)

    def string(self, field: str, value: st.SigmaString, *, under_not: bool) -> Callable[[Any], bool]:
        fold = _plain if field == "search_terms" else str.casefold
        parts = list(value.s)
        if any(isinstance(part, st.Placeholder) for part in parts):
            options = self.options(field, value, under_not=under_not)
        else:
            options = ("".join(part for part in parts if isinstance(part, str)),)
        open_start, open_end = parts[:1] == [_MANY], parts[-1:] == [_MANY]
        middle = parts[1 if open_start else 0 : -1 if open_end and len(parts) > 1 else None]
        if any(isinstance(part, st.SpecialChars) for part in middle):
            raise BadRule(f"{self.name}: {field}: * or ? inside a text is not supported; use |re or |contains|all")
        wanted = tuple(fold(option) for option in options)
        if open_start and open_end:
            return lambda given: any(option in fold(str(given)) for option in wanted)
        if open_start:
            return lambda given: fold(str(given)).endswith(wanted)
        if open_end:
            return lambda given: fold(str(given)).startswith(wanted)
        exact = frozenset(wanted)
        return lambda given: fold(str(given)) in exact

    def options(self, field: str, value: st.SigmaString, *, under_not: bool) -> tuple[str, ...]:
        """The phrases of the list that a placeholder names, where they are compared as they are."""
        if any(part != _MANY and not isinstance(part, st.Placeholder) for part in value.s):
            raise BadRule(f"{self.name}: {field}: a term list stands alone; write `{field}|contains|expand: '%list%'`")
        return self.index.lists[self.listed(value, under_not=under_not)].all_phrases()


_NOTHING = msgspec.convert({"time": "2000-01-01T00:00:00Z"}, Event)
"""An event of defaults: tells which fields hold numbers."""


def _cut(value: st.SigmaType) -> int | None:
    """From which number on a comparison answers otherwise; None for what is no such comparison."""
    if not isinstance(value, st.SigmaCompareExpression) or not isinstance(value.number.number, int):
        return None
    if value.op in {st.CompareOperators.GTE, st.CompareOperators.LT}:
        return value.number.number
    return value.number.number + 1 if value.op in {st.CompareOperators.GT, st.CompareOperators.LTE} else None


def _is_phrase_list(value: st.SigmaString) -> bool:
    return len(value.s) == 3 and isinstance(value.s[1], st.Placeholder) and value.s[0] == value.s[2] == _MANY


def _plain(searched: str) -> str:
    return text.plain(searched).strip()


def _in_network(given: str, network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    try:
        return ipaddress.ip_address(given) in network
    except ValueError:
        return False
