"""Events in, matches out. Holds the windows between calls; everything else is fixed once compiled.

Speed comes from answering each question once: rules that look at the same fields form a lane, and
a lane remembers its answer for each distinct combination of those fields' values.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from tutela.detection import text
from tutela.detection.correlation import Correlation, who
from tutela.detection.rule import Rule, read_rule
from tutela.detection.severity import keep_worst
from tutela.detection.sigma import BadRule, Compiled, compile_rule
from tutela.detection.terms import TermList, index_of
from tutela.detection.vocabulary import Vocabulary
from tutela.detection.window import Typing
from tutela.events.event import Event, Match

_REMEMBERED = 50_000
_EXCERPT = 200
_FORGET_EVERY = dt.timedelta(minutes=1)


class Matcher:
    """All rules compiled. Not for two threads at once: windows are its memory."""

    def __init__(
        self,
        documents: Iterable[Mapping[str, Any]],
        terms: Iterable[TermList],
        vocabularies: Iterable[Vocabulary] = (),
    ) -> None:
        self.terms = index_of(terms, vocabularies)
        self.rules: dict[str, Rule] = {}
        self.compiled: dict[str, Compiled] = {}
        self.correlations: dict[str, Correlation] = {}
        for document in documents:
            self._add(document)
        self._counted_by = self._wire()
        self._lanes = [_Lane(fields, rules) for fields, rules in self._by_fields().items()]
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
            self.compiled[name] = compile_rule(name, document, self.terms)
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

    def _by_fields(self) -> dict[tuple[str, ...], dict[str, Callable[[Event], bool]]]:
        lanes: dict[tuple[str, ...], dict[str, Callable[[Event], bool]]] = {}
        for name, compiled in self.compiled.items():
            lanes.setdefault(compiled.fields, {})[name] = compiled.test
        return lanes

    def _hits(self, events: Sequence[Event]) -> list[tuple[Event, list[str]]]:
        """The events that at least one rule matches, with those rules' names, in order."""
        hits: dict[int, list[str]] = {}
        for lane in self._lanes:
            for number, names in lane.hits(events):
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

    def __init__(self, fields: tuple[str, ...], rules: dict[str, Callable[[Event], bool]]) -> None:
        self._values = attrgetter(*fields)
        self._rules = rules
        self._memory: dict[Any, tuple[str, ...]] = {}

    def hits(self, events: Sequence[Event]) -> list[tuple[int, tuple[str, ...]]]:
        """Positions of the events that some rule matches, with the names of those rules."""
        found = []
        memory = self._memory
        for number, (values, event) in enumerate(zip(map(self._values, events), events, strict=True)):
            names = memory.get(values)
            if names is None:
                names = tuple(name for name, test in self._rules.items() if test(event))
                if len(memory) >= _REMEMBERED:
                    memory.clear()
                memory[values] = names
            if names:
                found.append((number, names))
        return found
