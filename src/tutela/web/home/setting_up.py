"""What is left to do before a school runs as it should, for whoever sets it up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.core.actor import Actor
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments
from tutela.web.filters import queries as filters


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to set up, where, and whether it is done."""

    words: str
    url: str
    is_done: bool
    hint: str


def list_steps(actor: Actor, establishment: Any, at: datetime) -> list[Step]:
    """The steps, while any is left; nothing once all are done, or for whoever does not manage the school."""
    if not actor.may(Permission.ESTABLISHMENT_MANAGE):
        return []
    steps = [
        Step(
            _("The school and who answers for safeguarding"),
            reverse("establishments:set-up"),
            establishments.get_named_contact(establishment, at=at) is not None,
            _("Have the names, logins and email addresses of the lead, the deputy and the head at hand."),
        ),
        Step(
            _("What happens if the filter cannot be proved"),
            reverse("filters:fail-policy"),
            filters.is_fail_policy_chosen(actor),
            _("Ask the head or the lead what they decide. Their name is kept with it."),
        ),
    ]
    return [] if all(step.is_done for step in steps) else steps
