"""What others may ask about the filter."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tutela.filtering import defaults
from tutela.web.core import sealing
from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments
from tutela.web.filters.health import get_health as health  # noqa: F401  a question like the others
from tutela.web.filters.models import (
    AskingNetwork,
    BlockReport,
    FailPolicyChoice,
    FilterChange,
    ListSource,
    ListUpdate,
    LocalRule,
    OpenedSearch,
    ReadSoFar,
)
from tutela.web.filters.policies import build_policy
from tutela.web.filters.records import ask as ask_records
from tutela.web.filters.sealed import words_key

MOST_GAPS = 10_000
"""Of the whole installation; with more in one stretch a recorder loses everything, and that is said at once."""


def list_opened_search(actor: AnyActor) -> tuple[list[str], OpenedSearch | None]:
    """The search hosts that are read, and the choice behind them; None where nobody chose and the library's hold."""
    chosen = OpenedSearch.visible_to(actor).select_related("chosen_by").order_by("-chosen_at").first()
    return (list(chosen.hosts) if chosen else sorted(defaults.opened_hosts())), chosen


def list_asking_networks(actor: AnyActor) -> list[str]:
    """The networks from which the proxy asks who somebody is, such as 10.2.0.0/16."""
    return list(AskingNetwork.visible_to(actor).order_by("network").values_list("network", flat=True))


def find_group(person: Any, *, at: datetime) -> str:
    """The key of the group by which the filter goes for somebody; "" for whoever has none: they get the strictest."""
    joined = establishments.get_group_of(person, on=establishments.local_day(person.establishment, at))
    if joined or person.kind not in {"staff", "partner"}:
        return joined.key if joined else ""
    groups = establishments.list_groups(SystemActor("find group", person.establishment_id))
    adults = groups.filter(age_band="adult").first()
    return adults.key if adults else ""


def list_gaps(establishment: Any, *, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """Where records of this establishment were found missing, newest first. `since` and `until` are left out.

    Raises `StoreError` while the store does not answer.
    """
    found = ask_records("gaps_since", found_at=since, limit=MOST_GAPS)
    here = [row for row in found if row["site_id"] == establishment.pk and row["found_at"] < until]
    return here[::-1]


def list_changes(actor: AnyActor, *, state: str = "waiting") -> QuerySet[FilterChange]:
    """The changes that this person may see: those that wait oldest first, those decided newest first."""
    rows = FilterChange.visible_to(actor).filter(state=state).select_related("requested_by", "decided_by")
    order = ["requested_at"] if state == FilterChange.State.WAITING else ["-decided_at"]
    return rows.order_by(*order)


def count_waiting_changes(actor: AnyActor) -> int:
    """How many changes wait for somebody to decide."""
    return FilterChange.visible_to(actor).filter(state=FilterChange.State.WAITING).count()


def count_waiting_lists(actor: AnyActor) -> int:
    """How many newer states of lists wait for this person; 0 for whoever may not decide about them."""
    if not (actor.may(Permission.ESTABLISHMENT_MANAGE) or actor.may(Permission.FILTER_CHANGE_APPROVE)):
        return 0
    return ListUpdate.visible_to(actor).filter(state=ListUpdate.State.WAITING, source__ended_at=None).count()


def list_own_changes(actor: AnyActor) -> QuerySet[FilterChange]:
    """What this person reported about the filter, newest first, with what was decided."""
    rows = FilterChange.visible_to(actor)
    own = rows.filter(requested_by_id=actor.person_id) if actor.person_id else rows.none()
    return own.order_by("-requested_at")


def list_rules(actor: AnyActor) -> list[LocalRule]:
    """The establishment's own rules that are in force for good, newest first; for others `list_exceptions`."""
    rows = LocalRule.visible_to(actor).filter(ended_at=None, until_at=None)
    return list(rows.select_related("group", "made_by").order_by("-made_at"))


def list_exceptions(actor: AnyActor, *, at: datetime) -> list[LocalRule]:
    """What was opened or blocked for a time and has not ended, the one that ends first at the top."""
    rows = LocalRule.visible_to(actor).filter(ended_at=None, until_at__gt=at)
    return list(rows.select_related("group", "person", "made_by").order_by("until_at", "pk"))


def list_times(establishment: Any, at: datetime) -> list[dict[str, Any]]:
    """The named times of the week that hold now, each with what is otherwise then, group by group."""
    policy = build_policy(establishment, at)
    titles = category_titles()
    groups = sorted(policy["groups"], key=lambda one: str(one["name"]))
    times = []
    for period in policy["timetable"]:
        otherwise = [
            (group["key"], group["name"], key, titles.get(key, key), action)
            for group in groups
            for key, action in group["slots"].get(period["slot"], {}).items()
        ]
        times.append(period | {"starts": period["from"], "otherwise": otherwise})
    return sorted(times, key=lambda one: (one["starts"], one["slot"]))


def read_words(actor: AnyActor, change: FilterChange) -> str:
    """What was written with a report; only to whoever decides, since people write more than addresses."""
    if not change.words or not actor.may(Permission.FILTER_CHANGE_APPROVE):
        return ""
    return sealing.unseal_field(change, "words", words_key(change.establishment_id))


def is_fail_policy_chosen(actor: AnyActor) -> bool:
    """Whether anybody at the actor's establishment has said what happens while the filter cannot be proved."""
    newest = FailPolicyChoice.visible_to(actor).select_related("answer").order_by("chosen_at").last()
    return newest is not None and not newest.is_disowned


def is_asked_about_fail_policy(actor: AnyActor) -> bool:
    """Whether what was chosen last stands in this person's name, and they have not said that it is their decision."""
    newest = FailPolicyChoice.visible_to(actor).select_related("answer").order_by("chosen_at").last()
    return newest is not None and newest.chosen_by_id == actor.person_id and not hasattr(newest, "answer")


def category_titles() -> dict[str, str]:
    """What people read in place of a category's key."""
    return {one.key: one.title for one in defaults.categories()}


def read_so_far() -> datetime | None:
    """Up to when the gateway's reports have been read; None before the first."""
    return ReadSoFar.objects.values_list("time", flat=True).first()


def unread(records: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those of the gateway's records that have not been taken in yet."""
    found = {f"{one['source_id']}:{one['seq']}": one for one in records}
    # asked by the worker for all establishments at once
    known = set(BlockReport._base_manager.filter(record__in=found).values_list("record", flat=True))
    return [record for key, record in found.items() if key not in known]


def sources_of_all() -> QuerySet[ListSource]:
    """The sources of lists of every establishment, for the worker that keeps them up to date."""
    return ListSource._base_manager.select_related("establishment")


def updates_of_all() -> QuerySet[ListUpdate]:
    """The newer states of lists of every establishment, for the worker."""
    return ListUpdate._base_manager.select_related("source__establishment", "establishment")
