"""The three things that may be decided about an alert, and one decision about several of one person."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tutela.web.concerns import queries as concerns
from tutela.web.core.rows import get_visible
from tutela.web.core.templatetags.when import moment, upper_first, when
from tutela.web.monitoring import forms, operations, queries, rules, words
from tutela.web.monitoring.models import Alert
from tutela.web.monitoring.views.work import ask


@require_http_methods(["GET", "HEAD", "POST"])
def dismiss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say why an alert needs nothing more."""
    alert = get_visible(Alert, request.actor, pk)
    form = forms.Dismiss(request.POST if request.method == "POST" else None, initial={"seen": _seen(request, alert)})
    if not (form.is_bound and form.is_valid()):
        return ask(request, alert, form, _("Dismiss this alert"), _("Dismiss alert"))
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
        return ask(request, alert, form, _("Write a pastoral note"), _("Save note"))
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
        form = forms.Raise(request.POST, asks_who=alert.subject is None, others=_others(request, alert))
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
        form = forms.Raise(initial=known, asks_who=alert.subject is None, others=_others(request, alert))
    return ask(request, alert, form, _("Raise a concern"), _("Raise concern"))


def _raise(request: HttpRequest, alert: Alert, form: forms.Raise) -> HttpResponse:
    at, given = timezone.now(), form.cleaned_data
    # asked for before the transaction begins, so that a slow store holds up no other write
    operations.read_alert(actor=request.actor, at=at, pk=alert.pk)
    events = queries.copy_events(alert, queries.list_events_around(alert))

    raised: list[Any] = []

    def decide() -> UUID | None:
        concern = operations.raise_from_alert(
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
            others=form.seen_of_others(),
        )
        raised.append(concern)
        return concern.pk if concerns.may_read(request.actor, concern.pk) else None

    return _decided(request, alert.pk, lambda made: _raised(raised[0], read=made is not None), decide)


def _raised(concern: Any, *, read: bool) -> str:
    """Where the concern is now: before whoever raised it, or with others, and then how to name it to them."""
    if read:
        return _("The concern was raised, with a copy of the records. Decide here what comes next.")
    return _(
        "The concern was raised, with a copy of the records. Its receipt is %(receipt)s. It goes to others, so "
        "it is not in your list."
    ) % {"receipt": concern.receipt}


def _decided(
    request: HttpRequest, pk: UUID, done: str | Callable[[Any], str], decide: Callable[[], Any]
) -> HttpResponse:
    """Decide, then back to the inbox, or on to the concern whose key comes back. If somebody was quicker, or more came
    in meanwhile, show the alert again and say so.
    """
    try:
        made = decide()
    except operations.AlreadyDecided as earlier:
        messages.warning(
            request, _("%(name)s has decided about this alert already. Nothing of yours was saved.") % {"name": earlier}
        )
        return redirect("monitoring:alert", pk=pk)
    except operations.MoreCameIn:
        messages.warning(request, _("More came in while you were writing. Look again before you decide."))
        return redirect("monitoring:alert", pk=pk)
    messages.success(request, done if isinstance(done, str) else done(made))
    if isinstance(made, UUID):
        return redirect("concerns:concern", pk=made)
    return redirect("monitoring:inbox")


def _others(request: HttpRequest, alert: Alert) -> list[tuple[str, str]]:
    """The other alerts of the same person that wait, each with how many matches it has."""
    others = [one for one in queries.list_waiting_of(request.actor, alert) if one.pk != alert.pk]
    return [
        (f"{one.pk}:{one.matches}", f"{words.what_matched(one.rule)} {upper_first(when(one.last_at))}")
        for one in others[: rules.MOST_TOGETHER]
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def settle_together(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Several alerts of one person with what was searched for, and one decision about those that are chosen."""
    first = get_visible(Alert, request.actor, pk)
    waiting = queries.list_waiting_of(request.actor, first)
    if not waiting:
        messages.info(request, _("Nothing of this person waits any longer."))
        return redirect("monitoring:inbox")
    shown = waiting[: rules.MOST_TOGETHER]
    # each is read here with its words, so each reading is on record
    operations.read_together(actor=request.actor, at=timezone.now(), pks=[one.pk for one in shown])
    choices = [(f"{one.pk}:{one.matches}", words.what_matched(one.rule)) for one in shown]
    form = forms.Together(
        request.POST if request.method == "POST" else None,
        alerts=choices,
        hints={f"{one.pk}:{one.matches}": _shown_in_short(one) for one in shown},
    )
    if not (form.is_bound and form.is_valid()):
        context = {
            "form": form,
            "title": _("Settle several alerts"),
            "caption": queries.who_is(first),
            "save": _("Decide"),
            "back": reverse("monitoring:inbox"),
            "left": len(waiting) - len(shown),
        }
        return render(request, "monitoring/together.html", context)
    given, number = form.cleaned_data, len(form.cleaned_data["chosen"])
    return _decided(
        request,
        first.pk,
        ngettext("%d alert was settled.", "%d alerts were settled.", number) % number,
        lambda: operations.settle_together(
            actor=request.actor,
            at=timezone.now(),
            seen=form.seen(),
            kind=given["kind"],
            reason=given["reason"] if given["kind"] == rules.DISMISSED else "",
            words=given["words"],
        ),
    )


def _shown_in_short(alert: Alert) -> str:
    """What was searched for, how often and when, in one line."""
    said = list(dict.fromkeys(one.excerpt for one in queries.list_matched(alert)))[-3:]
    times = ngettext("%d time", "%d times", alert.matches) % alert.matches
    return f"{' '.join(f'“{one}”' for one in said)} – {times}, {when(alert.last_at)}"


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
