"""Whoever works for a partner says that they keep to both policies; a difference goes to the lead and is settled."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions import operations as actions
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments
from tutela.web.policies.models import Acknowledgement, Document, OwnPolicy, Settlement, Version
from tutela.web.policies.operations.refusals import NothingDiffers, NotYours, SettledAlready, WithoutOwnPolicy
from tutela.web.policies.operations.writing import person_of
from tutela.web.policies.texts import wording as wordings


@dataclass(frozen=True, slots=True)
class Own:
    """What somebody says of their own organisation's policy."""

    title: str
    clause: str = ""
    """The clause of ours from which theirs differs; "" where nothing does."""
    differs: str = ""


def must_keep_to_both(version: Version, answer: str, own: Own | None) -> None:
    """Raises `WithoutOwnPolicy` where somebody of a partner agrees and says nothing of their own policy."""
    if version.document.audience != Document.Audience.PARTNERS or answer != Acknowledgement.Answer.AGREES:
        return
    known = {one.id for one in wordings.from_text(version.content).clauses}
    if own is None or not own.title.strip() or (own.clause and (own.clause not in known or not own.differs.strip())):
        raise WithoutOwnPolicy


def note_own_policy(actor: AnyActor, row: Acknowledgement, own: Own, at: datetime) -> OwnPolicy:
    """Keep it beside the answer; where the two differ it becomes an action of whoever leads on safeguarding."""
    person, place = row.person, row.version.document.establishment
    organisation = person.organisation
    if not organisation and person.establishment_id != place.pk:
        organisation = person.establishment.name
    said = OwnPolicy.objects.create(
        establishment_id=row.establishment_id, acknowledgement=row, person=person, organisation=organisation,
        title=" ".join(own.title.split()), clause=own.clause, differs=own.differs.strip() if own.clause else "",
        at=row.at,
    )  # fmt: skip
    audit.record(actor, "agreement.own-policy", said, at=at, clause=said.clause)
    if said.clause:
        leads = establishments.list_holders(place, "dsl", "deputy-dsl", "head", at=at)
        actions.open_action(
            actor=SystemActor("follow up agreements", place.pk), at=at, establishment_id=place.pk,
            title=_("Settle where a partner’s policy differs: %(organisation)s")
            % {"organisation": organisation or _("a partner")},
            owner=leads[0] if leads else None, source=_("Agreements"), origin=f"own-policy:{said.pk}",
            address=reverse("policies:settle", args=[said.pk]), tag="protect",
        )  # fmt: skip
    return said


@operation
def settle_difference(*, actor: AnyActor, at: datetime, pk: UUID, words: str) -> Settlement:
    """Write what holds from now on, for good. Raises `NotYours`, `NothingDiffers`, `SettledAlready`."""
    said: OwnPolicy = get_visible(OwnPolicy, actor, pk)
    if not actor.may(Permission.POLICY_WRITE) or said.person_id == actor.person_id:
        raise NotYours
    if not said.clause:
        raise NothingDiffers
    OwnPolicy.objects.select_for_update().get(pk=pk)
    if Settlement.objects.filter(own_policy=said).exists():
        raise SettledAlready
    row = Settlement.objects.create(
        establishment_id=said.establishment_id, own_policy=said, words=words.strip(), by_id=person_of(actor), at=at
    )
    audit.record(actor, "agreement.settle", row, at=at)
    return row
