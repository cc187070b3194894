"""People from outside: invited here, and what they see and say."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.establishments.queries import local_day
from tutela.web.responsibilities import operations, queries
from tutela.web.responsibilities.forms.inviting import Contribute, InviteStakeholder
from tutela.web.responsibilities.models import Invitation
from tutela.web.responsibilities.offered import list_offered
from tutela.web.responsibilities.operations.refusals import DutyRefused

USUAL = timedelta(days=30)


@form_page
def invite(request: HttpRequest, group: str) -> HttpResponse:
    """Ask somebody of a group from outside, and show the link that signs them in."""
    found = next((one for one in queries.groups_of(request.establishment) if one.id == group and one.is_outside), None)
    if found is None:
        raise Http404
    at = timezone.now()
    today, back = local_day(request.establishment, at), reverse("responsibilities:stakeholder", kwargs={"group": group})
    offered = [(str(one.pk), one.title) for one in list_offered(request.establishment)]
    initial = {"asks": "\n".join(found.questions), "until_on": today + USUAL}
    form = InviteStakeholder(posted(request), initial=initial, today=today, documents=offered)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        given["questions"] = given.pop("asks")
        given["documents"] = [UUID(one) for one in given.get("documents", [])]
        try:
            row, link = operations.invite_stakeholder(
                actor=request.actor, at=at, establishment=request.establishment, group=group, **given
            )
        except DutyRefused as refused:
            form.add_error(None, str(refused))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return render(request, "responsibilities/invited.html", {"row": row, "url": link, "back": back})
    context = {"form": form, "title": _("Invite somebody"), "caption": found.title, "save": _("Invite"), "back": back}
    intro = _("They sign in with a link, see what you ask and what you let them read, and nothing else.")
    return render(request, "core/question.html", context | {"intro": intro})


@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """They see nothing any more."""
    row = operations.end_invitation(actor=request.actor, at=timezone.now(), pk=pk)
    messages.success(request, _("The invitation has ended."))
    return redirect("responsibilities:stakeholder", group=row.group)


@require_safe
def asked_of_us(request: HttpRequest) -> HttpResponse:
    """What somebody from outside is asked, may read, has said, and was promised."""
    at = timezone.now()
    invitations = queries.list_own_invitations(request.actor, request.establishment, at=at)
    titles = {one.id: one.title for one in queries.groups_of(request.establishment)}
    offered = {one.pk: one for one in list_offered(request.establishment)}
    rows = [
        {
            "invitation": one,
            "group": titles.get(one.group, ""),
            "said": queries.list_said(one),
            "promised": queries.list_promised(one),
            "documents": [offered[key] for key in map(UUID, one.documents) if key in offered],
        }
        for one in invitations
    ]
    return render(request, "responsibilities/asked_of_us.html", {"rows": rows})


@form_page
def contribute(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say something, under one's name."""
    row: Invitation | None = next(
        (
            one
            for one in queries.list_own_invitations(request.actor, request.establishment, at=timezone.now())
            if one.pk == pk
        ),
        None,
    )
    if row is None:
        raise Http404
    form = Contribute(posted(request), questions=row.questions)

    def save(_given: dict[str, Any]) -> None:
        operations.contribute(actor=request.actor, at=timezone.now(), pk=pk, answers=form.answers())

    if was_saved(form, save):
        messages.success(request, _("Thank you. Whoever invited you has been told."))
        return redirect("responsibilities:asked-of-us")
    context = {
        "form": form,
        "title": _("What would you tell us?"),
        "intro": _("Your name and %(organisation)s stand beside what you write. Name no child.")
        % {"organisation": row.organisation},
        "save": _("Send"),
        "back": reverse("responsibilities:asked-of-us"),
    }
    return render(request, "core/question.html", context)
