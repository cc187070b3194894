"""Keeping and destroying: what is due, how long each kind is kept, one of them, the second person, certificates."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.operation import Refused
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments
from tutela.web.retention import forms, operations, queries, rules
from tutela.web.retention.models.subjects import Subject
from tutela.web.retention.rules import What


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """What is due, what waits for a second person, what was destroyed, and by which periods."""
    actor = request.actor
    reads_cases = actor.may(Permission.CONCERN_WRITE)
    due = queries.list_standing(actor, request.establishment, _today(request)) if reads_cases else []
    of_kind = Counter(one.due.kind.key for one in due)
    context = {
        "periods": [(one, of_kind[one.kind.key]) for one in queries.list_periods(actor, request.establishment)],
        "due": due,
        "proposals": queries.list_proposals(actor),
        "certificates": queries.list_certificates(actor),
        "may_choose": actor.may(Permission.RETENTION_CHOOSE),
        "starts": forms.STARTS,
    }
    return render(request, "retention/list.html", context)


@form_page
def periods(request: HttpRequest) -> HttpResponse:
    """Confirm how long each kind is kept, with one's name."""
    form = forms.Periods(posted(request), periods=queries.list_periods(request.actor, request.establishment))

    def save(answers: dict[str, Any]) -> None:
        answers.pop("asked")
        operations.choose_periods(
            actor=request.actor, establishment=request.establishment, years=answers, at=timezone.now()
        )

    if was_saved(form, save):
        messages.success(request, _("Saved with your name. What is closed falls due by these from now on."))
        return redirect("retention:list")
    context = {
        "form": form,
        "title": _("How long records are kept"),
        "intro": _("Each figure is a proposal with its ground. Nothing falls due before you confirm it."),
        "save": _("Confirm with my name"),
        "back": reverse("retention:list"),
    }
    return render(request, "core/question.html", context)


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """The sessions of supervision of which one knows, and how long the notes of each are kept."""
    context = {
        "sessions": queries.list_sessions(request.actor, request.establishment),
        "breadcrumbs": [(_("Supervision"), reverse("concerns:supervision"))],
    }
    return render(request, "retention/sessions.html", context)


@require_safe
def of_one(request: HttpRequest, pk: UUID, kind: What) -> HttpResponse:
    """How long one case, one concern, the notes of one session or one received file are kept, and what holds them."""
    stand = queries.stand_of(request.actor, request.establishment, Subject(kind, pk))
    holds = queries.read_holds(actor=request.actor, subject=stand.subject, at=timezone.now())
    context = {
        "stand": stand,
        "holds": holds,
        "start": forms.STARTS[stand.due.kind.start],
        "is_due": stand.is_closed and stand.due.on is not None and stand.due.on <= _today(request),
        "may_write": request.actor.may(Permission.CONCERN_WRITE),
        "breadcrumbs": _above(stand),
        **{f"{step}_url": reverse(f"retention:{step}-{kind}", args=[pk]) for step in ("hold", "propose")},
        "may_open": queries.may_open(request.actor, stand.subject),
        "ending": f"retention:end-hold-{kind}",
    }
    return render(request, "retention/one.html", context)


@form_page
def hold(request: HttpRequest, pk: UUID, kind: What) -> HttpResponse:
    """Keep it, whatever falls due."""
    stand = queries.stand_of(request.actor, request.establishment, Subject(kind, pk))
    form = forms.Hold(posted(request))

    def save(answers: dict[str, Any]) -> None:
        operations.place_hold(actor=request.actor, subject=stand.subject, at=timezone.now(), **answers)

    return _asked(request, stand, form, save, _("Place a legal hold"))


@form_page
def end_hold(request: HttpRequest, pk: UUID, hold: UUID, kind: What) -> HttpResponse:
    """End a hold."""
    stand = queries.stand_of(request.actor, request.establishment, Subject(kind, pk))
    read = queries.read_holds(actor=request.actor, subject=stand.subject, at=timezone.now())
    if not any(one.id == hold and one.ended_at is None for one in read):
        raise Http404
    form = forms.EndHold(posted(request))

    def save(answers: dict[str, Any]) -> None:
        operations.end_hold(actor=request.actor, hold_id=hold, reason=answers["reason"], at=timezone.now())

    return _asked(request, stand, form, save, _("End a legal hold"))


