"""Keeping what is known of one person true: added, described, put into a year and classes, invited to sign in."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from tutela.web.accounts import operations as accounts
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.outbox import site_address
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries, rules
from tutela.web.establishments.models import EarlierLogin, Establishment, Group, GroupMembership, Person
from tutela.web.establishments.operations.leaving import ROLE_OF_KIND, NotByYou
from tutela.web.establishments.operations.people import make_person, pseudonym_of
from tutela.web.establishments.operations.roles import grant_role
from tutela.web.establishments.operations.years import YearGroups

DESCRIBED = ("given_name", "family_name", "known_as", "reference", "organisation", "login", "email", "phone", "born_on")
"""What may be said of a person."""


class HasAccount(ValueError):
    """They sign in already; a new link is made on the page of their account."""


@operation
def add_person(
    *, actor: AnyActor, at: datetime, establishment: Establishment, kind: str, given: Mapping[str, Any], on: date
) -> Person:
    """One more person, with the role that everybody of their kind has. Raises Django's `ValidationError`."""
    _check_login(establishment, None, given.get("login") or "")
    known = {name: given[name] for name in DESCRIBED if given.get(name)}
    person = make_person(actor=actor, at=at, establishment=establishment, kind=kind, **known)
    grant_role(actor=actor, person=person, role=ROLE_OF_KIND[kind], from_on=on, at=at)
    return person


@operation
def describe_person(*, actor: AnyActor, at: datetime, person: Person, given: Mapping[str, Any]) -> Person:
    """Change what is known of a person, as DESCRIBED names it; what is not given stays.

    An earlier login stays theirs. Where somebody who reads about people gets their notices is changed by whoever
    decides about roles alone. Raises `NotByYou`, Django's `ValidationError`.
    """
    changed = {name: given[name] for name in DESCRIBED if name in given and given[name] != getattr(person, name)}
    guarded = {"email", "login"} & changed.keys()
    if guarded and not rules.may_decide(actor.permissions) and queries.reads_people(person, at=at):
        raise NotByYou(
            _("They read about people, so only somebody who decides about roles changes their login or email address.")
        )
    if not changed:
        return person
    if "login" in changed:
        _check_login(person.establishment, person, changed["login"])
        _keep_login(person, at)
    for name, value in changed.items():
        setattr(person, name, value)
    if "login" in changed:
        person.pseudonym = pseudonym_of(person.establishment, person.login) if person.login else ""
    person.full_clean()
    person.save(update_fields=[*changed, "pseudonym"])
    if "email" in changed and person.user is not None:
        accounts.change_address(actor=actor, user=person.user, email=person.email, at=at)
    audit.record(actor, "person.describe", person, at=at, changed=",".join(sorted(changed)))
    return person


@operation
def place_person(
    *, actor: AnyActor, at: datetime, person: Person, year: int | None, classes: Collection[Group], on: date
) -> None:
    """From `on` the person is in this year (None: where they are) and in exactly these classes, or teaches them."""
    lasting = Q(until_on__isnull=True) | Q(until_on__gt=on)
    rows = GroupMembership._base_manager.filter(lasting, person=person, establishment_id=person.establishment_id)
    held = list(rows.select_related("group"))
    wanted = {group.pk: group for group in classes}
    kinds = {Group.Kind.CLASS}
    if year is not None and person.kind == Person.Kind.LEARNER:
        kinds |= {Group.Kind.YEAR, Group.Kind.AGE}
        wanted |= {group.pk: group for group in YearGroups(actor, at, person.establishment).of_year(year)}
    ended = [row for row in held if row.group.kind in kinds and row.group_id not in wanted]
    for row in ended:
        row.until_on = max(row.from_on, on)
        row.save(update_fields=["until_on"])
    here = {row.group_id for row in held}
    begun = [group for pk, group in wanted.items() if pk not in here]
    for group in begun:
        GroupMembership(establishment_id=person.establishment_id, group=group, person=person, from_on=on).save()
    if ended or begun:
        audit.record(actor, "person.place", person, at=at, ended=len(ended), begun=len(begun))


@operation
def invite(*, actor: AnyActor, at: datetime, person: Person, login: str, email: str = "") -> str:
    """Make an account for somebody who has none; the link that signs them in once, told here and never again.

    For somebody who reads about people whoever decides about roles does it: with the link one could set up a second
    factor of one's own. Raises `NotByYou`, `HasAccount`, `accounts.operations.LoginTaken`, `ValidationError`.
    """
    if person.user_id is not None:
        raise HasAccount(_("They have an account already. Make a new link on the page of their account."))
    reads = queries.reads_people(person, at=at)
    may = rules.may_decide(actor.permissions) if reads else actor.may(Permission.ACCOUNT_MANAGE)
    if not may or person.pk in actor.exclusions:
        raise NotByYou(_("They read about people, so only somebody who decides about roles can invite them."))
    if queries.has_left(person, at=at):
        raise ValidationError({"login": _("They have left. Say first that they are here again")})
    described = {"email": email} if email else {}
    if not person.login:
        described["login"] = login
    describe_person(actor=actor, at=at, person=person, given=described)
    person.user = accounts.make_user(actor=actor, login=login, email=person.email, at=at)
    person.save(update_fields=["user"])
    audit.record(actor, "person.invite", person, at=at, user=str(person.user_id))
    return accounts.make_sign_in_link(user=person.user, actor=actor, at=at, base_url=site_address())


def _check_login(establishment: Establishment, person: Person | None, login: str) -> None:
    had = EarlierLogin._base_manager.filter(establishment=establishment, login__iexact=login)
    if login and had.exclude(person=person).exists():
        raise ValidationError(
            {"login": _("This login was somebody else’s, and old records are found by it. Choose another")}
        )


def _keep_login(person: Person, at: datetime) -> None:
    if person.login:
        EarlierLogin(
            establishment_id=person.establishment_id,
            person=person,
            login=person.login,
            pseudonym=person.pseudonym,
            until_at=at,
        ).save(force_insert=True)
