"""Our key card to give out, and those of other places."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.transfers import cards, forms, operations, queries, words
from tutela.web.transfers.views import as_file, trail


@require_safe
def exchange(request: HttpRequest) -> HttpResponse:
    """Our card with its words, and every card that we have."""
    card = queries.get_own_card(request.actor, request.establishment)
    context = {
        "card": card,
        "renew": card is not None and not queries.is_relied_on(card),
        "partners": [(row, *words.STANDINGS[row.standing]) for row in queries.list_partners(request.actor)],
        "breadcrumbs": trail(),
    }
    return render(request, "transfers/exchange.html", context)


@require_POST
def make_card(request: HttpRequest) -> HttpResponse:
    """Our pair of keys, and the card that goes with it."""
    operations.make_own_card(actor=request.actor, establishment=request.establishment, at=timezone.now())
    messages.success(request, _("Your key card is ready. Save it and send it to the other place."))
    return redirect("transfers:exchange")


@require_safe
def save_card(request: HttpRequest) -> HttpResponse:
    """Our card as a file: it holds no secret."""
    card = queries.get_own_card(request.actor, request.establishment)
    if card is None:
        raise Http404
    return as_file(card.encode(), f"{request.establishment.slug}.tutela-card")


@form_page
def take_card(request: HttpRequest) -> HttpResponse:
    """Take in the card of another place."""
    form = forms.File(
        posted(request),
        request.FILES or None,
        label=_("Their key card"),
        hint=_("A file that ends in .tutela-card. They save it on their page “Exchange with other places”."),
        most_bytes=cards.MOST_BYTES,
    )
    made: list[Any] = []

    def save(answers: dict[str, Any]) -> None:
        made.append(
            operations.note_partner(
                actor=request.actor, establishment=request.establishment, content=answers["file"], at=timezone.now()
            )
        )

    if was_saved(form, save):
        return redirect("transfers:check-card", pk=made[0].pk)
    context = {"form": form, "title": _("Take in a key card"), "save": _("Continue"), "back": _exchange()}
    return render(request, "core/question.html", context)


@form_page
def check_card(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The ten words of a card, compared over the telephone."""
    row = _partner(request, pk)
    form = forms.SpokenTo(posted(request))

    def save(answers: dict[str, Any]) -> None:
        operations.check_partner(actor=request.actor, partner_id=pk, spoken_to=answers["spoken_to"], at=timezone.now())

    if was_saved(form, save):
        messages.success(request, _("Compared. Files can go to them and come from them now."))
        return redirect("transfers:exchange")
    own = queries.get_own_card(request.actor, request.establishment)
    context = {
        "form": form,
        "row": row,
        "own": own,
        "title": _("Compare the words with %(name)s") % {"name": row.name},
        "save": _("Save"),
        "back": _exchange(),
    }
    return render(request, "transfers/check_card.html", context)


@require_POST
def end_card(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Use a card no longer."""
    if _partner(request, pk).standing != "ended":
        operations.end_partner(actor=request.actor, partner_id=pk, at=timezone.now())
    messages.success(request, _("This card is no longer used."))
    return redirect("transfers:exchange")


def _partner(request: HttpRequest, pk: UUID) -> Any:
    row = next((one for one in queries.list_partners(request.actor) if one.id == pk), None)
    if row is None:
        raise Http404
    return row


def _exchange() -> str:
    return reverse("transfers:exchange")
