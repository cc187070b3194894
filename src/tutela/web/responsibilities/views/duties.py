"""Who answers for what, and each duty on a page of its own."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.actions import queries as actions
from tutela.web.actions.views import owners
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.responsibilities import forms, operations, queries, words
from tutela.web.responsibilities.duties import get_attribution
from tutela.web.responsibilities.models import Assignment
from tutela.web.responsibilities.models.duties import Parts
from tutela.web.responsibilities.operations.duties import origin_of
from tutela.web.responsibilities.queries import Held


@require_safe
def list_duties(request: HttpRequest) -> HttpResponse:
    """The matrix: every duty with who has which part; narrowed to what has to be mended by the address."""
    at = timezone.now()
    held = queries.list_duties(request.actor, request.establishment, at=at)
    wrong = [one for one in held if one.flaw]
    show = "to-mend" if request.GET.get("show") == "to-mend" else "all"
    shown = wrong if show == "to-mend" else held
    sections = [(section, [_row(one) for one in rows]) for section, rows in groupby(shown, key=lambda one: one.section)]
    assigned = sum(1 for one in held if one.accountable)
    context = {"sections": sections, "show": show, "wrong": len(wrong), "assigned": assigned, "total": len(held)}
    context["attribution"] = get_attribution()
    if request.actor.may(Permission.DUTY_ASSIGN) and assigned < len(held):
        context["usual"] = len(queries.list_usual(held, request.establishment, at=at))
    return render(request, "responsibilities/duties.html", context)


@require_safe
def show_duty(request: HttpRequest, duty: str) -> HttpResponse:
    """What one duty is, what is behind it, who has it and who had it."""
    held = _get(request, duty)
    history = queries.list_history(request.actor, request.establishment, duty)
    open_actions = [one for one in actions.list_by_origin(request.actor, origin_of(duty)) if one.state == "open"]
    context = {
        "row": _row(held),
        "parts": [(label, held.of(part)) for part, label in Parts.choices],
        "basis": held.duty.basis_in(request.establishment.nation),
        "history": [(one, Parts(one.part).label) for one in history],
        "actions": open_actions,
        "may_assign": request.actor.may(Permission.DUTY_ASSIGN),
        "back": reverse("responsibilities:duties"),
    }
    return render(request, "responsibilities/duty.html", context)


@form_page
def name_holder(request: HttpRequest, duty: str) -> HttpResponse:
    """Somebody takes a part from today."""
    at, held = timezone.now(), _get(request, duty)
    form = forms.NameHolder(posted(request), initial={"part": request.GET.get("part")}, **owners(request, at))

    def save(given: dict[str, Any]) -> None:
        operations.assign(
            actor=request.actor, at=at, establishment=request.establishment, duty=duty, part=given["part"],
            person=given["person"], note=given["note"],
        )  # fmt: skip

    if was_saved(form, save):
        messages.success(request, _("Noted, from today."))
        return redirect("responsibilities:duty", duty=duty)
    context = {"form": form, "title": _("Name somebody"), "caption": held.duty.title, "save": _("Save")}
    intro = _("Usually: %(role)s.") % {"role": held.should}
    return render(request, "core/question.html", context | {"intro": intro, "back": _page(duty)})


@form_page
def assign_usual(request: HttpRequest) -> HttpResponse:
    """To begin with: what nobody answers for goes to whoever usually does."""
    at = timezone.now()
    form = forms.GiveUp(posted(request))

    def save(given: dict[str, Any]) -> None:
        del given
        operations.assign_usual(actor=request.actor, at=at, establishment=request.establishment)

    if was_saved(form, save):
        messages.success(request, _("Noted, from today. Look through them and change what is otherwise here."))
        return redirect("responsibilities:duties")
    held = queries.list_duties(request.actor, request.establishment, at=at)
    usual = queries.list_usual(held, request.establishment, at=at)
    context = {"form": form, "usual": usual, "back": reverse("responsibilities:duties")}
    return render(request, "responsibilities/usual.html", context)


@form_page
def give_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """They have that part no more."""
    row: Assignment = get_visible(Assignment, request.actor, pk)
    if not request.actor.may(Permission.DUTY_ASSIGN) or hasattr(row, "end"):
        raise Http404
    held = _get(request, row.duty)
    form = forms.GiveUp(posted(request))

    def save(given: dict[str, Any]) -> None:
        del given
        operations.give_up(actor=request.actor, at=timezone.now(), assignment=row)

    if was_saved(form, save):
        messages.success(request, _("Noted, from today."))
        return redirect("responsibilities:duty", duty=row.duty)
    title = _("%(name)s has this no more: %(part)s") % {
        "name": row.person.full_name, "part": Parts(row.part).label.lower()
    }  # fmt: skip
    intro = _("If nobody answers for it then, an action is opened to find somebody.")
    context = {"form": form, "title": title, "caption": held.duty.title, "save": _("Take it away"), "intro": intro}
    return render(request, "core/question.html", context | {"back": _page(row.duty)})


def _row(held: Held) -> dict[str, Any]:
    return {"held": held, "flaw": words.FLAWS.get(held.flaw) if held.flaw else None}


def _get(request: HttpRequest, duty: str) -> Held:
    held = queries.get_duty(request.actor, request.establishment, duty, at=timezone.now())
    if held is None:
        raise Http404
    return held


def _page(duty: str) -> str:
    return reverse("responsibilities:duty", kwargs={"duty": duty})
