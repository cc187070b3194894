"""A purchase is begun, offers come in, each question is answered, and somebody decides."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.registers.models import Contract, Offer, OfferAnswer, Purchase
from tutela.web.registers.operations.refusals import RegisterRefused
from tutela.web.registers.shipped.procurement import list_questions


class DecidedAlready(RegisterRefused):
    """What was decided stays as it was judged on that day."""

    def __init__(self) -> None:
        super().__init__(_("It is decided. Begin another purchase to judge the offers anew."))


class OfferedAlready(RegisterRefused):
    """A supplier stands once in a purchase."""

    def __init__(self, supplier: str) -> None:
        super().__init__(_("%(name)s has an offer here already. Open that one.") % {"name": supplier})


@operation
def begin_purchase(*, actor: AnyActor, at: datetime, establishment_id: int, title: str, what: str) -> Purchase:
    """Something is to be bought or renewed."""
    row = Purchase(establishment_id=establishment_id, title=title, what=what, begun_at=at, begun_by_id=actor.person_id)
    row.full_clean()
    row.save(force_insert=True)
    audit.record(actor, "purchase.begin", row, at=at)
    return row


@operation
def add_offer(
    *, actor: AnyActor, at: datetime, pk: UUID, supplier: str, cost: str, contract: Contract | None, in_use: bool
) -> Offer:
    """One supplier's offer. Raises `DecidedAlready`, `OfferedAlready`."""
    purchase = _open(actor, pk)
    supplier = " ".join(supplier.split())
    if purchase.offers.filter(supplier__iexact=supplier).exists():
        raise OfferedAlready(supplier)
    offer = Offer(
        establishment_id=purchase.establishment_id,
        purchase=purchase,
        supplier=supplier,
        cost=cost,
        contract=contract,
        in_use=in_use,
    )
    offer.full_clean()
    offer.save(force_insert=True)
    audit.record(actor, "purchase.offer", offer, at=at, purchase=str(purchase.pk))
    return offer


@operation
def answer_offer(*, actor: AnyActor, at: datetime, pk: UUID, answers: Mapping[str, tuple[str, str]]) -> Offer:
    """What an offer says: (standing, what shows it) by question; "" takes an answer back. Raises `DecidedAlready`."""
    offer: Offer = get_visible(Offer, actor, pk)
    _open(actor, offer.purchase_id)
    for key in list_questions().keys() & answers.keys():
        standing, shown_by = answers[key]
        if not standing:
            OfferAnswer.objects.filter(offer=offer, key=key).delete()
            continue
        given = {"standing": standing, "shown_by": shown_by, "at": at, "establishment_id": offer.establishment_id}
        OfferAnswer.objects.update_or_create(offer=offer, key=key, defaults=given)
    audit.record(actor, "purchase.answer", offer, at=at, count=len(answers))
    return offer


@operation
def decide_purchase(*, actor: AnyActor, at: datetime, pk: UUID, decided: str) -> Purchase:
    """Which offer was taken, or none, and why: the offers stay as they were judged. Raises `DecidedAlready`."""
    row = _open(actor, pk)
    row.decided, row.decided_at = decided.strip(), at
    row.full_clean()
    row.save(update_fields=["decided", "decided_at"])
    audit.record(actor, "purchase.decide", row, at=at)
    return row


def _open(actor: AnyActor, pk: UUID) -> Purchase:
    rows = Purchase.visible_to(actor).select_for_update(of=("self",))
    row: Purchase = get_visible(Purchase, actor, pk)
    row = rows.get(pk=row.pk)
    if row.decided_at is not None:
        raise DecidedAlready
    return row
