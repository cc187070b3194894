"""A chronology with names and entries taken out: looked through once more for names before it is made."""

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tutela.web.concerns import queries as concerns
from tutela.web.concerns.queries.case import CaseRead
from tutela.web.core import paper
from tutela.web.core.templatetags.when import moment
from tutela.web.referrals import operations, queries
from tutela.web.referrals.forms.redaction import TakeOut
from tutela.web.referrals.routes import list_reasons
from tutela.web.referrals.rules import disclosures as rules
from tutela.web.referrals.rules import redaction
from tutela.web.referrals.views import form_page, posted, today
from tutela.web.referrals.views.files import PDF, as_file, no_paper


@form_page
def take_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose what is taken out and why, and get the file. Names that were forgotten are told first."""
    at = timezone.now()
    read = queries.read_disclosure(actor=request.actor, disclosure_id=pk, at=at)
    if read.status not in (rules.ALLOWED, rules.HANDED_OVER):
        raise Http404
    case = concerns.read_case(actor=request.actor, case_id=read.case_id, today=today(request), at=at)
    people = list(dict.fromkeys([*(one.name for one in case.people), *case.mistaken]))
    titles = [f"{moment(one.at)}: {one.title}" for one in case.chronology]
    entries = list(zip(titles, _texts(case), strict=True))
    initial = {"masked": [*(one.name for one in case.people if one.role != "harmed"), *case.mistaken]}
    form = TakeOut(posted(request), initial=initial, people=people, entries=entries)
    if form.is_bound and form.is_valid():
        lines = redaction.redact(_texts(case), form.left_out(), redaction.tokens_for(form.names()))
        meant = [name for name in people if name not in form.cleaned_data["masked"]]
        left = redaction.still_named(lines, [*form.names(), *queries.list_family_names(request.actor)], meant)
        if left and not form.cleaned_data["why_stay"].strip():
            form.add_error("why_stay", _told(left))
        else:
            try:
                return _make(request, read, case, lines=lines, form=form, at=at)
            except paper.NoPaper as error:
                return no_paper(request, error, reverse("referrals:disclosure", args=[pk]))
    context = {
        "form": form,
        "title": _("Take names and entries out"),
        "caption": _("Disclosure %(number)d of case %(case)d") % {"number": read.number, "case": read.case_number},
        "save": _("Make the file"),
        "back": reverse("referrals:export", args=[pk]),
    }
    return render(request, "referrals/take_out.html", context)


def _make(
    request: HttpRequest, read: Any, case: CaseRead, *, lines: list[redaction.Line], form: TakeOut, at: datetime
) -> HttpResponse:
    reasons = {one.key: one for one in list_reasons()}
    used = Counter(line.left_out for line in lines if line.left_out)
    context = {
        "case": case,
        "entries": [
            # who told of something is not shown beside it
            {
                "moment": one,
                "by": "" if one.kind == "concern" else one.by,
                "line": line,
                "reason": reasons.get(line.left_out),
            }
            for one, line in zip(case.chronology, lines, strict=True)
        ],
        "reasons": [reasons[key] for key in reasons if used[key] or key == "third-party"],
        "masked": sum(line.masked for line in lines),
        "made_at": at,
        "made_for": read.who,
    }
    printed = paper.pdf(request, "referrals/redacted_paper.html", context)
    operations.keep_share(
        actor=request.actor,
        disclosure_id=read.id,
        form="chronology-cut",
        made=printed,
        contents={
            "masked": sum(line.masked for line in lines),
            "left_out": {str(number): line.left_out for number, line in enumerate(lines, 1) if line.left_out},
            "why_names_stay": form.cleaned_data["why_stay"],
        },
        at=at,
    )
    return as_file(printed, PDF, f"chronology-case-{case.number}-parts-taken-out.pdf")


def _texts(case: CaseRead) -> list[str]:
    """The words of each entry, those of its corrections after them."""
    return [
        "\n".join([one.text, *(f"{_('Corrected:')} {again.text}" for again in one.corrections)])
        for one in case.chronology
    ]


def _told(left: dict[str, list[int]]) -> str:
    shown = "; ".join(
        _("%(name)s in entry %(numbers)s") % {"name": name, "numbers": ", ".join(map(str, numbers[:6]))}
        for name, numbers in list(left.items())[:10]
    )
    return _("Names of others still stand in it: %(shown)s. Mask them, leave the entry out, or say why they stay") % {
        "shown": shown
    }
