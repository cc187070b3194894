"""The named times of the week, and what is otherwise then."""

from datetime import time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments
from tutela.web.filters import operations, queries
from tutela.web.filters.forms.times import DAYS, Otherwise, Time
from tutela.web.filters.views import sections


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Every named time with its days and what is otherwise then."""
    names = [str(words) for _number, words in DAYS]
    times = [
        one | {"called": _called(one["slot"]), "on": [names[day] for day in one["days"]]}
        for one in queries.list_times(request.establishment, timezone.now())
    ]
    context = {"times": times, "decides": request.actor.may(Permission.FILTER_CHANGE_APPROVE)}
    return render(request, "filters/times.html", context | sections(request, "times"))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Another time of the week."""
    form = Time(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        operations.add_period(
            actor=request.actor, at=timezone.now(), establishment=request.establishment, **form.given()
        )
        messages.success(request, _("Saved. Now say what is different then."))
        return redirect("filters:change-time", slot=form.given()["slot"])
    context = {"form": form, "title": _("Add a time of the week"), "save": _("Save"), "back": reverse("filters:times")}
    return render(request, "core/question.html", context)


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Take one away; what is posted names it, and what is not there any more changes nothing."""
    try:
        starts = time.fromisoformat(request.POST.get("starts", ""))
        days = [int(day) for day in request.POST.get("days", "").split(",")]
    except ValueError:
        raise Http404 from None
    operations.end_period(
        actor=request.actor,
        at=timezone.now(),
        establishment=request.establishment,
        slot=request.POST.get("slot", ""),
        days=days,
        starts=starts,
    )
    messages.success(request, _("Removed. The filter does then what it does at all other times."))
    return redirect("filters:times")


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slot: str) -> HttpResponse:
    """Say for a group and a kind of site what happens at that time."""
    at = timezone.now()
    if slot not in {one["slot"] for one in queries.list_times(request.establishment, at)}:
        raise Http404
    groups = establishments.list_groups(request.actor)
    form = Otherwise(request.POST if request.method == "POST" else None, groups=groups)
    if form.is_bound and form.is_valid():
        operations.set_in_slot(actor=request.actor, at=at, slot=slot, **form.given())
        messages.success(request, _("Saved. It holds on the network within seconds."))
        return redirect("filters:times")
    title = _("What is different at “%(time)s”?") % {"time": _called(slot)}
    context = {"form": form, "title": title, "save": _("Save"), "back": reverse("filters:times")}
    return render(request, "core/question.html", context)


def _called(slot: str) -> str:
    return slot.replace("-", " ").capitalize()
