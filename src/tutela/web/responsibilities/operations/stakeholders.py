"""A group concerned was heard, or somebody else speaks for it."""

from datetime import date, datetime

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions import operations as actions
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Person
from tutela.web.responsibilities.models import Contact, Speaker
from tutela.web.responsibilities.operations.refusals import must_be_past, must_have
from tutela.web.responsibilities.operations.showing import show
from tutela.web.responsibilities.queries.stakeholders import groups_of
from tutela.web.responsibilities.stakeholders import Group


@operation
def note_contact(
    *, actor: AnyActor, at: datetime, establishment: Establishment, group: str, on: date, asked: str, said: str,
    promised: str = "", owner: Person | None = None, due_on: date | None = None,
) -> Contact:  # fmt: skip
    """They were heard on that day. What they were promised becomes an action, so that it is kept.

    Raises `NotThen`, `WithoutWords`, `actions.operations.ActionRefused`.
    """
    found = find_group(actor, establishment, group)
    must_be_past(on, establishments.local_day(establishment, at))
    row = Contact(
        establishment=establishment, group=group, on=on, asked=must_have(asked, _("Enter what was asked")),
        said=must_have(said, _("Enter what they said")), promised=promised.strip(), at=at, by_id=actor.person_id,
    )  # fmt: skip
    if row.promised:
        row.action = actions.open_action(
            actor=actor,
            at=at,
            establishment_id=establishment.pk,
            title=row.promised,
            owner=owner,
            due_on=due_on,
            source=_("Promised to: %(group)s") % {"group": found.title},
            origin=f"stakeholder:{group}:{row.pk}",
            address=reverse("responsibilities:stakeholder", kwargs={"group": group}),
        )
    row.save()
    audit.record(actor, "stakeholder.contact", row, at=at, group=group)
    show(establishment, at)
    return row


@operation
def name_speaker(
    *, actor: AnyActor, at: datetime, establishment: Establishment, group: str, name: str, reached: str = ""
) -> Speaker:
    """From now on this person speaks for the group. Raises `WithoutWords`."""
    find_group(actor, establishment, group)
    row = Speaker(
        establishment=establishment, group=group, name=must_have(name, _("Enter their name")), reached=reached.strip(),
        at=at, by_id=actor.person_id,
    )  # fmt: skip
    row.save()
    audit.record(actor, "stakeholder.speaker", row, at=at, group=group)
    return row


def find_group(actor: AnyActor, establishment: Establishment, group: str) -> Group:
    """One of the eight, for whoever may write about them. Raises Http404."""
    found = next((one for one in groups_of(establishment) if one.id == group), None)
    if found is None or not actor.may(Permission.REVIEW_WRITE):
        raise Http404
    return found
