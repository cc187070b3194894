"""One alert, as whoever triages it reads it: who, what matched, what was around it, what was done about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tutela.events.store import StoreError
from tutela.web.concerns import network
from tutela.web.core import sealing
from tutela.web.core.actor import AnyActor
from tutela.web.establishments import queries as establishments
from tutela.web.filters.queries import ask_records
from tutela.web.monitoring import rules, words
from tutela.web.monitoring.models import Alert, AlertDecision, AlertHandOver, AlertMatch, AlertNote

BEFORE, AFTER = 6, 10
"""How many rows are shown before and after what matched first."""
ASKED_BEFORE, ASKED_AFTER = 60, 90
"""How many events are looked through for them: most of what a browser asks for, nobody asked it to."""
MOST_MATCHES = 20
MOST_EVENTS = 3000
MOST_ROWS = 120
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
class Matched:
    """What was searched for, or where somebody went, and when."""

    at: datetime
    excerpt: str


@dataclass(frozen=True, slots=True)
class Around:
    """What was asked for near an alert, and how many requests that programs make by themselves are left out of it."""

    rows: tuple[network.Seen, ...]
    left_out: int


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


def list_events_within(alert: Alert, minutes: int) -> list[Mapping[str, Any]] | None:
    """The events of the same person or device within so many minutes of what matched; None while the store does not
    answer. Audit the purpose first.
    """
    span = timedelta(minutes=minutes)
    return trace_alert(alert, alert.first_at - span, alert.last_at + span, limit=MOST_EVENTS)


def trace_alert(alert: Alert, since: datetime, until: datetime, *, limit: int) -> list[Mapping[str, Any]] | None:
    """The events of whoever an alert is about, oldest first: of the person, or where nobody is known of the address
    at which it happened. None while the store does not answer. Audit the purpose first.
    """
    first = AlertMatch._base_manager.filter(alert=alert).order_by("at", "seq").first()  # of an alert in hand
    if first is None:
        return []
    try:
        itself = ask_records("around_event", source_id=first.source_id, seq=first.seq, before=0, after=0)
        if not itself:
            return []
        (event,) = itself[:1]
        return ask_records(
            "trace",
            **{"from": since, "until": until},
            users=[str(event["user"])] if event["user"] else [],
            at_addresses=[],
            at_from=[],
            at_until=[],
            site_id=alert.establishment_id,
            device="" if event["user"] else str(event["src_ip"]),
            host="",
            url="",
            limit=limit,
        )
    except StoreError:
        return None


def show_events(alert: Alert, events: Sequence[Mapping[str, Any]], *, nearest: bool = True) -> Around:
    """Events as people read them, without the chatter of programs: the few rows around the first that matched, or
    with `nearest=False` as many as a page holds.
    """
    made_of = set(AlertMatch._base_manager.filter(alert=alert).values_list("source_id", "seq"))  # of an alert in hand
    marked = [{**event, "matched": (event["source_id"], event["seq"]) in made_of} for event in events]
    chatter = [event["time"] for event in marked if network.is_background(event)]
    rows = network.fold(event for event in marked if not network.is_background(event))
    first = next((place for place, row in enumerate(rows) if row.matched), 0)
    before, after = (BEFORE, AFTER) if nearest else (MOST_ROWS // 2, MOST_ROWS // 2)
    shown = rows[max(first - before, 0) : first + after + 1]
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


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was done about an alert, with its words: a note, or that it changed hands."""

    at: datetime
    by: str
    to: str
    words: str

    @property
    def is_note(self) -> bool:
        """Whether it is a note; else the alert went to `to`, who is `by` themselves when they took it."""
        return not self.to


def list_told(actor: AnyActor, alert: Alert) -> list[Told]:
    """Notes and hand-overs of an alert, oldest first. Audit the reading first."""
    notes = list(AlertNote.visible_to(actor).filter(alert=alert).select_related("by"))
    hands = list(AlertHandOver.visible_to(actor).filter(alert=alert).select_related("by", "to"))
    if not notes and not hands:
        return []
    key = sealing.open_case_key(alert.case_key)
    told = [Told(row.at, row.by.full_name, "", sealing.unseal_field(row, "sealed_words", key)) for row in notes]
    for row in hands:
        reason = sealing.unseal_field(row, "sealed_reason", key) if row.sealed_reason else ""
        told.append(Told(row.at, row.by.full_name, row.to.full_name, reason))
    return sorted(told, key=lambda one: one.at)
