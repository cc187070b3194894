"""A lesson plan is written, changed, handed to other establishments, or taken in from them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from tutela.keys import KeyFolder
from tutela.web.actions.rules.states import may_own
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.education.models import LessonPlan
from tutela.web.education.operations.refusals import ChangedMeanwhile, NotOffered
from tutela.web.education.plans import shared
from tutela.web.education.plans.model import Plan, to_text
from tutela.web.education.queries.plans import find_personal_in, licences_of, may_share, newest_of
from tutela.web.education.shipped.curriculum import list_topics
from tutela.web.education.shipped.lessons import list_ready
from tutela.web.establishments.handing_on import signed
from tutela.web.establishments.handing_on.refusals import (
    AnotherHand,
    BadFile,
    HoldsPersonalData,
    MadeHere,
    NotLicensed,
    TakenInBefore,
)
from tutela.web.establishments.models import Establishment


@operation
def write_plan(
    *,
    actor: AnyActor,
    at: datetime,
    establishment: Establishment,
    plan: Plan,
    made_from: UUID | None = None,
    ready: str = "",
) -> LessonPlan:
    """A plan of one's own; made of another one, or of one that is ready (its id), it keeps that one's source and
    licence.

    Raises Http404 for whoever does not work here or names a plan that is not there, `NotOffered`.
    """
    if not may_own(actor):
        raise Http404
    base: LessonPlan | None = get_visible(LessonPlan, actor, made_from) if made_from else None
    words = base.words if base else list_ready().get(ready)
    if ready and words is None:
        raise NotOffered
    source, licence = (words.source, words.licence) if words and words.licence else ("", "")
    plan = msgspec.structs.replace(plan, source=source, licence=licence)
    row = _keep(actor, at, establishment, plan, plan=uuid4(), version=1, made_from=base)
    audit.record(actor, "lesson-plan.write", row, at=at, topic=plan.topic)
    return row


@operation
def change_plan(*, actor: AnyActor, at: datetime, pk: UUID, plan: Plan) -> LessonPlan:
    """The next version of one's own plan; pk: the version that was on the page when it was changed.

    Raises Http404 for one that came from others, `ChangedMeanwhile`, `NotOffered`.
    """
    row: LessonPlan = get_visible(LessonPlan, actor, pk)
    if not row.is_ours or not may_own(actor):
        raise Http404
    newest = newest_of(actor, row.plan)
    if newest is None or newest.pk != row.pk:
        raise ChangedMeanwhile
    plan = msgspec.structs.replace(plan, source=row.words.source, licence=row.words.licence)
    try:
        with transaction.atomic():
            changed = _keep(
                actor, at, row.establishment, plan, plan=row.plan, version=row.version + 1, made_from=row.made_from
            )
    except IntegrityError as error:
        raise ChangedMeanwhile from error
    audit.record(actor, "lesson-plan.change", changed, at=at, version=changed.version)
    return changed


@operation
def share_plan(*, actor: AnyActor, at: datetime, pk: UUID, author: str, licence: str) -> bytes:
    """The signed file: the words alone. When, to whom and by whom it was taught stays.

    Raises Http404 for whoever may not hand it on, `NotLicensed`, `HoldsPersonalData`.
    """
    row: LessonPlan = get_visible(LessonPlan, actor, pk)
    if not may_share(actor, row):
        raise Http404
    if licence not in (allowed := licences_of(row)):
        raise NotLicensed(allowed[0])
    if find_personal_in(row, author=author):
        raise HoldsPersonalData
    words = row.words
    source = _("%(author)s, after: %(source)s") % {"author": author, "source": words.source} if words.source else author
    keys = KeyFolder(settings.TUTELA.keys)
    key = keys.signing_key()
    file = shared.SharedPlan(
        format=shared.FORMAT, establishment=row.establishment.name, author=author,
        made=at.isoformat(timespec="seconds"), plan=row.plan, version=row.version,
        **signed.whose(key, keys.ring()), words=msgspec.structs.replace(words, source=source, licence=licence),
    )  # fmt: skip
    audit.record(actor, "lesson-plan.share", row, at=at, version=row.version, licence=licence)
    return signed.write(file, key)


@operation
def take_in_plan(*, actor: AnyActor, at: datetime, establishment: Establishment, raw: bytes) -> LessonPlan:
    """Keep another establishment's plan, or the next version of it, to teach with or to make one's own.

    Raises Http404 for whoever does not work here, `BadFile`, `MadeHere`, `AnotherHand`, `TakenInBefore`.
    """
    if not may_own(actor):
        raise Http404
    try:
        file = shared.read(raw)
    except signed.BadShared as error:
        raise BadFile(str(error)) from error
    first = LessonPlan.objects.filter(establishment=establishment, plan=file.plan).order_by("at").first()
    if first is not None and first.is_ours:
        raise MadeHere
    if first is not None and not signed.is_of_same_hand(file, first.key):
        raise AnotherHand(first.handed_on_by)
    try:
        with transaction.atomic():
            row = _keep(
                actor, at, establishment, file.words, plan=file.plan, version=file.version,
                handed_on_by=file.establishment, author=file.author, key=file.key, made=file.made,
            )  # fmt: skip
    except IntegrityError as error:
        raise TakenInBefore from error
    audit.record(actor, "lesson-plan.take-in", row, at=at, version=file.version)
    return row


def _keep(actor: AnyActor, at: datetime, establishment: Establishment, words: Plan, **more: Any) -> LessonPlan:
    if words.topic not in list_topics():
        raise NotOffered
    return LessonPlan.objects.create(
        establishment=establishment, content=to_text(words), at=at, by_id=actor.person_id, **more
    )
