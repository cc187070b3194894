"""A review is started, answered, and completed."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from tutela.web.actions import operations as actions
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.evidence import operations as evidence
from tutela.web.reviews import pinning, queries, rules
from tutela.web.reviews.frameworks.lint import find_faults
from tutela.web.reviews.frameworks.model import Framework, Part, level_at, levels_of, list_statements
from tutela.web.reviews.models import Answer, Draft, PinnedFramework, Review, StatementFile, origin_of
from tutela.web.reviews.proofs import list_figures
from tutela.web.reviews.queries.whole import list_counting
from tutela.web.reviews.rules.working_out import works_out

LONGEST_ID, LONGEST_VERSION, LONGEST_TITLE = 300, 40, 300
"""Characters; a title and a version are cut, an id is never."""


class UnusableFramework(ValueError):
    """A framework whose faults would make a review of it meaningless; the message names the first."""


class ReviewCompleted(ValueError):
    """A completed review is a record: it takes no more answers."""


class ReviewUnderWay(ValueError):
    """There is an open review of this very version already."""


class NotALevel(ValueError):
    """The chosen level does not stand beside this statement, or the statement not in this review."""


class AnsweredMeanwhile(ValueError):
    """Somebody else answered after the page was opened; `newest` is their answer."""

    def __init__(self, newest: Answer) -> None:
        super().__init__("answered meanwhile")
        self.newest = newest


class NotAllAnswered(ValueError):
    """A review is completed when every statement has its answer; `missing` counts those that have none."""

    def __init__(self, missing: int) -> None:
        super().__init__(f"{missing} unanswered")
        self.missing = missing


@operation
def keep_framework(*, actor: AnyActor, at: datetime, framework: Framework) -> PinnedFramework:
    """Keep a framework word for word; the same content again gives the same row. Raises `UnusableFramework`."""
    if faults := find_faults(framework):
        raise UnusableFramework(faults[0])
    if too_long := [one for one in (framework.id, *_ids(framework)) if len(one) > LONGEST_ID]:
        raise UnusableFramework(f"An id is longer than {LONGEST_ID} characters: {too_long[0][:60]}…")
    text = pinning.to_text(framework)
    row, made = PinnedFramework.objects.get_or_create(
        framework_id=framework.id,
        version=framework.version[:LONGEST_VERSION],
        content_hash=pinning.hash_of(text),
        defaults={
            "title": framework.title[:LONGEST_TITLE],
            "origin": framework.origin,
            "statements": len(list_statements(framework)),
            "content": text,
            "kept_at": at,
        },
    )
    if made:
        audit.record(actor, "framework.keep", f"framework:{row.pk}", at=at, version=framework.version)
    return row


@operation
def start_review(
    *, actor: AnyActor, at: datetime, establishment_id: int, person_id: UUID, framework: Framework
) -> Review:
    """Open a review of this version. Answers of the last one are carried over; those that need a look say why.

    Raises `ReviewUnderWay`, `UnusableFramework`.
    """
    pinned = keep_framework(actor=actor, at=at, framework=framework)
    rows = Review.objects.filter(establishment_id=establishment_id)
    if rows.filter(framework__framework_id=framework.id, completed_at__isnull=True).exists():
        raise ReviewUnderWay
    last = rows.filter(framework__framework_id=framework.id).order_by("-completed_at").first()
    try:
        with transaction.atomic():
            review = Review.objects.create(
                establishment_id=establishment_id,
                framework=pinned,
                started_at=at,
                started_by_id=person_id,
                follows=last,
                groups=_groups(framework, last),
            )
    except IntegrityError as error:
        raise ReviewUnderWay from error
    if last is not None:
        _carry_over(actor, review, last, framework, at)
    audit.record(actor, "review.start", review, at=at, framework=framework.id)
    return review


def _ids(framework: Framework) -> list[str]:
    return [part.id for part in list_statements(framework)]


def _groups(framework: Framework, last: Review | None) -> list[str]:
    """Those that counted last time and are still there; at first those that the framework begins with."""
    known = [group.id for group in framework.groups]
    begun = [group.id for group in framework.groups if group.chosen_at_first]
    return [one for one in last.groups if one in known] if last is not None else begun


def _carry_over(actor: AnyActor, review: Review, last: Review, framework: Framework, at: datetime) -> None:
    earlier = pinning.of(last)
    before = {part.id: part for part in list_statements(earlier)}
    newest = queries.newest_answers(actor, last)
    carried = []
    for part in list_statements(framework):
        old = newest.get(part.id)
        if old is None:
            continue
        kept = old.level is None or level_at(framework, part, old.level) is not None
        was = (earlier, before[part.id]) if part.id in before else None
        why = rules.why_confirm(was, (framework, part)) or ("" if kept else "The level no longer exists.")
        carried.append(
            Answer(
                establishment_id=review.establishment_id,
                review=review,
                statement=part.id,
                level=old.level if kept else None,
                applies=old.applies,
                commentary=old.commentary,
                by_id=old.by_id,
                at=at,
                carried_from=old,
                to_confirm=why,
                given=old.given,
                cites=old.cites,
            )
        )
    # one statement for all of them: nobody else can save until they are kept
    Answer.objects.bulk_create(carried)


@operation
def answer(
    *,
    actor: AnyActor,
    at: datetime,
    review: Review,
    person_id: UUID,
    statement: str,
    level: float | None,
    applies: bool,
    commentary: str,
    seen: UUID | None,
    given: dict[str, Any] | None = None,
    taken_from: UUID | None = None,
    origin: str = "",
) -> Answer:
    """Answer one statement. `seen` is the answer that the page showed; None when it showed none.

    given: what was answered to the statement's own questions. taken_from, origin: the answer to another framework
    from which this one was proposed, and its name in words. The documents that stand beside it now are cited, and
    what this person was writing is done with. Raises `ReviewCompleted`, `NotALevel`, `AnsweredMeanwhile`.
    """
    held = Review.objects.select_for_update().get(pk=review.pk)
    if held.completed_at is not None:
        raise ReviewCompleted
    framework = pinning.of(review)  # a review keeps its framework for ever, so nothing is read for it under the lock
    part = next((one for one in list_statements(framework) if one.id == statement), None)
    if part is None or (applies and not _stands_there(framework, part, level)):
        raise NotALevel
    newest = Answer.objects.filter(review=held, statement=statement).order_by("-at", "-pk").first()
    if newest is not None and newest.pk != seen:
        raise AnsweredMeanwhile(newest)
    cites = StatementFile.objects.filter(review=held, statement=statement).order_by("added_at")
    Draft.objects.filter(review=held, statement=statement, person_id=person_id).delete()
    return Answer.objects.create(
        establishment_id=held.establishment_id,
        review=held,
        statement=statement,
        level=level if applies else None,
        applies=applies,
        commentary=commentary.strip(),
        by_id=person_id,
        at=max(at, newest.at + timedelta(microseconds=1)) if newest else at,
        given=given or {},
        carried_from_id=taken_from,
        origin=origin[:400],
        cites=list(cites.values_list("sha256", flat=True)),
    )


def _stands_there(framework: Framework, part: Part, level: float | None) -> bool:
    """None stands where there is nothing to choose, or where choices that say nothing of the level were made."""
    if level is None:
        return works_out(part) or not levels_of(framework, part)
    return level_at(framework, part, level) is not None


@operation
def choose_groups(*, actor: AnyActor, at: datetime, review: Review, groups: list[str]) -> None:
    """From now on only these groups of statements count; none means that all do. No answer is lost by it.

    Raises `ReviewCompleted`, `NotALevel` for a group that the framework does not have.
    """
    held = Review.objects.select_for_update().get(pk=review.pk)
    if held.completed_at is not None:
        raise ReviewCompleted
    known = {group.id for group in pinning.of(held).groups}
    if not set(groups) <= known:
        raise NotALevel
    held.groups = groups
    held.save(update_fields=["groups"])
    audit.record(actor, "review.choose-groups", held, at=at, count=len(groups))


@operation
def accept_step(*, actor: AnyActor, at: datetime, review: Review, statement: str, step: int, address: str) -> Any:
    """Make one of the next steps of the chosen level an action; accepted twice it is the same one. Returns the action.

    step: its place among them, from 0. Where the level above rests on a single figure, the action closes by that alone.
    Raises `NotALevel` where there is no such step.
    """
    framework = pinning.of(review)
    part = next((one for one in list_statements(framework) if one.id == statement), None)
    chosen = queries.list_answers(actor, review, statement).first()
    steps = rules.next_steps(framework, part, chosen.level) if part and chosen else ()
    if part is None or chosen is None or not 0 <= step < len(steps):
        raise NotALevel
    bar = rules.single_bar_above(framework, part, chosen.level)
    return actions.open_action(
        actor=actor,
        at=at,
        establishment_id=review.establishment_id,
        title=steps[step],
        detail=f"{part.title}: {part.text}",
        source=f"Self-review: {framework.title}",
        origin=origin_of(review, statement),
        address=address,
        tag=part.tag,
        bar=(bar.evidence, bar.at_least, bar.at_most) if bar and len(steps) == 1 else None,
    )


@operation
def complete(*, actor: AnyActor, at: datetime, review: Review, person_id: UUID) -> None:
    """Complete a review whose every statement that is asked here is answered.

    Raises `NotAllAnswered`, `ReviewCompleted`.
    """
    held = Review.objects.select_for_update().get(pk=review.pk)
    if held.completed_at is not None:
        raise ReviewCompleted
    newest = queries.newest_answers(actor, held)
    asked = [part.id for _, part, is_asked in list_counting(pinning.of(held), held, newest) if is_asked]
    missing = [one for one in asked if one not in newest or newest[one].to_confirm]
    # a carried answer whose level no longer exists has a reason to be looked at, so it is among them
    if missing:
        raise NotAllAnswered(len(missing))
    held.completed_at, held.completed_by_id = at, person_id
    held.save(update_fields=["completed_at", "completed_by"])
    audit.record(actor, "review.complete", held, at=at)
    evidence.show_at_once(held.establishment, at, list_figures, purpose="figures of reviews")
