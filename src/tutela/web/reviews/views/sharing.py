"""Certificates, and figures that establishments hand each other."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.evidence.rules import Bearing
from tutela.web.reviews import operations, queries, signed
from tutela.web.reviews.forms import TakeInForm
from tutela.web.reviews.models import Certificate, Review
from tutela.web.reviews.views.finding import get_person, get_whole


@require_safe
def certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was certified of a review, and whether it still holds."""
    whole, at = get_whole(request, pk), timezone.now()
    rows = queries.list_certificates(request.actor, whole, at)
    shown = {
        "whole": whole,
        "rows": [
            {"certificate": one.certificate, "holds": one.holds, "why": _why(one), "key": one.key} for one in rows
        ],
        "refusal": ""
        if whole.review.completed_at
        else _("Complete the review first: a certificate is about a record."),
        "may_certify": request.actor.may(Permission.REVIEW_WRITE),
        "key": operations.public_key(),
        "back": reverse("reviews:review", args=[pk]),
    }
    return render(request, "reviews/certificate.html", shown)


@require_POST
def certify(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Issue one."""
    review: Review = get_visible(Review, request.actor, pk)
    try:
        operations.certify(actor=request.actor, at=timezone.now(), review=review, person_id=get_person(request))
    except operations.NotCompleted:
        messages.error(request, _("Complete the review first: a certificate is about a record."))
    except operations.NotBorneOut as error:
        words = _("Nothing was issued, because the figures of today do not bear it out: %(titles)s.")
        messages.error(request, words % {"titles": ", ".join(error.titles) or _("the review is a year old")})
    else:
        messages.success(request, _("The certificate is issued."))
    return redirect("reviews:certificate", pk=pk)


@require_safe
def download_certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The signed file."""
    row: Certificate = get_visible(Certificate, request.actor, pk)
    return _file(row.text, f"certificate {request.establishment.slug}")


@require_POST
def export_figures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign the file for other establishments, and hand it over."""
    review: Review = get_visible(Review, request.actor, pk)
    text = operations.export_figures(actor=request.actor, at=timezone.now(), review=review)
    return _file(text, f"figures {request.establishment.slug}")


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """What was taken in from others."""
    return _compare(request, TakeInForm() if request.actor.may(Permission.REVIEW_WRITE) else None)


@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """Check the signature of a file and keep what it says."""
    form = TakeInForm(request.POST, request.FILES)
    if not form.is_valid():
        return _compare(request, form)
    try:
        row = operations.take_in_figures(
            actor=request.actor,
            at=timezone.now(),
            establishment_id=request.establishment.pk,
            person_id=get_person(request),
            raw=form.cleaned_data["document"].read(),
        )
    except signed.BadSigned as error:
        form.add_error("document", str(error))
        return _compare(request, form)
    except operations.OwnFigures:
        form.add_error("document", _("This is a file of our own"))
        return _compare(request, form)
    except operations.TakenInBefore:
        form.add_error("document", _("This file was taken in before"))
        return _compare(request, form)
    messages.success(request, _("The figures of %(name)s are taken in.") % {"name": row.label})
    return redirect("reviews:compare")


def _compare(request: HttpRequest, form: TakeInForm | None) -> HttpResponse:
    rows = []
    for row in queries.list_shared(request.actor):
        told = signed.told_in(row.text)
        title = str(told.get("title", row.framework_id))
        rows.append(
            {"label": row.label, "key": row.key, "made_at": row.made_at, "title": title, "pct": told.get("pct")}
        )
    shown = {"rows": rows, "form": form, "back": reverse("reviews:list")}
    return render(request, "reviews/compare.html", shown)


def _why(one: queries.Held) -> str:
    if not one.relied_on:
        return _("The key that signed it is not relied on any more. Issue another one.")
    ways = {
        Bearing.CONTRADICTS: _("no longer bears it out"),
        Bearing.STALE: _("is out of date"),
        Bearing.SILENT: _("is no longer known"),
    }
    said = [f"{title} {ways[bearing]}" for title, bearing in one.lapsed]
    return "; ".join(said) + "." if said else _("Its time is over.")


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name)}.tutela.json"'
    return answer
