"""What an establishment chooses for its groups, its day, its networks, and for when nothing can be proved."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django.urls import reverse

from tutela.filtering import defaults
from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import operations as establishments
from tutela.web.establishments import queries
from tutela.web.filters.models import (
    AskingNetwork,
    FailPolicyAnswer,
    FailPolicyChoice,
    GroupSettings,
    OpenedSearch,
    TimetablePeriod,
)
from tutela.web.filters.operations.publishing import want_publication
from tutela.web.filters.policies import build_policy

FAILS = outbox.Notice(
    kind="fail-policy",
    subject="What happens if the filter fails was set in your name",
    body=(
        "Somebody at {establishment} has noted that you decided what opens while the filter cannot be proved. The page "
        "says what. Say there whether it is your decision: if it is not, only help lines and your own systems open."
    ),
)
DISOWNED = outbox.Notice(
    kind="fail-policy-disowned",
    subject="What happens if the filter fails was nobody’s decision",
    body=(
        "Whoever was named at {establishment} as having decided what opens while the filter cannot be proved has said "
        "that they did not. Only help lines and your own systems open then, until somebody decides."
    ),
)
LOOK_AFTER_IT = ("it", "head", "dsl")


class NoSuchCategory(Exception):
    """The library has no category of that key, or it is one that the law has locked."""


class NotYours(ValueError):
    """Nothing that waits for an answer was noted in their name."""


class NotASearchHost(ValueError):
    """Only search hosts that the library names may be read: nothing else behind a padlock is."""


@operation
def begin(*, actor: AnyActor, at: datetime, establishment: Any) -> None:
    """Give an establishment the groups that the library suggests, but for those it has, and have it published.

    Twice does no more than once. What a group may open follows from the library until somebody chooses otherwise.
    """
    known = {group.key for group in queries.list_groups(actor).filter(establishment=establishment)}
    for group in defaults.default_policy()["groups"]:
        if group["key"] not in known:
            establishments.make_group(
                actor=actor,
                establishment=establishment,
                key=group["key"],
                name=group["name"],
                age_band=group["age_band"],
                at=at,
            )
    want_publication(actor=actor, at=at, establishment_id=establishment.pk)


@operation
def set_group(
    *,
    actor: AnyActor,
    at: datetime,
    group: Any,
    strictness: int,
    categories: Mapping[str, str] | None = None,
    slots: Mapping[str, Mapping[str, str]] | None = None,
    default: str = "allow",
    unlisted: str = "block",
) -> GroupSettings:
    """Choose how a group is filtered: 1 (most is open) to 5, with the categories that are otherwise.

    Raises `NoSuchCategory`, Django's `ValidationError`.
    """
    for key in {*(categories or {}), *(key for actions in (slots or {}).values() for key in actions)}:
        known = defaults.category(key)
        if known is None or known.locked:
            raise NoSuchCategory(key)
    row = GroupSettings.objects.filter(group=group).first()
    row = row or GroupSettings(group=group, establishment_id=group.establishment_id)
    row.strictness, row.default, row.unlisted = strictness, default, unlisted
    row.categories = dict(categories or {})
    row.slots = {slot: dict(actions) for slot, actions in (slots or {}).items()}
    row.full_clean()
    row.save()
    audit.record(actor, "filter.set-group", row, at=at, group=group.key, strictness=strictness)
    want_publication(actor=actor, at=at, establishment_id=group.establishment_id)
    return row


@operation
def set_timetable(
    *, actor: AnyActor, at: datetime, establishment: Any, periods: Iterable[tuple[str, list[int], time, time]]
) -> list[TimetablePeriod]:
    """Choose the named times of the week: (slot, days from Monday 0, starts, ends) in local time; replaces all."""
    TimetablePeriod.objects.filter(establishment=establishment).delete()
    rows = [
        TimetablePeriod(establishment=establishment, slot=slot, days=sorted(set(days)), starts=starts, ends=ends)
        for slot, days, starts, ends in periods
    ]
    for row in rows:
        row.full_clean()
        row.save(force_insert=True)
    audit.record(actor, "filter.set-timetable", establishment, at=at, count=len(rows))
    want_publication(actor=actor, at=at, establishment_id=establishment.pk)
    return rows


@operation
def add_period(
    *, actor: AnyActor, at: datetime, establishment: Any, slot: str, days: list[int], starts: time, ends: time
) -> list[TimetablePeriod]:
    """Add a time of the week to those that hold now; the library's own are kept with the first one.

    Raises Django's `ValidationError`.
    """
    periods = [*_periods(establishment, at), (slot, days, starts, ends)]
    return set_timetable(actor=actor, at=at, establishment=establishment, periods=periods)


@operation
def end_period(
    *, actor: AnyActor, at: datetime, establishment: Any, slot: str, days: list[int], starts: time
) -> list[TimetablePeriod]:
    """Take a time of the week away. Where none is left, the library's hold again."""
    gone = (slot, sorted(days), starts)
    periods = [one for one in _periods(establishment, at) if (one[0], sorted(one[1]), one[2]) != gone]
    return set_timetable(actor=actor, at=at, establishment=establishment, periods=periods)


