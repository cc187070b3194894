"""What a rule says to people beside its Sigma detection: the `safeguarding` attribute, typed."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from tutela.detection.severity import Severity
from tutela.detection.sigma import BadRule
from tutela.events.event import Event

_LEVELS = {"critical": 1, "high": 2, "medium": 3, "low": 4, "informational": 5}
_START = dt.datetime(2026, 1, 12, 9, 30, tzinfo=dt.UTC)

Text = Annotated[str, msgspec.Meta(min_length=1)]


class EventExample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An example that is more than a search: fields of an event, perhaps repeated."""

    event: dict[str, Any]
    times: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 1
    every_seconds: int = 1
    vary: str = ""
    """A text field that gets a number on each repeat, where different values are counted."""


class Examples(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the rule must find and must leave alone: its tests."""

    positive: Annotated[tuple[str | EventExample, ...], msgspec.Meta(min_length=3)]
    negative: Annotated[tuple[str | EventExample, ...], msgspec.Meta(min_length=3)]


class Safeguarding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The `safeguarding` attribute of a rule file.

    `words` is what the DSL reads first: what happened, never what it says about the child.
    `runbook` is Markdown, numbered steps.
    """

    version: Annotated[int, msgspec.Meta(ge=1)]
    four_c: Literal["content", "contact", "conduct", "commerce"]
    theme: Text
    severity: Annotated[int, msgspec.Meta(ge=1, le=5)]
    words: Text
    runbook: Text
    source: Text
    examples: Examples


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as people meet it. `id` is the Sigma name ("suicide-intent"), stable for ever."""

    id: Text = msgspec.field(name="name")
    title: Text
    description: Text
    licence: Text = msgspec.field(name="license")
    tags: tuple[str, ...]
    level: Literal["", "critical", "high", "medium", "low", "informational"] = ""
    safeguarding: Safeguarding

    @property
    def severity(self) -> Severity:
        """How soon to look."""
        return Severity(self.safeguarding.severity)


def read_rule(document: Mapping[str, Any]) -> Rule:
    """The words of one rule document; raises BadRule where something is missing or contradicts itself."""
    name = document.get("name") or document.get("title") or "a rule without a name"
    try:
        rule = msgspec.convert(document, Rule)
    except msgspec.ValidationError as error:
        raise BadRule(f"{name}: {error}") from error
    about = rule.safeguarding
    if f"safeguarding.{about.theme}" not in rule.tags:
        raise BadRule(f"{name}: its tags must hold safeguarding.{about.theme}, as its theme says")
    if rule.level and _LEVELS[rule.level] != about.severity:
        raise BadRule(f"{name}: level {rule.level} does not agree with severity {about.severity}")
    return rule


def example_events(example: str | EventExample) -> list[Event]:
    """The events an example stands for, from one learner on one morning."""
    if isinstance(example, str):
        example = EventExample(event={"search_terms": example, "host": "www.google.com", "path": "/search"})
    events = []
    for number in range(example.times):
        fields = dict(example.event)
        begins = msgspec.convert(fields.pop("time", _START), dt.datetime)
        if example.vary:
            fields[example.vary] = f"{number}-{fields.get(example.vary, '')}"
        time = begins + dt.timedelta(seconds=number * example.every_seconds)
        given = {"time": time, "seq": number + 1, "source_id": "example", "user": "pexample", **fields}
        events.append(msgspec.convert(given, Event))
    return events
