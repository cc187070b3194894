"""One alert, with everything that whoever triages it needs, and the decision that is made most often."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.core.permissions import Permission
from tutela.web.core.templatetags.when import day
from tutela.web.monitoring import forms, operations, queries, rules


@require_safe
def show_alert(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One alert with the events around it. Reading it is audited before anything is read."""
    minutes = _minutes(request)
    alert = operations.read_alert(actor=request.actor, at=timezone.now(), pk=pk, minutes=minutes)
    events = queries.list_events_within(alert, minutes) if minutes else queries.list_events_around(alert)
    waits = alert.state == rules.WAITING
    may_decide = waits and request.actor.may(Permission.ALERT_TRIAGE)
    context: dict[str, Any] = {
        "alert": alert,
        "who": queries.who_is(alert),
        "about": queries.about_whom(alert, timezone.localdate()),
        "matched": queries.list_matched(alert),
        "others": queries.list_others(request.actor, alert),
        "others_wait": len(queries.list_waiting_of(request.actor, alert)) > 1,
        "opens_runbook": alert.severity == rules.WORST and waits,
        "around": None if events is None else queries.show_events(alert, events, nearest=minutes is None),
        "minutes": minutes,
        "windows": rules.WINDOWS,
        "decision": queries.get_decision(request.actor, alert),
        "told": queries.list_told(request.actor, alert),
        "is_mine": alert.holder_id == request.actor.person_id,
        "may_decide": may_decide,
        "may_write": request.actor.may(Permission.ALERT_TRIAGE),
        "imported": _("Found on %(day)s in records of an earlier time. It did not happen just now; see below.")
        % {"day": day(alert.received_at)},
        "dismiss": forms.Dismiss(initial={"seen": alert.matches}) if may_decide else None,
        "back": reverse("monitoring:inbox"),
    }
    return render(request, "monitoring/alert.html", context)


def _minutes(request: HttpRequest) -> int | None:
    given = request.GET.get("minutes", "")
    return next((one for one in rules.WINDOWS if str(one) == given), None)
