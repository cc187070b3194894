"""The inbox, an alert, and the three things that may be decided about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.core.templatetags.when import moment
from tutela.web.monitoring import forms, operations, queries, rules, words
from tutela.web.monitoring.models import Alert

PEOPLE_ON_A_PAGE = 25


@require_safe
def show_inbox(request: HttpRequest) -> HttpResponse:
    """Who needs a look, the most serious first."""
    form = forms.Narrow(request.GET or None, themes=queries.list_themes(request.actor))
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    state = chosen.get("state") or rules.WAITING
    operations.read_inbox(actor=request.actor, at=timezone.now(), state=state)
    people = queries.list_inbox(
        request.actor, state=state, severities=map(int, chosen.get("severity") or ()), theme=chosen.get("theme") or ""
    )
    page = Paginator(people, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "monitoring/inbox.html",
        {
            "form": form,
            "page_obj": page,
            "state": Alert.State(state).label,
            "waits": state == rules.WAITING,
            "narrowed": bool(chosen.get("severity") or chosen.get("theme")),
        },
    )


@require_safe
def show_alert(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One alert with the events around it. Reading it is audited before anything is read."""
    alert = operations.read_alert(actor=request.actor, at=timezone.now(), pk=pk)
    events = queries.list_events_around(alert)
    return render(
        request,
        "monitoring/alert.html",
        {
            "alert": alert,
            "who": queries.who_is(alert),
            "about": queries.about_whom(alert, timezone.localdate()),
            "matched": queries.list_matched(alert),
            "others": queries.list_others(request.actor, alert),
            "opens_runbook": alert.severity == rules.WORST and alert.state == rules.WAITING,
            "around": None if events is None else queries.show_events(alert, events),
            "decision": queries.get_decision(request.actor, alert),
            "may_decide": alert.state == rules.WAITING and request.actor.may(Permission.ALERT_TRIAGE),
            "back": reverse("monitoring:inbox"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def dismiss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say why an alert needs nothing more."""
    alert = get_visible(Alert, request.actor, pk)
    form = forms.Dismiss(request.POST if request.method == "POST" else None, initial={"seen": _seen(request, alert)})
    if not (form.is_bound and form.is_valid()):
        return _ask(request, alert, form, _("Dismiss this alert"), _("Dismiss alert"))
    return _decided(
        request,
        pk,
        _("The alert was dismissed."),
        lambda: operations.dismiss(actor=request.actor, at=timezone.now(), pk=pk, **form.cleaned_data),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a pastoral note."""
    alert = get_visible(Alert, request.actor, pk)
    form = forms.Note(request.POST if request.method == "POST" else None, initial={"seen": _seen(request, alert)})
    if not (form.is_bound and form.is_valid()):
        return _ask(request, alert, form, _("Write a pastoral note"), _("Save note"))
    return _decided(
        request,
        pk,
        _("The note was saved with the alert."),
        lambda: operations.note(actor=request.actor, at=timezone.now(), pk=pk, **form.cleaned_data),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def raise_concern(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Raise a concern; what the records know is filled in, and their copy goes with it."""
    if request.method == "POST":
        alert = get_visible(Alert, request.actor, pk)
        form = forms.Raise(request.POST, asks_who=alert.subject is None)
        if form.is_valid():
            return _raise(request, alert, form)
    else:
        alert = get_visible(Alert, request.actor, pk)
        known = {
            "seen": _seen(request, alert),
            "what_happened": _what_happened(alert),
            "about": queries.who_is(alert),
            "role": "harmed",
            "four_c": alert.four_c,
        }
        form = forms.Raise(initial=known, asks_who=alert.subject is None)
    return _ask(request, alert, form, _("Raise a concern"), _("Raise concern"))


def _raise(request: HttpRequest, alert: Alert, form: forms.Raise) -> HttpResponse:
    at, given = timezone.now(), form.cleaned_data
    # asked for before the transaction begins, so that a slow store holds up no other write
    operations.read_alert(actor=request.actor, at=at, pk=alert.pk)
    events = queries.copy_events(alert, queries.list_events_around(alert))
    return _decided(
        request,
        alert.pk,
        _("The concern was raised, with a copy of the records."),
        lambda: operations.raise_from_alert(
            actor=request.actor,
            at=at,
            pk=alert.pk,
            seen=given["seen"],
            what_happened=given["what_happened"],
            four_c=given["four_c"],
            immediate_danger=given["danger"] == "yes",
            told_in_person=None,
            role=given["role"],
            subject_name=given.get("about") or queries.who_is(alert),
            events=events,
        ),
    )


def _decided(request: HttpRequest, pk: UUID, done: str, decide: Callable[[], Any]) -> HttpResponse:
    """Decide, unless somebody was quicker or more came in meanwhile; then show the alert again and say so."""
    try:
        decide()
    except operations.AlreadyDecided as earlier:
        messages.warning(
            request, _("%(name)s has decided about this alert already. Nothing of yours was saved.") % {"name": earlier}
        )
        return redirect("monitoring:alert", pk=pk)
    except operations.MoreCameIn:
        messages.warning(request, _("More came in while you were writing. Look again before you decide."))
        return redirect("monitoring:alert", pk=pk)
    messages.success(request, done)
    return redirect("monitoring:inbox")


def _ask(request: HttpRequest, alert: Alert, form: Any, title: str, save: str) -> HttpResponse:
    """Ask for a decision. The page says whom it is about, so it is a reading as well."""
    operations.read_alert(actor=request.actor, at=timezone.now(), pk=alert.pk)
    context = {
        "form": form,
        "title": title,
        "caption": f"{queries.who_is(alert)} · {words.theme_title(alert.theme)}",
        "save": save,
        "back": reverse("monitoring:alert", args=[alert.pk]),
    }
    return render(request, "core/question.html", context)


def _seen(request: HttpRequest, alert: Alert) -> str:
    """How many matches the page showed from which somebody came here; without it as many as there are."""
    given = request.GET.get("seen", "")
    return given if given.isdecimal() else str(alert.matches)


def _what_happened(alert: Alert) -> str:
    """The records in plain sentences: who, what, when, on which computer, and how that is known."""
    matched = queries.list_matched(alert)
    said = list(dict.fromkeys(one.excerpt for one in matched))[:5]
    lines = [
        _("The network’s records show this for %(who)s: %(what)s")
        % {"who": queries.who_is(alert), "what": words.what_matched(alert.rule)},
        *(f"“{one}”" for one in said),
        _("First on %(first)s, last on %(last)s.") % {"first": moment(alert.first_at), "last": moment(alert.last_at)}
        if alert.matches > 1
        else _("On %(day)s.") % {"day": moment(alert.first_at)},
    ]
    if alert.matches > 1:
        lines.append(ngettext("%d time.", "%d times in all.", alert.matches) % alert.matches)
    if alert.device:
        lines.append(_("On the computer %(device)s.") % {"device": alert.device})
    lines.append(words.basis_words(alert.user_basis))
    return "\n".join(lines)
