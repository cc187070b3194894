"""One page, different for everybody."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tutela.web.concerns import queries as concerns
from tutela.web.concerns.words import OWN_STATUSES
from tutela.web.core.mail_health import MailHealth, get_mail_health
from tutela.web.core.permissions import Permission
from tutela.web.establishments.queries import get_asked_to_sign, list_prevent_gaps, local_day
from tutela.web.filters import queries as filters
from tutela.web.home import queries, setting_up
from tutela.web.policies import queries as policies

MOST_OWN_REPORTS = 5


def show_home(request: HttpRequest) -> HttpResponse:
    """What waits, what this person often does, and what became of what they reported."""
    actor, at = request.actor, timezone.now()
    if setting_up.LED not in request.session and setting_up.is_first_thing(actor, request.establishment, at):
        request.session[setting_up.LED] = True  # once: whoever puts the set-up aside comes back to this page
        return redirect("setup:start")
    is_filtered_here = request.establishment.filtering_by == request.establishment.FilteringBy.TUTELA
    sees_health = is_filtered_here and actor.may(Permission.FILTER_HEALTH)
    reports = concerns.list_own_reports(actor)[:MOST_OWN_REPORTS]
    me = policies.get_self(actor)
    return render(
        request,
        "home/home.html",
        {
            "steps": setting_up.list_steps(actor, request.establishment, at),
            "waiting": queries.list_waiting(
                actor,
                local_day(request.establishment, at),
                is_filtered_here=is_filtered_here,
                signs=_is_asked_to_sign(actor, request.establishment),
                agreements=policies.count_waiting(me, request.establishment, at) if me else 0,
            ),
            "doors": queries.list_doors(actor, is_filtered_here=is_filtered_here),
            "own_reports": [(report, OWN_STATUSES[report.status]) for report in reports],
            "health": filters.health(request.establishment) if sees_health else None,
            "gaps": list_prevent_gaps(request.establishment, at=at) if "dsl" in actor.roles else [],
            "manages": actor.may(Permission.ESTABLISHMENT_MANAGE),
            "mail": _trouble_with_mail(actor, at),
            "is_learner": "learner" in actor.roles,
        },
    )


def _trouble_with_mail(actor: Any, at: datetime) -> MailHealth | None:
    """How mail stands where it does not go out, for whoever relies on it or mends it."""
    if not (actor.may(Permission.ALERT_READ) or actor.may(Permission.ESTABLISHMENT_MANAGE)):
        return None
    health = get_mail_health(settings.TUTELA, at)
    return None if health.is_well else health


def _is_asked_to_sign(actor: Any, establishment: Any) -> bool:
    asked = get_asked_to_sign(establishment) if actor.may(Permission.MONITORING_SIGN_OFF) else None
    return asked is not None and asked.person_id == actor.person_id
