"""What may be asked about a set-up."""

from datetime import datetime
from typing import Any

from tutela.web.core.actor import AnyActor
from tutela.web.establishments import queries as establishments
from tutela.web.setup.answers import CHAIR, DEPUTY, HEAD, LEAD, Answers
from tutela.web.setup.models import SetUp


def get_set_up(actor: AnyActor, establishment: Any) -> SetUp | None:
    """The set-up of an establishment, if anybody has begun it."""
    return SetUp.visible_to(actor).filter(establishment=establishment).select_related("held_by").first()


def get_answers(set_up: SetUp | None, establishment: Any, *, at: datetime) -> Answers:
    """What was answered so far, and who answers for safeguarding there already."""
    return Answers(set_up.answers if set_up else {}, list_staff(establishment, at=at))


def list_staff(establishment: Any, *, at: datetime) -> dict[str, str]:
    """Who answers for safeguarding there now, by role; nobody as long as the school is empty."""
    if establishments.is_empty(establishment, at=at):
        return {}
    holders = {
        role: establishments.list_holders(establishment, role, at=at)[:1] for role in (LEAD, DEPUTY, HEAD, CHAIR)
    }
    return {role: found[0].full_name for role, found in holders.items() if found}
