"""How well the rules do on searches that people have labelled by hand: the golden set.

Of the alerts given, how many were right (precision); of those that were due, how many came
(recall); for each theme and severity. A right theme at another severity counts as wrong on both.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

import msgspec

from tutela.detection.matcher import Matcher
from tutela.detection.rule import EventExample, example_events
from tutela.library.read import ROOT, Sourced, read, read_folder

FLOORS = ROOT / "detections" / "quality" / "floors.yaml"

MOST_EVENTS = 1_000
"""Of one example: what `EventExample` allows."""

Example = TypeVar("Example")

Label = tuple[str, int]
"""A theme and a severity."""


class GoldenEvents(EventExample, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Requests of one learner that only together, or by their hour, size or categories, are worth an alert."""

    about: str
    """What happens, in words: it stands for them in results."""


class GoldenFile(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of the golden set: searches by what they should give, and searches that should give nothing."""

    expected: dict[str, dict[Annotated[int, msgspec.Meta(ge=1, le=5)], tuple[str, ...]]] = msgspec.field(
        default_factory=dict
    )
    nothing: tuple[str, ...] = ()
    tolerated: dict[str, dict[Annotated[int, msgspec.Meta(ge=1, le=5)], tuple[str, ...]]] = msgspec.field(
        default_factory=dict
    )
    """Further alerts that are no fault, for searches that stand above too, or events by what they are about."""
    expected_events: dict[str, dict[Annotated[int, msgspec.Meta(ge=1, le=5)], tuple[GoldenEvents, ...]]] = (
        msgspec.field(default_factory=dict)
    )
    nothing_events: tuple[GoldenEvents, ...] = ()


class Case(msgspec.Struct, frozen=True):
    """One labelled search, or `events` under the words that say what they are; no label where no alert is right.
    `tolerated` may come or not, and counts as neither.
    """

    searched: str
    labels: tuple[Label, ...] = ()
    tolerated: tuple[Label, ...] = ()
    file: str = ""
    events: GoldenEvents | None = None


class Wrong(msgspec.Struct, frozen=True):
    """A case that came out otherwise than labelled."""

    case: Case
    given: tuple[Label, ...]


class Row(msgspec.Struct, frozen=True):
    """Counts of one theme and severity; a share is None where nothing was due or given.

    `heard` counts those due that gave an alert of any theme and severity: somebody would have looked.
    """

    theme: str
    severity: int
    due: int
    given: int
    right: int
    heard: int = 0

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


class Floors(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the rules may not fall below on the golden set: data of the library, in percent."""

    recall_pct: dict[Annotated[int, msgspec.Meta(ge=1, le=5)], float]
    precision_pct: dict[Annotated[int, msgspec.Meta(ge=1, le=5)], float]
    quiet_pct: float


def read_floors(path: Path = FLOORS) -> Floors:
    """The floors of the library; raises BadLibraryFile."""
    return read(path, Floors)


def list_broken(result: Evaluation, floors: Floors) -> list[str]:
    """Each floor that `result` falls below, in words."""
    broken = []
    for row in result.rows:
        for what, share, floor in (
            ("recall", row.recall_pct, floors.recall_pct.get(row.severity, 0)),
            ("precision", row.precision_pct, floors.precision_pct.get(row.severity, 0)),
        ):
            if share is not None and share < floor:
                broken.append(f"{row.theme}, severity {row.severity}: {what} is {share} %, below {floor} %")
    if result.harmless and 100 * result.quiet / result.harmless < floors.quiet_pct:
        broken.append(
            f"{result.quiet} of {result.harmless} harmless searches gave no alert, below {floors.quiet_pct} %"
        )
    return broken


def read_golden(folder: Path) -> list[Case]:
    """The labelled searches in a folder; raises BadLibraryFile, or ValueError where one search stands twice."""
    cases: dict[str, Case] = {}
    for name, file in read_folder(folder, GoldenFile).items():
        due: dict[str, list[Label]] = {text: [] for text in file.nothing}
        if len(due) < len(file.nothing):
            twice = next(text for text in file.nothing if file.nothing.count(text) > 1)
            raise ValueError(f"{name}.yaml: “{twice}” stands in the golden set twice")
        for label, text in _labelled(file.expected):
            if text in file.nothing or label in due.setdefault(text, []):
                raise ValueError(f"{name}.yaml: “{text}” stands in the golden set twice")
            due[text].append(label)
        by_events: list[tuple[GoldenEvents, tuple[Label, ...]]] = [
            (one, (label,)) for label, one in _labelled(file.expected_events)
        ]
        by_events += [(one, ()) for one in file.nothing_events]
        tolerated: dict[str, list[Label]] = {}
        for label, text in _labelled(file.tolerated):
            if text not in due and text not in {one.about for one, _ in by_events}:
                raise ValueError(f"{name}.yaml: “{text}” is tolerated but stands nowhere else")
            tolerated.setdefault(text, []).append(label)
        found = [Case(text, tuple(labels), tuple(tolerated.get(text, ())), name) for text, labels in due.items()]
        found += [Case(one.about, of, tuple(tolerated.get(one.about, ())), name, one) for one, of in by_events]
        for case in found:
            if case.searched in cases:
                raise ValueError(f"{name}.yaml: “{case.searched}” stands in the golden set twice")
            cases[case.searched] = case
    return list(cases.values())


def _labelled(by_theme: Mapping[str, Mapping[int, Iterable[Example]]]) -> Iterator[tuple[Label, Example]]:
    for theme, by_severity in by_theme.items():
        for severity, examples in by_severity.items():
            for example in examples:
                yield (theme, severity), example


def evaluate(matcher: Matcher, cases: Iterable[Case]) -> Evaluation:
    """Each case on its own, as if by a person who searched nothing else."""
    cases = list(cases)
    due, given, right, heard = Counter[Label](), Counter[Label](), Counter[Label](), Counter[Label]()
    wrong, quiet = [], 0
    for number, case in enumerate(cases):
        labels = tuple(label for label in _labels(matcher, case, number) if label not in case.tolerated)
        given.update(labels)
        quiet += not case.labels and not labels
        for label in case.labels:
            due[label] += 1
            right[label] += label in labels
            heard[label] += bool(labels)
        if set(labels) != set(case.labels):
            wrong.append(Wrong(case, labels))
    rows = [Row(*label, due[label], given[label], right[label], heard[label]) for label in sorted({*due, *given})]
    return Evaluation(len(cases), sum(not case.labels for case in cases), quiet, tuple(rows), tuple(wrong))


def _labels(matcher: Matcher, case: Case, number: int) -> tuple[Label, ...]:
    searched = case.searched
    events = example_events(case.events or (_visit(searched) if "://" in searched else searched))
    # where nobody is known the device is counted, which must be nobody else's either
    alone = [
        msgspec.structs.replace(
            event,
            user=event.user and f"pgolden{number}",
            device=event.device and f"golden-{number}",
            seq=number * MOST_EVENTS + event.seq,
        )
        for event in events
    ]
    labels = tuple((match.theme, match.severity) for match in matcher.match(alone))
    # what goes on for long, or is an alert at each of its searches, is one of each kind
    return tuple(dict.fromkeys(labels)) if case.events else labels


def _visit(address: str) -> EventExample:
    """An address in the golden set, as a visit to it."""
    parts = urlsplit(address)
    return EventExample(event={"host": parts.hostname or "", "path": parts.path})
