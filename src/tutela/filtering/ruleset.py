"""The policy of one establishment, as it travels in a snapshot: JSON ↔ frozen values, nothing unknown let through.

Standard library only, since Squid's helper reads it. A key nobody knows, a missing key or a value of the wrong kind is
an error that names its place (`groups[2].slots.lunch.games`), so that a mistake is found when a policy is published
and not in the middle of a lesson.
"""

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime, time
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tutela.filtering.address import BadAddress, normal_host

FORMAT = 1

Action = Literal["allow", "block"]
AgeBand = Literal["5-7", "7-11", "11-16", "16-plus", "adult"]
OpenKind = Literal["help", "safeguarding", "exam", "learning", "system"]
Actions = Mapping[str, Action]


class BadPolicy(ValueError):
    """A policy that cannot be used; the message names the place in it and what belongs there."""


@dataclass(frozen=True)
class Establishment:
    id: int
    slug: str
    name: str
    time_zone: str = "Europe/London"


@dataclass(frozen=True)
class OpenHost:
    """A host, with everything below it, that is open to everybody at all times."""

    host: str
    kind: OpenKind
    record: bool = True


@dataclass(frozen=True)
class Rule:
    """A host, with everything below it, or the part of it below `path`. No groups means everybody."""

    id: str
    action: Action
    host: str
    path: str = ""
    groups: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class PersonRule(Rule):
    """An exception for a lesson or for persons (pseudonyms), from one moment until another (not included)."""

    persons: tuple[str, ...] = ()
    from_: datetime | None = field(default=None, metadata={"key": "from"})
    until: datetime | None = None


@dataclass(frozen=True)
class Group:
    key: str
    name: str
    age_band: AgeBand
    strictness: int = 3
    """1 (most is open) to 5 (least is open): what the defaults of the categories were chosen by."""
    default: Action = "allow"
    """What happens to a site that no list names."""
    categories: Actions = field(default_factory=dict)
    """In order of weight: where a site has several blocked categories, the first one here is given as the reason."""
    slots: Mapping[str, Actions] = field(default_factory=dict)
    """Categories that are otherwise during a slot of the timetable."""
    unlisted: Action = "block"
    """What happens to a category of one's own list that neither the policy nor the library knows."""


@dataclass(frozen=True)
class Period:
    """Local wall time; `until` is not included. A period that ends before it begins runs past midnight."""

    slot: str
    days: tuple[int, ...]
    """0 is Monday."""
    from_: time = field(metadata={"key": "from"})
    until: time


@dataclass(frozen=True)
class Credential:
    hash: str
    person: str
    group: str


@dataclass(frozen=True)
class Device:
    name: str
    address: str
    person: str | None = None
    group: str = ""


@dataclass(frozen=True)
class Identities:
    credentials: Mapping[str, Credential] = field(default_factory=dict)
    devices: tuple[Device, ...] = ()
    asking: tuple[IPv4Network | IPv6Network, ...] = ()


@dataclass(frozen=True)
class Contact:
    name: str
    role: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class HelpLine:
    name: str
    phone: str = ""
    url: str = ""
    words: str = ""


@dataclass(frozen=True)
class Pages:
    """What the pages that the gateway serves itself need to say."""

    school: str = ""
    named_contact: Contact | None = None
    help: tuple[HelpLine, ...] = ()
    monitored: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    unknown_band: AgeBand | None = None
    """For which age pages speak to somebody whose group nobody knows; None for that of the strictest group, whose
    filtering they have in any case."""


@dataclass(frozen=True)
class FailPolicy:
    kind: Literal["closed-allowlist", "open-with-alarm"] = "closed-allowlist"
    chosen_by: str = ""
    chosen_at: datetime | None = None


@dataclass(frozen=True)
class Policy:
    format: int
    establishment: Establishment
    version: int
    groups: tuple[Group, ...]
    strictest: str
    locked: tuple[str, ...] = ()
    always_open: tuple[OpenHost, ...] = ()
    trust_rules: tuple[Rule, ...] = ()
    local_rules: tuple[Rule, ...] = ()
    exceptions: tuple[PersonRule, ...] = ()
    timetable: tuple[Period, ...] = ()
    identities: Identities = Identities()
    opened_hosts: tuple[str, ...] = ()
    pages: Pages = Pages()
    fail_policy: FailPolicy = FailPolicy()
    recording: bool = True
    """Whether requests may be written down. False until a named person has signed for data protection; a policy from
    before there was this question was signed for."""

    def group(self, key: str | None) -> Group:
        """The group of that key; the strictest where there is none of it."""
        found = {group.key: group for group in self.groups}
        return found.get(key or "", found[self.strictest])

    def band_of(self, group: str | None) -> AgeBand:
        """For which age pages speak to somebody of the group of that key, or of none that is known."""
        known = any(one.key == group for one in self.groups)
        return self.group(group).age_band if known else self.pages.unknown_band or self.group(None).age_band


