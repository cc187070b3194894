"""What people say about pictures of themselves and of their children."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.consents import forms, operations, queries
from tutela.web.consents.rules import Stage
from tutela.web.consents.views import today_at
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.establishments.models import Person


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Myself and my children, with how much is answered."""
    today = today_at(request)
    offers = queries.offers_of(request.establishment)
    people = queries.list_mine(request.actor, on=today)
    if len(people) == 1:
        return redirect("consents:answer", pk=people[0].pk)
    keys = {one.key for one in offers}
    rows = []
    for one in people:
        answered = queries.list_own_answers(request.actor, one, on=today).keys()
        rows.append((one, len(keys - answered), one.pk == request.actor.person_id))
    return render(request, "consents/mine.html", {"rows": rows, "total": len(offers)})


@form_page
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Yes or no to each thing that is asked about one person."""
    today = today_at(request)
    people = queries.list_mine(request.actor, on=today)
    person = next((one for one in people if one.pk == pk), None)
    if person is None:
        raise Http404
    offers = queries.offers_of(request.establishment)
    is_own = person.pk == request.actor.person_id
    small = is_own and queries.stage_now(request.establishment, person, on=today) == Stage.CHILD
    before = queries.list_own_answers(request.actor, person, on=today)
    said = {key: "yes" if yes else "no" for key, yes in before.items()}
    if small and said:
        said["all"] = "no" if "no" in said.values() else "yes"
    asking = forms.AnswerSmall if small else forms.AnswerAll
    form = asking(posted(request), offers=offers, initial=said)
    me = _me(request)

    def save(given: dict[str, Any]) -> None:
        del given
        operations.answer_all(actor=request.actor, at=timezone.now(), person=person, by=me, answers=form.answers)

    if was_saved(form, save):
        messages.success(request, _("Thank you. Your answers count from now on, and you can change them on any day."))
        return redirect("consents:answer", pk=pk)
    context = {
        "form": form,
        "person": person,
        "is_own": is_own,
        "is_small": small,
        "purposes": []
        if small
        else [
            (purpose, [form[one.key] for one in offers if one.purpose.id == purpose.id])
            for purpose in {one.purpose.id: one.purpose for one in offers}.values()
        ],
        "back": reverse("consents:mine") if len(people) > 1 else "",
    }
    return render(request, "consents/answer.html", context)


def _me(request: HttpRequest) -> Person:
    # everybody sees themselves, and a parent nobody else: so this asks for themselves alone
    found = Person.visible_to(request.actor).filter(pk=request.actor.person_id).first()
    if found is None:
        raise Http404
    return found
