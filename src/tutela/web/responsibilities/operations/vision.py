"""What being safe online is for is approved in a few sentences."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Max
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment
from tutela.web.evidence.kinds import list_kinds
from tutela.web.responsibilities.models import Vision
from tutela.web.responsibilities.models.vision import MOST_MEASURES
from tutela.web.responsibilities.operations.duties import lock
from tutela.web.responsibilities.operations.group import ChangedMeanwhile
from tutela.web.responsibilities.operations.journey import note_step
from tutela.web.responsibilities.operations.refusals import NotOffered, must_be_past, must_have


@operation
def adopt_vision(
    *, actor: AnyActor, at: datetime, establishment: Establishment, text: str, measures: Sequence[str],
    approved_by: str, approved_on: date, minute: str = "", follows: int = 0,
) -> Vision:  # fmt: skip
    """From now on these are the words, with one to three figures that show whether they come true.

    follows: the number of the words that were read before, 0 for none. The first of the seven steps is told.
    Raises `WithoutWords`, `NotThen`, `NotOffered`, `ChangedMeanwhile`.
    """
    if not actor.may(Permission.REVIEW_WRITE):
        raise Http404
    lock(establishment)
    last = Vision.objects.filter(establishment=establishment).aggregate(last=Max("number"))["last"] or 0
    if last != follows:
        raise ChangedMeanwhile
    chosen = list(dict.fromkeys(measures))
    if not 1 <= len(chosen) <= MOST_MEASURES or not set(chosen) <= list_kinds().keys():
        raise NotOffered
    row = Vision.objects.create(
        establishment=establishment, number=last + 1, text=must_have(text, _("Enter what it is for")), measures=chosen,
        approved_by=must_have(approved_by, _("Enter who approved it")),
        approved_on=must_be_past(approved_on, establishments.local_day(establishment, at)), minute=minute.strip(),
        at=at, by_id=actor.person_id,
    )  # fmt: skip
    audit.record(actor, "vision.adopt", row, at=at, number=row.number)
    noted = {"actor": actor, "at": at, "establishment": establishment, "on": row.approved_on}
    told = _("Approved by %(who)s: %(page)s") % {"who": row.approved_by, "page": reverse("responsibilities:vision")}
    note_step(record="vision-approved", words=told, **noted)
    if row.minute:
        note_step(record="vision-minuted", words=row.minute, **noted)
    return row