def read_policy(text: str | bytes) -> Policy:
    """A policy from its JSON. Raises `BadPolicy`."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadPolicy(f"The policy is not JSON: {error}") from error
    return policy_from(content)


def policy_from(content: object) -> Policy:
    """A policy from the content of its JSON. Raises `BadPolicy`."""
    policy = _value(Policy, content, "")
    _check(policy)
    return policy  # type: ignore[no-any-return]


@cache
def _shape(kind: type) -> dict[str, tuple[str, Any, bool]]:
    """Key in JSON → (attribute, type, whether it must be there)."""
    hints = get_type_hints(kind)
    return {
        one.metadata.get("key", one.name): (
            one.name,
            hints[one.name],
            one.default is MISSING and one.default_factory is MISSING,
        )
        for one in fields(kind)
    }


def _value(kind: Any, content: object, place: str) -> Any:  # noqa: PLR0911  one answer for each kind of value
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        if type(None) in inner and content is None:
            return None
        kinds = [one for one in inner if one is not type(None)]
        return _network(content, place) if IPv4Network in kinds else _value(kinds[0], content, place)
    if origin is Literal:
        return _must(content in inner and isinstance(content, str), content, place, " or ".join(map(repr, inner)))
    if origin is tuple:
        _must(isinstance(content, list | tuple), content, place, "a list")
        return tuple(_value(inner[0], one, f"{place}[{number}]") for number, one in enumerate(content))  # type: ignore[arg-type,var-annotated]
    if origin is not None:
        _must(isinstance(content, dict), content, place, "an object")
        return {key: _value(inner[1], one, f"{place}.{key}") for key, one in content.items()}  # type: ignore[attr-defined]
    if kind in (time, datetime):
        return _moment(kind, content, place)
    if kind in (str, int, bool):
        name = {str: "text", int: "a whole number", bool: "true or false"}[kind]
        return _must(type(content) is kind, content, place, name)
    return _object(kind, content, place)


def _object(kind: type, content: object, place: str) -> Any:
    _must(isinstance(content, dict), content, place, "an object")
    assert isinstance(content, dict)
    shape = _shape(kind)
    dot = f"{place}." if place else ""
    if unknown := sorted(set(content) - set(shape)):
        raise BadPolicy(f"{dot}{unknown[0]} is not known. Known here: {', '.join(sorted(shape))}.")
    for key, (_, _, needed) in shape.items():
        if needed and key not in content:
            raise BadPolicy(f"{dot}{key} is missing.")
    made = {shape[key][0]: _value(shape[key][1], one, f"{dot}{key}") for key, one in content.items()}
    return kind(**made)


def _must(right: bool, content: object, place: str, belongs: str) -> object:
    if not right:
        raise BadPolicy(f"{place or 'The policy'} is {json.dumps(content, default=str)[:80]}; {belongs} belongs there.")
    return content


def _moment(kind: Any, content: object, place: str) -> time | datetime:
    example = "a time such as 12:15" if kind is time else "a moment with its zone such as 2026-11-22T09:00:00+00:00"
    try:
        moment: time | datetime = kind.fromisoformat(content)
    except (TypeError, ValueError):
        moment = kind.min
        _must(False, content, place, example)
    zone_expected = kind is datetime
    _must((moment.tzinfo is not None) == zone_expected, content, place, example)
    return moment


def _network(content: object, place: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(content)  # type: ignore[arg-type]
    except ValueError:
        raise BadPolicy(f"{place} is {content!r}; a network such as 10.2.0.0/16 belongs there.") from None


def _check(policy: Policy) -> None:
    """What the shape alone cannot say."""
    _must(policy.format == FORMAT, policy.format, "format", str(FORMAT))
    try:
        ZoneInfo(policy.establishment.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        _must(False, policy.establishment.time_zone, "establishment.time_zone", "a zone such as Europe/London")
    keys = [group.key for group in policy.groups]
    _must(len(keys) == len(set(keys)), keys, "groups", "each key once")
    _must(policy.strictest in keys, policy.strictest, "strictest", "the key of a group")
    slots = {period.slot for period in policy.timetable}
    for number, group in enumerate(policy.groups):
        for slot in group.slots:
            _must(slot in slots, slot, f"groups[{number}].slots", "a slot of the timetable")
    for number, period in enumerate(policy.timetable):
        _must(all(0 <= day <= 6 for day in period.days), list(period.days), f"timetable[{number}].days", "0 to 6")
    hosts: list[tuple[str, str]] = [(f"always_open[{n}].host", one.host) for n, one in enumerate(policy.always_open)]
    hosts += [(f"opened_hosts[{n}]", host) for n, host in enumerate(policy.opened_hosts)]
    for where in ("trust_rules", "local_rules", "exceptions"):
        hosts += [(f"{where}[{n}].host", rule.host) for n, rule in enumerate(getattr(policy, where))]
    for place, host in hosts:
        _must(_is_normal(host), host, place, "a host in its normal form (lower case, no port)")
    for number, device in enumerate(policy.identities.devices):
        try:
            ip_address(device.address)
        except ValueError:
            _must(False, device.address, f"identities.devices[{number}].address", "an IP address")


def _is_normal(host: str) -> bool:
    try:
        return normal_host(host) == host
    except BadAddress:
        return False
