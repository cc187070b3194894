"""An image that must not be here: locked at once, facts written down, destroyed only when the police say so."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.concerns import queries as concerns
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.exhibits import forms, operations, queries, rules
from tutela.web.exhibits.views import show


@form_page
def not_kept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What to do, and the facts. There is no way to a file from here."""
    case = concerns.get_case(request.actor, pk)
    form = forms.Facts(posted(request))

    def note(answers: dict[str, Any]) -> None:
        operations.note_not_kept(
            actor=request.actor, case_id=pk, facts=form.facts(), reference=answers["reference"], at=timezone.now()
        )

    if was_saved(form, note):
        messages.success(request, _("The facts are noted. Nothing of the image is."))
        return redirect("exhibits:of-case", pk=pk)
    context = {
        "form": form,
        "title": _("Do not upload it"),
        "caption": _("Case %(number)d") % {"number": case.number},
        "save": _("Save the facts"),
        "back": reverse("exhibits:of-case", args=[pk]),
    }
    return render(request, "exhibits/not_kept.html", context)


@require_POST
def lock(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One button: from now on nobody opens it."""
    operations.lock_exhibit(actor=request.actor, exhibit_id=pk, at=timezone.now())
    messages.success(request, _("It is locked. Nobody can view, copy or save it, nor any copy made of it."))
    return redirect("exhibits:exhibit", pk=pk)


@form_page
def facts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The facts about what was locked, and the police's reference; may be added to."""
    read = _read(request, pk)
    if read.standing not in (rules.LOCKED, rules.TO_DESTROY, rules.DESTROYED):
        raise Http404
    form = forms.Facts(posted(request))

    def note(answers: dict[str, Any]) -> None:
        operations.note_not_kept(
            actor=request.actor,
            case_id=read.case_id,
            exhibit_id=pk,
            facts=form.facts(),
            reference=answers["reference"],
            at=timezone.now(),
        )

    if was_saved(form, note):
        messages.success(request, _("The facts are noted. Nothing of the image is."))
        return redirect("exhibits:exhibit", pk=pk)
    context = {
        "form": form,
        "is_locked": True,
        "title": _("Facts about exhibit %(number)d") % {"number": read.number},
        "save": _("Save the facts"),
        "back": reverse("exhibits:exhibit", args=[pk]),
    }
    return render(request, "exhibits/not_kept.html", context)


@form_page
def ask_destruction(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The police's instruction."""
    read = _read(request, pk)
    if read.standing != rules.LOCKED:
        raise Http404
    form = forms.Instruction(posted(request))

    def note(answers: dict[str, Any]) -> None:
        operations.ask_destruction(
            actor=request.actor,
            exhibit_id=pk,
            officer=answers["officer"],
            reference=answers["reference"],
            told_on=answers["told_on"],
            at=timezone.now(),
        )

    if was_saved(form, note):
        messages.success(request, _("Written down. Now a second person has to carry it out."))
        return redirect("exhibits:exhibit", pk=pk)
    context = {
        "form": form,
        "title": _("The police told us to destroy exhibit %(number)d") % {"number": read.number},
        "intro": _(
            "Nothing is destroyed yet: a second person who may read this case carries it out. A legal hold on the case "
            "keeps the exhibit until this is written down, and not after: tell whoever placed the hold."
        ),
        "save": _("Write it down"),
        "back": reverse("exhibits:exhibit", args=[pk]),
    }
    return render(request, "core/question.html", context)


@form_page
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second person destroys it."""
    read = _read(request, pk)
    asked = read.line(rules.TO_DESTROY)
    if not rules.may_approve(read.standing, asked.by_id if asked else None, request.actor.person_id):
        raise Http404
    form = forms.Confirm(posted(request))

    def destroy(answers: dict[str, Any]) -> None:
        operations.approve_destruction(actor=request.actor, exhibit_id=pk, at=timezone.now())

    if was_saved(form, destroy):
        return redirect("exhibits:certificate", pk=pk)
    context = {
        "form": form,
        "title": _("Destroy exhibit %(number)d") % {"number": read.number},
        "intro": _("%(officer)s, reference %(reference)s. There is no way back: "
            "its key is destroyed, and what back-ups hold of it can never be opened.")
        % read.instruction,
        "save": _("Destroy it for ever"),
        "back": reverse("exhibits:exhibit", args=[pk]),
    }  # fmt: skip
    return render(request, "core/question.html", context)


@require_safe
def certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was destroyed, on whose word, by which two people."""
    read = _read(request, pk)
    done = read.line(rules.DESTROYED)
    if done is None:
        raise Http404
    context = {
        **show(read),
        "asked": read.line(rules.TO_DESTROY),
        "done": done,
        "instruction": read.instruction,
        "back": reverse("exhibits:exhibit", args=[pk]),
    }
    return render(request, "exhibits/certificate.html", context)


def _read(request: HttpRequest, pk: UUID) -> queries.ExhibitRead:
    return queries.read_exhibit(actor=request.actor, exhibit_id=pk, at=timezone.now())
