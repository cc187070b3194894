"""What is wrong with a framework beyond its form: ids, levels, evidence, and words that two people would read alike."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from tutela.web.evidence.kinds import list_kinds
from tutela.web.reviews.frameworks.model import Bar, Framework, Level, Part, list_parts, list_statements

VAGUE = ("appropriate", "adequate", "robust", "effective", "good", "regularly", "where possible", "as necessary")
"""Words that let two people choose different levels in good faith."""
LONGEST_LEVEL = 400
"""Characters; a level that needs more holds two things."""


def find_faults(framework: Framework) -> list[str]:
    """Every fault as one sentence that begins with the place; empty when the framework can be used."""
    return [*_identity(framework), *_tree(framework), *_levels(framework), *_paths(framework)]


def find_weaknesses(framework: Framework) -> list[str]:
    """What works but two people might read differently; for the frameworks that we write ourselves."""
    return list(_words(framework))


def _identity(framework: Framework) -> Iterator[str]:
    if not framework.licence:
        yield f"{framework.id}: no licence. Say under which licence the words may be passed on."
    if not framework.source:
        yield f"{framework.id}: no source. Say who wrote it, or what it was taken from."
    if not list_statements(framework):
        yield f"{framework.id}: nothing in it can be answered."


def _tree(framework: Framework) -> Iterator[str]:
    for part_id, times in Counter(part.id for part in list_parts(framework)).items():
        if times > 1:
            yield f"{part_id}: stands {times} times. Every part needs an id of its own."


def _levels(framework: Framework) -> Iterator[str]:
    kinds = list_kinds()
    for part in list_statements(framework):
        for kind in part.evidence:
            if kind not in kinds:
                yield f"{part.id}: no kind of evidence is called {kind!r}."
        levels = part.levels or framework.scale
        if not levels and not part.questions:
            yield f"{part.id}: has no levels, and the framework has no scale."
        for lower, higher in pairwise(levels):
            if lower.level > higher.level:
                yield f"{part.id}: level {lower.level:g} stands before level {higher.level:g}. Write the lowest first."
        for level in levels:
            for bar in level.holds:
                yield from _bar(part, bar, kinds=frozenset(kinds))


def _bar(part: Part, bar: Bar, *, kinds: frozenset[str]) -> Iterator[str]:
    if bar.evidence not in kinds:
        yield f"{part.id}: no kind of evidence is called {bar.evidence!r}."
    if (bar.at_least is None) == (bar.at_most is None):
        yield f"{part.id}: {bar.evidence} must be held to either at_least or at_most."


def _paths(framework: Framework) -> Iterator[str]:
    """A path from answer to question must lead to a part that exists, and never round in a circle."""
    known = {part.id: part for part in list_parts(framework)}
    onward: dict[str, set[str]] = {}
    for part in known.values():
        for level in part.levels:
            if level.goto and level.goto not in known:
                yield f"{part.id}: leads to {level.goto!r}, which does not exist."
            elif level.goto:
                onward.setdefault(part.id, set()).add(level.goto)
    if circle := _circle(onward):
        yield f"{circle[0]}: the questions lead round in a circle: {' → '.join(circle)}."


def _circle(onward: dict[str, set[str]]) -> list[str]:
    done: set[str] = set()
    for start in onward:
        path: list[str] = []
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            place, depth = stack.pop()
            del path[depth:]
            if place in path:
                return [*path[path.index(place) :], place]
            if place in done:
                continue
            path.append(place)
            following = onward.get(place, set())
            if not following:
                done.add(place)
            stack += [(after, depth + 1) for after in sorted(following)]
        done.add(start)
    return []


def _words(framework: Framework) -> Iterator[str]:
    for part in list_statements(framework):
        if part.levels:
            yield from _ladder(part)
        for level in part.levels:
            yield from _wording(part, level)
        if not part.tag:
            yield f"{part.id}: is tagged neither protect, educate nor empower."
        if not part.element:
            yield f"{part.id}: belongs to none of the four elements."


def _ladder(part: Part) -> Iterator[str]:
    if [level.level for level in part.levels] != [1, 2, 3, 4]:
        yield f"{part.id}: has not the levels 1 to 4."
    for level in part.levels[:-1]:
        if not level.next:
            yield f"{part.id}: level {level.level:g} does not say what to do next."
    if part.levels[-1].next:
        yield f"{part.id}: the highest level has a next step."
    if len({level.text.casefold() for level in part.levels}) < len(part.levels):
        yield f"{part.id}: two levels read the same."


def _wording(part: Part, level: Level) -> Iterator[str]:
    if len(level.text) > LONGEST_LEVEL:
        yield f"{part.id}: level {level.level:g} is longer than {LONGEST_LEVEL} characters."
    for word in VAGUE:
        if re.search(rf"\b{word}\b", level.text.casefold()):
            yield f"{part.id}: level {level.level:g} says {word!r}. Say what is seen instead."
