"""What a row would change: compared with what is known, written by nobody yet."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from tutela.web.establishments.importing.lines import Line
from tutela.web.establishments.importing.years import get_band, name_year
from tutela.web.establishments.models import Group, GroupMembership, ParentLink, Person, RoleHolding
from tutela.web.establishments.operations.imports.matching import PERSON_KIND, Known

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
FIELDS = ("reference", "given_name", "family_name", "known_as", "login", "email", "phone", "born_on", "organisation")
GIVEN_BY_FILE = ("teacher", "support", "governor")


@dataclass(slots=True)
class Plan:
    """What is to be done for one row."""

    line: Line
    person: Person | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    """(column, what is there, what comes), to be shown."""
    returns: bool = False
    role: str = ""
    ends_roles: list[RoleHolding] = field(default_factory=list)
    joins: list[Group] = field(default_factory=list)
    leaves: list[GroupMembership] = field(default_factory=list)
    child: Person | None = None
    link: ParentLink | None = None
    responsibility: bool = False
    no_contact: bool = False
    group: Group | None = None

    @property
    def outcome(self) -> str:
        if self.line.faults:
            return REFUSED
        if self.group is not None:
            return (CHANGED if self.changes else UNCHANGED) if not self.group._state.adding else NEW
        if self.person is None:
            return NEW
        return CHANGED if self.changes else UNCHANGED


def plan_line(line: Line, kind: str, known: Known) -> Plan:
    """What the row would change. Faults that only a comparison shows are added to the line."""
    plan = Plan(line)
    if line.faults:
        return plan
    if kind == "groups":
        _plan_group(plan, known)
        return plan
    plan.person = known.find(line, kind)
    if line.faults:
        return plan
    _plan_fields(plan, kind)
    _plan_role(plan, kind, known)
    if kind == "learners":
        _plan_year_and_classes(plan, known)
    elif kind == "parents":
        _plan_link(plan, known)
    else:
        _plan_classes(plan, "teaches", known, None)
    return plan


def _plan_fields(plan: Plan, kind: str) -> None:
    # a file never empties what is known: an empty cell says that its system does not know
    given = {key: plan.line.values[key] for key in FIELDS if plan.line.values.get(key)}
    if plan.person is None:
        plan.fields = given | {"kind": PERSON_KIND[kind]}
        return
    if plan.person.kind != PERSON_KIND[kind]:  # a teacher who is somebody's parent stays who they are
        return
    plan.fields = {key: value for key, value in given.items() if getattr(plan.person, key) != value}
    plan.changes += [(key, str(getattr(plan.person, key) or ""), str(value)) for key, value in plan.fields.items()]


def _plan_role(plan: Plan, kind: str, known: Known) -> None:
    held = known.roles.get(plan.person.pk, []) if plan.person else []
    roles = {holding.role for holding in held}
    if plan.person and plan.person.left_on is not None:
        plan.returns = True
        plan.changes.append(("", _("has left"), _("is here again")))
    if kind == "staff":
        wanted = plan.line.values.get("role") or ("" if roles else "support")
        if wanted and wanted not in roles:
            plan.role = wanted
            plan.ends_roles = [holding for holding in held if holding.role in GIVEN_BY_FILE]
    else:
        wanted = {"learners": "learner", "parents": "parent", "partners": "partner-tutor"}[kind]
        plan.role = wanted if wanted not in roles else ""
    if plan.role and plan.person is not None and not plan.returns:
        ended = ", ".join(holding.role for holding in plan.ends_roles)
        plan.changes.append(("role", ended, plan.role))


def _plan_year_and_classes(plan: Plan, known: Known) -> None:
    year = plan.line.values.get("year")
    if year is not None:
        band = get_band(year, known.establishment.nation)
        _move(plan, "year", known, [_year_group(year, known)], Group.Kind.YEAR)
        _move(plan, "", known, [_age_group(band, known)], Group.Kind.AGE)
    _plan_classes(plan, "classes", known, year)
    if year is None and plan.joins and not _current(plan, known, Group.Kind.AGE):
        _move(plan, "", known, [_age_group(plan.joins[0].age_band, known)], Group.Kind.AGE)


def _plan_classes(plan: Plan, column: str, known: Known, year: int | None) -> None:
    names = plan.line.values.get(column) or ()
    classes = [_class(name, known, year) for name in names]
    missing = [name for name, found in zip(names, classes, strict=True) if found is None]
    if missing:
        plan.line.refuse(
            column,
            _("names a class that is not known: %(names)s") % {"names": ", ".join(missing)},
            _("Import the groups first, or correct the name."),
        )
    elif names:
        _move(plan, column, known, [one for one in classes if one], Group.Kind.CLASS)


def _move(plan: Plan, column: str, known: Known, wanted: list[Group], kind: str) -> None:
    """Be in exactly these groups of a kind."""
    now = _current(plan, known, kind)
    here = {membership.group_id for membership in now}
    keys = {group.pk for group in wanted}
    plan.joins += [group for group in wanted if group.pk not in here]
    plan.leaves += [membership for membership in now if membership.group_id not in keys]
    if plan.person is not None and column and here != keys:
        old = ", ".join(sorted(membership.group.name for membership in now))
        plan.changes.append((column, old, ", ".join(sorted(group.name for group in wanted))))
    elif plan.person is not None and here != keys and not plan.changes:
        plan.changes.append((_("age group"), "", wanted[0].name))


def _current(plan: Plan, known: Known, kind: str) -> list[GroupMembership]:
    rows = known.memberships.get(plan.person.pk, []) if plan.person else []
    return [row for row in rows if row.group.kind == kind]


def _year_group(year: int, known: Known) -> Group:
    nation = known.establishment.nation
    found = next((g for g in known.groups if g.kind == Group.Kind.YEAR and g.year == year), None)
    if found:
        return found
    band, name = get_band(year, nation), name_year(year, nation)
    return _make(known, key=f"year-{year}", name=name, age_band=band, kind=Group.Kind.YEAR, year=year)


def _age_group(band: str, known: Known) -> Group:
    ages = sorted((g for g in known.groups if g.kind == Group.Kind.AGE and g.age_band == band), key=lambda g: g.key)
    learners = [group for group in ages if group.key.startswith("learners")]
    if learners or ages:
        return (learners or ages)[0]
    return _make(known, key=f"learners-{band}", name=str(Group.AgeBand(band).label), age_band=band, kind=Group.Kind.AGE)


def _class(name: str, known: Known, year: int | None) -> Group | None:
    """The class of that name; where the row tells the year, a new one if it is not known."""
    same = [g for g in known.groups if g.kind == Group.Kind.CLASS and g.name.casefold() == name.casefold()]
    if same or year is None:
        return same[0] if same else None
    band = get_band(year, known.establishment.nation)
    return _make(known, key=_free_key(name, known), name=name, age_band=band, kind=Group.Kind.CLASS, year=year)


def _make(known: Known, **fields: Any) -> Group:
    group = Group(establishment=known.establishment, **fields)
    known.groups.append(group)
    return group


def _free_key(name: str, known: Known) -> str:
    taken = {group.key for group in known.groups}
    base = slugify(name)[:34] or "class"
    return next(key for n in range(1, 10_000) if (key := base if n == 1 else f"{base}-{n}") not in taken)


def _plan_group(plan: Plan, known: Known) -> None:
    values = plan.line.values
    year, nation = values.get("year"), known.establishment.nation
    band = values.get("age_band") or get_band(year, nation)
    found = _class(values["name"], known, None)
    if found is None:
        name = values["name"]
        plan.group = _make(
            known, key=_free_key(name, known), name=name, age_band=band, kind=Group.Kind.CLASS, year=year
        )
        return
    plan.group = found
    for name, value in (("year", year if year is not None else found.year), ("age_band", band)):
        if getattr(found, name) != value:
            plan.changes.append((name, str(getattr(found, name) or ""), str(value)))
            plan.fields[name] = value


def _plan_link(plan: Plan, known: Known) -> None:
    values = plan.line.values
    plan.child = child = known.find_child(values["child"])
    if child is None:
        plan.line.refuse(
            "child", _("is nobody’s reference or login here"), _("Import the learners first, or correct it.")
        )
        return
    if plan.person is not None and plan.person.pk == child.pk:
        plan.line.refuse("child", _("is the same person as the parent"), _("Correct one of the two."))
        return
    if plan.person is not None and (child.pk, plan.person.pk) in known.links:
        plan.line.refuse("child", _("is this person’s own parent"), _("Correct one of the two."))
        return
    plan.link = known.links.get((plan.person.pk, child.pk)) if plan.person else None
    before = plan.link
    given = "parental_responsibility" in values or before is None
    plan.responsibility = bool(values.get("parental_responsibility")) if given else before.has_responsibility
    # a court order is taken away by somebody who has read that it ended, never by an old file
    plan.no_contact = bool(values.get("no_contact")) or (before is not None and before.no_contact)
    if before is None and plan.person is not None:
        plan.changes.append(("child", "", child.full_name))
    elif before is not None and (before.has_responsibility, before.no_contact) != (
        plan.responsibility,
        plan.no_contact,
    ):
        # what it was and will be is for those who read about people; the file tells the rest
        plan.changes.append((_("what is noted about the child"), "…", _("as in the file")))


def day_of(plan: Plan, today: date) -> date:
    """The first day of what the row begins: of a new person the day it tells, else today."""
    return plan.line.values.get("from_on") or today if plan.person is None else today
