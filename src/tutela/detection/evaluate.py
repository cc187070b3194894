"""How well the rules do on searches that people have labelled by hand: the golden set.

Of the alerts given, how many were right (precision); of those that were due, how many came
(recall); for each theme and severity. A right theme at another severity counts as wrong on both.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import msgspec

from tutela.detection.matcher import Matcher
from tutela.detection.rule import example_events
from tutela.library.read import Sourced, read_folder

Label = tuple[str, int]
"""A theme and a severity."""


class GoldenFile(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of the golden set: searches by what they should give, and searches that should give nothing."""

    expected: dict[str, dict[Annotated[int, msgspec.Meta(ge=1, le=5)], tuple[str, ...]]] = msgspec.field(
        default_factory=dict
    )
    nothing: tuple[str, ...] = ()


class Case(msgspec.Struct, frozen=True):
    """One labelled search; `label` is None where no alert is right."""

    searched: str
    label: Label | None
    file: str = ""


class Wrong(msgspec.Struct, frozen=True):
    """A case that came out otherwise than labelled."""

    case: Case
    given: tuple[Label, ...]


class Row(msgspec.Struct, frozen=True):
    """Counts of one theme and severity; a share is None where nothing was due or given."""

    theme: str
    severity: int
    due: int
    given: int
    right: int

    @property
    def precision_pct(self) -> float | None:
        """Right of given."""
        return round(100 * self.right / self.given, 1) if self.given else None

    @property
    def recall_pct(self) -> float | None:
        """Right of due."""
        return round(100 * self.right / self.due, 1) if self.due else None


class Evaluation(msgspec.Struct, frozen=True):
    """The whole result. `quiet` of the `harmless` searches gave no alert at all."""

    cases: int
    harmless: int
    quiet: int
    rows: tuple[Row, ...]
    wrong: tuple[Wrong, ...]


def read_golden(folder: Path) -> list[Case]:
    """The labelled searches in a folder; raises BadLibraryFile, or ValueError where one search stands twice."""
    cases: dict[str, Case] = {}
    for name, file in read_folder(folder, GoldenFile).items():
        due = [(text, (theme, n)) for theme, by in file.expected.items() for n, texts in by.items() for text in texts]
        for text, label in [*due, *((text, None) for text in file.nothing)]:
            if text in cases:
                raise ValueError(f"{name}.yaml: “{text}” stands in the golden set twice")
            cases[text] = Case(text, label, name)
    return list(cases.values())


def evaluate(matcher: Matcher, cases: Iterable[Case]) -> Evaluation:
    """Each search on its own, as if by a person who searched nothing else."""
    cases = list(cases)
    due, given, right = Counter[Label](), Counter[Label](), Counter[Label]()
    wrong, quiet = [], 0
    for number, case in enumerate(cases):
        labels = _labels(matcher, case.searched, number)
        given.update(labels)
        quiet += case.label is None and not labels
        if case.label:
            due[case.label] += 1
            right[case.label] += case.label in labels
        if labels != ((case.label,) if case.label else ()):
            wrong.append(Wrong(case, labels))
    rows = [Row(theme, n, due[theme, n], given[theme, n], right[theme, n]) for theme, n in sorted({*due, *given})]
    return Evaluation(len(cases), sum(case.label is None for case in cases), quiet, tuple(rows), tuple(wrong))


def _labels(matcher: Matcher, searched: str, number: int) -> tuple[Label, ...]:
    (event,) = example_events(searched)
    alone = msgspec.structs.replace(event, user=f"pgolden{number}", seq=number)
    return tuple((match.theme, match.severity) for match in matcher.match([alone]))
