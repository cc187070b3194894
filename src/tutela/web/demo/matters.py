"""What people at one establishment did in the fortnight: alerts as they came, and every decision at its own time.

Everything goes through the operations that people use; each runs at the moment at which the story has it.
"""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

import msgspec

from tutela.events.event import Event, Match
from tutela.web.core.actor import Actor
from tutela.web.demo.cases import Matter
from tutela.web.demo.moments import Fortnight, at_local
from tutela.web.demo.people import Roster
from tutela.web.demo.setting_up import ACTOR
from tutela.web.demo.story import ChangeWanted, End, Incident, Report, Story
from tutela.web.establishments import queries
from tutela.web.establishments.actors import actor_for
from tutela.web.establishments.models import Establishment, Person
from tutela.web.establishments.operations import keeping
from tutela.web.filters import operations as filters
from tutela.web.monitoring import operations as monitoring
from tutela.web.monitoring import queries as alerts
from tutela.web.monitoring.models import Alert
from tutela.web.monitoring.rules import WAITING

SOON = timedelta(seconds=2)
"""How long after a request its alert is in the inbox."""
USUAL = End(kind="dismissed", after=150, reason="other", words="Spoken to at registration.")
"""What becomes of an alert that the story does not name: what learners do every day."""
NEAR = timedelta(minutes=30)


@dataclass(order=True)
class Turn:
    """Something that happens at a moment."""

    at: datetime
    number: int
    do: Callable[[datetime], None] = field(compare=False)


