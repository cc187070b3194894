"""All documents, and what could be begun."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.core.permissions import Permission
from tutela.web.policies import operations, queries
from tutela.web.policies.words import for_whom


@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """Every document with its state and what is wrong; below, the templates nobody has begun yet."""
    at, may_write = timezone.now(), request.actor.may(Permission.POLICY_WRITE)
    rows = queries.list_rows(request.actor, request.establishment, at)
    drafts = [row.draft for row in rows if row.draft is not None]
    records = queries.read_records(request.establishment, at) if drafts else None
    wrong = {draft.document_id: len(queries.check_draft(draft, at, records).refusals) for draft in drafts}
    shown = [{"row": row, "for": for_whom(row.document), "wrong": wrong.get(row.document.pk, 0)} for row in rows]
    offered = queries.list_offered(request.establishment) if may_write else []
    return render(
        request,
        "policies/list.html",
        {
            "policies": [one for one in shown if one["row"].document.kind == "policy" and not _gone(one)],
            "agreements": [one for one in shown if one["row"].document.kind == "agreement" and not _gone(one)],
            "archived": [one for one in shown if _gone(one)],
            "offered": [template for template, _trust in offered if template.kind == "policy"],
            "offered_agreements": [template for template, _trust in offered if template.kind == "agreement"],
            "from_trust": {template.id for template, trust in offered if trust is not None},
            "may_write": may_write,
        },
    )


def _gone(one: dict[str, Any]) -> bool:
    return one["row"].document.archived_at is not None


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin a document from one of the templates."""
    wanted = request.POST.get("template", "")
    found = next((one for one in queries.list_offered(request.establishment) if one[0].id == wanted), None)
    if found is None:
        messages.info(request, _("Choose a template that you have not begun yet."))
        return redirect("policies:list")
    try:
        document = operations.start_document(
            actor=request.actor, at=timezone.now(), establishment=request.establishment, template=found[0],
            trust_id=found[1],
        )  # fmt: skip
    except operations.PolicyRefused as refused:
        messages.error(request, str(refused))
        return redirect("policies:list")
    return redirect("policies:draft", pk=document.pk)
