"""Asking a colleague, and answering what one was asked."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.concerns import operations, queries, rules
from tutela.web.concerns.forms import deeper as ask
from tutela.web.concerns.views import form_page, posted
from tutela.web.concerns.views.writing import now_of, write
from tutela.web.establishments import queries as establishments


@form_page
def ask_colleague(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A question to one colleague, IT first; it is all that they see of the case."""
    now, version = now_of(request, pk)
    place = request.establishment
    people = establishments.list_holders(place, "it", "teacher", "support", "head", at=timezone.now())
    form = ask.AskColleague(
        posted(request),
        initial={"version": version},
        colleagues=[(str(one.pk), one.full_name) for one in people],
    )

    def save(answers: dict[str, Any]) -> None:
        operations.ask_colleague(
            actor=request.actor,
            case_id=pk,
            version=answers["version"],
            kind=answers["kind"],
            asked_id=UUID(answers["asked"]),
            question=answers["question"],
            needs_name=answers["needs_name"],
            due_on=answers["due_on"],
            at=timezone.now(),
        )

    return write(request, now, form, save, title=_("Ask a colleague"), done=_("They have been told."))


@require_safe
def list_asked(request: HttpRequest) -> HttpResponse:
    """What one was asked."""
    return render(request, "concerns/asked_list.html", {"asked": queries.list_asked(request.actor)})


@form_page
def asked(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One question, and the answer to it."""
    read = queries.read_asked(actor=request.actor, question_id=pk, at=timezone.now())
    form = ask.Answer(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            operations.answer_colleague(
                actor=request.actor, question_id=pk, answer=form.cleaned_data["text"], at=timezone.now()
            )
        except rules.NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your answer was sent."))
            return redirect("concerns:asked-list")
    context = {
        "form": form,
        "read": read,
        "back": reverse("concerns:asked-list"),
        "title": _("You are asked something"),
        "save": _("Send"),
    }
    return render(request, "concerns/asked.html", context)
