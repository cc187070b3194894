"""Policies, indexes and requests of Oakfield Academy, as plain functions."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from tutela.filtering.address import parse
from tutela.filtering.compile import compile_index
from tutela.filtering.defaults import described
from tutela.filtering.engine import Decision, Filter, Request
from tutela.filtering.index import Index, index_from_bytes
from tutela.filtering.ruleset import policy_from

# A Monday in term, by the clock in Oakfield: no daylight saving time.
LESSON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LUNCH = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
LEO = "pleo"
LISTS = {
    "gambling": ["bet.example", "casino.example.com"],
    "games": ["play.example"],
    "adult": ["adult.example"],
    "illegal": ["illegal.example"],
    "social-media": ["social.example"],
}


def make_index(lists: Mapping[str, Iterable[str]] = LISTS) -> Index:
    return index_from_bytes(compile_index(lists, {name: described(name) for name in lists}))


def make_policy(**changes: Any) -> dict[str, Any]:
    """Oakfield's policy as the content of its JSON."""
    block = {"adult": "block", "gambling": "block", "games": "block", "social-media": "block"}
    return {
        "format": 1,
        "establishment": {"id": 1, "slug": "oakfield", "name": "Oakfield Academy"},
        "version": 1,
        "locked": ["illegal"],
        "always_open": [
            {"host": "childline.org.uk", "kind": "help", "record": False},
            {"host": "aqa.org.uk", "kind": "exam"},
        ],
        "groups": [
            {"key": "learners-5-7", "name": "Reception to Year 2", "age_band": "5-7", "categories": block},
            {
                "key": "learners-11-16",
                "name": "Years 7 to 11",
                "age_band": "11-16",
                "categories": block,
                "slots": {"lunch": {"games": "allow"}},
            },
            {
                "key": "staff",
                "name": "Staff",
                "age_band": "adult",
                "categories": {"adult": "block"},
                "unlisted": "allow",
            },
        ],
        "timetable": [{"slot": "lunch", "days": [0, 1, 2, 3, 4], "from": "12:15", "until": "13:05"}],
        "strictest": "learners-5-7",
        **changes,
    }


def make_filter(lists: Mapping[str, Iterable[str]] = LISTS, **changes: Any) -> Filter:
    return Filter(policy_from(make_policy(**changes)), make_index(lists))


def ask(made: Filter, url: str, *, group: str = "learners-11-16", at: datetime = LESSON, person: str = LEO) -> Decision:
    return made.decide(Request(parse(url), at, group, person))
