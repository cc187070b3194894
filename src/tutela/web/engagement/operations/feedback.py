"""A reader says whether something was clear, and somebody deals with what readers said."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tutela.web.actions import operations as actions
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.engagement.about import About
from tutela.web.engagement.models import Feedback, FeedbackMark, FeedbackOutcome
from tutela.web.engagement.operations import refusals
from tutela.web.engagement.queries.people import get_band
from tutela.web.engagement.rules import feedback as rules
from tutela.web.establishments.models import Person
from tutela.web.establishments.queries import local_day

DUE_WITHIN = timedelta(days=42)
FROM_OUTSIDE_AN_HOUR = 60
"""So many answers an hour are taken at one place from people who have not signed in. No address is looked at."""


@operation
def say_whether_clear(*, actor: AnyActor, at: datetime, about: About, choice: int, words: str = "") -> None:
    """Count one answer; choice: the number in `rules.feedback.CHOICES`, from 1.

    Like the answers of a survey it is not in the audit: an entry would tell when the sums changed, and by whom.
    Raises `NotAsked`, `NotAChoice`, `AnsweredAlready`, `TooManyAnswers`, `EnoughWords`.
    """
    if not about.is_for(actor):
        raise refusals.NotAsked
    if not 1 <= choice <= len(rules.CHOICES):
        raise refusals.NotAChoice
    row = _lock(about)
    if words.strip() and len(row.words) + len(row.waiting_words) >= rules.MOST_WORDS:
        raise refusals.EnoughWords
    if getattr(actor, "user_id", None) is None:
        _take_from_outside(about.place, at)
        group = rules.GUEST
    else:
        _mark(actor, row)
        group = _group(actor, row, at)
    heap = rules.Heap(row.waiting, row.waiting_words, row.shown, row.words)
    heap = rules.add(heap, group, choice, words[: rules.LONGEST_WORDS])
    row.waiting, row.waiting_words = dict(heap.waiting), list(heap.waiting_words)
    row.shown, row.words = dict(heap.shown), list(heap.words)
    row.answers = rules.count(row.shown)
    row.title, row.address = about.title[:160], about.address[:200]
    row.save()


@operation
def deal_with_feedback(
    *, actor: AnyActor, at: datetime, pk: UUID, words: str, is_action: bool = False, seen: int | None = None
) -> FeedbackOutcome:
    """Say what was done about what readers said so far, or make an action of it, due in six weeks.

    seen: how many answers whoever deals with it had before them; what was laid open since stays open. Raises Http404.
    """
    get_visible(Feedback, actor, pk)
    row = Feedback.objects.select_for_update(of=("self",)).select_related("establishment").get(pk=pk)
    words = " ".join(words.split())[:200]
    made = FeedbackOutcome.objects.create(
        establishment_id=row.establishment_id, feedback=row, words=words, at=at, by_id=actor.person_id,
        answers=row.answers if seen is None else min(seen, row.answers),
    )  # fmt: skip
    audit.record(actor, "feedback.deal", row, at=at, answers=made.answers, is_action=is_action)
    if is_action:
        actions.open_action(
            actor=actor, at=at, establishment_id=row.establishment_id, title=words,
            due_on=local_day(row.establishment, at) + DUE_WITHIN,
            source=_("What readers said: %(title)s") % {"title": row.title},
            origin=f"feedback:{row.pk}", address=row.address, tag="empower",
        )  # fmt: skip
    return made


def _lock(about: About) -> Feedback:
    """The row of this version, held until the transaction ends. Who answered an earlier version is forgotten.

    A page may be answered that was opened before the next version came: who answered that one is known still.
    """
    key = {"establishment_id": about.place, "item": about.item, "version": about.version}
    row, is_new = Feedback.objects.get_or_create(**key)
    if is_new:
        others = Feedback.objects.filter(item=about.item)
        earlier = [one.pk for one in others if not rules.comes_after(one.version, about.version)]
        FeedbackMark.objects.filter(feedback__in=earlier).delete()
    return Feedback.objects.select_for_update(of=("self",)).select_related("establishment").get(pk=row.pk)


def _mark(actor: AnyActor, row: Feedback) -> None:
    """Raises `NotAsked`, `AnsweredAlready`."""
    if actor.person_id is None:
        raise refusals.NotAsked
    try:
        with transaction.atomic():
            FeedbackMark.objects.create(establishment_id=row.establishment_id, feedback=row, person_id=actor.person_id)
    except IntegrityError as error:
        raise refusals.AnsweredAlready from error


def _group(actor: AnyActor, row: Feedback, at: datetime) -> str:
    person = Person.objects.filter(pk=actor.person_id).first()
    return rules.group_of(actor.roles, get_band(person, local_day(row.establishment, at)) if person else None)


def _take_from_outside(place: int, at: datetime) -> None:
    """Raises `TooManyAnswers`."""
    key = f"feedback:{place}:{at:%Y%m%d%H}"
    cache.add(key, 0, timeout=7200)
    if cache.incr(key) > FROM_OUTSIDE_AN_HOUR:
        raise refusals.TooManyAnswers
