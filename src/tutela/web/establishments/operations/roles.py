"""Who holds which role from when to when, and who is kept out of what."""

from datetime import date, datetime
from uuid import UUID

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments.models import Establishment, Exclusion, Person, RoleHolding


@operation
def grant_role(
    *,
    actor: AnyActor,
    person: Person,
    role: str,
    establishment: Establishment | None = None,
    from_on: date,
    until_on: date | None = None,
    at: datetime,
) -> RoleHolding:
    """Let a person hold a role of roles.yaml, at their own establishment unless another is named.

    Raises Django's `ValidationError` on a role that does not exist.
    """
    holding = RoleHolding(
        establishment=establishment or person.establishment,
        person=person,
        role=role,
        from_on=from_on,
        until_on=until_on,
        noted_at=at,
        given_by_id=actor.person_id,
    )
    holding.full_clean()
    holding.save(force_insert=True)
    audit.record(actor, "role.grant", holding, at=at, role=role, person=str(person.pk))
    return holding


@operation
def end_role(*, actor: AnyActor, holding: RoleHolding, until_on: date, at: datetime) -> None:
    """From `until_on` on the person no longer holds the role; today's date counts at once."""
    holding.until_on, holding.noted_at, holding.ended_by_id = until_on, at, actor.person_id
    holding.full_clean()
    holding.save(update_fields=["until_on", "noted_at", "ended_by"])
    audit.record(actor, "role.end", holding, at=at, role=holding.role, person=str(holding.person_id))


@operation
def exclude(
    *,
    actor: AnyActor,
    person: Person,
    about_person: Person | None = None,
    about_record: UUID | None = None,
    reason: str,
    at: datetime,
    until_at: datetime | None = None,
) -> Exclusion:
    """Keep a person out of all that is about another person, or out of one record: a conflict of interest."""
    exclusion = Exclusion(
        establishment_id=person.establishment_id,
        person=person,
        about_person=about_person,
        about_record=about_record,
        reason=reason,
        from_at=at,
        until_at=until_at,
    )
    exclusion.full_clean()
    exclusion.save(force_insert=True)
    audit.record(actor, "exclusion.declare", exclusion, at=at)
    return exclusion
