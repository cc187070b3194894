"""Who of a group is invited or has an account, and what somebody from outside sees while they are invited."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment
from tutela.web.responsibilities.models import Contact, Invitation
from tutela.web.responsibilities.rules.inviting import ROLES


class Promised(NamedTuple):
    """What a group was promised, when, and whether it is done."""

    words: str
    on: date
    is_done: bool


def list_invitations(actor: AnyActor, group: str) -> QuerySet[Invitation]:
    """Everybody of a group who was invited, the newest first."""
    rows = Invitation.visible_to(actor).filter(group=group)
    return rows.select_related("person", "invited_by").order_by("-invited_at")


def list_own_invitations(actor: AnyActor, establishment: Establishment, *, at: datetime) -> list[Invitation]:
    """What somebody from outside is asked now."""
    today = establishments.local_day(establishment, at)
    rows = Invitation.visible_to(actor).filter(person_id=actor.person_id, establishment=establishment)
    return [one for one in rows.select_related("invited_by", "establishment") if one.is_open(today)]


def list_said(invitation: Invitation) -> list[Contact]:
    """What whoever is invited has said since, the newest first."""
    # their own words, shown to themselves alone
    rows = Contact._base_manager.filter(establishment=invitation.establishment, group=invitation.group)
    return list(rows.filter(by=invitation.person_id, at__gte=invitation.invited_at).order_by("-at", "pk"))


def list_promised(invitation: Invitation) -> list[Promised]:
    """What their group was promised: the promise, its day and whether it is done, and not who said what."""
    rows = Contact._base_manager.filter(establishment=invitation.establishment, group=invitation.group)
    told = rows.filter(action__isnull=False).select_related("action").order_by("-on", "-at")
    return [Promised(one.promised, one.on, one.action is not None and one.action.state != "open") for one in told]


def list_shown_documents(actor: AnyActor) -> set[UUID]:
    """The keys of the published documents that somebody from outside may read."""
    rows = Invitation.visible_to(actor).filter(person_id=actor.person_id)
    return {UUID(key) for one in rows for key in one.documents}


def count_people_of(establishment: Establishment, group: str, *, at: datetime) -> int | None:
    """How many people of a group from inside have a role here; None for a group from outside."""
    if group not in ROLES:
        return None
    return len(establishments.list_holders(establishment, *ROLES[group], at=at))
