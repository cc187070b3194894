"""Doing what the plans of some rows say, all together: few questions to the database, an audit entry for each change.

Plans of one call are of one transaction; what they hold was compared inside it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings

from tutela.events.pseudonym import pseudonym
from tutela.keys import KeyFolder
from tutela.web.accounts import operations as accounts
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.establishments.models import (
    EarlierLogin,
    Establishment,
    Group,
    GroupMembership,
    ParentLink,
    Person,
    RoleHolding,
)
from tutela.web.establishments.operations.imports.matching import Known
from tutela.web.establishments.operations.imports.planning import CHANGED, NEW, UNCHANGED, Plan, day_of
from tutela.web.establishments.operations.leaving import reopen_account

SIGNS_IN = (Person.Kind.STAFF, Person.Kind.PARTNER)
"""Whoever works here gets an account with their login; nobody can use it until they are given a sign-in link."""


@dataclass(slots=True)
class Writer:
    """Writes the plans of some rows of one import."""

    actor: AnyActor
    at: datetime
    establishment: Establishment
    known: Known
    source: str
    """What stands as the source of a parent's link: the name of the file."""
    import_id: str
    people: list[Person] = field(default_factory=list)
    roles: list[RoleHolding] = field(default_factory=list)
    memberships: list[GroupMembership] = field(default_factory=list)
    links: list[ParentLink] = field(default_factory=list)
    entries: list[tuple[str, Any, int, str]] = field(default_factory=list)
    key: bytes = b""

    def __post_init__(self) -> None:
        self.key = KeyFolder(settings.TUTELA.keys).secret("pseudonym")

    def take(self, plan: Plan) -> None:
        """Do what one row says; new rows wait for `finish`."""
        outcome = plan.outcome
        if outcome == NEW and plan.group is None:
            plan.person = self._make_person(plan)
        elif outcome == CHANGED and plan.person is not None:
            self._change_person(plan, plan.person)
        if plan.group is not None:
            self._take_group(plan, plan.group)
            return
        if plan.person is None or outcome not in (NEW, CHANGED, UNCHANGED):
            return
        self._take_roles_and_groups(plan, plan.person)
        if plan.child is not None:
            self._take_link(plan, plan.person, plan.child)
        if outcome != UNCHANGED:
            action = "person.make" if outcome == NEW else "person.change"
            told = ",".join(sorted({column for column, _old, _new in plan.changes if column}))
            self.entries.append((action, plan.person, plan.line.number, told))

    def finish(self) -> None:
        """Save what is new, then write what the audit has to tell."""
        Person._base_manager.bulk_create(self.people, batch_size=200)
        RoleHolding._base_manager.bulk_create(self.roles, batch_size=200)
        GroupMembership._base_manager.bulk_create(self.memberships, batch_size=200)
        ParentLink._base_manager.bulk_create(self.links, batch_size=200)
        if made := [row for action, row, _number, _columns in self.entries if action == "person.make"]:
            # one entry for all that are new: one each would take as long as everything else together
            told = {"import": self.import_id, "count": len(made), "people": ",".join(str(row.pk) for row in made)}
            audit.record(self.actor, "person.make-many", self.establishment, at=self.at, **told)
        for action, row, number, columns in self.entries:
            if action == "person.make":
                continue
            audit.record(
                self.actor, action, row, at=self.at, **{"import": self.import_id, "row": number, "columns": columns}
            )

    def _make_person(self, plan: Plan) -> Person:
        person = Person(establishment=self.establishment, **plan.fields)
        if person.login:
            person.pseudonym = pseudonym(self.key, self.establishment.slug, person.login)
        if person.login and person.kind in SIGNS_IN:
            person.user = accounts.make_user(actor=self.actor, login=person.login, email=person.email, at=self.at)
        self.people.append(person)
        self.known.remember(person)
        return person

    def _change_person(self, plan: Plan, person: Person) -> None:
        if "login" in plan.fields and person.login:
            EarlierLogin(
                establishment=self.establishment,
                person=person,
                login=person.login,
                pseudonym=person.pseudonym,
                until_at=self.at,
            ).save(force_insert=True)
        for name, value in plan.fields.items():
            setattr(person, name, value)
        changed = list(plan.fields)
        if "login" in plan.fields:
            person.pseudonym = pseudonym(self.key, self.establishment.slug, person.login)
            changed.append("pseudonym")
        if plan.returns:
            person.left_on = None
            changed.append("left_on")
        if changed and person not in self.people:
            person.save(update_fields=changed)
        if plan.returns:
            reopen_account(actor=self.actor, at=self.at, person=person)
        self.known.remember(person)

    def _take_roles_and_groups(self, plan: Plan, person: Person) -> None:
        day = day_of(plan, self.known.today) if plan.outcome == NEW else self.known.today
        for holding in plan.ends_roles:
            holding.until_on, holding.noted_at = max(holding.from_on, self.known.today), self.at
            holding.save(update_fields=["until_on", "noted_at"])
        if plan.role:
            held = self.known.roles.setdefault(person.pk, [])
            holding = RoleHolding(
                establishment=self.establishment, person=person, role=plan.role, from_on=day, noted_at=self.at
            )
            held.append(holding)
            self.roles.append(holding)
        for membership in plan.leaves:
            membership.until_on = max(membership.from_on, self.known.today)
            membership.save(update_fields=["until_on"])
        rows = self.known.memberships.setdefault(person.pk, [])
        rows[:] = [row for row in rows if row not in plan.leaves]
        for group in plan.joins:
            self._save_group(group)
            joined = GroupMembership(establishment=self.establishment, group=group, person=person, from_on=day)
            rows.append(joined)
            self.memberships.append(joined)

    def _take_link(self, plan: Plan, parent: Person, child: Person) -> None:
        link = plan.link
        if link is not None:
            if (link.has_responsibility, link.no_contact) == (plan.responsibility, plan.no_contact):
                return
            link.until = self.known.today
            link.save(update_fields=["until"])
        made = ParentLink(
            establishment=self.establishment,
            parent=parent,
            child=child,
            has_responsibility=plan.responsibility,
            no_contact=plan.no_contact,
            since=self.known.today,
            source=self.source,
        )
        self.known.links[parent.pk, child.pk] = made
        self.links.append(made)

    def _take_group(self, plan: Plan, group: Group) -> None:
        outcome = plan.outcome
        for name, value in plan.fields.items():
            setattr(group, name, value)
        if outcome == NEW:
            self._save_group(group)
        elif outcome == CHANGED:
            group.save(update_fields=list(plan.fields))
            self.entries.append(("group.change", group, plan.line.number, ",".join(sorted(plan.fields))))

    def _save_group(self, group: Group) -> None:
        if group._state.adding:
            group.full_clean(exclude=["establishment"])
            group.save(force_insert=True)
            self.entries.append(("group.make", group, 0, ""))
