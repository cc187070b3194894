"""The policy of an establishment as the gateway gets it: what was chosen here, on top of what the library says."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from tutela.filtering import defaults, snapshot
from tutela.filtering.ruleset import policy_from
from tutela.web.core import outbox
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.establishments import queries as establishments
from tutela.web.filters.models import (
    AskingNetwork,
    FailPolicyChoice,
    GroupSettings,
    LocalRule,
    OpenedSearch,
    TimetablePeriod,
)

YOUNGEST_FIRST = ("5-7", "7-11", "11-16", "16-plus", "adult")
NOTHING_RECORDED = _("Nothing is written down about what you look at here. The filter only opens pages or closes them.")
UNKNOWN_BAND = {"secondary": "11-16", "16-plus": "16-plus", "adult": "adult"}
"""For which age pages speak to whom nobody knows, by the phase; elsewhere small children may be among them."""
ADULT = "adult"
AGE = "age"
"""The kind of group that filtering goes by."""
LOOPBACK = frozenset({"localhost", "::1"})
EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104  nothing listens because of this


def build_policy(establishment: Any, at: datetime) -> dict[str, Any]:
    """The content of the policy's JSON at a moment, with the version that it will have when it is published.

    Raises `tutela.filtering.ruleset.BadPolicy` when what was chosen does not fit together.
    """
    from django.conf import settings

    with acting_as(SystemActor("build policy", establishment.pk)):
        policy = _build(establishment, at, snapshot.next_version(settings.TUTELA.snapshots, establishment.slug))
    policy_from(policy)
    return policy


def build_policies(at: datetime) -> list[dict[str, Any]]:
    """The policies of all establishments as they would be published at `at`."""
    return [build_policy(establishment, at) for establishment in establishments.list_establishments()]


def _build(establishment: Any, at: datetime, version: int) -> dict[str, Any]:
    about = {
        "id": establishment.pk,
        "slug": establishment.slug,
        "name": establishment.name,
        "time_zone": establishment.time_zone,
        "nation": establishment.nation,
    }
    policy = defaults.default_policy(about, version=version)
    policy["timetable"] = _timetable(policy["timetable"])
    slots = {period["slot"] for period in policy["timetable"]}
    groups = _groups(policy["groups"], slots)
    policy["groups"] = groups
    policy["strictest"] = _strictest(groups)
    policy["local_rules"], policy["exceptions"] = _rules(establishment, at)
    policy["identities"] = _identities(establishment, at, groups)
    if (chosen := OpenedSearch.objects.order_by("-chosen_at").first()) is not None:
        policy["opened_hosts"] = chosen.hosts
    policy["opened_hosts"] = sorted({name for host in policy["opened_hosts"] for name in (host, f"www.{host}")})
    policy["pages"]["named_contact"] = _contact(establishment, at)
    policy["pages"]["address"] = _reached_at()
    policy["pages"]["unknown_band"] = UNKNOWN_BAND.get(establishment.phase)
    policy["fail_policy"] = _fail_policy()
    policy["recording"] = establishments.is_monitoring_signed_off(establishment, at)
    if not policy["recording"]:
        policy["pages"]["monitored"] = dict.fromkeys(policy["pages"]["monitored"], str(NOTHING_RECORDED))
    return policy


def _timetable(from_library: list[dict[str, Any]]) -> list[dict[str, Any]]:
    own = [
        {
            "slot": period.slot,
            "days": list(period.days),
            "from": period.starts.isoformat("minutes"),
            "until": period.ends.isoformat("minutes"),
        }
        for period in TimetablePeriod.objects.order_by("starts", "slot")
    ]
    return own or from_library


def _groups(from_library: list[dict[str, Any]], slots: set[str]) -> list[dict[str, Any]]:
    """Each group of the establishment as it was set, else as the library has its key, else its age band.

    An establishment without groups gets the library's.
    """
    by_key = {group["key"]: group for group in from_library}
    by_band = {group["age_band"]: group for group in from_library}
    chosen = {row.group_id: row for row in GroupSettings.objects.all()}
    made = []
    for group in establishments.list_groups(SystemActor("build policy", _here())):
        base = by_key.get(group.key) or by_band[group.age_band]
        own = {"key": group.key, "name": group.name, "age_band": group.age_band}
        made.append(base | own | (_as_chosen(chosen[group.pk]) if group.pk in chosen else {}))
    for one in made or from_library:
        one["slots"] = {slot: actions for slot, actions in one["slots"].items() if slot in slots}
    return made or from_library


def _as_chosen(row: GroupSettings) -> dict[str, Any]:
    return {
        "strictness": row.strictness,
        "default": row.default,
        "unlisted": row.unlisted,
        "categories": defaults.default_actions(row.strictness) | row.categories,
        "slots": row.slots,
    }


def _strictest(groups: Iterable[Mapping[str, Any]]) -> str:
    """The group for whom nobody is known: of the strictest ones the youngest."""
    order = sorted(groups, key=lambda one: (-one["strictness"], YOUNGEST_FIRST.index(one["age_band"]), one["key"]))
    return str(order[0]["key"])


def _rules(establishment: Any, at: datetime) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    lasting, passing = [], []
    today = establishments.local_day(establishment, at)
    rules = LocalRule.objects.filter(ended_at=None).select_related("group", "person").order_by("made_at", "pk")
    for rule in rules:
        made: dict[str, Any] = {
            "id": f"local-{str(rule.pk)[:8]}",
            "action": rule.action,
            "host": rule.host,
            "path": rule.path,
            "groups": [rule.group.key] if rule.group and rule.group.kind == AGE else [],
            "reason": rule.reason,
        }
        if rule.until_at is None:
            lasting.append(made)
        elif rule.until_at > at:
            persons = _persons(rule, today)
            if persons == []:  # a class without anybody: with no names it would be for everybody
                continue
            begins = rule.from_at or rule.made_at
            moments = {"from": begins.isoformat(), "until": rule.until_at.isoformat(), "persons": persons or []}
            # words about one person stay here: the file goes to the gateway
            private = {"reason": ""} if persons else {}
            passing.append(made | {"id": f"exc-{str(rule.pk)[:8]}"} | moments | private)
    return lasting, passing


def _persons(rule: LocalRule, today: date) -> list[str] | None:
    """The pseudonyms of those whom a rule is for: of one person, or of everybody in a class on that day; None where it
    goes by an age group or is for everybody.
    """
    if rule.person:
        meant = [rule.person]
    elif rule.group and rule.group.kind != AGE:
        meant = establishments.list_members(rule.group, on=today)
    else:
        return None
    return sorted(one.pseudonym for one in meant if one.pseudonym)


def _identities(establishment: Any, at: datetime, groups: list[dict[str, Any]]) -> dict[str, Any]:
    today = establishments.local_day(establishment, at)
    adults = next((one["key"] for one in groups if one["age_band"] == ADULT), "")
    known = {one["key"] for one in groups}

    def group_of(person: Any) -> str:
        """The group joined last; staff without one are adults; anybody else is unknown, so the strictest."""
        joined = [
            one
            for one in person.group_memberships.all()
            if one.from_on <= today and (one.until_on is None or one.until_on > today) and one.group.key in known
        ]
        if joined:
            return str(max(joined, key=lambda one: one.from_on).group.key)
        return adults if person.kind in {"staff", "partner"} else ""

    memberships = "person__group_memberships__group"
    credentials = establishments.list_network_credentials(establishment).prefetch_related(memberships)
    devices = establishments.list_known_devices(establishment).prefetch_related(memberships)
    return {
        "credentials": {
            one.username: {"hash": one.secret_hash, "person": one.person.pseudonym, "group": group_of(one.person)}
            for one in credentials.order_by("username")
            if one.person.pseudonym
        },
        "devices": [
            {
                "name": one.name,
                "address": one.address,
                "person": (one.person.pseudonym or None) if one.person else None,
                "group": group_of(one.person) if one.person else one.group.key,
            }
            for one in devices.order_by("address")
        ],
        "asking": [one.network for one in AskingNetwork.objects.order_by("network")],
    }


def _reached_at() -> str:
    """Where devices reach the web application; empty where they cannot, or nobody can tell.

    One that listens on this machine alone is reached by devices only where the proxy, too, serves this machine alone,
    or where a reverse proxy stands before it and its address was set.
    """
    from django.conf import settings

    chosen = settings.TUTELA
    if chosen.public_address:
        return outbox.site_address()
    if chosen.web_address in EVERY_ADDRESS or (_is_here(chosen.web_address) and not _is_here(chosen.proxy_address)):
        return ""
    return outbox.site_address()


def _is_here(address: str) -> bool:
    return address in LOOPBACK or address.startswith("127.")


def _contact(establishment: Any, at: datetime) -> dict[str, str] | None:
    contact = establishments.get_named_contact(establishment, at=at)
    if contact is None:
        return None
    return {"name": contact.name, "role": contact.role, "email": contact.email, "phone": contact.phone}


def _fail_policy() -> dict[str, Any]:
    """What was chosen last; closed until somebody has chosen, and where it was not the decision of whoever is named."""
    chosen = FailPolicyChoice.objects.select_related("chosen_by", "answer").order_by("chosen_at").last()
    if chosen is None or chosen.is_disowned:
        return {"kind": FailPolicyChoice.Kind.CLOSED.value, "chosen_by": "", "chosen_at": None}
    return {
        "kind": chosen.kind,
        "chosen_by": chosen.chosen_by.full_name,
        "chosen_at": chosen.chosen_at.isoformat(),
    }


def _here() -> int | None:
    from tutela.web.core.actor import current_actor

    return current_actor().establishment_id
