"""Groups are heard, the head signs, the governors minute, and it is published."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tutela.web.core.forms.pages import form_page, posted
from tutela.web.core.rows import get_visible
from tutela.web.engagement import queries as surveys
from tutela.web.policies import operations
from tutela.web.policies.forms import Became, Heard, Minute
from tutela.web.policies.models import Contribution
from tutela.web.policies.views import back_with, get_draft, seen_of


@form_page
def hear(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a group said about the draft, or why it was not asked."""
    draft = get_draft(request, pk)
    form = Heard(
        posted(request), surveys=surveys.list_that_say_something(request.actor),
        initial={"group": request.GET.get("group", "")},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        given, at = form.cleaned_data, timezone.now()
        try:
            if given["kind"] == "heard":
                operations.hear(
                    actor=request.actor, at=at, document=draft.document, group=given["group"], who=given["who"],
                    words=given["words"], heard_on=given["heard_on"], survey=given["survey"],
                )  # fmt: skip
            else:
                operations.waive(
                    actor=request.actor, at=at, document=draft.document, group=given["group"], reason=given["words"]
                )
            return redirect("policies:draft", pk=pk)
        except operations.PolicyRefused as refused:
            form.add_error(None, str(refused))
    shown = {"form": form, "title": _("Who was heard?"), "caption": draft.document.title, "save": _("Save")}
    return render(request, "core/question.html", shown | {"back": reverse("policies:draft", args=[pk])})


@form_page
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What became of what a group said."""
    contribution: Contribution = get_visible(Contribution, request.actor, pk)
    back = reverse("policies:draft", args=[contribution.document_id])
    form = Became(posted(request))
    if form.is_bound and form.is_valid():
        try:
            operations.answer_contribution(
                actor=request.actor, at=timezone.now(), contribution=contribution,
                taken_up=form.cleaned_data["taken_up"] == "yes", words=form.cleaned_data["words"],
            )  # fmt: skip
            return redirect(back)
        except operations.PolicyRefused as refused:
            form.add_error(None, str(refused))
    caption = f"{contribution.get_group_display()}: {contribution.words[:200]}"
    shown = {"form": form, "title": _("What became of it?"), "caption": caption, "save": _("Save"), "back": back}
    return render(request, "core/question.html", shown)


@require_POST
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The head signs the words as they stand."""
    draft = get_draft(request, pk)
    try:
        operations.sign(actor=request.actor, at=timezone.now(), document=draft.document, seen=seen_of(request))
    except operations.PolicyRefused as refused:
        return back_with(request, refused, "policies:draft", pk)
    messages.success(request, _("You have signed the words as they stand. A change asks for your signature again."))
    return redirect("policies:draft", pk=pk)


@form_page
def minute(request: HttpRequest, pk: UUID) -> HttpResponse:
    """By which minute the governors approved it."""
    draft = get_draft(request, pk)
    form = Minute(posted(request), initial={"seen": draft.revision})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            operations.note_minute(
                actor=request.actor, at=timezone.now(), document=draft.document, seen=given["seen"],
                body=given["body"], held_on=given["held_on"], reference=given["reference"],
            )  # fmt: skip
            return redirect("policies:draft", pk=pk)
        except operations.ChangedMeanwhile as refused:
            # they approved other words than those that stand there now: these are looked at first
            return back_with(request, refused, "policies:draft", pk)
        except operations.PolicyRefused as refused:
            form.add_error(None, str(refused))
    intro = _("The minute stands for the words as they are now. A change to them asks for another.")
    shown = {"form": form, "title": _("The governors’ minute"), "caption": draft.document.title, "intro": intro}
    return render(
        request, "core/question.html", shown | {"save": _("Save"), "back": reverse("policies:draft", args=[pk])}
    )


@require_POST
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make the draft the version in force."""
    draft = get_draft(request, pk)
    try:
        version = operations.publish(
            actor=request.actor, at=timezone.now(), document=draft.document, seen=seen_of(request)
        )
    except operations.NoDraft as refused:
        return back_with(request, refused, "policies:document", pk)
    except operations.PolicyRefused as refused:
        return back_with(request, refused, "policies:draft", pk)
    messages.success(request, _("Version %(number)s is in force.") % {"number": version.number})
    return redirect("policies:document", pk=pk)
