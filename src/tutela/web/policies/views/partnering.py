"""Where policies of partners differ from ours: the list, and settling one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.rows import get_visible
from tutela.web.policies import operations, queries
from tutela.web.policies.forms_partnering import Settle
from tutela.web.policies.models import OwnPolicy


@require_safe
def list_differences(request: HttpRequest) -> HttpResponse:
    """What people of partners flagged, and how each was settled."""
    shown = {"rows": queries.list_differences(request.actor), "back": reverse("policies:coverage")}
    return render(request, "policies/differences.html", shown)


@form_page
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write what holds."""
    row: OwnPolicy = get_visible(OwnPolicy, request.actor, pk)
    form = Settle(posted(request))

    def save(given: dict[str, Any]) -> None:
        operations.settle_difference(actor=request.actor, at=timezone.now(), pk=pk, **given)

    if was_saved(form, save):
        messages.success(request, _("It is settled, and whoever flagged it sees how. Close the action with it."))
        return redirect("policies:differences")
    shown = {"form": form, "one": queries.get_difference(request.actor, row), "title": _("Settle a difference")}
    shown |= {"caption": row.organisation, "save": _("Settle it"), "back": reverse("policies:differences")}
    return render(request, "policies/settle.html", shown)
