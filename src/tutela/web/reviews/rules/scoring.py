"""What answers come to, and where live evidence speaks against a claimed level. No rows, no clock of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tutela.web.evidence.kinds import Kind
from tutela.web.evidence.rules import Bearing, Figure, bar_in_words, bear, in_words, value_at
from tutela.web.reviews.frameworks.model import (
    Bar,
    Framework,
    Part,
    Scoring,
    level_at,
    levels_of,
)
from tutela.web.reviews.rules.bars import bars_below, list_strictest


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as the rules need it."""

    level: float | None
    applies: bool = True


@dataclass(frozen=True, slots=True)
class Score:
    """What a part comes to: its level, how much of the way that is, and how many of its statements are answered."""

    level: float | None
    """By the framework's own rule; None while nothing that counts is answered."""
    pct: float | None
    answered: int
    total: int


@dataclass(frozen=True, slots=True)
class Challenge:
    """A claimed level beside the fact that speaks against it."""

    statement: str
    title: str
    claimed: str
    """The level's name."""
    asks: str
    """What the level asks of the evidence."""
    fact: str
    """What the evidence says; "" where it says nothing."""
    bearing: Bearing
    kind: str


def score(framework: Framework, statements: Iterable[Part], given: Mapping[str, Given]) -> Score:
    """What these statements come to together. What does not apply counts for nothing, as if it were not there."""
    rows = [
        (part, answer)
        for part in statements
        if (answer := given.get(part.id, Given(None))).applies or part.id not in given
    ]
    answered = [(part, answer.level) for part, answer in rows if part.id in given and answer.level is not None]
    counting = [(part, level) for part, level in answered if _counts(framework, part, level)]
    if not counting:
        return Score(None, None, len(answered), len(rows))
    level = _together(framework.scoring, [(value, part.weight) for part, value in counting])
    shares = [(share_of(_counting(framework, part), value), part.weight) for part, value in counting]
    return Score(level, round(100 * _together(framework.scoring, shares), 1), len(answered), len(rows))


def find_challenges(
    framework: Framework,
    part: Part,
    level: float | None,
    known: Mapping[str, tuple[Kind, Figure | None]],
    at: datetime,
) -> list[Challenge]:
    """Where evidence contradicts the claimed level, or has nothing to say to what the level rests on.

    A level rests on what it asks for itself and on what every level below it asks for; of the same figure, on the
    strictest of them, as a certificate does.
    """
    if level is None:
        return []
    found = []
    chosen = level_at(framework, part, level)
    claimed = (chosen.name or chosen.text) if chosen else str(level)
    for bar in list_strictest(bars_below(framework, part, level)):
        if bar.evidence not in known:  # a kind that was kept when the framework was written, and is kept no more
            found.append(Challenge(part.id, part.title, claimed, bar.evidence, "", Bearing.SILENT, bar.evidence))
            continue
        kind, figure = known[bar.evidence]
        bearing = bear(figure, kind, at_least=bar.at_least, at_most=bar.at_most, at=at)
        if bearing is Bearing.BEARS_OUT:
            continue
        # whoever reads reviews need not be one who may learn of single people
        fact = in_words(kind, value_at(figure, kind, at), numbers_only=True) if figure else ""
        asks = f"{kind.title}: {bar_in_words(kind, bar.at_least, bar.at_most)}"
        found.append(Challenge(part.id, part.title, claimed, asks, fact, bearing, bar.evidence))
    return found


def find_proofs(
    framework: Framework,
    part: Part,
    level: float | None,
    known: Mapping[str, tuple[Kind, Figure | None]],
    at: datetime,
) -> list[tuple[str, datetime]]:
    """The facts that bear the claimed level out, in words, each with when it was taken."""
    found = []
    for bar in list_strictest(bars_below(framework, part, level)) if level is not None else ():
        kind, figure = known.get(bar.evidence, (None, None))
        if kind is None or figure is None:
            continue
        if bear(figure, kind, at_least=bar.at_least, at_most=bar.at_most, at=at) is Bearing.BEARS_OUT:
            found.append((in_words(kind, value_at(figure, kind, at), numbers_only=True), figure.as_at))
    return found


def next_steps(framework: Framework, part: Part, level: float | None) -> tuple[str, ...]:
    """What to do to reach the level above the chosen one; nothing at the highest."""
    chosen = level_at(framework, part, level)
    return chosen.next if chosen else ()


def single_bar_above(framework: Framework, part: Part, level: float | None) -> Bar | None:
    """What the next level asks of the evidence, where that is one figure alone."""
    above = next((one for one in levels_of(framework, part) if level is not None and one.level > level), None)
    return above.holds[0] if above and len(above.holds) == 1 else None


def why_confirm(before: tuple[Framework, Part] | None, after: tuple[Framework, Part]) -> str:
    """Why an answer to an earlier version needs a look before it counts in the new one; "" when it does not.

    before, after: the statement in its framework, whose scale says what could be chosen where it has no own levels.
    """
    if before is None:
        return "The statement is new."
    if before[1].text != after[1].text:
        return "The statement reads differently now."
    if levels_of(*before) != levels_of(*after):
        return "The levels read differently now."
    return ""


def _counts(framework: Framework, part: Part, level: float) -> bool:
    return level in _counting(framework, part)


def _counting(framework: Framework, part: Part) -> list[float]:
    return [one.level for one in levels_of(framework, part) if one.counts]


def share_of(values: list[float], level: float) -> float:
    """How far up a ladder of these levels one of them is, 0 to 1."""
    low, high = min(values), max(values)
    return 1.0 if high == low else (level - low) / (high - low)


def _together(scoring: Scoring, values: list[tuple[float, float]]) -> float:
    if scoring == "lowest":
        return min(value for value, _ in values)
    weights = [weight if scoring == "weighted" else 1.0 for _, weight in values]
    return sum(value * weight for (value, _), weight in zip(values, weights, strict=True)) / sum(weights)
