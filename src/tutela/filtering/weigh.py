"""What a newer state of a list would change for sites that people really asked for.

Only those sites are looked up, before and after, in two small indexes that are made of the lines about them; the
answer is the same as that of two whole ones.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tutela.filtering.address import BadAddress, parse
from tutela.filtering.compile import compile_index
from tutela.filtering.defaults import described, starter_lists
from tutela.filtering.drafts import draft_entries
from tutela.filtering.engine import Filter, Request
from tutela.filtering.index import Index, index_from_bytes
from tutela.filtering.lists import entries_of, lists_of
from tutela.filtering.ruleset import Policy


class Effect(NamedTuple):
    """A site whose decision would change, for these groups."""

    host: str
    becomes: str
    """"block" or "allow"."""
    groups: tuple[str, ...]
    """Names of the groups, as people read them."""
    because: str
    """The category that decides: of what blocks it now, or of what would block it."""


def weigh(folder: Path, name: str, hosts: Iterable[str], policy: Policy, at: datetime) -> list[Effect]:
    """What the draft of the list NAME would change for these hosts, at a moment, by a policy. In the order given."""
    asked = list(dict.fromkeys(hosts))
    names = {above for host in asked for above in _with_those_above(host)}
    before = Filter(policy, _index(names, _lists(folder, policy.establishment.slug)))
    after = Filter(policy, _index(names, _lists(folder, policy.establishment.slug, instead=name)))
    found = []
    for host in asked:
        try:
            address = parse(f"http://[{host}]/" if ":" in host else host)
        except BadAddress:
            continue
        changed: dict[str, list[str]] = {}
        because: dict[str, str] = {}
        for group in policy.groups:
            was, now = (made.decide(Request(address, at, group.key)) for made in (before, after))
            if was.outcome != now.outcome:
                changed.setdefault(now.outcome, []).append(group.name)
                because[now.outcome] = (now if now.outcome == "block" else was).rule.partition(":")[2]
        found += [Effect(host, outcome, tuple(groups), because[outcome]) for outcome, groups in changed.items()]
    return found


def _with_those_above(host: str) -> Iterator[str]:
    while host:
        yield host
        _, _, host = host.partition(".")


def _lists(folder: Path, establishment: str, instead: str = "") -> Iterator[tuple[str, Iterable[str]]]:
    yield from starter_lists().items()
    for meta in lists_of(folder, establishment):
        if meta.name != instead:
            yield from ((category, entries_of(folder, meta, category)) for category in meta.categories)
    if instead:
        yield from draft_entries(folder, instead)


def _index(names: set[str], lists: Iterable[tuple[str, Iterable[str]]]) -> Index:
    kept: dict[str, list[str]] = {}
    for category, entries in lists:
        kept.setdefault(category, []).extend(one for one in entries if one.partition("/")[0] in names)
    known: Mapping[str, list[str]] = kept
    return index_from_bytes(compile_index(known, {category: described(category) for category in known}))
