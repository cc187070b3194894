"""Opening a case in an emergency, reading it while that lasts, and reviewing it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.concerns import operations, queries, rules, words
from tutela.web.concerns.forms import glass as ask
from tutela.web.concerns.forms.report import Find
from tutela.web.concerns.views import form_page, posted
from tutela.web.concerns.views.report import list_choices
from tutela.web.concerns.views.writing import address, day_there, now_of, show, str_of


@form_page
def break_glass(request: HttpRequest) -> HttpResponse:
    """Find somebody by name, say what the emergency is. No name is put into an address."""
    at = timezone.now()
    find, form = Find(posted(request), may_add=False), None
    typed = find.cleaned_data["name"] if find.is_bound and find.is_valid() else ""
    if typed:
        sent = request.POST if "open" in request.POST else None
        form = ask.BreakGlass(sent, people=list_choices(request, typed, at))
    if form is not None and form.is_bound and form.is_valid():
        try:
            operations.break_glass(
                actor=request.actor,
                person_id=UUID(form.cleaned_data["person"]),
                reason=form.cleaned_data["reason"],
                at=at,
            )
        except operations.NothingToOpen:
            form.add_error(None, _("There is no case of this person that you can open. In danger call 999"))
        except rules.NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Open for an hour. Others have been told."))
            return redirect("concerns:break-glass")
    context = {
        "form": form if form is not None and form.is_bound else find,
        "find": find,
        "choose": form,
        "typed": typed,
        "openings": queries.list_own_openings(request.actor, at),
        "back": "/",
    }
    return render(request, "concerns/break_glass.html", context)


@require_safe
def by_glass(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The case, to be read and for nothing else."""
    at = timezone.now()
    read, until = queries.read_by_glass(actor=request.actor, opening_id=pk, today=day_there(request, at), at=at)
    context = {
        "case": read,
        "until": until,
        "people": [{"someone": someone, "part": words.ROLES[someone.role]} for someone in read.people],
        "chronology": [show(moment) for moment in read.chronology],
        "back": reverse("concerns:break-glass"),
    }
    return render(request, "concerns/by_glass.html", context)


@form_page
def review(request: HttpRequest, pk: UUID, opening: UUID) -> HttpResponse:
    """Whether an opening was right; whoever opened it does not find the page."""
    now, _version = now_of(request, pk)
    found = next(
        (
            one
            for one in queries.list_openings(actor=request.actor, case_id=pk, at=timezone.now())
            if one.id == opening and not one.is_reviewed and one.person_id != request.actor.person_id
        ),
        None,
    )
    if found is None:
        raise Http404
    form = ask.ReviewGlass(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            operations.review_glass(
                actor=request.actor,
                case_id=pk,
                opening_id=opening,
                was_right=form.cleaned_data["right"] == "yes",
                words=form.cleaned_data["text"],
                at=timezone.now(),
            )
        except rules.NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Noted in the chronology."))
            return redirect(address(now))
    context = {
        "form": form,
        "back": address(now),
        "caption": str_of(now),
        "title": _("Review an emergency opening"),
        "opening": found,
        "save": _("Save"),
    }
    return render(request, "concerns/review_glass.html", context)
