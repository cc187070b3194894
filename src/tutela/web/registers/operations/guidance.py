"""Guidance is taken over or added, looked at, brought up to date, and archived."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions import operations as actions
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.establishments.models import Establishment
from tutela.web.establishments.queries import local_day
from tutela.web.registers.models import Guidance, GuidanceCheck, GuidanceVersion
from tutela.web.registers.operations.refusals import Archived, NothingNew, StandsAlready
from tutela.web.registers.shipped.guidance import list_guidance

DUE_WITHIN = timedelta(days=28)


@operation
def take_over_guidance(*, actor: AnyActor, at: datetime, establishment: Establishment, keys: Iterable[str]) -> int:
    """Watch these documents of the library from now on, and say how many are new. Others are passed over."""
    offered = list_guidance(establishment.nation, establishment.sector)
    made = 0
    for key in keys:
        if (one := offered.get(key)) is None:
            continue
        _row, is_new = Guidance.objects.get_or_create(
            establishment_id=establishment.pk,
            library_key=key,
            defaults={
                "title": one.title, "publisher": one.publisher, "address": one.url, "check_days": one.check_days,
            },
        )  # fmt: skip
        made += is_new
    if made:
        audit.record(actor, "guidance.take-over", f"establishment:{establishment.pk}", at=at, count=made)
    return made


@operation
def add_guidance(
    *, actor: AnyActor, at: datetime, establishment_id: int, title: str, publisher: str, address: str, check_days: int
) -> Guidance:
    """Watch a document that the library does not list. Raises `StandsAlready`."""
    title = " ".join(title.split())
    if Guidance.objects.filter(establishment_id=establishment_id, title__iexact=title).exists():
        raise StandsAlready(title)
    row = Guidance.objects.create(
        establishment_id=establishment_id, title=title, publisher=publisher.strip(), address=address.strip(),
        check_days=check_days,
    )  # fmt: skip
    audit.record(actor, "guidance.add", row, at=at)
    return row


@operation
def check_guidance(*, actor: AnyActor, at: datetime, pk: UUID, words: str = "") -> Guidance:
    """Somebody looked, and there is no newer version. Raises `Archived`."""
    row = _lock(actor, pk)
    row.checked_on = local_day(row.establishment, at)
    row.save()
    GuidanceCheck.objects.create(
        establishment_id=row.establishment_id, guidance=row, words=words.strip(), at=at, by_id=actor.person_id
    )
    audit.record(actor, "guidance.check", row, at=at)
    return row


@operation
def record_version(
    *, actor: AnyActor, at: datetime, pk: UUID, version: str, changed: str, dated_on: date | None = None,
    asks_review: bool = True,
) -> GuidanceVersion:  # fmt: skip
    """Write that a newer version is known. Where it asks for a review, that is an action due in four weeks.

    Raises `Archived`, `NothingNew` where this version is known already.
    """
    row = _lock(actor, pk)
    version = " ".join(version.split())
    if row.versions.filter(version__iexact=version).exists():
        raise NothingNew(version)
    made = GuidanceVersion.objects.create(
        establishment_id=row.establishment_id, guidance=row, version=version, dated_on=dated_on,
        changed=changed.strip(), at=at, by_id=actor.person_id,
    )  # fmt: skip
    row.version, row.checked_on = version, local_day(row.establishment, at)
    row.save()
    audit.record(actor, "guidance.version", row, at=at, asks_review=asks_review)
    if asks_review:
        actions.open_action(
            actor=actor, at=at, establishment_id=row.establishment_id,
            title=_("Review what we do against %(title)s, %(version)s") % {"title": row.title, "version": version},
            detail=made.changed, due_on=local_day(row.establishment, at) + DUE_WITHIN,
            source=_("Guidance that changed"),
            origin=f"guidance:{row.pk}:{made.pk}", address=reverse("registers:guidance-one", args=[row.pk]),
        )  # fmt: skip
    return made


@operation
def archive_guidance(*, actor: AnyActor, at: datetime, pk: UUID, why: str) -> Guidance:
    """It is gone by no longer, and stays to be read. Raises `Archived`."""
    row = _lock(actor, pk)
    row.archived_why = why.strip()
    row.save()
    audit.record(actor, "guidance.archive", row, at=at)
    return row


@operation
def watch_again(*, actor: AnyActor, at: datetime, pk: UUID) -> Guidance:
    """It is gone by again."""
    get_visible(Guidance, actor, pk)
    row = Guidance.objects.select_for_update().get(pk=pk)
    row.archived_why = ""
    row.save()
    audit.record(actor, "guidance.watch", row, at=at)
    return row


def _lock(actor: AnyActor, pk: UUID) -> Guidance:
    get_visible(Guidance, actor, pk)
    row = Guidance.objects.select_for_update().get(pk=pk)
    if row.archived_why:
        raise Archived
    return row
