"""Reviewers from outside: invited here, and what they see and say."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tutela.web.core.rows import get_visible
from tutela.web.establishments.queries import local_day
from tutela.web.reviews import operations, queries
from tutela.web.reviews.forms import CommentForm, InviteForm
from tutela.web.reviews.models import Guest
from tutela.web.reviews.queries.guests import Shown
from tutela.web.reviews.views.finding import get_person


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who looks at this review from outside, and one more of them."""
    review, at = queries.get_review(request.actor, pk), timezone.now()
    get_person(request)
    today = local_day(review.establishment, at)
    form = InviteForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            guest, link = operations.invite_guest(actor=request.actor, at=at, review=review, **form.cleaned_data)
        except operations.HasAccount:
            form.add_error("email", _("This address belongs to somebody who has an account here already"))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            shown = {"guest": guest, "url": link, "back": reverse("reviews:guests", args=[pk])}
            return render(request, "reviews/invited.html", shown)
    shown = {
        "review": review,
        "form": form,
        "guests": [(one, one.is_open(today)) for one in queries.list_guests(request.actor, review)],
        "back": reverse("reviews:review", args=[pk]),
    }
    return render(request, "reviews/guests.html", shown)


@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """They see nothing any more."""
    guest: Guest = get_visible(Guest, request.actor, pk)
    operations.end_invitation(actor=request.actor, at=timezone.now(), guest=guest)
    messages.success(request, _("The invitation has ended."))
    return redirect("reviews:guests", pk=guest.review_id)


@require_safe
def list_invitations(request: HttpRequest) -> HttpResponse:
    """The reviews that somebody from outside is invited to."""
    rows = list(queries.list_invitations(request.actor))
    return render(request, "reviews/invitations.html", {"rows": rows})


@require_safe
def show_invited(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One review as its guest reads it: names and small numbers are left out."""
    guest = _get_own(request, pk)
    operations.read_as_guest(actor=request.actor, at=timezone.now(), guest=guest)
    whole = queries.read_invited(guest, timezone.now())
    commented = {one.statement for one in queries.list_comments(request.actor, guest.review)}
    context = {"guest": guest, "whole": whole, "commented": commented}
    return render(request, "reviews/invited_review.html", context | {"back": reverse("reviews:invitations")})


@require_http_methods(["GET", "HEAD", "POST"])
def show_invited_statement(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """One statement as its guest reads it, and what they say about it."""
    guest, at = _get_own(request, pk), timezone.now()
    whole = queries.read_invited(guest, at)
    one = queries.read_redacted(guest, whole, number, at)
    if one is None:
        raise Http404
    if request.method != "POST":
        operations.read_as_guest(actor=request.actor, at=at, guest=guest)
    form = CommentForm(request.POST or None, initial={"saw": one.saw_hash})
    if request.method == "POST" and form.is_valid():
        try:
            operations.comment(
                actor=request.actor,
                at=at,
                guest=guest,
                number=number,
                words=form.cleaned_data["words"],
                saw_hash=form.cleaned_data["saw"],
            )
        except operations.NotShown as error:
            raise Http404 from error
        except operations.SawSomethingElse:
            posted = request.POST.copy()
            posted["saw"] = one.saw_hash
            form = CommentForm(posted)
            form.add_error("words", _("What is shown above has changed since you opened it. Look again, then save"))
        else:
            messages.success(request, _("Your comment is kept with what you saw."))
            return redirect("reviews:invited-statement", pk=pk, number=number)
    context = {
        "guest": guest,
        "whole": whole,
        "one": one,
        "form": form,
        "comments": [_told(row, one) for row in queries.list_comments(request.actor, guest.review, one.part.id)],
        "after": queries.number_after(number, [row.number for row in whole.asked]),
        "back": reverse("reviews:invited", args=[pk]),
    }
    return render(request, "reviews/invited_statement.html", context)


def _get_own(request: HttpRequest, pk: UUID) -> Guest:
    guest: Guest = get_visible(Guest, request.actor, pk)
    today = local_day(request.establishment, timezone.now())
    if guest.person_id != request.actor.person_id or not guest.is_open(today):
        raise Http404
    return guest


def _told(row: object, one: Shown) -> dict[str, object]:
    return {"row": row, "changed": getattr(row, "saw_hash", "") != one.saw_hash}
