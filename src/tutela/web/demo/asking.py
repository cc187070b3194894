"""What people at an establishment of the demo were asked and told: surveys, consents, worries without an account."""

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from tutela.web.consents import operations as consents
from tutela.web.consents import queries as consent_queries
from tutela.web.consents.models import Consent
from tutela.web.core.actor import AnonymousReporter
from tutela.web.demo.chance import chance_of
from tutela.web.demo.setting_up import ACTOR
from tutela.web.demo.term import ConsentsTold, PictureTold, SurveyTold, WorryTold
from tutela.web.engagement import operations as engagement
from tutela.web.worries import operations as worries
from tutela.web.worries import pages
from tutela.web.worries.models import Conversation

if TYPE_CHECKING:
    from tutela.web.demo.matters import Days

LEANS_TO_THE_FIRST = (5, 3, 2, 1, 1, 1, 1, 1)
"""How often each choice is taken, the first most often."""
NO_ANSWER_EVERY = 9
INSIDE = ("learning--platform", "learning--display", "news--newsletter")
SHOWN = 3


def plan_survey(days: "Days", told: SurveyTold) -> None:
    """Asked, answered by classes, ended; what came of it is told, and one answer becomes an action."""
    fortnight = days.fortnight
    closes = fortnight.until - timedelta(days=told.closes_days_ago)

    def ask(at: datetime) -> None:
        actor = days.acting(told.by, at)
        survey = engagement.draft_survey(
            actor=actor, at=at, establishment_id=days.establishment.pk, template=told.template
        )
        closes_on = max(closes, at.date())
        survey = engagement.open_survey(actor=actor, at=at, pk=survey.pk, closes_on=closes_on)
        chance = chance_of(told.place, told.template, "answers")
        logins = [one.login for name in told.classes for one in days.roster.in_class(name)]
        for number, login in enumerate(logins, 1):
            moment = at + timedelta(minutes=number)
            days.have_account(login, moment)
            given = {one.id: _said(one, told, number, chance) for one in survey.list_questions()}
            engagement.answer_survey(actor=days.acting(login, moment), at=moment, pk=survey.pk, given=given)
        days.plan(max(told.told.moment(fortnight), at), lambda at: tell(survey.pk, at))

    def tell(pk: Any, at: datetime) -> None:
        actor = days.acting(told.by, at)
        engagement.close_survey(actor=actor, at=at, pk=pk)
        engagement.tell_outcome(actor=actor, at=at, pk=pk, words=told.told.words)
        engagement.act_on_answer(actor=actor, at=at, pk=pk, question=told.act.question, title=told.act.title)

    days.plan(told.moment(fortnight), ask)


def _said(question: Any, told: SurveyTold, number: int, chance: Any) -> Any:
    """One answer: a choice or two, or now and then some words."""
    if question.kind == "words":
        words = told.words.get(question.id, ())
        return words[number % len(words)] if words and number % 4 == 0 else ""
    places = range(1, len(question.choices) + 1)
    weights = LEANS_TO_THE_FIRST[: len(question.choices)]
    return sorted(set(chance.choices(places, weights, k=2 if question.kind == "many" else 1)))


def plan_consents(days: "Days", told: ConsentsTold) -> None:
    """Forms of some classes, entered one by one: yes inside and in the newsletter, elsewhere as families chose."""

    def enter(at: datetime) -> None:
        actor, chance = days.acting(told.by, at), chance_of(told.place, "consents")
        keys = [one.key for one in consent_queries.offers_of(days.establishment)]
        for name in told.classes:
            for number, learner in enumerate(days.roster.in_class(name), 1):
                person = days.people[learner.login]
                giver = consent_queries.list_who_may_answer(actor, person, on=at.date())[0]
                if number % NO_ANSWER_EVERY == 0 or (giver == person and learner.year and learner.year < 9):
                    continue
                answers = {key: key in INSIDE or chance.random() < 0.6 for key in keys}
                consents.note_answers(
                    actor=actor, at=at + timedelta(minutes=number), person=person, given_by=giver, answers=answers,
                    evidence=Consent.Evidence.PAPER, reference=f"{told.kept}, {name}", from_on=at.date(),
                )  # fmt: skip

    days.plan(told.moment(days.fortnight), enter)


def plan_picture(days: "Days", told: PictureTold) -> None:
    """A picture of some who may be shown; later one family takes it back, and somebody has to take it down."""

    def use(at: datetime) -> None:
        shown = [one.person for one in _yes(days, told)[:SHOWN]]
        consents.note_use(
            actor=days.acting(told.by, at), at=at, establishment=days.establishment, purpose=told.purpose,
            channel=told.channel, what=told.what, where=told.where, on=at.date(), people=shown,
        )  # fmt: skip
        later = at + timedelta(days=told.days_ago - told.withdrawn_days_ago)
        days.plan(later, take_back)

    def take_back(at: datetime) -> None:
        first = _yes(days, told)[0]
        consents.withdraw(
            actor=days.acting(told.by, at), at=at, pk=first.pk, by=first.given_by, on=at.date(), reference="A letter"
        )

    days.plan(told.moment(days.fortnight), use)


def _yes(days: "Days", told: PictureTold) -> list[Consent]:
    logins = [one.login for one in days.roster.in_class(told.of_class)]
    rows = Consent.objects.filter(
        establishment=days.establishment, person__login__in=logins, purpose=told.purpose, channel=told.channel, yes=True
    )
    return list(rows.select_related("person", "given_by").order_by("person__login"))


def plan_worry(days: "Days", told: WorryTold) -> None:
    """Told by somebody without an account, answered by whoever leads, and told a little more."""
    days.plan(told.moment(days.fortnight), partial(_tell, days, told))


def _tell(days: "Days", told: WorryTold, at: datetime) -> None:
    reporter = AnonymousReporter(days.establishment.pk)
    state = {"version": told.version, "answers": dict(told.answers), "typed": {}}
    version = pages.get_version(told.version)
    if version is None:
        raise KeyError(told.version)
    kept = worries.begin(actor=reporter, state=state, at=at)
    sent = worries.send(actor=reporter, token=kept.token, state=state, version=version, at=at)
    worries.finish(actor=reporter, token=kept.token, at=at)
    concern_id = Conversation.in_scope(ACTOR).get(pk=sent["conversation"]).concern_id
    days.plan(told.answer.moment(days.fortnight), partial(_answer, days, told, concern_id))
    if again := told.again:
        days.plan(again.moment(days.fortnight), partial(_write_again, reporter, tuple(sent["words"]), again.words))


def _answer(days: "Days", told: WorryTold, concern_id: Any, at: datetime) -> None:
    worries.answer(actor=days.acting(told.answer.by, at), concern_id=concern_id, text=told.answer.words, at=at)


def _write_again(reporter: AnonymousReporter, words: tuple[str, ...], text: str, at: datetime) -> None:
    """They come back with their six words."""
    kept = worries.come_back(actor=reporter, words=words, at=at)
    worries.write_more(actor=reporter, conversation_id=kept.state["conversation"], text=text, at=at)
    worries.finish(actor=reporter, token=kept.token, at=at)