@require_POST
def propose(request: HttpRequest, pk: UUID, kind: What) -> HttpResponse:
    """Put it forward, having looked through it."""
    subject, at = Subject(kind, pk), timezone.now()
    try:
        operations.propose(actor=request.actor, establishment=request.establishment, subject=subject, at=at)
        messages.success(request, _("Put forward. Somebody else decides now."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(f"retention:{kind}", pk=pk)


@form_page
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second person: destroy it for good, or keep it."""
    proposal = queries.list_proposals(request.actor).filter(pk=pk).first()
    if proposal is None:
        raise Http404
    form = forms.Decide(posted(request))
    made: list[Any] = []

    def save(answers: dict[str, Any]) -> None:
        made.append(
            operations.decide(
                actor=request.actor,
                establishment=request.establishment,
                proposal_id=pk,
                destroy=answers["decision"] == "destroy",
                reason=answers["reason"],
                at=timezone.now(),
            )
        )

    if was_saved(form, save):
        if made[0] is None:
            messages.success(request, _("It is kept."))
            return redirect("retention:list")
        messages.success(request, _("Destroyed. This is its certificate."))
        return redirect("retention:certificate", pk=made[0].pk)
    context = {
        "form": form,
        "proposal": proposal,
        "kind": _kind(proposal.kind),
        "is_own": proposal.proposed_by_id == request.actor.person_id,
        "look_through": _page_of(proposal.subject) if queries.may_open(request.actor, proposal.subject) else "",
        "title": _("Destroy it for good?"),
        "caption": proposal.called,
        "save": _("Save the decision"),
        "back": reverse("retention:list"),
    }
    return render(request, "retention/decide.html", context)


@require_safe
def certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was destroyed, when, by whom, and until when a back-up may still hold it."""
    row = queries.get_certificate(request.actor, pk)
    context = {
        "row": row,
        "kind": _kind(row.decision.proposal.kind),
        "breadcrumbs": [(_("Keeping and destroying"), reverse("retention:list"))],
        "is_past": row.backups_until <= _today(request),
    }
    return render(request, "retention/certificate.html", context)


@require_safe
def save_certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The certificate as a signed text."""
    row = queries.get_certificate(request.actor, pk)
    response = HttpResponse(f"{row.text}\n\n{row.signature}\n", content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="destruction-{row.number}.txt"'
    return response


def _kind(key: str) -> str:
    return next((one.name for one in rules.list_kinds() if one.key == key), key)


def _today(request: HttpRequest) -> Any:
    return establishments.local_day(request.establishment, timezone.now())


def _asked(request: HttpRequest, stand: Any, form: Any, save: Any, title: str) -> HttpResponse:
    if was_saved(form, save):
        messages.success(request, _("Saved with your name."))
        return redirect(f"retention:{stand.subject.kind}", pk=stand.subject.id)
    back = reverse(f"retention:{stand.subject.kind}", args=[stand.subject.id])
    context = {"form": form, "title": title, "caption": stand.called, "save": _("Save"), "back": back}
    return render(request, "core/question.html", context)


def _above(stand: Any) -> list[tuple[str, str]]:
    if stand.subject.kind == "supervision":
        return [(_("How long notes are kept"), reverse("retention:sessions"))]
    if stand.subject.kind == "received":
        return [(_("Files to send on"), reverse("transfers:list")), (stand.called, _page_of(stand.subject))]
    return [(_("Concerns"), reverse("concerns:queue")), (stand.called, _page_of(stand.subject))]


def _page_of(subject: Subject) -> str:
    """Where it is read. Of sessions one has or gave there is one page."""
    if subject.kind == "received":
        return reverse("transfers:received", args=[subject.id])
    return reverse(f"concerns:{subject.kind}", args=[] if subject.kind == "supervision" else [subject.id])
