"""Referring to the authority: the pack as PDF or for Word, and deciding not to refer."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tutela.web.allegations import forms, operations, packs, queries, shipped
from tutela.web.allegations.views import NOBODY_ASKED, ask, officer_of, read, terms_of
from tutela.web.core import paper, word
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.establishments.queries import local_day

TEMPLATE = "allegations/pack_paper.html"


@form_page
def refer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the body asks for; pressed, the pack is made, written down, and then handed out."""
    found, at = read(request, pk), timezone.now()
    officer = officer_of(request)
    if officer is None or found.is_finished:
        raise Http404
    parts = shipped.list_pack_parts(officer, terms_of(request))
    asked = [one for one in parts if one.origin != packs.OF_MATTER]
    initial = {f"part_{key}": said for key, said in found.pack_answers.items()} | {"version": found.version}
    form = forms.Pack(posted(request), parts=asked, initial=initial)
    people = queries.list_adults(request.actor, pk)
    today = local_day(request.establishment, at)
    back = reverse("allegations:matter", args=[pk])
    made: list[bytes] = []
    kind = "word" if "word" in request.POST else "pdf"

    def sections_of(answers: dict[str, str]) -> list[packs.Section]:
        return packs.compose(
            request.actor, found, parts, answers=answers, place=request.establishment, people=people, today=today
        )

    def save(given: dict[str, Any]) -> None:
        sections = sections_of(form.answers())
        context = {
            **NOBODY_ASKED,
            "officer": officer,
            "matter": found,
            "sections": sections,
            "missing": packs.list_missing(sections),
            "made_at": at,
        }
        made.append((paper.pdf if kind == "pdf" else word.docx)(request, TEMPLATE, context))
        operations.keep_pack(
            actor=request.actor, at=at, pk=pk, version=given["version"], form=kind, made=made[0],
            answers=form.answers(),
        )  # fmt: skip

    try:
        if was_saved(form, save):
            return _file(made[0], kind, found.row.receipt)
    except paper.NoPaper as error:
        return render(
            request, "allegations/no_paper.html", {**NOBODY_ASKED, "reason": str(error), "back": back}, status=503
        )
    context = {
        **NOBODY_ASKED,
        "form": form,
        "officer": officer,
        "matter": found,
        "back": back,
        "title": _("Make the referral ready to send"),
        "save": _("Make a PDF"),
        "caption": ", ".join(found.names),
        "filled": [one for one in sections_of({}) if one.facts or one.texts],
    }
    return render(request, "allegations/refer.html", context)


@form_page
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is not referred, for a reason."""
    found = read(request, pk)
    form = forms.Versioned(posted(request), label=_("Why is it not referred?"), initial={"version": found.version})

    def save(given: dict[str, Any]) -> None:
        operations.decline_referral(actor=request.actor, at=timezone.now(), pk=pk, **given)

    return ask(
        request, found, form, save, title=_("Decide not to refer"), words_of_button=_("Save the decision"),
        intro=_("If you are not sure, ask the designated officer for advice first. Asking is not referring."),
    )  # fmt: skip


def _file(made: bytes, kind: str, receipt: str) -> HttpResponse:
    ending, content_type = ("pdf", "application/pdf") if kind == "pdf" else ("docx", word.KIND)
    response = HttpResponse(made, content_type=content_type)
    # the name says no more than an address does
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(f"in confidence {receipt}")}.{ending}"'
    return response
