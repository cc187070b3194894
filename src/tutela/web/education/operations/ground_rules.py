"""A class agreed to the ground rules of a kind of session, or that was a mistake."""

from datetime import date, datetime
from uuid import UUID

from django.http import Http404

from tutela.web.actions.rules.states import may_own
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.education.models import GroundRulesAgreed, GroundRulesStruck
from tutela.web.education.operations.refusals import NotOffered, NotYet, StruckAlready, WordsChanged
from tutela.web.education.queries.curriculum import list_taught_groups
from tutela.web.education.shipped.ground_rules import hash_of, list_sheets
from tutela.web.establishments.models import Establishment
from tutela.web.establishments.queries import local_day


@operation
def note_agreed(
    *, actor: AnyActor, at: datetime, establishment: Establishment, sheet: str, words_sha256: str, group_id: UUID,
    agreed_on: date,
) -> GroundRulesAgreed:  # fmt: skip
    """A group agreed. words_sha256: of the words that were on the page, so that nobody agrees to others.

    Raises Http404 for whoever does not work here, `NotOffered`, `WordsChanged`, `NotYet`.
    """
    if not may_own(actor):
        raise Http404
    found = list_sheets().get(sheet)
    if found is None or group_id not in {one.pk for one in list_taught_groups(establishment)}:
        raise NotOffered
    if words_sha256 != hash_of(found):
        raise WordsChanged
    if agreed_on > local_day(establishment, at):
        raise NotYet(agreed_on)
    row = GroundRulesAgreed.objects.create(
        establishment=establishment, sheet=sheet, words_sha256=words_sha256, group_id=group_id, agreed_on=agreed_on,
        at=at, by_id=actor.person_id,
    )  # fmt: skip
    audit.record(actor, "ground-rules.agree", row, at=at, sheet=sheet)
    return row


@operation
def strike_agreed(*, actor: AnyActor, at: datetime, pk: UUID, reason: str) -> GroundRulesStruck:
    """It was a mistake: said by whoever noted it, or by those who share out duties. Raises `StruckAlready`."""
    row: GroundRulesAgreed = get_visible(GroundRulesAgreed, actor, pk)
    if row.by_id != actor.person_id and not actor.may(Permission.DUTY_ASSIGN):
        raise Http404
    if hasattr(row, "struck"):
        raise StruckAlready
    struck = GroundRulesStruck.objects.create(
        establishment_id=row.establishment_id, agreed=row, reason=reason.strip(), at=at, by_id=actor.person_id
    )
    audit.record(actor, "ground-rules.strike", row, at=at)
    return struck
