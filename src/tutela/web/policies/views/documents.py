"""One document as its readers read it, its history, and what is done with the whole of it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.core import paper as printing
from tutela.web.core.permissions import Permission
from tutela.web.establishments.queries import local_day, terms_of
from tutela.web.policies import operations, queries
from tutela.web.policies.authored import shelf
from tutela.web.policies.models import Document, Version
from tutela.web.policies.texts import difference
from tutela.web.policies.texts import wording as words
from tutela.web.policies.views import back_with, get_document, shown_clauses
from tutela.web.policies.words import for_whom, in_words

LINES = 14
"""So many visitors sign on one page."""


@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The version in force, clause by clause, with how each stands; before the first version, the draft."""
    document, actor = get_document(request, pk), request.actor
    version = queries.get_in_force(document)
    if version is None:
        return _without_version(request, document)
    reads = actor.may(Permission.REVIEW_READ)
    standings = queries.list_standings(version) if reads else {}
    shown = _shown(request, version)
    named = queries.list_named(actor, request.establishment)
    clauses = [
        one | {"standing": standings.get(one["clause"].id), "links": _links(one["clause"].links, named)}
        for one in shown["clauses"]
    ]
    shown |= {
        "clauses": clauses,
        "untrue": [one for one in clauses if one["standing"] and one["standing"].standing == "untrue"],
        "draft": queries.get_draft(actor, document),
        "outdated": queries.list_outdated(version, timezone.now()) if reads else [],
        "leaning": queries.list_leaning_on(document) if reads else [],
        "reads": reads,
        "may_write": actor.may(Permission.POLICY_WRITE),
        "may_offer": actor.may(Permission.POLICY_OFFER) and request.establishment.trust_id is not None,
        "back": reverse("policies:list" if reads else "policies:agreements"),
    }
    return render(request, "policies/document.html", shown)


def _without_version(request: HttpRequest, document: Document) -> HttpResponse:
    if queries.get_draft(request.actor, document) is not None:
        return redirect("policies:draft", pk=document.pk)
    if request.actor.may(Permission.REVIEW_READ):
        return redirect("policies:history", pk=document.pk)
    raise Http404


def _shown(request: HttpRequest, version: Version) -> dict[str, Any]:
    document = version.document
    return {
        "document": document,
        "version": version,
        "for_whom": for_whom(document),
        "template": shelf.from_text(version.base.content),
        "clauses": shown_clauses(queries.printed(version)),
        "today": local_day(request.establishment, timezone.now()),
    }


def _links(slugs: Sequence[str], named: Mapping[str, queries.Named]) -> list[dict[str, str]]:
    """What a clause leans on: what it is called, and its page, its address or where else it is kept."""
    links = []
    for slug in slugs:
        one = named.get(slug)
        where = one.where if one else ""
        is_address = where.startswith(("https://", "http://"))
        page = reverse("policies:document", args=[one.document_id]) if one and one.document_id else ""
        links.append(
            {
                "title": one.title if one else in_words(slug),
                "address": where if is_address else page,
                "where": "" if is_address else where,
            }
        )
    return links


@require_safe
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The version in force on paper, with its metadata and a place to sign."""
    document = get_document(request, pk)
    version = queries.get_in_force(document)
    if version is None:
        raise Http404
    name = f"{version.title} {request.establishment.name}"
    try:
        shown = _shown(request, version) | {"lines": range(LINES)}
        return printing.answer(request, "policies/paper.html", shown, name=name)
    except printing.NoPaper as error:
        return back_with(request, operations.PolicyRefused(str(error)), "policies:document", pk)


@require_safe
def show_history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every version, what changed in it, who was heard and what came of it."""
    document = get_document(request, pk)
    in_force = queries.get_in_force(document)
    shown = {
        "document": document,
        "versions": list(queries.list_versions(request.actor, document)),
        "in_force": in_force,
        "contributions": queries.list_contributions(request.actor, document),
        "back": reverse("policies:document", args=[pk]) if in_force else reverse("policies:list"),
    }
    return render(request, "policies/history.html", shown)


@require_safe
def show_version(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """One version as it was, and what changed in it since the one before."""
    document = get_document(request, pk)
    versions = {one.number: one for one in queries.list_versions(request.actor, document)}
    version = versions.get(number)
    if version is None:
        raise Http404
    before = versions.get(number - 1)
    template = words.printed(
        words.from_template(shelf.from_text(version.base.content)), terms_of(request.establishment)
    )
    old = queries.printed(before).clauses if before else template.clauses
    printed = queries.printed(version)
    in_force = queries.get_in_force(document)
    shown = {
        "document": document,
        "version": version,
        "before": before,
        "changes": difference.only_changed(difference.compare(old, printed.clauses)),
        "clauses": shown_clauses(printed),
        "is_in_force": in_force is not None and in_force.pk == version.pk,
        "back": reverse("policies:history", args=[pk]),
    }
    return render(request, "policies/version.html", shown)


@require_POST
def begin_next(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open the next version."""
    document = get_document(request, pk)
    if queries.get_in_force(document) is None:
        raise Http404
    try:
        operations.begin_next(actor=request.actor, at=timezone.now(), document=document)
    except operations.PolicyRefused as refused:
        return back_with(request, refused, "policies:list")
    return redirect("policies:draft", pk=pk)


@require_POST
def archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the document out of force."""
    document = get_document(request, pk)
    operations.archive(actor=request.actor, at=timezone.now(), document=document)
    messages.success(request, _("It is archived: still readable, and in force no more."))
    return redirect("policies:list")


@require_POST
def offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer the version in force to every establishment of the trust."""
    document = get_document(request, pk)
    version = queries.get_in_force(document)
    if version is None:
        raise Http404
    try:
        operations.offer_to_trust(actor=request.actor, at=timezone.now(), version=version)
    except operations.PolicyRefused as refused:
        return back_with(request, refused, "policies:document", pk)
    messages.success(request, _("Every establishment of the trust can begin from it now, or bring it up to date."))
    return redirect("policies:document", pk=pk)
