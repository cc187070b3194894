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

LED = "led-to-set-up"
"""The session's note that this person has been at the set-up: they are not led there again."""


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
            _("Questions about the school and who answers for safeguarding"),
            reverse("setup:start"),
            establishments.get_named_contact(establishment, at=at) is not None,
            _("Seven at most. You can stop at any of them and come back."),
        ),
        Step(
            _("Sign that monitoring may begin"),
            reverse("setup:monitoring"),
            establishments.is_monitoring_signed_off(establishment, at),
            _("Whoever answers for data protection decides. Until then nobody is monitored."),
        ),
    ]
    if establishment.filtering_by == establishment.FilteringBy.TUTELA:
        steps.append(
            Step(
                _("What happens if the filter cannot be proved"),
                reverse("filters:fail-policy"),
                filters.is_fail_policy_chosen(actor),
                _("Ask the head or the lead what they decide. Their name is kept with it."),
            )
        )
    return [] if all(step.is_done for step in steps) else steps


def is_first_thing(actor: Actor, establishment: Any, at: datetime) -> bool:
    """Whether there is nothing to do here yet but to set up the school, and this person may."""
    return actor.may(Permission.ESTABLISHMENT_MANAGE) and establishments.is_empty(establishment, at=at)
