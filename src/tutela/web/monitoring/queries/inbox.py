"""The inbox: who needs a look, one page at a time. Nothing sealed is opened for it, and only what is shown is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import Case, CharField, Count, F, Min, Q, QuerySet, When, Window
from django.db.models.functions import Cast, RowNumber
from django.utils.translation import gettext as _

from tutela.web.core.actor import AnyActor
from tutela.web.establishments import queries as establishments
from tutela.web.monitoring import rules
from tutela.web.monitoring.models import Alert
from tutela.web.monitoring.queries.alert import who_is

PEOPLE_ON_A_PAGE = 20
ALERTS_OF_A_PERSON = 3
"""How many alerts of one person stand in the inbox; the others are one click away."""

SHOWN_OF_AN_ALERT = (
    *("rule", "severity", "theme", "matches", "state", "imported", "asker", "device", "first_at", "unread_since"),
    *(f"{person}__{name}" for person in ("subject", "holder") for name in ("known_as", "given_name", "family_name")),
)

UNREAD, READ = "unread", "read"
SHOWN = (rules.WAITING, UNREAD, READ, rules.DISMISSED, rules.NOTED, rules.RAISED)
"""What the inbox shows: all that wait, of those what nobody has read and what somebody has, then what was decided."""
MINE, OTHERS, NOBODY = "me", "others", "nobody"
LIVE, IMPORTED = "live", "imported"


@dataclass(frozen=True, slots=True)
class Asked:
    """What narrows the inbox. `person` is the asker of an alert: a pseudonym, a device or an address.

    Days are those of the establishment; the last one is included.
    """

    state: str = rules.WAITING
    severities: frozenset[int] = frozenset()
    theme: str = ""
    group: UUID | None = None
    person: str = ""
    held_by: str = ""
    origin: str = ""
    from_on: date | None = None
    to_on: date | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the state narrows it."""
        chosen = (self.severities, self.theme, self.group, self.person, self.held_by, self.origin)
        return any(chosen) or bool(self.from_on or self.to_on)


@dataclass(frozen=True, slots=True)
class InboxPerson:
    """One person with their alerts, the most serious and then the oldest first; `total` counts those not shown too."""

    who: str
    asker: str
    severity: int
    since: datetime
    unread: int
    total: int
    alerts: tuple[Alert, ...]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.alerts)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many alerts each choice of a filter would show, the other filters being as they are."""

    states: Mapping[str, int]
    severities: Mapping[int, int]
    themes: Mapping[str, int]
    held_by: Mapping[str, int]
    origins: Mapping[str, int] = field(default_factory=dict)


def page_inbox(actor: AnyActor, asked: Asked = Asked(), *, page: object = 1) -> Page:
    """A page of people: the most serious first, of those whose alerts have waited unread for longest.

    Alerts of which nothing at all is known about who it was stand alone: two may be two people.
    """
    rows = _narrow(_common(actor, asked), actor, asked)
    people = (
        rows.annotate(folded=_folded_by(asked))
        .values("folded")
        .annotate(
            asked_by=Min("asker"),
            worst=Min("severity"),
            unread_since_first=Min("unread_since"),
            since=Min("first_at"),
            total=Count("pk"),
            unread=Count("unread_since"),
        )
        .order_by("worst", F("unread_since_first").asc(nulls_last=True), "since", "folded")
    )
    # the people of all pages are few and small, and asked for once: counting them first takes as long again
    shown = Paginator(list(people), PEOPLE_ON_A_PAGE).get_page(page)
    found = list(shown.object_list)
    alerts = _alerts_of(rows, asked, found)
    shown.object_list = [
        InboxPerson(
            who=who_is(alerts[person["folded"]][0]),
            asker=alerts[person["folded"]][0].asker,
            severity=person["worst"],
            since=person["since"],
            unread=person["unread"],
            total=person["total"],
            alerts=tuple(alerts[person["folded"]]),
        )
        for person in found
    ]
    return shown


def count_choices(actor: AnyActor, asked: Asked) -> Counts:
    """How many alerts stand behind each choice, in one question to the database."""
    combinations = list(
        _common(actor, asked)
        .values("state", "severity", "theme", "holder", "imported")
        .annotate(n=Count("pk"), unread=Count("unread_since"))
        .order_by()
    )
    dimensions = {
        "states": _states_of,
        "severities": lambda row: [row["severity"]],
        "themes": lambda row: [row["theme"]],
        "held_by": lambda row: [_held_by(row["holder"], actor)],
        "origins": lambda row: [IMPORTED if row["imported"] else LIVE],
    }
    counted: dict[str, dict[Any, int]] = {name: {} for name in dimensions}
    for row in _by_reading(combinations):
        chosen = {
            "states": asked.state in _states_of(row),
            "severities": not asked.severities or row["severity"] in asked.severities,
            "themes": not asked.theme or row["theme"] == asked.theme,
            "held_by": not asked.held_by or _held_by(row["holder"], actor) == asked.held_by,
            "origins": not asked.origin or (asked.origin == IMPORTED) == row["imported"],
        }
        for name, values in dimensions.items():
            if all(fits for other, fits in chosen.items() if other != name):
                for value in values(row):
                    counted[name][value] = counted[name].get(value, 0) + row["n"]
    return Counts(**counted)


def list_waiting_of(actor: AnyActor, alert: Alert) -> list[Alert]:
    """All alerts of the same person or device that wait, this one among them, the most serious and oldest first."""
    rows = Alert.visible_to(actor).filter(state=rules.WAITING).select_related("subject")
    same = Q(pk=alert.pk) if alert.asker == rules.UNKNOWN else Q(asker=alert.asker)
    return list(rows.filter(same).order_by("severity", "first_at"))


def name_of_asker(actor: AnyActor, asker: str) -> str:
    """Who that is, if this person may see an alert of theirs; else what was asked for tells nothing."""
    alert = Alert.visible_to(actor).filter(asker=asker).select_related("subject").order_by("-last_at").first()
    return who_is(alert) if alert else _("Nobody you can see")


def _common(actor: AnyActor, asked: Asked) -> QuerySet[Alert]:
    """What the filters leave that have no counts of their own."""
    rows = Alert.visible_to(actor)
    if asked.person:
        rows = rows.filter(asker=asked.person)
    if not (asked.group or asked.from_on or asked.to_on):
        return rows
    place = establishments.list_establishments().get(pk=actor.establishment_id)
    zone = ZoneInfo(place.time_zone)
    if asked.from_on:
        rows = rows.filter(last_at__gte=datetime.combine(asked.from_on, time(), zone))
    if asked.to_on:
        rows = rows.filter(first_at__lt=datetime.combine(asked.to_on + timedelta(days=1), time(), zone))
    if asked.group:
        rows = rows.filter(pk__in=_in_group(actor, asked.group).values("pk"))
    return rows


def _in_group(actor: AnyActor, group: UUID) -> QuerySet[Alert]:
    """Alerts about people who were in that group on the day on which it began; a group's last day is exclusive."""
    member = "subject__group_memberships"
    lasts = Q(**{f"{member}__until_on": None}) | Q(**{f"{member}__until_on__gt": F("first_at__date")})
    since = Q(**{f"{member}__from_on__lte": F("first_at__date")})
    return Alert.in_scope(actor).filter(lasts, since, **{f"{member}__group": group})


