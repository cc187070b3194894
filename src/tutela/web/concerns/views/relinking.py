"""Somebody was linked by mistake: who it is instead, found by name, and how that is known."""

from typing import Any, Literal
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tutela.web.concerns import operations, queries, rules, words
from tutela.web.concerns.forms import relinking as ask
from tutela.web.concerns.forms.report import Choose
from tutela.web.concerns.rules import PersonInConcern
from tutela.web.concerns.views import form_page, is_number, posted
from tutela.web.concerns.views.report import list_choices
from tutela.web.concerns.views.writing import read_case, show


@form_page
def in_concern(request: HttpRequest, pk: UUID, involved: UUID) -> HttpResponse:
    """Somebody in one concern."""
    return _page(request, "concern", pk, involved)


@form_page
def in_case(request: HttpRequest, pk: UUID, involved: UUID) -> HttpResponse:
    """Somebody in a case, wherever in it they stand."""
    return _page(request, "case", pk, involved)


def _page(request: HttpRequest, kind: Literal["concern", "case"], pk: UUID, involved: UUID) -> HttpResponse:
    read = queries.read_linked(actor=request.actor, kind=kind, pk=pk, involved_id=involved, at=timezone.now())
    back = reverse(f"concerns:{kind}", args=[pk])
    if read is None:
        # the same form was sent twice, or a colleague was quicker
        if not queries.was_put_right(request.actor, involved):
            raise Http404
        messages.info(request, _("This was put right already."))
        return redirect(back)
    given = request.POST.get("version", "")
    version = int(given) if is_number(given) else read.version
    places = [(str(one.involved_id), _place(one)) for one in read.places]
    initial = {"version": version, "places": [key for key, _label in places]}
    if "again" in request.POST:
        initial |= {key: request.POST.get(key, "") for key in ("instead", "name", "text")}
        initial["places"] = request.POST.getlist("places")
        form = ask.WrongPerson(initial=initial, places=places)
    else:
        form = ask.WrongPerson(posted(request), initial=initial, places=places)
    choose, news = None, []
    if form.is_bound and form.is_valid():
        if form.cleaned_data["instead"] == ask.SOMEBODY:
            typed = form.cleaned_data["name"]
            sent = request.POST if "save" in request.POST else None
            found = list_choices(request, typed, timezone.now())
            people = [(key, label) for key, label in found if key != str(read.person_id)]
            choose = Choose(sent, people=people, typed=typed)
        try:
            if choose is None or choose.is_valid():
                _save(request, kind, pk, version=version, form=form, choose=choose)
                return _done(request, kind, pk, back)
        except (operations.CaseChanged, operations.ConcernChanged):
            (choose or form).add_error(None, _("Somebody else wrote here meanwhile. Read what is new, then save again"))
            if kind == "case":
                news = [show(one) for one in read_case(request, pk).entries_since(version)]
            version = read.version
        except rules.NotAllowed as refused:
            (choose or form).add_error(None, str(refused))
    context = {
        "form": form,
        "choose": choose,
        "read": read,
        "left": [(words.CASE_ENTRIES[one.kind], one) for one in read.left],
        "places": form.chosen() if choose else [],
        "version": version,
        "news": news,
        "title": _("%(name)s is the wrong person") % {"name": read.name},
        "back": back,
    }
    return render(request, "concerns/wrong_person.html", context)


def _save(
    request: HttpRequest, kind: str, pk: UUID, *, version: int, form: ask.WrongPerson, choose: Choose | None
) -> None:
    person = None
    if choose is not None:
        chosen = choose.chosen()
        person = PersonInConcern(UUID(chosen["id"]) if chosen["id"] else None, chosen["name"], chosen["role"])
    given: dict[str, Any] = {
        "actor": request.actor,
        "version": version,
        "involved_ids": [UUID(key) for key in form.chosen()],
        "person": person,
        "reason": form.cleaned_data["text"],
        "at": timezone.now(),
    }
    if kind == "concern":
        operations.put_right_in_concern(concern_id=pk, **given)
    else:
        operations.put_right_in_case(case_id=pk, **given)


def _done(request: HttpRequest, kind: str, pk: UUID, back: str) -> HttpResponse:
    """Back to it, where whoever put it right still may read it: who stands there now may have sent it another way."""
    actor = request.actor
    of_case = kind == "case"
    may = queries.visible_case_ids(actor).filter(pk=pk).exists() if of_case else queries.may_read(actor, pk)
    if may:
        messages.success(request, _("It is put right. What was there before is masked."))
        return redirect(back)
    messages.success(request, _("It is put right. Because of who is in it now, it goes to others and not to you."))
    return redirect("concerns:cases" if of_case else "concerns:queue")


def _place(one: Any) -> str:
    part = words.ROLES[one.role]
    if not one.receipt:
        return _("%(part)s, added to the case") % {"part": part}
    return _("%(part)s, in concern %(receipt)s") % {"part": part, "receipt": one.receipt}
