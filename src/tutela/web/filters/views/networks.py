"""By what the gateway knows who is asking, and where the proxy asks them."""

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
from tutela.web.filters.forms.networks import AskingNetworks, SearchPages
from tutela.web.filters.views import sections


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """How many devices and people are known, and where the proxy asks."""
    here = request.establishment
    context = {
        "devices": establishments.list_known_devices(here).count(),
        "credentials": establishments.list_network_credentials(here).count(),
        "networks": queries.list_asking_networks(request.actor),
        "manages": request.actor.may(Permission.ESTABLISHMENT_MANAGE),
    }
    return render(request, "filters/who.html", context | sections(request, "who"))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Say from which networks the proxy asks."""
    initial = {"networks": "\n".join(queries.list_asking_networks(request.actor))}
    form = AskingNetworks(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        operations.set_asking_networks(
            actor=request.actor, at=timezone.now(), establishment=request.establishment, **form.cleaned_data
        )
        messages.success(request, _("Saved. It holds on the network within seconds."))
        return redirect("filters:who")
    context = {
        "form": form,
        "title": _("Where the proxy asks who somebody is"),
        "intro": _("There a browser asks once for a name and password, unless the device is known to be somebody’s."),
        "save": _("Save"),
        "back": reverse("filters:who"),
    }
    return render(request, "core/question.html", context)


@require_safe
def show_search(request: HttpRequest) -> HttpResponse:
    """Which search pages are read, who chose it, and what is not read."""
    hosts, chosen = queries.list_opened_search(request.actor)
    context = {"hosts": hosts, "chosen": chosen, "decides": request.actor.may(Permission.FILTER_CHANGE_APPROVE)}
    return render(request, "filters/search_pages.html", context | sections(request, "search-pages"))


@require_http_methods(["GET", "HEAD", "POST"])
def change_search(request: HttpRequest) -> HttpResponse:
    """Choose which are read, or none."""
    hosts, _chosen = queries.list_opened_search(request.actor)
    form = SearchPages(request.POST if request.method == "POST" else None, initial={"hosts": hosts})
    if form.is_bound and form.is_valid():
        operations.choose_opened_search(
            actor=request.actor, at=timezone.now(), establishment=request.establishment, **form.cleaned_data
        )
        messages.success(request, _("Saved. It holds on the network within seconds."))
        return redirect("filters:search-pages")
    context = {
        "form": form,
        "title": _("Search pages that are read"),
        "intro": _("People are told which these are, under “What is monitored here”."),
        "save": _("Save"),
        "back": reverse("filters:search-pages"),
    }
    return render(request, "core/question.html", context)
