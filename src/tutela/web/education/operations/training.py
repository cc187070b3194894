"""Somebody finished a course, or that was a mistake."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.http import Http404

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.education.models import Training, TrainingStruck
from tutela.web.education.operations.refusals import Backwards, NotedAlready, NotOffered, NotYet, StruckAlready
from tutela.web.education.queries.training import get_owing
from tutela.web.education.shipped.training import get_training, list_courses
from tutela.web.establishments.models import Establishment
from tutela.web.establishments.queries import local_day


@operation
def note_training(
    *, actor: AnyActor, at: datetime, establishment: Establishment, person_id: UUID, course: str, done_on: date,
    expires_on: date | None = None, provider: str = "", certificate_sha256: str = "", certificate_with: str = "",
    left_out: Collection[str] = (),
) -> Training:  # fmt: skip
    """Note that somebody who owes training here finished a course.

    Raises Http404 for somebody whom the actor must not see, `NotOffered`, `NotYet`, `Backwards`, `NotedAlready`.
    """
    must_keep_training(actor)
    if get_owing(actor, establishment, person_id, at=at) is None:
        raise Http404
    return keep_training(
        actor, at, establishment, person_id, course=course, done_on=done_on, expires_on=expires_on, provider=provider,
        certificate_sha256=certificate_sha256, certificate_with=certificate_with, left_out=left_out,
    )  # fmt: skip


def must_keep_training(actor: AnyActor) -> None:
    """Raises Http404 for whoever does not keep the list of training."""
    if not actor.may(Permission.DUTY_ASSIGN):
        raise Http404


def keep_training(
    actor: AnyActor, at: datetime, establishment: Establishment, person_id: UUID, *, course: str, done_on: date,
    expires_on: date | None, provider: str, certificate_with: str, certificate_sha256: str = "",
    left_out: Collection[str] = (),
) -> Training:  # fmt: skip
    """A row about somebody of whom it is known that they owe training here and that the actor may see them.

    Raises `NotOffered`, `NotYet`, `Backwards`, `NotedAlready`.
    """
    if course not in list_courses():
        raise NotOffered
    if not set(left_out) <= {topic.id for topic in get_training().topics}:
        raise NotOffered
    if done_on > local_day(establishment, at):
        raise NotYet(done_on)
    if expires_on is not None and expires_on <= done_on:
        raise Backwards
    same = Training.objects.filter(
        establishment=establishment, person_id=person_id, course=course, done_on=done_on, struck=None
    )
    if same.exists():
        raise NotedAlready
    row = Training.objects.create(
        establishment=establishment, person_id=person_id, course=course, done_on=done_on, expires_on=expires_on,
        provider=provider.strip(), certificate_sha256=certificate_sha256, certificate_with=certificate_with.strip(),
        left_out=sorted(left_out), at=at, by_id=actor.person_id,
    )  # fmt: skip
    audit.record(actor, "training.note", row, at=at, course=course)
    return row


@operation
def strike_training(*, actor: AnyActor, at: datetime, pk: UUID, reason: str) -> TrainingStruck:
    """It was a mistake; it stays to be seen and counts for nothing. Raises `StruckAlready`."""
    must_keep_training(actor)
    row: Training = get_visible(Training, actor, pk)
    if hasattr(row, "struck"):
        raise StruckAlready
    struck = TrainingStruck.objects.create(
        establishment_id=row.establishment_id, training=row, reason=reason.strip(), at=at, by_id=actor.person_id
    )
    audit.record(actor, "training.strike", row, at=at)
    return struck
