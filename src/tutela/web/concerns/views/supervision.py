"""Supervision of those who carry cases."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.concerns import operations, queries, rules
from tutela.web.concerns.forms.deeper import NoteSupervision
from tutela.web.concerns.views import form_page, posted
from tutela.web.core.context import list_beside
from tutela.web.establishments import queries as establishments


@require_safe
def supervision(request: HttpRequest) -> HttpResponse:
    """The sessions that one had or gave."""
    sessions = queries.read_supervisions(actor=request.actor, at=timezone.now())
    beside = list_beside(request.actor, "concerns:supervision")
    context = {"sessions": sessions, "beside": beside, "back": reverse("concerns:cases")}
    return render(request, "concerns/supervision.html", context)


@form_page
def note(request: HttpRequest) -> HttpResponse:
    """Note a session of one's own."""
    at = timezone.now()
    holders = establishments.list_holders(request.establishment, "dsl", "deputy-dsl", "head", "chair", at=at)
    people = [(str(one.pk), one.full_name) for one in holders if one.pk != request.actor.person_id]
    form = NoteSupervision(posted(request), people=people)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        who = given.pop("supervisor")
        given["supervisor_id"] = None if who == "other" else UUID(who)
        given["supervisor_name"] = given["supervisor_name"] if who == "other" else ""
        try:
            operations.note_supervision(actor=request.actor, at=at, **given)
        except rules.NotAllowed as error:
            form.add_error(None, str(error))
        else:
            return redirect("concerns:supervision")
    context = {
        "form": form,
        "back": reverse("concerns:supervision"),
        "title": _("Note a supervision session"),
        "save": _("Save"),
    }
    return render(request, "core/question.html", context)
