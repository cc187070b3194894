"""The bodies that one works with: those of the nation, and who that is near us."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments
from tutela.web.referrals import operations, queries
from tutela.web.referrals.forms.bodies import OTHER, Body
from tutela.web.referrals.routes import list_routes
from tutela.web.referrals.views import form_page, posted, was_saved

FIELDS = ("name", "phone", "out_of_hours", "email", "words")


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Every kind, the numbers that everybody has, and those near us."""
    terms = establishments.terms_of(request.establishment)
    context = {
        "kinds": queries.list_kinds(request.actor, request.establishment, terms),
        "may_write": request.actor.may(Permission.CONCERN_WRITE),
        "back": reverse("referrals:list"),
    }
    return render(request, "referrals/bodies.html", context)


@form_page
def add(request: HttpRequest) -> HttpResponse:
    """Note one."""
    return _ask(request, None)


@form_page
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is different of one now; what was noted before stays."""
    found = queries.find_body(request.actor, pk)
    if found is None:
        raise Http404
    return _ask(request, found)


def _ask(request: HttpRequest, before: Any) -> HttpResponse:
    terms = establishments.terms_of(request.establishment)
    routes = list_routes(request.establishment.nation, terms)
    initial = {name: getattr(before, name) for name in FIELDS} | {"kind": before.kind or OTHER} if before else {}
    form = Body(posted(request), initial=initial, routes=routes, is_new=before is None)

    def save(_given: dict[str, Any]) -> None:
        operations.note_body(
            actor=request.actor,
            establishment=request.establishment,
            at=timezone.now(),
            replaces_id=before.pk if before else None,
            **form.answers(),
        )

    if was_saved(form, save):
        messages.success(request, _("It is noted."))
        return redirect("referrals:bodies")
    context = {
        "form": form,
        "title": before.name if before else _("Add a body that we work with"),
        "save": _("Save"),
        "back": reverse("referrals:bodies"),
    }
    return render(request, "core/question.html", context)
