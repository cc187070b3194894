"""To whom a report would go, said before anybody writes a word; and whom to turn to outside."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from tutela.web.allegations import rules
from tutela.web.allegations.models import Allegation, OutsideContact
from tutela.web.allegations.queries import meant
from tutela.web.allegations.queries.lists import OwnReport, _kinds, reported_here, tier_of
from tutela.web.concerns.rules import may_mean
from tutela.web.core.actor import Actor
from tutela.web.establishments import queries as establishments


@dataclass(frozen=True, slots=True)
class OutsideName:
    """Whom to turn to outside, and how."""

    name: str
    role_words: str
    phone: str
    email: str
    address: str = ""


def get_outside_contact(place: Any, *, at: datetime, report: UUID | None = None) -> OutsideName | None:
    """The contact that was noted last; else the trust's lead, where they have a telephone number.

    Beside a report, nobody whom it is or may be about, who reported it, or whom a conflict keeps from it.
    """
    noted = OutsideContact._base_manager.filter(establishment=place, at__lte=at).order_by("at").last()
    leads = [one for one in establishments.list_holders(place, "trust-lead", at=at) if one.phone]
    if report:
        row = Allegation._base_manager.select_related("case_key").get(pk=report)  # who may be named, not what it says
        about = meant.people_of(row, leads)
        out = about | meant.list_kept_from(row, about, at=at)
        leads = [one for one in leads if one.pk not in out]
        names = meant.list_names(row)
        noted = None if noted and any(may_mean(one, noted.name) for one in names) else noted
    if noted:
        return OutsideName(noted.name, noted.role_words, noted.phone, noted.email, noted.address)
    return OutsideName(leads[0].full_name, "", leads[0].phone, leads[0].email) if leads else None


def list_outside_contacts(place: Any) -> QuerySet[OutsideContact]:
    """Every contact that was noted, the newest first."""
    return OutsideContact._base_manager.filter(establishment=place).select_related("noted_by").order_by("-at")


def whom_it_goes_to(place: Any, *, at: datetime) -> dict[str, list[str]]:
    """Who holds each role that a report may go to: tier → names."""
    return {
        tier: [one.full_name for one in establishments.list_holders(place, tier, at=at)] for tier in rules.ASKED_TIERS
    }


def get_own_report(actor: Actor, pk: UUID) -> OwnReport:
    """One of the actor's own reports. Another's, and a missing one, is a 404."""
    row = reported_here(actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return OwnReport(row.pk, row.receipt, row.raised_at, rules.status_for_reporter(_kinds(row)), tier_of(row))
