"""Whether what the policies say is what the network does: clauses held against the snapshot in force and the figures.

A clause that says "blocked" is true when the signed policy in force blocks the category for every group it speaks of,
in every slot of the timetable, and no rule opens an address of that category to them; when the gateway enforces that
policy; and when the last checks of the running filter came out right. Where no list names one address of the category
there is nothing to block, and where a provider filters nobody here can see it: then it is not known.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from tutela.filtering import defaults
from tutela.filtering.address import Address, parse
from tutela.filtering.engine import Filter, Request
from tutela.filtering.index import open_index
from tutela.filtering.ruleset import Group, Policy, read_policy
from tutela.filtering.snapshot import BadSnapshot, read_manifest
from tutela.keys import KeyFolder, KeyFolderError
from tutela.web.core.actor import SystemActor
from tutela.web.evidence import queries as evidence
from tutela.web.evidence.rules import Bearing, bar_in_words, bear, in_words, value_at
from tutela.web.filters.health import Health, get_health
from tutela.web.policies import operations as policies
from tutela.web.policies import queries as policy_queries

TRUE, UNTRUE, UNKNOWN = "true", "untrue", "unknown"
Said = tuple[str, str]
"""A standing, and why in one sentence."""


def hold_clauses(at: datetime, establishment: Any) -> int:
    """Hold every clause in force against what is so now; says how many came to stand otherwise."""
    actor = SystemActor("hold clauses against the network", establishment.pk)
    claims = policy_queries.list_claims(establishment)
    if not claims:
        return 0
    # they are the same for every clause, and two years of rows are read for them
    figures = evidence.list_current(actor, establishment.pk, at) if any(clause.bears for _v, clause in claims) else {}
    found: dict[Any, dict[str, Said]] = {}
    enforced = _enforced(get_health(establishment))
    with _in_force(establishment) as made:
        for version, clause in claims:
            said = [*_rules(clause.rules, made, at), *_bears(clause.bears, figures, at)]
            if clause.rules and made is not None:
                said.append(enforced)
            found.setdefault(version, {})[clause.id] = _together(said)
    return sum(
        policies.note_standing(actor=actor, at=at, version=version, found=standings)
        for version, standings in found.items()
    )


def _enforced(health: Health) -> Said:
    """What the gateway says of itself: a policy that nothing enforces protects nobody."""
    if not health.serving or health.is_behind:
        return UNKNOWN, _("The gateway does not say that it enforces the policy that was last published.")
    if health.wrong:
        said = _("%(wrong)s of the %(all)s last checks of the running filter came out wrong.")
        return UNTRUE, said % {"wrong": len(health.wrong), "all": len(health.proofs)}
    if not health.proofs:
        return UNKNOWN, _("The running filter has not been checked yet.")
    return TRUE, _("The last checks of the running filter all came out right.")


def _together(said: Iterable[Said]) -> Said:
    """The worst of them decides; only what speaks for it is told."""
    said = list(said)
    worst = next((one for one in (UNTRUE, UNKNOWN) if any(standing == one for standing, _why in said)), TRUE)
    return worst, " ".join(why for standing, why in said if standing == worst)


@contextmanager
def _in_force(establishment: Any) -> Iterator[Filter | None]:
    """The filter as it was last signed; None where there is none, or a provider filters."""
    if establishment.filtering_by != establishment.FilteringBy.TUTELA:
        yield None
        return
    try:
        ring = KeyFolder(settings.TUTELA.keys).ring()
        manifest = read_manifest(settings.TUTELA.snapshots, establishment.slug, ring)
        policy = read_policy(manifest.path("policy").read_bytes())
        index = open_index(manifest.path("index"))
    except (BadSnapshot, KeyFolderError, OSError, ValueError):
        yield None
        return
    try:
        yield Filter(policy, index)
    finally:
        index.close()


def _rules(rules: Iterable[Any], made: Filter | None, at: datetime) -> Iterator[Said]:
    for rule in rules:
        if made is None:
            yield UNKNOWN, _("No filter of Tutela is in force here, so nobody can see it from here.")
        elif not (groups := _groups(made.policy, rule.group)):
            yield UNKNOWN, _("The filter knows no group of those whom it speaks of.")
        elif rule.outcome == "block":
            yield _blocked(rule.category, groups, made, at)
        else:
            yield _allowed(rule.category, groups, made)


def _groups(policy: Policy, kind: str) -> list[Group]:
    """The groups of staff, or all others: only staff is not here to learn."""
    return [group for group in policy.groups if (group.key == "staff") == (kind == "staff")]


def _blocked(category: str, groups: list[Group], made: Filter, at: datetime) -> Said:
    title = title_of(category)
    if category in made.policy.locked:
        return _if_listed(category, made, TRUE, _("“%(title)s” cannot be opened by anybody.") % {"title": title})
    opened = [group.name for group in groups if "allow" in actions_of(made, group, category)]
    if opened:
        said = _("“%(title)s” is open to %(groups)s.")
        return UNTRUE, said % {"title": title, "groups": _listed(opened)}
    for address, opener in _named(made.policy):
        if category in made.categories_of(address):
            to = [one.name for one in groups if made.decide(Request(address, at, one.key)).outcome == "allow"]
            if to:
                site = f"{address.host}{address.path}".removesuffix("/")
                said = _("%(site)s, a site of “%(title)s”, is open to %(groups)s: %(opener)s opens it.")
                return UNTRUE, said % {"site": site, "title": title, "groups": _listed(to), "opener": opener}
    said = _("“%(title)s” is blocked for everybody it speaks of.")
    return _if_listed(category, made, TRUE, said % {"title": title})


def _allowed(category: str, groups: list[Group], made: Filter) -> Said:
    title = title_of(category)
    shut = [group.name for group in groups if "block" in actions_of(made, group, category)]
    if category in made.policy.locked or shut:
        said = _("“%(title)s” is blocked for %(groups)s.")
        return UNTRUE, said % {"title": title, "groups": _listed(shut or [group.name for group in groups])}
    return TRUE, _("“%(title)s” is open to everybody it speaks of.") % {"title": title}


def actions_of(made: Filter, group: Group, category: str) -> set[str]:
    """What the policy does with a category for a group, at any time of the week."""
    always = group.categories.get(category, group.unlisted)
    slots = {period.slot for period in made.policy.timetable}
    return {always, *(group.slots.get(slot, {}).get(category, always) for slot in slots)}


def _named(policy: Policy) -> Iterator[tuple[Address, str]]:
    """The addresses that rules open by name, each with what opens it; why stays with those who read the filter."""
    openers = (
        (policy.trust_rules, _("a rule of the trust")),
        (policy.local_rules, _("a rule of this place")),
        (policy.exceptions, _("an exception for some time")),
    )
    for rules, opener in openers:
        for rule in rules:
            if rule.action == "allow":
                yield parse(f"https://{rule.host}{rule.path or '/'}"), opener


def _if_listed(category: str, made: Filter, standing: str, why: str) -> Said:
    """A category that no list names has nothing that could be blocked."""
    listed = any(category in (one.name, one.under) for members in made.index.sets for one in members)
    if listed:
        return standing, why
    return UNKNOWN, _("No list in force names one address of “%(title)s”.") % {"title": title_of(category)}


def title_of(category: str) -> str:
    """What people call a category."""
    known = defaults.category(category)
    return known.title if known else category


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else _("%(names)s and %(last)s") % {
        "names": ", ".join(names[:-1]), "last": names[-1],
    }  # fmt: skip


def _bears(bars: Iterable[Any], figures: Mapping[str, evidence.Current], at: datetime) -> Iterator[Said]:
    """What the figures of today say to a clause."""
    for bar in bars:
        known = figures[bar.kind]
        bearing = bear(known.figure, known.kind, at_least=bar.at_least, at_most=bar.at_most, at=at)
        asked = bar_in_words(known.kind, bar.at_least, bar.at_most)
        # what is written down here is read by those who may know numbers only as well
        fact = in_words(known.kind, value_at(known.figure, known.kind, at), numbers_only=True) if known.figure else ""
        words = {"title": known.kind.title, "asked": asked, "fact": fact[:1].upper() + fact[1:]}
        if bearing == Bearing.SILENT:
            yield UNKNOWN, _("“%(title)s” has not been measured yet.") % words
        elif bearing == Bearing.STALE:
            yield UNKNOWN, _("%(fact)s, but that is out of date.") % words
        elif bearing == Bearing.CONTRADICTS:
            yield UNTRUE, _("%(fact)s; the clause stands for %(asked)s.") % words
        else:
            yield TRUE, _("%(fact)s.") % words
