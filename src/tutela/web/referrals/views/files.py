"""Packs as files: made, hashed and written into the register before anybody has them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from tutela.web.core import paper, word
from tutela.web.establishments import queries as establishments
from tutela.web.referrals import operations, packs, queries, words
from tutela.web.referrals.routes import find_route, list_parts
from tutela.web.referrals.rules import referrals as rules
from tutela.web.referrals.views import today

PDF = "application/pdf"


@require_POST
def make_pack(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The pack of a referral as PDF or for Word. A POST: making one is written down."""
    if kind not in ("pdf", "word"):
        raise Http404
    at = timezone.now()
    read = queries.read_referral(
        actor=request.actor, referral_id=pk, establishment=request.establishment, today=today(request), at=at
    )
    terms = establishments.terms_of(request.establishment)
    route = find_route(read.route, terms)
    if route is None or read.stand.status not in rules.OPEN:
        raise Http404
    sections = packs.compose(request.actor, read, list_parts(route, terms), request.establishment, today(request))
    context = {
        "read": read,
        "route": route,
        "sections": sections,
        "missing": packs.list_missing(sections),
        "consent": words.CONSENTS[read.consent],
        "told": words.TOLD[read.told],
        "made_at": at,
        "made_for": request.actor.name,
    }
    template = "referrals/pack_paper.html"
    try:
        made = paper.pdf(request, template, context) if kind == "pdf" else word.docx(request, template, context)
    except paper.NoPaper as error:
        return no_paper(request, error, reverse("referrals:referral", args=[pk]))
    operations.keep_share(
        actor=request.actor,
        referral_id=pk,
        form=f"pack-{kind}",
        made=made,
        contents=packs.contents(sections, read),
        at=at,
    )
    ending, content_type = ("pdf", PDF) if kind == "pdf" else ("docx", word.KIND)
    return as_file(made, content_type, f"{slugify(f'referral case {read.case.number} {route.kind}')}.{ending}")


def as_file(made: bytes, content_type: str, name: str, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(made, content_type=content_type, headers=dict(headers or {}))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def no_paper(request: HttpRequest, reason: Any, back: str) -> HttpResponse:
    """That no PDF can be made on this computer, and what can be done."""
    return render(request, "referrals/no_paper.html", {"reason": str(reason), "back": back}, status=503)
