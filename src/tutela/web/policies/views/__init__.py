"""The pages of policies and agreements."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from tutela.web.core.rows import get_visible
from tutela.web.policies import queries
from tutela.web.policies.models import Document, Draft
from tutela.web.policies.operations import ChangedMeanwhile, PolicyRefused
from tutela.web.policies.texts import markdown
from tutela.web.policies.texts.wording import Wording
from tutela.web.policies.words import SYMBOLS


def get_document(request: HttpRequest, pk: UUID) -> Document:
    """The document, for whoever may see it; a 404 for all others."""
    document: Document = get_visible(Document, request.actor, pk)
    return document


def get_draft(request: HttpRequest, pk: UUID) -> Draft:
    """What is being worked on; a 404 where nothing is."""
    draft = queries.get_draft(request.actor, get_document(request, pk))
    if draft is None:
        raise Http404
    return draft


def seen_of(request: HttpRequest) -> int:
    """The revision that the page showed; 0, which is none, where it was tampered with."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else 0


def back_with(request: HttpRequest, refused: PolicyRefused, name: str, *args: Any) -> HttpResponse:
    """Say why it was refused, on the page that is shown next."""
    messages.error(request, str(refused))
    return redirect(name, *args)


def say_on(form: BaseForm, refused: PolicyRefused, draft: Draft) -> None:
    """Say on the form why it was refused. Where somebody else was first, the next try answers to what they left."""
    form.add_error(None, str(refused))
    if isinstance(refused, ChangedMeanwhile):
        form.data = form.data.copy()
        form.data["seen"] = str(draft.revision)


def shown_clauses(printed: Wording) -> list[dict[str, Any]]:
    """The clauses of printed words as pages and papers write them out."""
    return [
        {
            "clause": clause,
            "number": number,
            "blocks": markdown.parse(clause.text),
            "symbol": clause.symbol,
            "symbol_words": SYMBOLS.get(clause.symbol, ""),
        }
        for number, clause in enumerate(printed.clauses, start=1)
    ]