def _periods(establishment: Any, at: datetime) -> list[tuple[str, list[int], time, time]]:
    return [
        (one["slot"], list(one["days"]), time.fromisoformat(one["from"]), time.fromisoformat(one["until"]))
        for one in build_policy(establishment, at)["timetable"]
    ]


@operation
def set_in_slot(*, actor: AnyActor, at: datetime, group: Any, slot: str, category: str, action: str) -> GroupSettings:
    """What happens to a category for a group at a time of the week: "allow", "block", or "" as at all other times.

    Everything else of the group stays. Raises `NoSuchCategory`, Django's `ValidationError`.
    """
    now = next(one for one in build_policy(group.establishment, at)["groups"] if one["key"] == group.key)
    chosen = GroupSettings.objects.filter(group=group).first()
    slots = {name: dict(actions) for name, actions in now["slots"].items()}
    actions = slots.setdefault(slot, {})
    actions.pop(category, None)
    if action:
        actions[category] = action
    return set_group(
        actor=actor,
        at=at,
        group=group,
        strictness=now["strictness"],
        categories=chosen.categories if chosen else None,
        slots={name: actions for name, actions in slots.items() if actions},
        default=now["default"],
        unlisted=now["unlisted"],
    )


@operation
def set_asking_networks(
    *, actor: AnyActor, at: datetime, establishment: Any, networks: Iterable[str]
) -> list[AskingNetwork]:
    """Choose from which networks (10.2.0.0/16) the proxy asks who somebody is; replaces what was chosen.

    Raises Django's `ValidationError`.
    """
    AskingNetwork.objects.filter(establishment=establishment).delete()
    rows = [AskingNetwork(establishment=establishment, network=network) for network in dict.fromkeys(networks)]
    for row in rows:
        row.full_clean()
        row.save(force_insert=True)
    audit.record(actor, "filter.set-asking-networks", establishment, at=at, count=len(rows))
    want_publication(actor=actor, at=at, establishment_id=establishment.pk)
    return rows


@operation
def choose_opened_search(*, actor: AnyActor, at: datetime, establishment: Any, hosts: Iterable[str]) -> OpenedSearch:
    """Choose which of the library's search hosts are read, or none; what was chosen before stays on record.

    Raises `NotASearchHost`.
    """
    chosen = sorted(set(hosts))
    unknown = set(chosen) - set(defaults.opened_hosts())
    if unknown:
        raise NotASearchHost(", ".join(sorted(unknown)))
    row = OpenedSearch(establishment=establishment, hosts=chosen, chosen_by_id=actor.person_id, chosen_at=at)
    row.full_clean(exclude=["hosts"])
    row.save(force_insert=True)
    audit.record(actor, "filter.choose-opened-search", row, at=at, hosts=",".join(chosen))
    want_publication(actor=actor, at=at, establishment_id=establishment.pk)
    return row


@operation
def choose_fail_policy(
    *, actor: AnyActor, at: datetime, establishment: Any, kind: str, chosen_by: Any
) -> FailPolicyChoice:
    """A named person says what happens while the filter cannot be proved; they are told, unless they put it in.

    Raises Django's `ValidationError`.
    """
    choice = FailPolicyChoice(establishment=establishment, kind=kind, chosen_by=chosen_by, chosen_at=at)
    choice.full_clean()
    choice.save()
    audit.record(actor, "filter.choose-fail-policy", choice, at=at, kind=kind)
    if actor.person_id == chosen_by.pk:
        FailPolicyAnswer(establishment=establishment, choice=choice, is_theirs=True, at=at).save()
    if actor.person_id != chosen_by.pk:
        outbox.post(
            FAILS,
            to=chosen_by.email,
            at=at,
            link=reverse("filters:health"),
            establishment_id=establishment.pk,
            establishment=establishment.name,
        )
    want_publication(actor=actor, at=at, establishment_id=establishment.pk)
    return choice


@operation
def answer_for_fail_policy(*, actor: AnyActor, at: datetime, establishment: Any, is_theirs: bool) -> None:
    """Whoever is named says whether what was noted last in their name is their decision, once; the policy obeys.

    Raises `NotYours`.
    """
    rows = FailPolicyChoice.objects.select_for_update(of=("self",)).select_related("chosen_by")
    choice = rows.filter(establishment=establishment).order_by("chosen_at").last()
    answered = choice is not None and FailPolicyAnswer.objects.filter(choice=choice).exists()
    if choice is None or answered or choice.chosen_by_id != actor.person_id:
        raise NotYours
    answer = FailPolicyAnswer(establishment=establishment, choice=choice, is_theirs=is_theirs, at=at)
    answer.save()
    audit.record(actor, "filter.answer-for-fail-policy", choice, at=at, is_theirs=is_theirs)
    if not is_theirs:
        told = queries.list_holders(establishment, *LOOK_AFTER_IT, at=at)
        for person in (one for one in told if one.pk != actor.person_id):
            outbox.post(
                DISOWNED,
                to=person.email,
                at=at,
                link=reverse("filters:health"),
                establishment_id=establishment.pk,
                establishment=establishment.name,
            )
        want_publication(actor=actor, at=at, establishment_id=establishment.pk)
