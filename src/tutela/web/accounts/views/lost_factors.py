"""Helping somebody who lost their second factor: ask, confirm, tell the code, or stop it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tutela.web.accounts import operations, queries, rules
from tutela.web.accounts.forms.filters import PersonSearch
from tutela.web.accounts.models import LostFactor
from tutela.web.core import forms
from tutela.web.core.routing import SECOND_FACTOR_SET_UP


class CheckForm(forms.Form):
    """How the helper knows that it is them: an e-mail or a message is no proof, so none of the answers is one."""

    how = forms.ChoiceField(
        label=gettext_lazy("How do you know that it is them?"),
        choices=LostFactor.Check.choices,
        widget=forms.Radios(),
        help_text=gettext_lazy("An e-mail, a text message or a call from them is not enough: anybody can write one."),
    )


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """What waits for a second person or for its time, and whom one may help."""
    at = timezone.now()
    waiting = queries.list_requests(request.actor, at=at)
    may_ask = rules.may_ask_at_all(request.actor.permissions)
    if not waiting and not may_ask and not rules.may_confirm(request.actor.permissions):
        raise Http404
    form = PersonSearch(request.GET)
    words = form.cleaned_data.get("name") or "" if form.is_valid() else ""
    found = queries.list_whom_to_help(request.actor, words, at=at) if words and may_ask else []
    context = {"waiting": waiting, "may_ask": may_ask, "form": form, "words": words, "found": found}
    return render(request, "accounts/lost_factors.html", context | {"back": "/account/"})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The first of two people says how they made sure."""
    at = timezone.now()
    user = queries.get_whom_to_help(request.actor, pk, at=at)
    if user is None:
        raise Http404
    if not request.actor.second_factor:
        return redirect(SECOND_FACTOR_SET_UP)
    form = CheckForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            lost = operations.ask_to_help(actor=request.actor, user=user, how=form.cleaned_data["how"], at=at)
        except operations.AlreadyAsked:
            form.add_error("how", _("Somebody asked for this person already. Look under “People you help”."))
        else:
            return redirect("lost-factor", lost.pk)
    needs_second = rules.reads_about_people(queries.permissions_of_user(user, at=at))
    context = {
        "form": form,
        "name": user.person.full_name,
        "needs_second": needs_second,
        "back": "/accounts/lost-factors/",
    }
    return render(request, "accounts/lost_factor_ask.html", context)


@require_safe
def one_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where it stands, and the next step for whoever looks."""
    return _show(request, _visible(request, pk), CheckForm())


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second person says how they made sure."""
    lost, at = _visible(request, pk), timezone.now()
    if request.method != "POST":  # whoever was asked for their password comes back this way
        return redirect("lost-factor", pk)
    form = CheckForm(request.POST)
    if not queries.may_confirm_for(request.actor, lost, at=at) or lost.confirmed_at is not None:
        raise Http404
    if not form.is_valid():
        return _show(request, lost, form)
    try:
        operations.confirm_help(actor=request.actor, pk=pk, how=form.cleaned_data["how"], at=at)
    except (operations.CannotHelp, operations.NoLongerOpen):  # somebody was quicker by a moment
        messages.warning(request, _("Somebody else was quicker. Nothing of yours was saved."))
    return redirect("lost-factor", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def make_code(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The code, shown with this answer and never again."""
    lost = _visible(request, pk)
    if request.method != "POST":
        return redirect("lost-factor", pk)
    try:
        code = operations.make_help_code(actor=request.actor, pk=pk, at=timezone.now())
    except (operations.CannotHelp, operations.NoLongerOpen):
        raise Http404 from None
    context = {"code": f"{code[:4]} {code[4:]}", "name": lost.user.person.full_name}
    return render(request, "accounts/lost_factor_code.html", context | {"back": f"/accounts/lost-factors/{pk}/"})


@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nobody is let in."""
    lost = _visible(request, pk)
    operations.stop_help(actor=request.actor, pk=pk, at=timezone.now())
    messages.success(request, _("Stopped. %(name)s keeps the second factor they have.") % {"name": lost.user.person})
    return redirect("lost-factors")


def _visible(request: HttpRequest, pk: UUID) -> LostFactor:
    lost = queries.get_request(request.actor, pk, at=timezone.now())
    if lost is None:
        raise Http404
    return lost


def _show(request: HttpRequest, lost: LostFactor, form: CheckForm) -> HttpResponse:
    at = timezone.now()
    is_teller = request.actor.user_id == queries.teller_of(lost)
    context: dict[str, Any] = {
        "lost": lost,
        "name": lost.user.person.full_name,
        "waits_for_second": lost.needs_confirming and lost.confirmed_at is None,
        "waits_for_time": lost.ready_at is not None and lost.ready_at > at,
        "is_teller": is_teller,
        "others": [] if lost.confirmed_at else [u.person.full_name for u in queries.list_confirmers(lost, at=at)],
        "back": "/accounts/lost-factors/",
    }
    if context["waits_for_second"] and queries.may_confirm_for(request.actor, lost, at=at):
        context["form"] = form
    return render(request, "accounts/lost_factor.html", context)
