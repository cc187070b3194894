"""Pages about the filter."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tutela.events.store import StoreError
from tutela.filtering.address import parse
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments
from tutela.web.filters import operations, previews, queries
from tutela.web.filters.forms import changes as forms
from tutela.web.filters.models import FilterChange
from tutela.web.filters.views import sections

CHANGES_ON_A_PAGE = 25
GAPS_SHOWN = 10


@require_safe
def show_health(request: HttpRequest) -> HttpResponse:
    """How the filter is: for whoever keeps it well, without a word about what anybody did."""
    return render(
        request,
        "filters/health.html",
        {
            "health": queries.health(request.establishment),
            "signed_off": establishments.is_monitoring_signed_off(request.establishment, timezone.now()),
            "gaps": _gaps(request.establishment),
            "is_asked": queries.is_asked_about_fail_policy(request.actor),
            **sections(request, "health"),
        },
    )


def _gaps(establishment: Any) -> list[dict[str, Any]] | None:
    """Where records were lost in the last month; None while the store does not answer."""
    now = timezone.now()
    try:
        return queries.list_gaps(establishment, since=now - timedelta(days=30), until=now)[:GAPS_SHOWN]
    except StoreError:
        return None


@require_safe
def list_changes(request: HttpRequest) -> HttpResponse:
    """What people say of the filter: what waits, or what was decided."""
    state = request.GET.get("state", "")
    shown = state if state in FilterChange.State.values else FilterChange.State.WAITING
    page = Paginator(queries.list_changes(request.actor, state=shown), CHANGES_ON_A_PAGE)
    return render(
        request,
        "filters/changes.html",
        {
            "page_obj": page.get_page(request.GET.get("page")),
            "shown": shown,
            "states": FilterChange.State.choices,
            "titles": queries.category_titles(),
            **sections(request, "changes"),
        },
    )


@require_safe
def show_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One change, what the filter decides now for each group, and the form for whoever may decide."""
    change = get_visible(FilterChange, request.actor, pk)
    return _change(request, change, _decide_form(request, change))


@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Approve or refuse; whoever was quicker is named."""
    change = get_visible(FilterChange, request.actor, pk)
    form = _decide_form(request, change)
    if not form.is_valid():
        return _change(request, change, form)
    approve = form.cleaned_data["decision"] == "approve"
    try:
        operations.decide_change(
            actor=request.actor,
            at=timezone.now(),
            pk=pk,
            approve=approve,
            reason=form.cleaned_data["reason"],
            group=form.group,
            until_at=form.cleaned_data["until"],
        )
    except operations.CannotBeChanged as refusal:
        form.add_error("decision", _cannot(refusal))
        return _change(request, get_visible(FilterChange, request.actor, pk), form)
    except operations.AlreadyDecided as earlier:
        messages.warning(request, _("%(name)s has already decided this.") % {"name": earlier})
        return redirect("filters:change", pk=pk)
    if approve:
        messages.success(request, _("Changed. It holds on the network within seconds."))
    else:
        messages.success(request, _("Not changed. Whoever reported it reads your reason."))
    return redirect("filters:changes")


def _cannot(refusal: operations.CannotBeChanged) -> str:
    if refusal.locked:
        return _("This cannot be opened by anybody here. %(reason)s") % {"reason": refusal}
    return _("That would change nothing, because something more binding decides: %(reason)s") % {"reason": refusal}


def _decide_form(request: HttpRequest, change: FilterChange) -> forms.Decide | None:
    if change.state != FilterChange.State.WAITING or not request.actor.may(Permission.FILTER_CHANGE_APPROVE):
        return None if request.method != "POST" else _made(request, change)
    return _made(request, change)


def _made(request: HttpRequest, change: FilterChange) -> forms.Decide:
    return forms.Decide(
        request.POST if request.method == "POST" else None,
        groups=establishments.list_groups(request.actor),
        wanted=change.wanted,
        time_zone=request.establishment.time_zone,
    )


def _change(request: HttpRequest, change: FilterChange, form: forms.Decide | None) -> HttpResponse:
    answers = previews.ask(request.establishment, parse(f"http://{change.address}"), at=timezone.now())
    titles = queries.category_titles()
    return render(
        request,
        "filters/change.html",
        {
            "change": change,
            "answers": answers,
            "categories": [titles.get(key, key) for key in change.categories],
            "words": queries.read_words(request.actor, change),
            "sees_names": request.actor.may(Permission.FILTER_CHANGE_APPROVE),
            "form": form,
            "back": reverse("filters:changes"),
        },
    )


@require_safe
def list_rules(request: HttpRequest) -> HttpResponse:
    """The establishment's own rules."""
    rules = queries.list_rules(request.actor)
    return render(
        request,
        "filters/rules.html",
        {
            "rules": rules,
            "may_end": request.actor.may(Permission.FILTER_CHANGE_APPROVE),
            **sections(request, "rules"),
        },
    )


