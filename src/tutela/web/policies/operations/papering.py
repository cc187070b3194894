"""Visitors sign at the desk, on a sheet: it is noted how many, and never who."""

from datetime import date, datetime

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.policies import queries
from tutela.web.policies.models import Document, PaperBatch, Version
from tutela.web.policies.operations.agreeing import must_be_in_force
from tutela.web.policies.operations.refusals import NotForVisitors, TakesBackTooMany, WithoutWords
from tutela.web.policies.operations.writing import person_of


@operation
def count_sheet(
    *, actor: AnyActor, at: datetime, version: Version, visitors: int, kept: str, signed_until: date
) -> PaperBatch:
    """A sheet that visitors signed: how many of them, until which day, where it is kept.

    visitors: below 0 takes back what was entered too much. Raises `WithoutWords`, `NotInForce`, `NotForVisitors`,
    `TakesBackTooMany`.
    """
    if not kept.strip():
        raise WithoutWords
    must_be_in_force(version)
    if version.document.audience != Document.Audience.VISITORS:
        raise NotForVisitors
    # of two who take back at once, one counts after the other
    Document.objects.select_for_update().get(pk=version.document_id)
    if queries.count_visitors(version) + visitors < 0:
        raise TakesBackTooMany
    sheet = PaperBatch.objects.create(
        establishment_id=version.establishment_id, version=version, sha256=version.sha256, kept=kept.strip(),
        returned_on=signed_until, visitors=visitors, by_id=person_of(actor), at=at,
    )  # fmt: skip
    audit.record(actor, "agreement.sheet", sheet, at=at, visitors=visitors)
    return sheet