def _narrow(rows: QuerySet[Alert], actor: AnyActor, asked: Asked) -> QuerySet[Alert]:
    if asked.state in (UNREAD, READ):
        rows = rows.filter(state=rules.WAITING, unread_since__isnull=asked.state == READ)
    else:
        rows = rows.filter(state=asked.state)
    if asked.severities:
        rows = rows.filter(severity__in=asked.severities)
    if asked.theme:
        rows = rows.filter(theme=asked.theme)
    if asked.origin:
        rows = rows.filter(imported=asked.origin == IMPORTED)
    held = {
        MINE: Q(holder=actor.person_id),
        OTHERS: Q(holder__isnull=False) & ~Q(holder=actor.person_id),
        NOBODY: Q(holder=None),
    }
    return rows.filter(held[asked.held_by]) if asked.held_by in held else rows


def _folded_by(asked: Asked) -> Any:
    """By person; the alerts of one person who was chosen stand each alone, so that they are paged as well."""
    alone = Cast("pk", CharField())
    if asked.person:
        return alone
    return Case(When(asker=rules.UNKNOWN, then=alone), default="asker", output_field=CharField(max_length=80))


def _alerts_of(rows: QuerySet[Alert], asked: Asked, people: list[dict[str, Any]]) -> dict[str, list[Alert]]:
    """The first few alerts of each of these people; what a page does not show is not read."""
    first = Window(RowNumber(), partition_by=F("folded"), order_by=["severity", "first_at", "pk"])
    # by the columns themselves, since an index knows nothing of what they are folded by
    alone = [person["folded"] for person in people if asked.person or person["asked_by"] == rules.UNKNOWN]
    known = [person["asked_by"] for person in people if not asked.person and person["asked_by"] != rules.UNKNOWN]
    chosen = rows.filter(Q(pk__in=alone) | Q(asker__in=known)) if alone else rows.filter(asker__in=known)
    alerts = chosen.annotate(folded=_folded_by(asked)).annotate(place=first).filter(place__lte=ALERTS_OF_A_PERSON)
    found: dict[str, list[Alert]] = {}
    shown = alerts.select_related("subject", "holder").only(*SHOWN_OF_AN_ALERT)
    for alert in shown.order_by("severity", "first_at", "pk"):
        found.setdefault(alert.folded, []).append(alert)
    return found


def _by_reading(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each combination in two: the alerts that nobody has read, and the others."""
    for row in rows:
        for is_unread, number in ((True, row["unread"]), (False, row["n"] - row["unread"])):
            if number:
                yield {**row, "is_unread": is_unread, "n": number}


def _states_of(row: Mapping[str, Any]) -> list[str]:
    if row["state"] != rules.WAITING:
        return [row["state"]]
    return [rules.WAITING, UNREAD if row["is_unread"] else READ]


def _held_by(holder: UUID | None, actor: AnyActor) -> str:
    if holder is None:
        return NOBODY
    return MINE if holder == actor.person_id else OTHERS
