"""What is arranged at an establishment of the demo: duties, the e-safety group, who was heard, actions, the review."""

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from tutela.web.actions import operations as actions
from tutela.web.demo.term import ActionTold, ContactTold, DutiesTold, GroupTold, MeetingTold, ReviewTold, StepsTold
from tutela.web.responsibilities import operations as responsibilities
from tutela.web.reviews import operations as reviews
from tutela.web.reviews.frameworks.shelf import list_shipped

if TYPE_CHECKING:
    from tutela.web.demo.matters import Days

BETWEEN_ANSWERS = timedelta(minutes=3)


def plan_duties(days: "Days", told: DutiesTold) -> None:
    """Each duty goes to whoever usually has it; some are left for somebody to choose."""

    def assign(at: datetime) -> None:
        responsibilities.assign_usual(actor=days.acting(told.by, at), at=at, establishment=days.establishment)

    days.plan(told.moment(days.fortnight), assign)


def plan_group(days: "Days", told: GroupTold) -> None:
    """Terms, seats, one meeting with minutes and a decision."""

    def found(at: datetime) -> None:
        actor, here = days.acting(told.by, at), days.establishment
        responsibilities.adopt_terms(
            actor=actor, at=at, establishment=here, text=told.terms, approved_on=at.date(),
            approved_by=told.approved_by, follows=0,
        )  # fmt: skip
        for login, perspective in told.seats.items():
            responsibilities.seat(
                actor=actor, at=at, establishment=here, person=days.people[login], perspective=perspective,
                chairs=login == told.chair,
            )  # fmt: skip

    days.plan(told.moment(days.fortnight), found)
    days.plan(told.meeting.moment(days.fortnight), partial(_meet, days, told, told.meeting))


def _meet(days: "Days", told: GroupTold, held: MeetingTold, at: datetime) -> None:
    actor, here, on = days.acting(told.by, at), days.establishment, at.date()
    meeting = responsibilities.call_meeting(actor=actor, at=at, establishment=here, on=on)
    present = [days.people[login].pk for login in told.seats]
    responsibilities.write_minutes(actor=actor, at=at, pk=meeting.pk, text=held.minutes, present=present, follows=0)
    responsibilities.decide(
        actor=actor, at=at, pk=meeting.pk, words=held.decision, owner=days.people[held.owner],
        due_on=on + timedelta(days=held.due_days),
    )  # fmt: skip


def plan_contact(days: "Days", told: ContactTold) -> None:
    """A group concerned is heard, and what it was promised becomes an action."""

    def note(at: datetime) -> None:
        due_on = at.date() + timedelta(days=told.due_days) if told.promised else None
        responsibilities.note_contact(
            actor=days.acting(told.by, at), at=at, establishment=days.establishment, group=told.group, on=at.date(),
            asked=told.asked, said=told.said, promised=told.promised, owner=days.people.get(told.owner), due_on=due_on,
        )  # fmt: skip

    days.plan(told.moment(days.fortnight), note)


def plan_steps(days: "Days", told: StepsTold) -> None:
    """What was done for the seven steps is noted, and two of their questions are answered."""

    def note(at: datetime) -> None:
        actor, here = days.acting(told.by, at), days.establishment
        for record, words in told.notes.items():
            responsibilities.note_step(actor=actor, at=at, establishment=here, record=record, words=words, on=at.date())
        for step, given in told.answers.items():
            responsibilities.answer_question(
                actor=actor, at=at, establishment=here, step=step, words=given.words, measure=given.measure
            )

    days.plan(told.moment(days.fortnight), note)


def plan_action(days: "Days", told: ActionTold) -> None:
    """Somebody sets an action; some are closed with proof."""

    def open_it(at: datetime) -> None:
        action = actions.open_action(
            actor=days.acting(told.by, at), at=at, establishment_id=days.establishment.pk, title=told.title,
            detail=told.detail, owner=days.people[told.owner], due_on=at.date() + timedelta(days=told.due_days),
            source="Set by hand", tag=told.tag,
        )  # fmt: skip
        if done := told.done:
            days.plan(done.moment(days.fortnight), lambda at: close(action.pk, done.words, at))

    def close(pk: object, words: str, at: datetime) -> None:
        actor = days.acting(told.owner, at)
        actions.close_action(actor=actor, at=at, pk=pk, words=words, effective_on=at.date())

    days.plan(told.moment(days.fortnight), open_it)


def plan_review(days: "Days", told: ReviewTold) -> None:
    """A framework is answered, and one of its next steps becomes an action."""

    def review(at: datetime) -> None:
        actor, here = days.acting(told.by, at), days.establishment
        framework = next(one for one in list_shipped() if one.id == told.framework)
        row = reviews.start_review(
            actor=actor, at=at, establishment_id=here.pk, person_id=actor.person_id, framework=framework
        )
        for number, given in enumerate(told.answers, 1):
            reviews.answer(
                actor=actor, at=at + number * BETWEEN_ANSWERS, review=row, person_id=actor.person_id,
                statement=given.statement, level=given.level, applies=True, commentary=given.commentary, seen=None,
            )  # fmt: skip
        reviews.accept_step(
            actor=actor, at=at + timedelta(hours=2), review=row, statement=told.accepts.statement,
            step=told.accepts.step, address=f"/reviews/{row.pk}/",
        )  # fmt: skip

    days.plan(told.moment(days.fortnight), review)
