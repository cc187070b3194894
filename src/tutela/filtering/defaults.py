"""What the library says about filtering, and the policy that follows from it for a school that has chosen nothing yet.

Not for the edge: it reads YAML. What the edge needs of it travels in the snapshot.
"""

from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from tutela.filtering import help as helping
from tutela.filtering.index import Category
from tutela.filtering.ruleset import Action, AgeBand, OpenKind
from tutela.library.read import ROOT, Sourced, content_hash, read, read_folder

CATEGORIES = ROOT / "categories.yaml"
LISTS = ROOT / "lists"
STARTER = LISTS / "starter"
RULESETS = ROOT / "rulesets"
STARTER_CANARY = "must-block.tutela.example"
"""The address in the starter list that nobody can open, so that anybody can see that the filter is working."""
FIRST_ESTABLISHMENT = {"id": 1, "slug": "school", "name": "Our school"}


class Why(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a category is blocked, said to whoever meets it."""

    child: str
    teen: str
    adult: str


class KnownCategory(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: str
    title: str
    four_c: Literal["content", "contact", "conduct", "commerce"]
    blocked_at: int
    """Blocked for groups of this strictness and stricter: 1 everybody … 5 the youngest, 6 nobody."""
    also_called: tuple[str, ...] = ()
    locked: bool = False
    why: Why | None = None

    def action(self, strictness: int) -> Action:
        return "block" if strictness >= self.blocked_at else "allow"

    def why_for(self, band: AgeBand) -> str:
        """The reason in words for an age band; plain words for a category that is not usually blocked."""
        if not self.why:
            return f"Sites about “{self.title}” are not open to your group."
        return {"5-7": self.why.child, "7-11": self.why.child, "adult": self.why.adult}.get(band, self.why.teen)


class Categories(Sourced, frozen=True):
    categories: tuple[KnownCategory, ...]


class OpenSite(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    host: str
    kind: OpenKind
    name: str
    record: bool = True
    phone: str = ""
    words: str = ""


class AlwaysOpen(Sourced, frozen=True):
    hosts: tuple[OpenSite, ...]


class StarterList(Sourced, frozen=True):
    category: str
    hosts: tuple[str, ...]


class SearchSite(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    hosts: tuple[str, ...]
    paths: tuple[str, ...]
    parameters: tuple[str, ...]
    opened: bool


class SearchSites(Sourced, frozen=True):
    sites: tuple[SearchSite, ...]


class RulesetGroup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: str
    name: str
    age_band: AgeBand
    strictness: int
    default: Action = "allow"
    unlisted: Action = "block"
    categories: dict[str, Action] = {}
    slots: dict[str, dict[str, Action]] = {}


class RulesetPeriod(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    slot: str
    days: tuple[int, ...]
    from_: str
    until: str


class Ruleset(Sourced, frozen=True):
    name: str
    strictest: str
    groups: tuple[RulesetGroup, ...]
    timetable: tuple[RulesetPeriod, ...]


def categories() -> tuple[KnownCategory, ...]:
    """The library's categories, the weightiest first."""
    return read(CATEGORIES, Categories).categories


def category(name: str) -> KnownCategory | None:
    """The category of that key or other name; None if the library has no such thing."""
    return _by_any_name(categories()).get(name)


def always_open() -> tuple[OpenSite, ...]:
    """Help lines, safeguarding, exam and learning sites."""
    return read(LISTS / "always-open.yaml", AlwaysOpen).hosts


def search_sites() -> tuple[SearchSite, ...]:
    """Where search words stand in addresses."""
    return read(LISTS / "search-hosts.yaml", SearchSites).sites


def opened_hosts() -> tuple[str, ...]:
    """The search hosts that the gateway may open by interception."""
    return tuple(host for site in search_sites() if site.opened for host in site.hosts)


def starter_lists() -> dict[str, tuple[str, ...]]:
    """The hand-curated lists that come with Tutela: category → hosts."""
    return {one.category: one.hosts for one in read_folder(STARTER, StarterList).values()}


def starter_hash() -> str:
    """Changes when the starter lists do, or what categories are called."""
    return content_hash(CATEGORIES, STARTER)


def described(name: str) -> Category:
    """A list's category as the index describes it: what it comes under and what people read."""
    known = category(name)
    if known:
        return Category(name, known.key, known.title)
    return Category(name, "", name.replace("-", " ").replace("_", " ").capitalize())


def default_actions(strictness: int) -> dict[str, Action]:
    """What a group of that strictness (1 to 5) may open, unless the school chooses otherwise; weightiest first."""
    return {one.key: one.action(strictness) for one in categories()}


def default_policy(
    establishment: dict[str, Any] | None = None, *, version: int = 1, ruleset: str = "default"
) -> dict[str, Any]:
    """The policy, as the content of its JSON, of an establishment that has chosen nothing; the caller may change it.

    `establishment` may name its `nation`: it chooses the help lines of the blocked pages.
    """
    rules = read(Path(RULESETS / f"{ruleset}.yaml"), Ruleset)
    school = {"time_zone": "Europe/London"} | (establishment or FIRST_ESTABLISHMENT)
    nation = str(school.pop("nation", ""))
    return {
        "format": 1,
        "establishment": school,
        "version": version,
        "locked": [one.key for one in categories() if one.locked],
        "always_open": [{"host": one.host, "kind": one.kind, "record": one.record} for one in always_open()],
        "trust_rules": [],
        "local_rules": [],
        "exceptions": [],
        "groups": [
            msgspec.to_builtins(group) | {"categories": default_actions(group.strictness) | group.categories}
            for group in rules.groups
        ],
        "timetable": msgspec.to_builtins(rules.timetable),
        "strictest": rules.strictest,
        "identities": {"credentials": {}, "devices": [], "asking": []},
        "opened_hosts": list(opened_hosts()),
        "pages": {
            "school": school["name"],
            "named_contact": None,
            "help": helping.help_lines({one.host: one for one in always_open()}, nation=nation),
            "monitored": helping.told_briefly(),
            "address": "",
        },
        "fail_policy": {"kind": "closed-allowlist", "chosen_by": "", "chosen_at": None},
    }


@cache
def _by_any_name(known: tuple[KnownCategory, ...]) -> dict[str, KnownCategory]:
    return {name: one for one in reversed(known) for name in (*one.also_called, one.key)}