@require_POST
def end_rule(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End one of them."""
    rule = operations.end_rule(actor=request.actor, at=timezone.now(), pk=pk)
    messages.success(request, _("The rule for %(site)s has ended.") % {"site": rule})
    return redirect("filters:rules" if rule.until_at is None else "filters:exceptions")


@require_safe
def explain(request: HttpRequest) -> HttpResponse:
    """What would the filter decide, for whom, when, and why?"""
    groups = establishments.list_groups(request.actor)
    form = forms.Explain(request.GET or None, groups=groups, time_zone=request.establishment.time_zone)
    asked, answers, at = "", [], None
    if form.is_bound and form.is_valid() and form.cleaned_data["address"]:
        address = parse(form.cleaned_data["address"])
        at, asked = form.moment(timezone.now()), address.url
        answers = previews.ask(request.establishment, address, at=at, group_key=form.cleaned_data["group"])
    titles = queries.category_titles()
    categories = [titles.get(key, key) for key in answers[0].decision.categories] if answers else []
    return render(
        request,
        "filters/explain.html",
        {
            "form": form,
            "asked": asked,
            "at": at,
            "answers": answers,
            "categories": list(dict.fromkeys(categories)),
            **sections(request, "explain"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def report_site(request: HttpRequest) -> HttpResponse:
    """Report an unsuitable site or a wrong block: three questions, one page."""
    form = forms.ReportSite(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        operations.report_site(actor=request.actor, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Thank you. Somebody will look at it, and you can read here what was decided."))
        return redirect("filters:mine")
    return render(
        request,
        "core/question.html",
        {"form": form, "title": _("Report a website"), "save": _("Send report"), "back": reverse("filters:mine")},
    )


@require_safe
def list_own(request: HttpRequest) -> HttpResponse:
    """What I reported, and what became of it."""
    return render(request, "filters/mine.html", {"changes": queries.list_own_changes(request.actor)})


@require_POST
def answer_for_fail_policy(request: HttpRequest) -> HttpResponse:
    """Whoever is named says whether it is their decision."""
    is_theirs = request.POST.get("is_theirs") == "yes"
    try:
        operations.answer_for_fail_policy(
            actor=request.actor, at=timezone.now(), establishment=request.establishment, is_theirs=is_theirs
        )
    except operations.NotYours:
        messages.warning(request, _("Nothing waits for your answer."))
    else:
        messages.success(
            request,
            _("Noted: it is your decision.")
            if is_theirs
            else _("Noted: it is not your decision. Only help lines and your own systems open until somebody decides."),
        )
    return redirect("filters:health")


@require_http_methods(["GET", "HEAD", "POST"])
def choose_fail_policy(request: HttpRequest) -> HttpResponse:
    """What happens while the filter cannot be proved: chosen by somebody named, put in by who manages the school."""
    at, back = timezone.now(), reverse("filters:health")
    people = establishments.list_holders(request.establishment, *establishments.CONTACT_ROLES, at=at)
    if not people:
        return render(request, "filters/nobody_decides.html", {"back": back})
    form = forms.FailPolicy(request.POST if request.method == "POST" else None, people=people)
    if form.is_bound and form.is_valid():
        operations.choose_fail_policy(actor=request.actor, at=at, establishment=request.establishment, **form.given())
        messages.success(request, _("Saved. It holds on the network within seconds."))
        return redirect("filters:health")
    context = {
        "form": form,
        "title": _("If the filter cannot be proved"),
        "intro": _(
            "When the gateway’s own checks go wrong, or its lists cannot be read, it cannot know what to block."
        ),
        "save": _("Save decision"),
        "back": back,
    }
    return render(request, "core/question.html", context)
