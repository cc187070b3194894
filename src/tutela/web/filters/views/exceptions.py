"""Exceptions for a person or a class: what holds or is to come, and a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments
from tutela.web.filters import operations, queries
from tutela.web.filters.forms.exceptions import MakeException
from tutela.web.filters.views import sections


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What is open or blocked for a time; who a person is stands there for whoever decides about exceptions."""
    at = timezone.now()
    context = {
        "exceptions": queries.list_exceptions(request.actor, at=at),
        "at": at,
        "decides": request.actor.may(Permission.FILTER_CHANGE_APPROVE),
    }
    return render(request, "filters/exceptions.html", context | sections(request, "exceptions"))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new one; what the filter would not do all the same is refused with its reason."""
    at, here = timezone.now(), request.establishment
    form = MakeException(
        request.POST if request.method == "POST" else None,
        classes=establishments.list_classes(request.actor),
        search=lambda words: establishments.search_people(request.actor, words),
        zone=here.time_zone,
        initial={"from_on": establishments.local_day(here, at)},
    )
    if form.is_bound and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("action", "address", "from_at", "until_at", "reason")}
        try:
            operations.make_exception(actor=request.actor, at=at, establishment=here, **said, **form.meant())
        except operations.BadTimes as fault:
            form.add_error("until_on", str(fault))
        except operations.NobodyMeant:
            form.add_error("whom", _("The filter knows nobody there by name, so it could not tell whom to let through"))
        except operations.CannotBeChanged as refusal:
            form.add_error("address", _("That would change nothing: %(reason)s") % {"reason": refusal})
        else:
            messages.success(request, _("Saved. It holds on the network within seconds, and ends by itself."))
            return redirect("filters:exceptions")
    context = {"form": form, "title": _("Make an exception"), "save": _("Save"), "back": reverse("filters:exceptions")}
    return render(request, "core/question.html", context)
