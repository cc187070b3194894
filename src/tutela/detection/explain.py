"""Why one event does or does not match: which phrases were found, and what excused or held back a rule."""

import msgspec

from tutela.detection.matcher import Matcher
from tutela.detection.terms import Hit
from tutela.events.event import Event


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """One rule that matches, or that would but for something found beside it."""

    rule_id: str
    title: str
    theme: str
    severity: int
    matches: bool
    found: tuple[Hit, ...] = ()
    """Phrases the rule asks for; those with `excused_by` did not count."""
    held_back_by: tuple[Hit, ...] = ()
    """Phrases of lists that the rule excuses."""
    counts_towards: tuple[str, ...] = ()
    """What is counted before it becomes an alert, in words."""


def explain(matcher: Matcher, event: Event) -> list[Why]:
    """The rules concerned by `event`, the worst first; leaves the matcher's windows alone."""
    hits = matcher.terms.read(event.search_terms).hits
    concerned = [why for name in matcher.compiled if (why := _why(matcher, name, event, hits)) is not None]
    return sorted(concerned, key=lambda why: (not why.matches, why.severity, why.rule_id))


def _why(matcher: Matcher, name: str, event: Event, hits: tuple[Hit, ...]) -> Why | None:
    compiled = matcher.compiled[name]
    matches = compiled.test(event)
    found = tuple(hit for hit in hits if hit.list_id in compiled.asks)
    if not matches and not found:
        return None
    counters = [counter for counter, correlation in matcher.correlations.items() if name in correlation.rules]
    told = matcher.rules[name] if name in matcher.rules else matcher.rules[counters[0]]
    return Why(
        rule_id=name,
        title=told.title,
        theme=told.safeguarding.theme,
        severity=told.safeguarding.severity,
        matches=matches,
        found=found,
        held_back_by=() if matches else tuple(hit for hit in hits if hit.list_id in compiled.excuses),
        counts_towards=tuple(f"{counter}: {matcher.correlations[counter].words}" for counter in counters),
    )
