"""How the rules do here, and proposals to make one quieter; when the daily mail comes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.core.forms.pages import form_page, posted
from tutela.web.core.rows import get_visible
from tutela.web.monitoring import forms, operations, queries, rules, words
from tutela.web.monitoring.models import Tuning

SPANS = (28, 120)


@require_safe
def list_rules(request: HttpRequest) -> HttpResponse:
    """Each rule with its alerts of the last four weeks or the term: how many there were, how many were not a worry."""
    at, given = timezone.now(), request.GET.get("days", "")
    days = next((one for one in SPANS if str(one) == given), SPANS[0])
    figures = queries.count_by_rule(request.actor, at - timedelta(days=days), at)
    context = {"figures": figures, "days": days, "spans": SPANS, "proposals": queries.list_tunings(request.actor)}
    return render(request, "monitoring/rules.html", context)


@form_page
def propose(request: HttpRequest, rule: str) -> HttpResponse:
    """One rule: its figures, words that its false alerts share, and a proposal about it."""
    known, at = words.rule_of(rule), timezone.now()
    if known is None:
        raise Http404
    usual = known.safeguarding.severity
    form = forms.Propose(posted(request), rule=known, today=timezone.localdate())
    if rules.may_be_quieter(usual) and form.is_bound and form.is_valid():
        row = operations.propose(actor=request.actor, at=at, rule=rule, **form.cleaned_data)
        messages.success(request, _("The proposal was made. It changes nothing until somebody else accepts it."))
        return redirect("monitoring:tuning", pk=row.pk)
    samples = operations.read_samples(actor=request.actor, at=at, rule=rule)
    figures = queries.count_by_rule(request.actor, at - operations.COUNTED, at)
    context = {
        "form": form,
        "rule": known,
        "what": words.what_matched(rule),
        "severity": usual,
        "figures": next((one for one in figures if one.rule == rule), None),
        "suggestions": rules.suggest(samples, words.examples_of(rule)),
        "samples": len(samples),
        "may_be_quieter": rules.may_be_quieter(usual),
        "back": reverse("monitoring:rules"),
    }
    return render(request, "monitoring/propose.html", context)


@form_page
def decide_tuning(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One proposal with its figures, what was decided, what it has set aside, and the decision that is open."""
    row, at = get_visible(Tuning, request.actor, pk), timezone.now()
    choices = _open_choices(row, request, at)
    form = forms.DecideTuning(posted(request), choices=choices) if choices else None
    if form is not None and form.is_bound and form.is_valid():
        try:
            operations.decide_tuning(actor=request.actor, at=at, pk=pk, **form.cleaned_data)
            messages.success(request, _("Your decision was saved."))
        except operations.CannotDecide:
            messages.warning(request, _("Somebody else was quicker. Nothing of yours was saved."))
        return redirect("monitoring:tuning", pk=pk)
    why, steps = queries.read_tuning(row)
    context: dict[str, Any] = {
        "row": row,
        "title": words.title_of(row.rule),
        "why": why,
        "steps": [(words.DECIDED[step.kind], step) for step in steps],
        "form": form,
        "is_own": row.proposed_by_id == request.actor.person_id and row.state == rules.PROPOSED,
        "set_aside": operations.read_set_aside(actor=request.actor, at=at, pk=pk),
        "back": reverse("monitoring:rules"),
    }
    return render(request, "monitoring/tuning.html", context)


@form_page
def choose_digest(request: HttpRequest) -> HttpResponse:
    """At which hour the daily mail comes, or never."""
    hour = queries.get_digest_hour(request.actor)
    form = forms.Digest(posted(request), initial={"hour": "" if hour is None else str(hour)})
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data["hour"]
        operations.choose_digest(
            actor=request.actor, at=timezone.now(), hour=int(chosen) if chosen != forms.NEVER else None
        )
        messages.success(request, _("Saved."))
        return redirect("monitoring:inbox")
    context = {"form": form, "save": _("Save"), "back": reverse("monitoring:inbox")}
    return render(request, "core/question.html", context)


def _open_choices(row: Tuning, request: HttpRequest, at: Any) -> list[tuple[str, Any]]:
    deciders = {person.pk for person in queries.list_deciders(row.establishment, at=at)}
    me = request.actor.person_id
    if row.state == rules.PROPOSED and rules.may_decide_tuning(row.proposed_by_id, me, deciders):
        return [(rules.ACCEPTED, _("Accept it")), (rules.REFUSED, _("Refuse it"))]
    if row.state == rules.ACCEPTED and me in deciders:
        return [(rules.ENDED, _("Take it back: the rule works as before from now on"))]
    return []
