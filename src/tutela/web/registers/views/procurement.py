"""Pages of what is to be bought: the offers, each question, and how they stand beside one another."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.core.charts import Chart, Series
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.rows import get_visible
from tutela.web.establishments.queries import local_day
from tutela.web.registers import operations, queries
from tutela.web.registers.forms.procurement import Answers, Decide, NewOffer, NewPurchase
from tutela.web.registers.models import Offer, Purchase
from tutela.web.registers.queries.procurement import Judged
from tutela.web.registers.shipped.procurement import list_questions
from tutela.web.registers.views import may_write


@require_safe
def list_purchases(request: HttpRequest) -> HttpResponse:
    """What is open, and what was decided."""
    shown = {
        "rows": queries.list_purchases(request.actor),
        "may_write": may_write(request),
        "back": reverse("registers:hub"),
    }
    return render(request, "registers/purchases.html", shown)


@require_safe
def purchase(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The offers beside one another, the best first, with each question and what our records show."""
    row: Purchase = get_visible(Purchase, request.actor, pk)
    judged = queries.judge_offers(request.actor, row, timezone.now())
    questions = [(question, [one.lines[key] for one in judged]) for key, question in list_questions().items() if judged]
    shown = {
        "purchase": row,
        "judged": judged,
        "chart": _chart(judged) if judged else None,
        "questions": questions,
        "headings": "|".join([_("Question"), *(one.offer.supplier.replace("|", "/") for one in judged)]),
        "may_write": may_write(request) and row.decided_at is None,
        "back": reverse("registers:purchases"),
    }
    return render(request, "registers/purchase.html", shown)


@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Begin a purchase."""
    form = NewPurchase(posted(request))
    made: list[Purchase] = []

    def save(given: dict[str, Any]) -> None:
        place = request.establishment.pk
        made.append(operations.begin_purchase(actor=request.actor, at=timezone.now(), establishment_id=place, **given))

    if was_saved(form, save):
        return redirect("registers:purchase", pk=made[0].pk)
    shown = {"form": form, "title": _("What is to be bought?"), "save": _("Begin")}
    return render(request, "core/question.html", shown | {"back": reverse("registers:purchases")})


@form_page
def offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add what a supplier offers."""
    row: Purchase = get_visible(Purchase, request.actor, pk)
    at = timezone.now()
    today = local_day(request.establishment, at)
    contracts = [one.contract for one in queries.list_contracts(request.actor, today) if one.holds]
    form = NewOffer(posted(request), contracts=contracts)
    made: list[Offer] = []

    def save(_given: dict[str, Any]) -> None:
        made.append(operations.add_offer(actor=request.actor, at=at, pk=pk, **form.given()))

    if was_saved(form, save):
        return redirect("registers:answer-offer", pk=made[0].pk)
    back = reverse("registers:purchase", args=[row.pk])
    shown = {"form": form, "title": _("Add an offer"), "save": _("Add it"), "back": back}
    return render(request, "core/question.html", shown)


@form_page
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What an offer says to each question."""
    row: Offer = get_visible(Offer, request.actor, pk)
    at = timezone.now()
    form = Answers(posted(request), judged=queries.judge_offer(request.actor, row, at))

    def save(_given: dict[str, Any]) -> None:
        operations.answer_offer(actor=request.actor, at=at, pk=pk, answers=form.given())

    if was_saved(form, save):
        messages.success(request, _("Saved."))
        return redirect("registers:purchase", pk=row.purchase_id)
    back = reverse("registers:purchase", args=[row.purchase_id])
    title = _("What does %(name)s say?") % {"name": row.supplier}
    intro = _("What was shown counts twice what is only said. What nobody asked counts as nothing.")
    shown = {"form": form, "title": title, "intro": intro, "save": _("Save"), "back": back}
    return render(request, "core/question.html", shown)


@form_page
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what was decided; the offers stay as they were judged."""
    row: Purchase = get_visible(Purchase, request.actor, pk)
    form = Decide(posted(request))

    def save(given: dict[str, Any]) -> None:
        operations.decide_purchase(actor=request.actor, at=timezone.now(), pk=pk, **given)

    if was_saved(form, save):
        return redirect("registers:purchase", pk=pk)
    back = reverse("registers:purchase", args=[row.pk])
    shown = {"form": form, "title": _("What was decided?"), "save": _("Save"), "back": back}
    return render(request, "core/question.html", shown)


def _chart(judged: list[Judged]) -> Chart:
    best = judged[0]
    lacking = [one.offer.supplier for one in judged if one.score.missing]
    summary = _("%(name)s stands first with %(pct)d %%.") % {"name": best.offer.supplier, "pct": best.score.pct}
    if lacking:
        summary += " " + _("Not everything that must be was shown by: %(names)s.") % {"names": ", ".join(lacking)}
    return Chart(
        title=_("How the offers stand"),
        labels=tuple(one.offer.supplier for one in judged),
        series=(Series(_("Score"), tuple(float(one.score.pct) for one in judged)),),
        label_heading=_("Supplier"),
        summary=summary,
        unit="%",
    )
