"""Typed names, held against those who read matters: none of them reads what may be about themselves."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from tutela.web.concerns import rules
from tutela.web.concerns.models import Involved, NameCompared, TypedName
from tutela.web.core import restricted_keys, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.establishments import queries as establishments


def list_readers(establishment: Any, *, at: datetime) -> list[Any]:
    """Who may read matters there by a role they hold."""
    roles = dict.fromkeys(role for roles in rules.ROUTE_ROLES.values() for role in roles)
    return list(establishments.list_holders(establishment, *roles, at=at))


def may_mean(typed: str, person: Any) -> bool:
    """Whether a typed name may mean this person."""
    return rules.may_mean(typed, f"{person.given_name} {person.known_as} {person.family_name}")


def compare_name(row: Involved, typed: str, establishment: Any, *, at: datetime) -> None:
    """Hold a name that was typed just now against all who may read matters."""
    if row.role == "reporter" or not (row.was_typed or row.person_id is None):
        return
    for person in list_readers(establishment, at=at):
        _keep(row, typed, person, at=at)


def compare_old_names(establishment: Any, *, at: datetime) -> int:
    """Hold all typed names against those who came to read matters since they were typed; how many may mean one."""
    found = 0
    typed = Involved.keeping_out.filter(Q(person__isnull=True) | Q(was_typed=True), establishment=establishment)
    typed = typed.exclude(concern__case_key__destroyed_at__isnull=False).exclude(
        case__case_key__destroyed_at__isnull=False
    )
    for person in list_readers(establishment, at=at):
        compared = NameCompared.objects.filter(involved=OuterRef("pk"), person=person)
        rows = typed.filter(~Exists(compared)).exclude(role="reporter")
        for row in rows.select_related("concern__case_key", "case__case_key"):
            found += _keep(row, _typed_name(row), person, at=at)
    return found


def keep_typed_names(actor: AnyActor, matter: Any, *, at: datetime) -> None:
    """Keep the typed names of a concern or a case (open to whoever is here) for comparing when it is sealed to people.

    What was kept already stays.
    """
    which = "concern" if matter._meta.model_name == "concern" else "case"
    typed = Involved.keeping_out.filter(Q(person__isnull=True) | Q(was_typed=True), typed=None, **{which: matter})
    for row in typed.exclude(role="reporter"):
        name = sealing.unseal_field(row, "sealed_name", sealing.open_case_key(matter.case_key))
        keep_typed_name(actor, row, name, at=at)


def keep_typed_name(actor: AnyActor, row: Involved, name: str, *, at: datetime) -> None:
    """Keep one of them."""
    own_key, key = sealing.make_case_key(actor, row.establishment_id, at=at)
    kept = TypedName(
        establishment_id=row.establishment_id,
        involved=row,
        concern_id=row.concern_id,
        case_id=row.case_id,
        own_key=own_key,
    )
    sealing.seal_field(kept, "sealed_name", name, key)
    kept.save()


def _typed_name(row: Involved) -> str:
    case_key = (row.concern or row.case).case_key
    if restricted_keys.is_restricted(case_key):
        kept = TypedName.objects.select_related("own_key").get(involved=row)
        return sealing.unseal_field(kept, "sealed_name", sealing.open_case_key(kept.own_key))
    return sealing.unseal_field(row, "sealed_name", sealing.open_case_key(case_key))


def _keep(row: Involved, typed: str, person: Any, *, at: datetime) -> bool:
    may_be = row.person_id == person.pk or may_mean(typed, person)
    NameCompared(establishment_id=row.establishment_id, involved=row, person=person, may_be=may_be, at=at).save()
    return may_be
