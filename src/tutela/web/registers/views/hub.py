"""The way to every register."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tutela.web.registers import queries
from tutela.web.registers.rules.technologies import IN_USE


@require_safe
def hub(request: HttpRequest) -> HttpResponse:
    """Each register with what it holds and what it is for."""
    in_use = queries.count_technologies(request.actor)[IN_USE]
    registers = [
        {
            "title": _("Technologies in use"),
            "href": reverse("registers:technologies"),
            "what": _("What is used here, by whom, and whether people from outside can be met through it."),
            "stands": ngettext("%(n)d in use", "%(n)d in use", in_use) % {"n": in_use},
        },
    ]
    return render(request, "registers/hub.html", {"registers": registers})
