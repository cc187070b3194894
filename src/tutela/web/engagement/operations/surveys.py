"""A survey is made, opened, answered, ended, and what came of it is told."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions import operations as actions
from tutela.web.actions.models import Action
from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.core.templatetags.when import day
from tutela.web.engagement.models import Survey, SurveyAnswers, SurveyMark, SurveyOutcome
from tutela.web.engagement.operations import refusals
from tutela.web.engagement.proofs import list_figures
from tutela.web.engagement.queries.people import get_band, list_audience
from tutela.web.engagement.rules import asking, counting
from tutela.web.engagement.shipped.surveys import Question, list_templates
from tutela.web.establishments.models import Person
from tutela.web.establishments.queries import local_day, terms_of
from tutela.web.evidence import operations as evidence

DUE_WITHIN = timedelta(days=42)
LONGEST = timedelta(days=90)
ASKED = outbox.Notice(
    kind="survey-open",
    subject="There are questions for you",
    body="{establishment} would like to know how things are for you. Nobody can see who said what. "
    "The questions are open until {due_on}.",
    bulk=True,
)

Answer = Collection[int] | str
"""The numbers of the choices taken, from 1, or words."""


@operation
def draft_survey(*, actor: AnyActor, at: datetime, establishment_id: int, template: str) -> Survey:
    """Make a survey of a template of the library; nobody is asked yet. Raises KeyError for no such template."""
    one = list_templates()[template]
    row = Survey.objects.create(
        establishment_id=establishment_id, template=template, title=one.title, intro=one.intro, audience=one.audience,
        bands=one.bands, reading=one.reading, questions=msgspec.to_builtins(one.questions), made_at=at,
    )  # fmt: skip
    audit.record(actor, "survey.draft", row, at=at, template=template)
    return row


@operation
def change_questions(
    *, actor: AnyActor, at: datetime, pk: UUID, kept: Collection[str], own: Collection[str] = ()
) -> Survey:
    """Keep these questions, and ask these in words besides.

    Raises `NotInThisState`, `NoQuestions`, `NoWordsHere`.
    """
    row = lock(actor, pk, Survey.State.DRAFT)
    if own and row.reading == "pictures":
        raise refusals.NoWordsHere
    questions = [one for one in row.list_questions() if one.id in kept]
    taken = {one.id for one in questions}
    for words in own:
        number = next(number for number in range(1, 99) if f"own-{number}" not in taken)
        taken.add(f"own-{number}")
        questions.append(Question(id=f"own-{number}", kind="words", ask=" ".join(words.split())[:300]))
    if not questions:
        raise refusals.NoQuestions
    row.questions = msgspec.to_builtins(questions)
    row.save()
    audit.record(actor, "survey.change", row, at=at, count=len(questions))
    return row


@operation
def open_survey(*, actor: AnyActor, at: datetime, pk: UUID, closes_on: date, tells: bool = False) -> Survey:
    """Ask from now until the end of a day; tells: by e-mail where an address is known, learners never.

    Raises `NotInThisState`, `EndsInThePast`.
    """
    row = lock(actor, pk, Survey.State.DRAFT)
    today = _today(row, at)
    if not today <= closes_on <= today + LONGEST:
        raise refusals.EndsInThePast
    people = list_audience(row.establishment, row.audience, row.bands, at)
    row.state, row.opened_on, row.closes_on, row.asked = Survey.State.OPEN, today, closes_on, len(people)
    row.save()
    SurveyAnswers.objects.bulk_create(
        SurveyAnswers(establishment_id=row.establishment_id, survey=row, question=one.id)
        for one in row.list_questions()
    )
    audit.record(actor, "survey.open", row, at=at, asked=row.asked)
    if tells and row.audience != Survey.Audience.LEARNERS:
        for person in people:
            outbox.post(
                ASKED, to=person.email, at=at, link=reverse("engagement:mine"), establishment_id=row.establishment_id,
                establishment=row.establishment.name, due_on=day(closes_on),
            )  # fmt: skip
    return row


@operation
def answer_survey(*, actor: AnyActor, at: datetime, pk: UUID, given: Mapping[str, Answer]) -> None:
    """Count one sheet. It leaves a mark of who has answered and sums of what was said, and nothing between the two.

    It is not in the audit: an entry would tell at which moment the sums changed, and by whom. Raises `NotInThisState`,
    `NotAsked`, `AnsweredAlready`, `NoAnswer`, `NotAChoice`.
    """
    row = lock(actor, pk, Survey.State.OPEN)
    person = Person.objects.filter(pk=actor.person_id).first()
    if person is None or not asking.is_asked(row.audience, row.bands, actor.roles, get_band(person, _today(row, at))):
        raise refusals.NotAsked
    questions = {one.id: one for one in row.list_questions()}
    sheet = {key: _checked(questions[key], said) for key, said in given.items() if key in questions and said}
    if not any(sheet.values()):
        raise refusals.NoAnswer
    try:
        with transaction.atomic():
            SurveyMark.objects.create(establishment_id=row.establishment_id, survey=row, person=person)
    except IntegrityError as error:
        raise refusals.AnsweredAlready from error
    # every question is written, answered or not, so that not even the rows that changed say anything
    for answers in SurveyAnswers.objects.filter(survey=row):
        said = sheet.get(answers.question)
        if isinstance(said, str):
            answers.words = counting.add_words(answers.words, said)
        elif said:
            answers.sums = counting.add(answers.sums, said)
        answers.save()
    row.answered += 1
    row.save()


@operation
def close_survey(*, actor: AnyActor, at: datetime, pk: UUID) -> Survey:
    """End it: what came of it may be read, and who has answered is forgotten. Raises `NotInThisState`."""
    row = lock(actor, pk, Survey.State.OPEN)
    row.state, row.closed_on = Survey.State.CLOSED, _today(row, at)
    row.asked = max(row.asked, row.answered)  # whoever came after it was opened was asked as well
    row.save()
    SurveyMark.objects.filter(survey=row).delete()
    audit.record(actor, "survey.close", row, at=at, answered=row.answered)
    evidence.show_at_once(row.establishment, at, list_figures, purpose="figures of surveys")
    return row


@operation
def tell_outcome(*, actor: AnyActor, at: datetime, pk: UUID, words: str) -> SurveyOutcome:
    """Tell all whom it asked what was done. Raises `NotInThisState`."""
    row = lock(actor, pk, Survey.State.CLOSED)
    made = SurveyOutcome.objects.create(
        establishment_id=row.establishment_id, survey=row, words=words.strip(), at=at, by_id=actor.person_id
    )
    audit.record(actor, "survey.outcome", row, at=at)
    return made


@operation
def act_on_answer(*, actor: AnyActor, at: datetime, pk: UUID, question: str, title: str) -> Action:
    """Make an action of what people said to a question, due in six weeks. Raises `NotInThisState`, `NotAChoice`."""
    row = lock(actor, pk, Survey.State.CLOSED)
    asked = next((one for one in row.list_questions() if one.id == question), None)
    if asked is None:
        raise refusals.NotAChoice
    return actions.open_action(
        actor=actor, at=at, establishment_id=row.establishment_id, title=title,
        detail=terms_of(row.establishment).fill(asked.ask),
        due_on=_today(row, at) + DUE_WITHIN, source=_("What people said: %(title)s") % {"title": row.title},
        origin=f"survey:{row.pk}:{question}", address=reverse("engagement:survey", args=[row.pk]), tag="empower",
    )  # fmt: skip


def _checked(question: Question, said: Answer) -> Answer:
    """Raises `NotAChoice`."""
    if question.kind == "words":
        if not isinstance(said, str):
            raise refusals.NotAChoice
        return said.strip()
    numbers = set() if isinstance(said, str) else set(said)
    if not numbers or not numbers <= set(range(1, len(question.choices) + 1)):
        raise refusals.NotAChoice
    if question.kind == "one" and len(numbers) > 1:
        raise refusals.NotAChoice
    return sorted(numbers)


def lock(actor: AnyActor, pk: UUID, state: str) -> Survey:
    """The survey, held until the transaction ends. Raises Http404, `NotInThisState`."""
    get_visible(Survey, actor, pk)
    row = Survey.objects.select_for_update(of=("self",)).select_related("establishment").get(pk=pk)
    if row.state != state:
        raise refusals.NotInThisState
    return row


def _today(row: Survey, at: datetime) -> date:
    return local_day(row.establishment, at)
