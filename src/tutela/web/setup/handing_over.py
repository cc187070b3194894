"""The last step: a real person looks after the computers, and the account that set up the school ends."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tutela.web.accounts.operations import LoginTaken
from tutela.web.core.actor import AnyActor
from tutela.web.establishments import opening, queries
from tutela.web.setup.answers import Answers
from tutela.web.setup.carrying_out import Link
from tutela.web.setup.questions.people import EACH, Lead

IT = "it"


class ItManager(Lead):
    """Who looks after the computers."""

    def prepare(self) -> None:
        self.title = _("Who looks after the computers?")
        self.intro = _(
            "The account that you set up the school with is called “Set-up” and belongs to nobody. Name the person who "
            "looks after accounts, devices and settings from now on, which may be you. They get an account of their "
            "own, and this one ends at once: you are signed out."
        )
        self.need("", _("this person"))

    def shown(self) -> list[tuple[str, str]]:
        return [(str(_("IT")), self.describe(""))]


def carry_out(*, actor: AnyActor, at: datetime, establishment: Any, form: ItManager) -> Link:
    """Hand over to whom a valid form names. Raises as `establishments.opening.hand_over`."""
    one = opening.FirstPerson(role=IT, **{name: form.cleaned_data[name] for name in EACH})
    person, link = opening.hand_over(actor=actor, at=at, establishment=establishment, one=one)
    return Link(person, form.answers.words.role(IT), link)


def ask(request: HttpRequest, answers: Answers) -> HttpResponse:
    """The page: who it is; then their link, shown with this answer and never again."""
    here, at = request.establishment, timezone.now()
    nobody = queries.get_set_up_person(here, at=at)
    if nobody is None:
        return redirect("setup:ready")
    form = ItManager(request.POST if request.method == "POST" else None, answers=answers)
    if form.is_bound and form.is_valid():
        try:
            link = carry_out(actor=request.actor, at=at, establishment=here, form=form)
        except opening.HandedOver:
            return redirect("setup:ready")
        except LoginTaken:
            form.add_error("login", _("Somebody has this login already. Choose another"))
        except ValidationError as fault:
            form.add_error(None, " ".join(fault.messages))
        else:
            ended = request.actor.person_id == nobody.pk
            answer = render(request, "setup/handed_over.html", {"link": link, "ended": ended})
            if ended:
                request.session.flush()
            return answer
    context = {"form": form, "title": form.title, "intro": form.intro, "save": _("Hand over")}
    return render(request, "core/question.html", context | {"back": reverse("setup:ready")})
