"""What the filter would decide with what is chosen now, whether or not it has been published yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from tutela.filtering import lists
from tutela.filtering.address import Address
from tutela.filtering.engine import Decision, Filter, Request
from tutela.filtering.index import open_index
from tutela.filtering.ruleset import policy_from
from tutela.web.filters.policies import build_policy


@dataclass(frozen=True, slots=True)
class Answer:
    """The decision for one group."""

    group: str
    decision: Decision

    @property
    def is_open(self) -> bool:
        return self.decision.outcome == "allow"


@contextmanager
def filter_now(establishment: Any, at: datetime) -> Iterator[Filter]:
    """A filter made of what is chosen now and the index as it is; raises `BadPolicy`, `CannotCompile` or OSError."""
    file = lists.index_place(settings.TUTELA.lists, establishment.slug)
    made_now = file if file.exists() else lists.compile_lists(settings.TUTELA.lists, establishment=establishment.slug)
    index = open_index(made_now)
    try:
        yield Filter(policy_from(build_policy(establishment, at)), index)
    finally:
        index.close()


def ask(establishment: Any, address: Address, *, at: datetime, group_key: str = "") -> list[Answer]:
    """The decision for one group, or for each when none is named."""
    with filter_now(establishment, at) as made:
        return [
            Answer(group.name, made.decide(Request(address, at, group.key)))
            for group in made.policy.groups
            if group_key in ("", group.key)
        ]
