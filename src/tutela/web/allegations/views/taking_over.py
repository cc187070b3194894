"""Handing on a concern that turns out to be about an adult who works here: one page that says what it does."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tutela.web.allegations import forms, operations, queries
from tutela.web.allegations.views import NOBODY_ASKED
from tutela.web.concerns import operations as concerns
from tutela.web.concerns.queries import may_read, read_concern, visible_case_ids
from tutela.web.concerns.queries.concern import named_in
from tutela.web.concerns.rules import NotAllowed
from tutela.web.core.actor import AnyActor
from tutela.web.core.forms.pages import form_page, posted


@form_page
def take_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What happens to the concern then, and one button."""
    at = timezone.now()
    if not _may_hand_on(request.actor, pk):
        raise Http404
    read = read_concern(actor=request.actor, concern_id=pk, at=at)
    people = named_in(read)
    known = queries.list_certain(request.establishment, people)
    alleged = [one.name for one in people if one.role == "alleged"]
    form = forms.HandOn(
        posted(request), asks_who=not known, initial={"version": read.version, "name": ", ".join(alleged)}
    )
    if form.is_bound and form.is_valid():
        try:
            row = operations.take_over_concern(
                actor=request.actor,
                at=at,
                concern_id=pk,
                version=form.cleaned_data["version"],
                name=form.cleaned_data.get("name", ""),
            )
        except concerns.ConcernChanged:
            messages.warning(request, _("Somebody else has dealt with this concern meanwhile. Look again."))
            return redirect("concerns:concern", pk=pk)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            return _handed_on(request, queries.tier_of(row), read.case_id)
    harmed = [one for one in people if one.role == "harmed"]
    context = {
        **NOBODY_ASKED,
        "form": form,
        "back": reverse("concerns:concern", args=[pk]),
        "caption": _("Concern %(receipt)s") % {"receipt": read.receipt},
        "title": _("It is about an adult who works here"),
        "known": [one.name for one in known],
        "learners": [one.name for one in queries.list_learners(request.establishment, harmed)],
        "is_from_outside": not read.raised_by,
        "case_number": read.case_number,
        "save": _("Hand it on"),
    }
    return render(request, "allegations/take_over.html", context)


def words_beside(actor: AnyActor, concern_id: UUID) -> str:
    """The words of the link on the page of a concern; none where it cannot be handed on."""
    return str(_("It is about an adult who works here")) if _may_hand_on(actor, concern_id) else ""


def _may_hand_on(actor: AnyActor, concern_id: UUID) -> bool:
    return may_read(actor, concern_id) and not queries.was_asked_for(concern_id)


def _handed_on(request: HttpRequest, tier: str, case_id: UUID | None) -> HttpResponse:
    if tier == "authority":
        messages.warning(request, _("It was handed on, and nobody here may read it. Telephone outside today."))
        return redirect("allegations:outside")
    messages.success(request, _("It was handed on in confidence. Speak of it with nobody."))
    if case_id and visible_case_ids(request.actor).filter(pk=case_id).exists():
        return redirect("concerns:case", pk=case_id)
    return redirect("concerns:queue")
