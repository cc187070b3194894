"""What is done to an action, one question on each page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from tutela.web.actions import forms, operations, queries
from tutela.web.actions.models import Action
from tutela.web.actions.operations import Document
from tutela.web.actions.uploads import HeldInMemory, is_too_large
from tutela.web.actions.views import get_action, owners, was_saved
from tutela.web.core.forms import Form
from tutela.web.core.forms.pages import form_page, posted
from tutela.web.evidence.rules import Bearing


@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Set an action by hand."""
    at = timezone.now()
    form = forms.NewAction(posted(request), **owners(request, at))
    made: list[Action] = []

    def save(given: dict[str, Any]) -> None:
        made.append(
            operations.open_action(
                actor=request.actor,
                at=at,
                establishment_id=request.establishment.pk,
                title=given["title"],
                detail=given["detail"],
                owner=given["person"],
                due_on=given["due_on"],
                source=_("Set by hand"),
                origin=f"form:{given['once']}",
                tag=given["tag"],
                bar=given["bar"],
                recurs_days=given["recurs_days"] or None,
            )
        )

    if was_saved(form, save):
        messages.success(request, _("The action is set."))
        return redirect("actions:action", pk=made[0].pk)
    context = {"form": form, "title": _("New action"), "save": _("Set the action"), "back": reverse("actions:list")}
    return render(request, "core/question.html", context)


@csrf_exempt  # checked inside, once the handler is set that keeps the document off the disc: the check reads the form
@form_page
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close it with its proof."""
    request.upload_handlers = [HeldInMemory(request)]
    return _close(request, pk)


@csrf_protect
def _close(request: HttpRequest, pk: UUID) -> HttpResponse:
    action, at = get_action(request, pk), timezone.now()
    stand = queries.stand_of(action, at)
    if action.bar_kind:
        form: Form = forms.CloseByFigure(posted(request))
    else:
        form = forms.Close(posted(request), request.FILES if request.method == "POST" else None)
        if request.method == "POST" and is_too_large(request.headers.get("Content-Length", "")):
            form.refuse_large()

    def save(given: dict[str, Any]) -> None:
        sent = given.get("document")
        if sent is not None:
            sent.seek(0)
        operations.close_action(
            actor=request.actor,
            at=at,
            pk=pk,
            words=given["words"],
            effective_on=given.get("effective_on"),
            holds_until=given.get("holds_until"),
            link=given.get("link", ""),
            document=Document(sent.name, sent.read()) if sent is not None else None,
        )

    if was_saved(form, save):
        messages.success(request, _("The action is done."))
        return redirect("actions:action", pk=pk)
    can_close = stand is None or stand.bearing == Bearing.BEARS_OUT
    context = {"action": action, "form": form, "stand": stand, "can_close": can_close or form.is_bound}
    return render(request, "actions/close.html", context | {"back": _page(pk)})


@form_page
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another day."""
    action = get_action(request, pk)
    form = forms.Move(posted(request))

    def save(given: dict[str, Any]) -> None:
        operations.move_due(actor=request.actor, at=timezone.now(), pk=pk, **given)

    return _ask(request, action, form, save, title=_("Move the day"), done=_("The day is moved."))


@form_page
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it stands."""
    action = get_action(request, pk)
    form = forms.Write(posted(request))

    def save(given: dict[str, Any]) -> None:
        operations.note(actor=request.actor, at=timezone.now(), pk=pk, **given)

    return _ask(request, action, form, save, title="", done=_("The note was added."))


@form_page
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody else sees to it."""
    at = timezone.now()
    action = get_action(request, pk, change=True)
    form = forms.HandOver(posted(request), **owners(request, at))

    def save(given: dict[str, Any]) -> None:
        operations.hand_over(actor=request.actor, at=at, pk=pk, to=given["person"], words=given["words"])

    return _ask(request, action, form, save, title=_("Hand over"), done=_("The action is handed over."))


@form_page
def wait_for(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What has to be done first."""
    action = get_action(request, pk, change=True)
    choices = list(queries.list_choices_to_wait_for(request.actor, action))
    chosen = [str(other.pk) for other in action.depends_on.all()]
    form = forms.WaitFor(posted(request), choices=choices, initial={"others": chosen})

    def save(given: dict[str, Any]) -> None:
        others = [UUID(other) for other in given["others"]]
        operations.wait_for(actor=request.actor, at=timezone.now(), pk=pk, others=others)

    return _ask(request, action, form, save, title="", done=_("Saved what it waits for."))


@form_page
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It will not be done."""
    action = get_action(request, pk, change=True)
    form = forms.Reason(posted(request), label=_("Why will it not be done?"))

    def save(given: dict[str, Any]) -> None:
        operations.drop_action(actor=request.actor, at=timezone.now(), pk=pk, **given)

    return _ask(request, action, form, save, title="", done=_("The action is dropped."), words=_("Drop the action"))


@form_page
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It was not done after all."""
    action = get_action(request, pk, change=True)
    form = forms.Reason(posted(request), label=_("Why is it opened again?"))

    def save(given: dict[str, Any]) -> None:
        operations.reopen(actor=request.actor, at=timezone.now(), pk=pk, **given)

    return _ask(request, action, form, save, title="", done=_("The action is open again."), words=_("Open it again"))


def _ask(
    request: HttpRequest, action: Action, form: Form, save: Any, *, title: str, done: str, words: str = ""
) -> HttpResponse:
    if was_saved(form, save):
        messages.success(request, done)
        return redirect("actions:action", pk=action.pk)
    context = {"form": form, "title": title, "caption": action.title, "save": words or _("Save")}
    return render(request, "core/question.html", context | {"back": _page(action.pk)})


def _page(pk: UUID) -> str:
    return reverse("actions:action", kwargs={"pk": pk})
