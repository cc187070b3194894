"""What others may ask about alerts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any

from django.db.models import Count, QuerySet

from tutela.events.store import StoreError
from tutela.web.concerns import network
from tutela.web.core import sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import without_excluded
from tutela.web.establishments import queries as establishments
from tutela.web.filters.queries import ask_records
from tutela.web.monitoring import rules, words
from tutela.web.monitoring.models import Alert, AlertDecision, AlertMatch, MatchesRead

BEFORE, AFTER = 6, 10
"""How many rows are shown before and after what matched first."""
ASKED_BEFORE, ASKED_AFTER = 60, 90
"""How many events are looked through for them: most of what a browser asks for, nobody asked it to."""
MOST_MATCHES = 20
MOST_OTHERS = 5
KEPT_OF_AN_EVENT = (
    "method",
    "url",
    "search_terms",
    "action",
    "categories",
    "rule",
    "reason",
    "device",
    "src_ip",
    "user_basis",
    "bytes_in",
    "bytes_out",
    "source_id",
    "seq",
)
"""What a concern keeps of an event: enough to prove who, what, when and on which computer."""


@dataclass(frozen=True, slots=True)
class InboxPerson:
    """One person with all their alerts of a kind, the most serious and then the oldest first."""

    who: str
    alerts: tuple[Alert, ...]

    @property
    def severity(self) -> int:
        return min(alert.severity for alert in self.alerts)

    @property
    def since(self) -> datetime:
        return min(alert.first_at for alert in self.alerts)


@dataclass(frozen=True, slots=True)
class Matched:
    """What was searched for, or where somebody went, and when."""

    at: datetime
    excerpt: str


@dataclass(frozen=True, slots=True)
class Around:
    """What was asked for near an alert, and how many requests that programs make by themselves are left out of it."""

    rows: tuple[network.Seen, ...]
    left_out: int


def list_inbox(
    actor: AnyActor, *, state: str = rules.WAITING, severities: Iterable[int] = (), theme: str = ""
) -> list[InboxPerson]:
    """Alerts by person: the most serious first, of those the oldest."""
    rows = Alert.visible_to(actor).filter(state=state).select_related("subject")
    if severities := list(severities):
        rows = rows.filter(severity__in=severities)
    if theme:
        rows = rows.filter(theme=theme)
    by_person: dict[str, list[Alert]] = {}
    for alert in rows.order_by("severity", "first_at"):
        # of whom nothing at all is known, two may be two people
        by_person.setdefault(str(alert.pk) if alert.asker == rules.UNKNOWN else alert.asker, []).append(alert)
    people = [InboxPerson(who_is(alerts[0]), tuple(alerts)) for alerts in by_person.values()]
    return sorted(people, key=lambda person: (person.severity, person.since))


def who_is(alert: Alert) -> str:
    """The name of whom an alert is about, or what is known instead; nobody is guessed."""
    return words.who_it_was(alert.subject.full_name if alert.subject else "", alert.device)


def about_whom(alert: Alert, on: date) -> str:
    """What to know of a person before talking with them: learner or staff, age, group; empty where nobody is known."""
    person = alert.subject
    if person is None:
        return ""
    group = establishments.get_group_of(person, on=on)
    parts = [str(person.get_kind_display())]
    if person.born_on:
        had_birthday = (on.month, on.day) >= (person.born_on.month, person.born_on.day)
        parts.append(str(on.year - person.born_on.year - (not had_birthday)))
    if group:
        parts.append(group.name)
    return ", ".join(parts)


def list_others(actor: AnyActor, alert: Alert) -> list[Alert]:
    """The other alerts about the same person or device, newest first: those that wait and the last few decided."""
    if alert.asker == rules.UNKNOWN:
        return []
    rows = Alert.visible_to(actor).filter(asker=alert.asker).exclude(pk=alert.pk)
    return list(rows.order_by("-last_at")[:MOST_OTHERS])


def list_themes(actor: AnyActor) -> list[str]:
    """The themes of the alerts that this person may see."""
    return sorted(set(Alert.visible_to(actor).values_list("theme", flat=True)))


def count_waiting(actor: AnyActor, *, severity: int | None = None) -> int:
    """How many alerts wait for this person to look."""
    rows = Alert.visible_to(actor).filter(state=rules.WAITING)
    return rows.filter(severity=severity).count() if severity else rows.count()


def count_by_severity(actor: AnyActor, since: datetime, until: datetime) -> dict[int, int]:
    """Alerts of a time by severity (1 to 5); numbers only."""
    counts = _between(actor, since, until).values_list("severity").annotate(n=Count("pk"))
    return dict.fromkeys(range(1, 6), 0) | dict(counts)


def count_by_outcome(actor: AnyActor, since: datetime, until: datetime) -> dict[str, int]:
    """Alerts of a time by what became of them: waiting, dismissed, noted, raised."""
    counts = _between(actor, since, until).values_list("state").annotate(n=Count("pk"))
    return dict.fromkeys(Alert.State.values, 0) | dict(counts)


def count_false_positives(actor: AnyActor, since: datetime, until: datetime) -> dict[str, tuple[int, int]]:
    """For each rule: how many of its alerts were decided, and how many of those should not have been."""
    decided = _decisions(actor, since, until).values_list("alert__rule", "false_positive").annotate(n=Count("pk"))
    found: dict[str, tuple[int, int]] = {}
    for rule, wrong, number in decided:
        total, false = found.get(rule, (0, 0))
        found[rule] = (total + number, false + (number if wrong else 0))
    return found


def median_minutes_to_triage(actor: AnyActor, since: datetime, until: datetime) -> float | None:
    """How long an alert waited for its decision, in the middle of all that were decided; None when none was."""
    decided = _decisions(actor, since, until).values_list("alert__received_at", "at")
    minutes = [(at - received).total_seconds() / 60 for received, at in decided]
    return median(minutes) if minutes else None


def get_position() -> int:
    """How far the matches of the event store have been read."""
    return MatchesRead.objects.values_list("position", flat=True).first() or 0


def list_matched(alert: Alert) -> list[Matched]:
    """What an alert is made of, newest last, at most the last twenty. Audit the reading first."""
    rows = AlertMatch._base_manager.filter(alert=alert).order_by("-at", "-seq")[:MOST_MATCHES]  # of an alert in hand
    key = sealing.open_case_key(alert.case_key)
    return [Matched(row.at, sealing.unseal_field(row, "sealed_excerpt", key)) for row in reversed(rows)]


def list_events_around(alert: Alert) -> list[Mapping[str, Any]] | None:
    """The events before and after the first match, of the same person or device; None while the store does not
    answer. Audit the purpose first.
    """
    first = AlertMatch._base_manager.filter(alert=alert).order_by("at", "seq").first()  # of an alert in hand
    if first is None:
        return []
    try:
        return ask_records(
            "around_event", source_id=first.source_id, seq=first.seq, before=ASKED_BEFORE, after=ASKED_AFTER
        )
    except StoreError:
        return None


def show_events(alert: Alert, events: Sequence[Mapping[str, Any]]) -> Around:
    """Events as people read them: the few rows around the first that matched, without the chatter of programs."""
    made_of = set(AlertMatch._base_manager.filter(alert=alert).values_list("source_id", "seq"))  # of an alert in hand
    marked = [{**event, "matched": (event["source_id"], event["seq"]) in made_of} for event in events]
    chatter = [event["time"] for event in marked if network.is_background(event)]
    rows = network.fold(event for event in marked if not network.is_background(event))
    first = next((place for place, row in enumerate(rows) if row.matched), 0)
    shown = rows[max(first - BEFORE, 0) : first + AFTER + 1]
    if not shown:
        return Around((), 0)
    since, until = shown[0].first_at, max(row.last_at for row in shown)
    return Around(tuple(shown), sum(since <= at <= until for at in chatter))


def copy_events(alert: Alert, events: Sequence[Mapping[str, Any]] | None) -> list[dict[str, object]]:
    """What a concern keeps: the events of the rows that were shown, else at least what matched, as JSON knows them."""
    if not events:
        return [
            {"time": one.at.isoformat(), "search_terms": one.excerpt, "matched": True} for one in list_matched(alert)
        ]
    kept = [event for row in show_events(alert, events).rows for event in row.events]
    return [
        {
            "time": event["time"].isoformat(),
            "matched": event["matched"],
            **{key: event[key] for key in KEPT_OF_AN_EVENT},
        }
        for event in sorted(kept, key=lambda event: (event["time"], event["source_id"], event["seq"]))
    ]


def get_decision(actor: AnyActor, alert: Alert) -> tuple[AlertDecision, str] | None:
    """What was decided about an alert, with the words that were written."""
    decision = AlertDecision.visible_to(actor).select_related("by").filter(alert=alert).first()
    if decision is None:
        return None
    if not decision.sealed_words:
        return decision, ""
    key = sealing.open_case_key(alert.case_key)
    return decision, sealing.unseal_field(decision, "sealed_words", key)


def _between(actor: AnyActor, since: datetime, until: datetime) -> QuerySet[Alert]:
    """The alerts of a time. Whoever works the inbox counts what they see there, so that no number tells of an alert
    that is kept from them; whoever reads reports alone counts all but what is about themselves.
    """
    works_inbox = not actor.is_system and actor.roles & set(rules.ROUTE_ROLES[rules.DSL])
    if works_inbox or not actor.may(Permission.REPORT_READ):
        rows = Alert.visible_to(actor)
    else:
        rows = without_excluded(Alert.in_scope(actor), actor, "subject")
    return rows.filter(received_at__gte=since, received_at__lt=until)


def _decisions(actor: AnyActor, since: datetime, until: datetime) -> QuerySet[AlertDecision]:
    return AlertDecision.in_scope(actor).filter(alert__in=_between(actor, since, until))
