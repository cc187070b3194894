"""What is expected of whoever looks, in words of their own."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tutela.web.actions.rules.states import may_own
from tutela.web.core.permissions import Permission
from tutela.web.core.permissions import get_roles as known_roles
from tutela.web.establishments import queries as establishments
from tutela.web.responsibilities import queries
from tutela.web.responsibilities.expectations import expected_of, get_attribution


@require_safe
def show_expected(request: HttpRequest) -> HttpResponse:
    """My part: duties of mine, what my roles ask, whom to ask, what to do when worried."""
    actor, here, at = request.actor, request.establishment, timezone.now()
    terms = establishments.terms_of(here)
    band = _age_band(request, establishments.local_day(here, at))
    mine = expected_of(actor.roles, band, terms)
    is_learner = "learner" in actor.roles and len(actor.roles) == 1
    context = {
        "parts": [(terms.role(part.role) if part.role in known_roles() else "", part.lines) for part in mine.parts],
        "worried": mine.worried,
        "duties": queries.list_own(actor, here, at=at),
        "seats": queries.list_own_seats(actor),
        "reads_group": queries.may_read_group(actor),
        "links_to_duties": actor.may(Permission.REVIEW_READ),
        "works_here": may_own(actor),
        "is_learner": is_learner,
        "is_small": is_learner and band in ("5-7", "7-11"),
        "attribution": get_attribution(),
        "may_report": actor.may(Permission.CONCERN_REPORT),
    }
    return render(request, "responsibilities/expected.html", context)


def _age_band(request: HttpRequest, on: date) -> str:
    person = establishments.get_person(request.actor, request.actor.person_id) if request.actor.person_id else None
    group = establishments.get_group_of(person, on=on) if person else None
    return group.age_band if group else ""