class Days:
    """The fortnight at one establishment. Fill it, then `run` it once."""

    def __init__(self, establishment: Establishment, roster: Roster, fortnight: Fortnight) -> None:
        self.establishment, self.roster, self.fortnight = establishment, roster, fortnight
        self.people = {
            person.login or person.reference: person
            for person in Person.objects.filter(establishment=establishment).select_related("user", "establishment")
        }
        self._turns: list[Turn] = []
        self._numbers = count()
        self._incidents: dict[str, list[Incident]] = {}
        self._settled: set[Any] = set()

    def add_story(self, story: Story) -> None:
        """Take in what the story tells of this establishment."""
        here = self.establishment.slug
        for incident in story.incidents:
            if incident.place == here:
                self._incidents.setdefault(self.login_of(incident.who), []).append(incident)
        for report in story.reports:
            if report.place == here:
                self.plan(report.moment(self.fortnight), self._reports(report))
        for change in story.filter_changes:
            if change.place == here:
                self._plan_change(change)

    def add_matches(self, matches: Iterable[Match], events: Iterable[Event]) -> None:
        """Take in what matched, with the events it was found in."""
        by_place = {(event.source_id, event.seq): event for event in events}
        for match in matches:
            event = by_place[match.source_id, match.seq]
            self.plan(match.time + SOON, self._records(match, event))

    def plan(self, at: datetime, do: Callable[[datetime], None]) -> None:
        """Have something done at a moment; what would come after the end of the demo never happens."""
        if at <= self.fortnight.ends_at:
            heapq.heappush(self._turns, Turn(at, next(self._numbers), do))

    def run(self) -> int:
        """Do everything, each at its own time; how many things were done."""
        done = 0
        while self._turns:
            turn = heapq.heappop(self._turns)
            turn.do(turn.at)
            done += 1
        return done

    def acting(self, login: str, at: datetime) -> Actor:
        """Who somebody is at a moment, with the second factor proved."""
        return actor_for(self.people[login].user, at=at, second_factor=True)

    def have_account(self, login: str, at: datetime) -> None:
        """Invite somebody who has none, as whoever looks after accounts does."""
        person = self.people[login]
        if person.user_id is None:
            keeping.invite(actor=ACTOR, at=at, person=person, login=login)

    def login_of(self, who: str) -> str:
        """A login as the story has it, or of a place in a register: "9B/3"."""
        name, mark, place = who.rpartition("/")
        return self.roster.in_class(name)[int(place) - 1].login if mark else who

    def in_cover(self, at: datetime, after: int) -> datetime:
        """So many minutes of published cover hours after a moment, give or take the end of a day."""
        moment = queries.next_covered(self.establishment, at=at)
        return queries.next_covered(self.establishment, at=moment + timedelta(minutes=after))

    def _records(self, match: Match, event: Event) -> Callable[[datetime], None]:
        def record(at: datetime) -> None:
            told = {**msgspec.structs.asdict(match), "user_basis": event.user_basis, "src_ip": event.src_ip}
            monitoring.record_alerts(actor=ACTOR, at=at, matches=[told])
            alert = Alert._base_manager.filter(establishment=self.establishment, state=WAITING).order_by("-last_at")
            newest = alert.filter(rule=match.rule_id, asker=match.user or match.device or event.src_ip).first()
            if newest is not None and newest.pk not in self._settled:
                self._settled.add(newest.pk)
                self._plan_end(newest, match, at)

        return record

    def _plan_end(self, alert: Alert, match: Match, at: datetime) -> None:
        incident = self._incident_of(alert, match)
        end = incident.end if incident else msgspec.structs.replace(USUAL, by=self._deputy())
        if end.kind == WAITING:
            return
        if incident and (hand := incident.hand_over):
            self.plan(self.in_cover(at, hand.after), lambda at: self._hand_over(alert, hand, at))
        self.plan(self.in_cover(at, end.after), lambda at: self._settle(alert, incident, end, at))

    def _incident_of(self, alert: Alert, match: Match) -> Incident | None:
        login = alert.subject.login if alert.subject else alert.device
        near = (one for one in self._incidents.get(login, ()) if match.rule_id in one.expect)
        return next((one for one in near if abs(one.moment(self.fortnight) - match.time) < NEAR), None)

    def _deputy(self) -> str:
        """Who takes what happens every day: the deputy where there is one."""
        holders = queries.list_holders(self.establishment, "deputy-dsl", at=self.fortnight.ends_at)
        return (holders or queries.list_holders(self.establishment, "dsl", at=self.fortnight.ends_at))[0].login

    def _hand_over(self, alert: Alert, hand: Any, at: datetime) -> None:
        actor = self.acting(hand.by, at)
        monitoring.read_alert(actor=actor, at=at, pk=alert.pk)
        monitoring.hand_over(actor=actor, at=at, pk=alert.pk, to=self.people[hand.to].pk, reason=hand.reason)

    def _settle(self, alert: Alert, incident: Incident | None, end: End, at: datetime) -> None:
        actor = self.acting(end.by, at)
        alert = monitoring.read_alert(actor=actor, at=at - timedelta(minutes=1), pk=alert.pk)
        if end.kind == "noted":
            monitoring.note(actor=actor, at=at, pk=alert.pk, seen=alert.matches, words=end.words)
        elif end.kind == "dismissed":
            monitoring.dismiss(
                actor=actor,
                at=at,
                pk=alert.pk,
                seen=alert.matches,
                reason=end.reason,
                words=end.words,
                false_positive=end.false_positive,
            )
        elif incident and incident.concern:
            told = incident.concern
            concern = monitoring.raise_from_alert(
                actor=actor,
                at=at,
                pk=alert.pk,
                seen=alert.matches,
                what_happened=told.what_happened,
                four_c=told.four_c,
                immediate_danger=told.danger,
                told_in_person=told.told,
                events=alerts.copy_events(alert, alerts.list_events_around(alert)),
            )
            Matter(self, concern.pk, told.four_c, incident.day(self.fortnight)).plan(told.steps)

    def _reports(self, report: Report) -> Callable[[datetime], None]:
        def raise_it(at: datetime) -> None:
            from tutela.web.concerns import operations as concerns
            from tutela.web.concerns.rules import PersonInConcern

            about = self.people[self.login_of(report.about)]
            concern = concerns.raise_concern(
                actor=self.acting(report.by, at),
                at=at,
                what_happened=report.what_happened,
                people=[PersonInConcern(about.pk, about.full_name, "harmed")],
                four_c=report.four_c,
                theme=report.theme,
                place=report.where,
                told_in_person=report.told,
                immediate_danger=False,
                happened_at=at - timedelta(minutes=40),
            )
            Matter(self, concern.pk, report.four_c, report.day(self.fortnight)).plan(report.steps)

        return raise_it

    def _plan_change(self, wanted: ChangeWanted) -> None:
        def ask(at: datetime) -> None:
            change = None
            if wanted.by:
                actor = self.acting(wanted.by, at)
                change = filters.report_site(
                    actor=actor, at=at, address=wanted.address, wanted=wanted.wanted, words=wanted.words
                )
            for number in range(0 if wanted.by else wanted.times):
                pressed = at + timedelta(minutes=3 * number)
                report = {
                    "record": f"demo:{wanted.address}:{number}",
                    "at": pressed,
                    "site": f"https://{wanted.address}/",
                    "group": "learners-11-16",
                    "categories": wanted.listed,
                }
                made = filters.report_wrong(actor=ACTOR, at=pressed, establishment=self.establishment, report=report)
                change = change or made
            if change is not None and (decision := wanted.decision):
                decided_at = at_local(self.fortnight.school_day(decision.back), time.fromisoformat(decision.at))
                self.plan(decided_at, lambda at, pk=change.pk: self._decide(pk, decision, at))

        self.plan(wanted.moment(self.fortnight), ask)

    def _decide(self, pk: Any, decision: Any, at: datetime) -> None:
        actor = self.acting(decision.by, at)
        filters.decide_change(actor=actor, at=at, pk=pk, approve=decision.approve, reason=decision.reason)
