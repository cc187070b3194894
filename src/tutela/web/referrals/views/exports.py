"""Making a file of a case that was allowed to leave: the chronology, or everything with its proofs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tutela.web.concerns import operations as concern_operations
from tutela.web.concerns import queries as concerns
from tutela.web.core import paper
from tutela.web.exhibits import operations as exhibit_operations
from tutela.web.exhibits import queries as exhibit_queries
from tutela.web.exhibits.rules import NotNow
from tutela.web.exhibits.vault import Damaged
from tutela.web.referrals import casefile, operations, queries
from tutela.web.referrals.forms import disclosures as ask
from tutela.web.referrals.rules import disclosures as rules
from tutela.web.referrals.views import form_page, posted, today
from tutela.web.referrals.views.files import PDF, as_file, no_paper

TEMPLATE = "referrals/chronology_paper.html"
ZIP = "application/zip"


@form_page
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose what is made, and get it: by then its hash stands in the register."""
    at = timezone.now()
    read = queries.read_disclosure(actor=request.actor, disclosure_id=pk, at=at)
    if read.status not in (rules.ALLOWED, rules.HANDED_OVER):
        raise Http404
    form = ask.Make(posted(request), exhibits=exhibit_queries.list_choices(request.actor, read.case_id))
    back = reverse("referrals:disclosure", args=[pk])
    if form.is_bound and form.is_valid():
        try:
            return _make(request, read, form.cleaned_data, at)
        except paper.NoPaper as error:
            return no_paper(request, error, back)
        except (NotNow, Damaged, OSError):
            form.add_error(None, _("One of the exhibits cannot be opened now. Look at its page"))
        except concern_operations.CaseChanged:
            form.add_error(None, _("Somebody wrote in the case while the file was made. Make it again"))
    context = {
        "form": form,
        "disclosure": pk,
        "title": _("Make a file"),
        "caption": _("Disclosure %(number)d of case %(case)d") % {"number": read.number, "case": read.case_number},
        "save": _("Make the file"),
        "back": back,
    }
    return render(request, "referrals/make.html", context)


def _make(request: HttpRequest, read: Any, answers: dict[str, Any], at: datetime) -> HttpResponse:
    form, exhibits = answers["form"], []
    if form == "case-zip":
        # first, since it is written into the chronology that goes with it
        exhibits = exhibit_operations.export_exhibits(
            actor=request.actor,
            case_id=read.case_id,
            chosen={UUID(pk) for pk in answers.get("exhibits", ())},
            why=_("Disclosure %(number)d") % {"number": read.number},
            at=at,
        )
    case = concerns.read_case(actor=request.actor, case_id=read.case_id, today=today(request), at=at)
    referrals = queries.read_referrals(
        actor=request.actor, case_id=read.case_id, establishment=request.establishment, today=today(request), at=at
    )
    context = {**casefile.on_paper(case, referrals), "made_at": at, "made_for": read.who}
    # laid out before the transaction, which nobody should wait for
    printed = paper.pdf(request, TEMPLATE, context)
    if form == "chronology-pdf":
        operations.keep_share(
            actor=request.actor,
            disclosure_id=read.id,
            form=form,
            made=printed,
            contents={"entries": len(case.chronology)},
            at=at,
        )
        return as_file(printed, PDF, f"chronology-case-{case.number}.pdf")
    files = [
        ("chronology.pdf", printed),
        ("case.json", casefile.as_json(case, request.establishment, referrals, at)),
        *queries.list_sent_packs(actor=request.actor, case_id=case.id, at=at),
        *exhibits,
    ]
    _share, made = operations.export_case(
        actor=request.actor,
        disclosure_id=read.id,
        version=case.version,
        concern_ids=[one.id for one in case.concerns],
        files=files,
        establishment_name=request.establishment.name,
        at=timezone.now(),
    )
    return as_file(made, ZIP, f"case-{case.number}.zip")
