"""Whether mail goes out, what to do where it does not, and a message to try it with."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core.mail_health import FAILING, NOT_SET_UP, get_mail_health, list_refused
from tutela.web.establishments import queries as establishments
from tutela.web.setup import operations

FAULTS: Mapping[str, str | Promise] = {
    "NotPrivate": gettext_lazy(
        "The server offers no encryption, so its password was not sent. Use smtps:// or another."
    ),
    "SSLCertVerificationError": gettext_lazy(
        "The server’s certificate does not hold for its name, or nobody we know made it."
    ),
    "SSLError": gettext_lazy("The server and we found no encryption in common. See whether the port is the right one."),
    "SMTPAuthenticationError": gettext_lazy("The server does not take the name and password."),
    "SMTPSenderRefused": gettext_lazy("The server does not send for this sender. See mail_from."),
    "SMTPServerDisconnected": gettext_lazy("The server hung up, or said nothing."),
    "ConnectionRefusedError": gettext_lazy("Nothing listens there. See the name and the port."),
    "TimeoutError": gettext_lazy("The server does not answer. A firewall may stand between."),
    "gaierror": gettext_lazy("There is no server of that name."),
}
OTHER = gettext_lazy("The server did not take it.")


def describe(health: Any) -> str:
    """How mail stands, in one sentence."""
    if health.standing == NOT_SET_UP:
        return _("No mail server is set: nobody is told of an alert or a concern by mail, only on these pages.")
    if health.standing == FAILING:
        return str(FAULTS.get(health.fault, OTHER))
    return _("%(server)s takes what we send.") % {"server": health.server}


def show(request: HttpRequest) -> HttpResponse:
    """How mail stands; on a press, a message to oneself."""
    at = timezone.now()
    own = establishments.get_person(request.actor, request.actor.person_id) if request.actor.person_id else None
    if request.method == "POST" and own is not None and own.email:
        operations.send_test_mail(actor=request.actor, at=at, establishment=request.establishment, to=own.email)
        messages.success(request, _("A message to %(address)s is on its way.") % {"address": own.email})
        return redirect("setup:mail")
    health = get_mail_health(settings.TUTELA, at)
    context = {
        "health": health,
        "words": describe(health),
        "own": own,
        "sender": settings.TUTELA.mail_from,
        "refused": establishments.list_people_at(request.actor, list_refused(at)),
        "back": reverse("setup:ready"),
    }
    return render(request, "setup/mail.html", context)
