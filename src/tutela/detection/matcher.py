"""Events in, matches out. Holds the windows between calls; everything else is fixed once compiled.

Speed comes from answering each question once: rules that look at the same fields form a lane, and
a lane remembers its answer for each distinct combination of those fields' values.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from tutela.detection import text
from tutela.detection.correlation import Correlation, who
from tutela.detection.rule import Rule, read_rule
from tutela.detection.severity import keep_worst
from tutela.detection.sigma import LOCAL_HOUR, LONDON, BadRule, Clock, Compiled, Gate, compile_rule
from tutela.detection.terms import TermList, index_of
from tutela.detection.vocabulary import Vocabulary
from tutela.detection.window import Typing
from tutela.events.event import Event, Match

_REMEMBERED = 50_000
_EXCERPT = 200
_FORGET_EVERY = dt.timedelta(minutes=1)
_LooksAt = tuple[tuple[str, ...], tuple[tuple[str, int], ...], Gate]


class Matcher:
    """All rules compiled. Not for two threads at once: windows are its memory."""

    def __init__(
        self,
        documents: Iterable[Mapping[str, Any]],
        terms: Iterable[TermList],
        vocabularies: Iterable[Vocabulary] = (),
        zone: dt.tzinfo = LONDON,
    ) -> None:
        self._clock = Clock(zone)
        self.terms = index_of(terms, vocabularies)
        self.rules: dict[str, Rule] = {}
        self.compiled: dict[str, Compiled] = {}
        self.correlations: dict[str, Correlation] = {}
        for document in documents:
            self._add(document)
        self._counted_by = self._wire()
        self._lanes: dict[Gate, list[_Lane]] = {}
        for (fields, cuts, gate), rules in self._by_fields().items():
            self._lanes.setdefault(gate, []).append(_Lane(_reader(fields, cuts, self._clock), rules))
        self._typing = Typing()
        self._forgotten_at: dt.datetime | None = None

    def match(self, events: Sequence[Event], now: dt.datetime | None = None) -> list[Match]:
        """The matches of `events`, in their order, at most one for each event and theme.

        `now` (default: the latest event's time) is only for forgetting what is too old to matter.
        """
        if not events:
            return []
        matches: list[Match] = []
        for event, names in self._hits(events):
            found = [self._match(name, event) for name in names if name in self.rules]
            found += self._counted(names, event)
            matches += [match for match in keep_worst(found) if not self._repeats(match, event)]
        self._forget(now or max(event.time for event in events))
        return matches

    def rebuild(self, events: Sequence[Event]) -> None:
        """Take in events that were matched before a restart (in order of time), so that windows know of them."""
        self.start_again()
        self.match(events)

    def spoken(self, matches: Iterable[Mapping[str, Any]]) -> None:
        """Take note of whom rules that count have spoken: rows with rule_id, site_id, user, device and time."""
        for row in matches:
            if correlation := self.correlations.get(row["rule_id"]):
                given = {name: row[name] for name in ("time", "site_id", "user", "device")}
                correlation.spoke(Event(**given))

    def take_over(self, old: "Matcher") -> None:
        """Go on with what `old` remembers, where rules have changed while it was at work."""
        self._typing, self._forgotten_at = old._typing, old._forgotten_at
        for name, correlation in self.correlations.items():
            if name in old.correlations:
                correlation.take_over(old.correlations[name])

    def start_again(self) -> None:
        """Empty the windows, as if nothing had been matched yet."""
        self._typing = Typing()
        self._forgotten_at = None
        for correlation in self.correlations.values():
            correlation.window.clear()

    def _add(self, document: Mapping[str, Any]) -> None:
        name = str(document.get("name") or "")
        if not name:
            raise BadRule(f"{document.get('title', 'a rule')}: give it a name; alerts carry it")
        if name in self.compiled or name in self.correlations:
            raise BadRule(f"{name}: two rules have this name")
        if "correlation" in document:
            self.correlations[name] = Correlation(name, document)
        else:
            self.compiled[name] = compile_rule(name, document, self.terms, self._clock)
        if "safeguarding" in document or name in self.correlations:
            self.rules[name] = read_rule(document)

    def _wire(self) -> dict[str, list[str]]:
        """Which correlations count each rule."""
        counted_by: dict[str, list[str]] = {name: [] for name in self.compiled}
        for name, correlation in self.correlations.items():
            for counted in correlation.rules:
                if counted not in counted_by:
                    raise BadRule(f"{name}: counts the rule “{counted}”, which there is not")
                counted_by[counted].append(name)
        for name, counters in counted_by.items():
            if not counters and name not in self.rules:
                raise BadRule(f"{name}: give it a safeguarding attribute, or count it in a correlation")
        return counted_by

    def _by_fields(self) -> dict[_LooksAt, dict[str, Callable[[Event], bool]]]:
        lanes: dict[_LooksAt, dict[str, Callable[[Event], bool]]] = {}
        for name, compiled in self.compiled.items():
            cuts = tuple(cut for cut in compiled.cuts if cut != compiled.gate)
            lanes.setdefault((compiled.fields, cuts, compiled.gate), {})[name] = compiled.test
        return lanes

    def _hits(self, events: Sequence[Event]) -> list[tuple[Event, list[str]]]:
        """The events that at least one rule matches, with those rules' names, in order."""
        hits: dict[int, list[str]] = {}
        for gate, lanes in self._lanes.items():
            numbers = _let_in(gate, events)
            for lane in lanes if numbers else ():
                for number, names in lane.hits(numbers, [events[number] for number in numbers] if gate else events):
                    hits.setdefault(number, []).extend(names)
        return [(events[number], hits[number]) for number in sorted(hits)]

    def _counted(self, names: Iterable[str], event: Event) -> list[Match]:
        counters = dict.fromkeys(counter for name in names for counter in self._counted_by[name])
        return [self._match(name, event) for name in counters if self.correlations[name].add(event)]

    def _repeats(self, match: Match, event: Event) -> bool:
        """Whether the match is the same search, typed on or sent again, as one just reported."""
        if not event.search_terms or match.rule_id in self.correlations:
            return False
        key = (event.site_id, who(event), match.rule_id)
        return self._typing.goes_on(key, event.time, text.plain(event.search_terms).strip())

    def _match(self, name: str, event: Event) -> Match:
        about = self.rules[name].safeguarding
        return Match(
            match_id=match_id(name, event.source_id, event.seq),
            time=event.time,
            site_id=event.site_id,
            user=event.user,
            device=event.device,
            rule_id=name,
            rule_version=about.version,
            severity=about.severity,
            theme=about.theme,
            four_c=about.four_c,
            source_id=event.source_id,
            seq=event.seq,
            excerpt=self._excerpt(name, event),
        )

    def _excerpt(self, name: str, event: Event) -> str:
        what = event.search_terms.strip() or f"{event.host}{event.path}"
        if name in self.correlations:
            what = f"{self.correlations[name].words}; the last: {what}"
        return what if len(what) <= _EXCERPT else what[: _EXCERPT - 1] + "…"

    def _forget(self, now: dt.datetime) -> None:
        if self._forgotten_at is not None and now - self._forgotten_at < _FORGET_EVERY:
            return
        self._forgotten_at = now
        self._typing.forget(now)
        for correlation in self.correlations.values():
            correlation.window.forget(now)


def match_id(rule_id: str, source_id: str, seq: int) -> str:
    """The same for the same rule and event, whenever it is matched: 32 hexadecimal digits."""
    return hashlib.blake2b(f"{rule_id}\0{source_id}\0{seq}".encode(), digest_size=16).hexdigest()


class _Lane:
    """Rules that depend on the same fields, with a memory of their answers."""

    def __init__(self, read: Callable[[Event], Any], rules: dict[str, Callable[[Event], bool]]) -> None:
        self._values = read
        self._rules = rules
        self._memory: dict[Any, tuple[str, ...]] = {}

    def hits(self, numbers: Sequence[int], events: Sequence[Event]) -> list[tuple[int, tuple[str, ...]]]:
        """The numbers of those `events` that some rule matches, with the names of those rules."""
        found = []
        memory = self._memory
        for number, values, event in zip(numbers, map(self._values, events), events, strict=True):
            names = memory.get(values)
            if names is None:
                names = tuple(name for name, test in self._rules.items() if test(event))
                if len(memory) >= _REMEMBERED:
                    memory.clear()
                memory[values] = names
            if names:
                found.append((number, names))
        return found


def _reader(fields: tuple[str, ...], cuts: tuple[tuple[str, int], ...], clock: Clock) -> Callable[[Event], Any]:
    """What reads from an event all that the rules of a lane ask of it.

    A number that is only compared with another is read as yes or no, or every size of an upload would be remembered.
    """
    stored = [name for name in fields if name != LOCAL_HOUR]
    rest: list[Callable[[Event], Any]] = [clock.hour] if LOCAL_HOUR in fields else []
    rest += [partial(_reaches, attrgetter(field), number) for field, number in cuts]
    if not rest:
        return attrgetter(*stored)
    first = attrgetter(*stored) if stored else _nothing
    if len(rest) == 1:
        (only,) = rest
        return lambda event: (first(event), only(event))
    return lambda event: (first(event), *[read(event) for read in rest])


def _let_in(gate: Gate, events: Sequence[Event]) -> Sequence[int]:
    """The numbers of the events that the rules behind a gate need look at."""
    if not gate:
        return range(len(events))
    field, least = gate
    if least:
        return [number for number, value in enumerate(map(attrgetter(field), events)) if value >= least]
    return [number for number, value in enumerate(map(attrgetter(field), events)) if value]


def _reaches(read: Callable[[Event], int], number: int, event: Event) -> bool:
    return read(event) >= number


def _nothing(_: Event) -> None:
    return None
