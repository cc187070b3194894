"""One action: its page, and the documents that prove it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tutela.web.actions import operations, queries, words
from tutela.web.actions.downloads import as_attachment
from tutela.web.actions.models import Action, ActionEntry, Proof
from tutela.web.actions.operations.writing import today_at
from tutela.web.actions.rules import states
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.core.templatetags.when import day
from tutela.web.evidence.kinds import list_kinds
from tutela.web.evidence.rules import in_words

REMINDERS = {
    "soon": gettext_lazy("It is due within a week."),
    "today": gettext_lazy("It is due."),
    "late": gettext_lazy("It is late."),
    "head": gettext_lazy("It is more than two weeks late."),
}


@require_safe
def action(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about one action, and what can be done with it."""
    at = timezone.now()
    row: Action = get_visible(Action, request.actor, pk)
    reads_all = request.actor.may(Permission.REVIEW_READ)
    visible = Action.visible_to(request.actor)
    context = {
        "action": row,
        "late": states.is_overdue(row.state, row.due_on, today_at(row, at)),
        "stand": queries.stand_of(row, at) if row.state == states.OPEN else None,
        "recurs": words.recurs(row.recurs_days),
        "awaited": visible.filter(awaited_by=row).order_by("title"),
        "following": visible.filter(follows=row).first(),
        "before": visible.filter(pk=row.follows_id).first(),
        "proofs": [_shown(proof) for proof in queries.list_proofs(request.actor, row)],
        "entries": [_told(entry) for entry in queries.list_entries(request.actor, row)],
        "reads_all": reads_all,
        "may_work": states.may_work(request.actor, row.owner_id),
        "may_change": states.may_change(request.actor),
        "back": reverse("actions:list") if reads_all else reverse("actions:mine"),
    }
    return render(request, "actions/action.html", context)


@require_safe
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A document as it was given, to be saved and never to be shown in the page."""
    row, content = operations.read_document(actor=request.actor, at=timezone.now(), pk=pk)
    return as_attachment(row, content)


def _shown(proof: Proof) -> dict[str, Any]:
    """A proof as the page shows it; a kind of evidence that is no longer known is named as it was."""
    kind, figure = list_kinds().get(proof.bar_kind), proof.bar_kind
    if kind is not None and proof.bar_value is not None:
        figure = in_words(kind, proof.bar_value, numbers_only=True)
    return {"row": proof, "figure": figure, "file": proof.file_or_none}


def _told(entry: ActionEntry) -> dict[str, Any]:
    """An entry as the timeline tells it."""
    kinds = ActionEntry.Kind
    title = str(entry.get_kind_display())
    if entry.kind == kinds.HANDED_OVER and entry.owner:
        title = _("Handed over to %(name)s") % {"name": entry.owner.full_name}
    elif entry.kind == kinds.HANDED_OVER:
        title = _("Taken from its owner")
    elif entry.kind == kinds.MOVED:
        title = _("Moved to %(day)s") % {"day": day(entry.due_on)}
    elif entry.kind == kinds.REOPENED:
        title = _("Opened again, due on %(day)s") % {"day": day(entry.due_on)}
    elif entry.kind == kinds.OPENED and entry.due_on:
        title = _("Opened, due on %(day)s") % {"day": day(entry.due_on)}
    said = entry.words
    if entry.kind == kinds.REMINDED:
        said = str(REMINDERS[entry.mark.partition(" ")[2].partition("-")[0]])
    by = entry.by.full_name if entry.by else _("Tutela")
    return {"title": title, "at": entry.at, "by": by, "words": said, "owner": _owner_said(entry)}


def _owner_said(entry: ActionEntry) -> str:
    if entry.kind == ActionEntry.Kind.REMINDED and entry.owner:
        return _("%(name)s was told.") % {"name": entry.owner.full_name}
    if entry.kind == ActionEntry.Kind.OPENED and entry.owner:
        return _("%(name)s sees to it.") % {"name": entry.owner.full_name}
    return ""
