"""Surveys on paper: the sheet to print, and stacks as they come back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tutela.web.core import paper
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.rows import get_visible
from tutela.web.engagement import operations, queries
from tutela.web.engagement.forms.sheets import EnterSheets
from tutela.web.engagement.models import Survey
from tutela.web.engagement.operations import refusals
from tutela.web.engagement.rules.tallies import code_of
from tutela.web.establishments.queries import terms_of


@require_safe
def print_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One sheet as PDF, with the code of its survey."""
    row = _get(request, pk)
    words = terms_of(request.establishment).fill
    shown = {
        "survey": row,
        "intro": words(row.intro),
        "code": code_of(row.pk),
        "questions": [
            {"ask": words(one.ask), "kind": one.kind, "choices": [words(choice) for choice in one.choices]}
            for one in row.list_questions()
        ],
    }
    try:
        return paper.answer(request, "engagement/sheet_paper.html", shown, name=f"survey {code_of(row.pk)}")
    except paper.NoPaper as error:
        messages.error(request, str(error))
        return redirect("engagement:survey", pk=pk)


@form_page
def enter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A stack that came back."""
    row = _get(request, pk)
    counted = queries.list_batches(request.actor, row).count()
    words = terms_of(request.establishment).fill
    form = EnterSheets(posted(request), questions=row.list_questions(), words=words, initial={"seen": counted})

    def save(given: dict[str, Any]) -> None:
        try:
            operations.enter_sheets(
                actor=request.actor, at=timezone.now(), pk=pk, code=given["code"], sheets=given["sheets"],
                kept=given["kept"], given=form.tallies(), seen=given["seen"],
            )  # fmt: skip
        except refusals.CountedMeanwhile:
            form.data = form.data.copy()
            form.data["seen"] = str(counted)  # whoever sends it once more means another stack
            raise

    page = reverse("engagement:survey", args=[pk])
    if was_saved(form, save):
        count = form.cleaned_data["sheets"]
        messages.success(
            request, ngettext("%(n)s sheet is counted.", "%(n)s sheets are counted.", count) % {"n": count}
        )
        return redirect(page)
    shown = {
        "form": form, "title": _("Enter sheets on paper"), "caption": row.title, "save": _("Count them in"),
        "intro": _("Count the ticks of the whole stack first, and enter the sums. What is left empty is nought."),
    }  # fmt: skip
    return render(request, "engagement/enter_sheets.html", shown | {"back": page})


def _get(request: HttpRequest, pk: UUID) -> Survey:
    row: Survey = get_visible(Survey, request.actor, pk)
    if row.state != Survey.State.OPEN:
        raise Http404
    return row
