"""Leavers, and whoever comes back: what somebody wrote and what was written about them stays; what opens doors ends."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from tutela.web.accounts import operations as accounts
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import READS_CONCERNS, Permission, permissions_of
from tutela.web.establishments import queries, rules
from tutela.web.establishments.models import GroupMembership, KnownDevice, NetworkCredential, Person, RoleHolding
from tutela.web.establishments.operations.roles import grant_role


class HasNotLeft(ValueError):
    """Somebody who is here cannot come back."""


class LastLead(ValueError):
    """Without this person nobody would hold a role that is never vacant; give it to somebody first."""


class NotByYou(ValueError):
    """Whoever reads concerns leaves by the word of somebody who grants roles: nobody technical ends their work."""


ROLE_OF_KIND = {"learner": "learner", "parent": "parent", "partner": "partner-tutor", "staff": "support"}


@operation
def leave(*, actor: AnyActor, at: datetime, person: Person, on: date) -> Person:
    """The person leaves on a day: from it on they hold no role and are in no group, and may do nothing.

    When the day has come their network credential and account are closed and their devices freed: now if it is past,
    else by the tick. Their records stay. Raises `LastLead`, `NotByYou`.
    """
    establishment = person.establishment
    if not actor.may(Permission.ROLE_GRANT) and _reads_concerns(person, at):
        raise NotByYou(_("Only somebody who grants roles can say that this person leaves."))
    for role in rules.NEVER_VACANT:
        if queries.list_holders(establishment, role, at=at) == [person]:
            named = queries.terms_of(establishment).role(role)
            raise LastLead(_("Nobody else is %(role)s. Give the role to somebody first.") % {"role": named})
    person.left_on = on
    person.save(update_fields=["left_on"])
    lasting = Q(until_on__isnull=True) | Q(until_on__gt=on)
    for model in (RoleHolding, GroupMembership):
        for row in model._base_manager.filter(lasting, person=person):
            row.until_on = max(on, row.from_on)
            if model is RoleHolding:
                row.noted_at, row.ended_by_id = at, actor.person_id
            row.save()
    audit.record(actor, "person.leave", person, at=at, on=on.isoformat())
    if on <= queries.local_day(establishment, at):
        close_doors(actor=actor, at=at, person=person)
    return person


@operation
def close_doors(*, actor: AnyActor, at: datetime, person: Person) -> None:
    """End the network credential and devices of somebody who has left, and close their account."""
    credentials = NetworkCredential._base_manager.filter(person=person, ended_at=None).update(ended_at=at)
    devices = KnownDevice._base_manager.filter(person=person, ended_at=None).update(ended_at=at)
    closed = person.user is not None and person.user.is_active
    if closed:
        accounts.close_user(actor=actor, user=person.user, at=at)
        person.account_closed_by_leaving = True
        person.save(update_fields=["account_closed_by_leaving"])
    audit.record(
        actor, "person.close-doors", person, at=at, credentials=credentials, devices=devices, account=bool(closed)
    )


@operation
def come_back(*, actor: AnyActor, at: datetime, person: Person, on: date) -> Person:
    """Somebody who left, or was to leave, is here again from a day on, with the role that everybody of their kind has.

    Other roles are given anew by whoever may give them. The account opens again if it was their leaving that closed it;
    one that somebody closed for another reason stays closed. Raises `HasNotLeft`.
    """
    if person.left_on is None:
        raise HasNotLeft(str(person.pk))
    person.left_on = None
    person.save(update_fields=["left_on"])
    reopen_account(actor=actor, at=at, person=person)
    audit.record(actor, "person.come-back", person, at=at, on=on.isoformat())
    role = ROLE_OF_KIND[person.kind]
    lasting = Q(until_on__isnull=True) | Q(until_on__gt=on)
    if not RoleHolding._base_manager.filter(lasting, person=person, role=role).exists():
        grant_role(actor=actor, person=person, role=role, from_on=on, at=at)
    return person


@operation
def reopen_account(*, actor: AnyActor, at: datetime, person: Person) -> None:
    """Open the account of somebody who is here again, if it was their leaving that closed it."""
    if not person.account_closed_by_leaving:
        return
    person.account_closed_by_leaving = False
    person.save(update_fields=["account_closed_by_leaving"])
    if person.user is not None and not person.user.is_active:
        accounts.reopen_user(actor=actor, user=person.user, at=at)


def _reads_concerns(person: Person, at: datetime) -> bool:
    roles = queries.list_roles(person, person.establishment, at=at)
    return bool(permissions_of(frozenset(roles)) & READS_CONCERNS)
