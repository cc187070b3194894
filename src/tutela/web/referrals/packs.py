"""A referral's pack: what the body asks for, from the case and from whoever refers; what is missing is marked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tutela.web.concerns import words as concern_words
from tutela.web.concerns.queries.case import CaseRead
from tutela.web.core.actor import AnyActor
from tutela.web.core.templatetags.when import day, moment
from tutela.web.establishments import queries as establishments
from tutela.web.referrals.queries.referral import ReferralRead
from tutela.web.referrals.routes import CASE, Part

ABOUT = ("child", "adult-person")
OF_ALLEGED = ("alleged", "adult-conduct")
OPTIONAL = ("worries", "chronology", "done")
"""Parts that go with it only where they were chosen."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a pack: facts (name, value), paragraphs, and what of it nobody knows yet, in words."""

    key: str
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of it."""
        return not (self.facts or self.texts)


def compose(
    actor: AnyActor, read: ReferralRead, parts: Iterable[Part], establishment: Any, today: date
) -> list[Section]:
    """The sections of a pack, in the body's order, then what goes with it."""
    chosen = set(read.answers.get("gives", ()))
    asked = [part for part in parts if part.key not in OPTIONAL]
    sections = [_section(actor, read, part, establishment, today) for part in asked]
    extra = {"worries": _worries, "chronology": _chronology, "done": _done}
    return sections + [extra[key](read.case) for key in OPTIONAL if key in chosen]


def list_missing(sections: Iterable[Section]) -> list[str]:
    """What is missing in the whole pack."""
    return [missing for section in sections for missing in section.missing]


def _section(actor: AnyActor, read: ReferralRead, part: Part, establishment: Any, today: date) -> Section:
    if part.origin != CASE:
        text = str(read.answers.get("parts", {}).get(part.key, "")).strip()
        return Section(part.key, part.title, texts=(("", text),) if text else (), missing=() if text else (part.title,))
    if part.key == "school":
        return _school(read, part, establishment, today)
    if part.key == "family":
        return _family(actor, read, part)
    roles = {"alleged"} if part.key in OF_ALLEGED else None
    return _people(actor, read, part, roles, today)


def _people(actor: AnyActor, read: ReferralRead, part: Part, roles: set[str] | None, today: date) -> Section:
    chosen = _chosen(read) if roles is None else _of_roles(read.case, roles)
    facts: list[tuple[str, str]] = []
    missing: list[str] = []
    for someone in chosen:
        person = establishments.get_person(actor, someone.person_id) if someone.person_id else None
        facts.append((_("Name"), someone.name + (f" ({person.known_as})" if person and person.known_as else "")))
        if person is None:
            facts.append((_("Known to us"), _("Not in our records under this name")))
            missing.append(_("Date of birth of %(name)s") % {"name": someone.name})
            continue
        facts.append((_("They are"), str(person.get_kind_display())))
        if person.born_on:
            facts.append((_("Born on"), day(person.born_on)))
        else:
            missing.append(_("Date of birth of %(name)s") % {"name": someone.name})
        if person.reference:
            facts.append((_("Our number for them"), person.reference))
        if classes := establishments.list_classes_of(person, on=today):
            facts.append((_("Year and classes"), ", ".join(group.name for group in classes)))
    if not chosen:
        missing.append(part.title)
    return Section(part.key, part.title, facts=tuple(facts), missing=tuple(missing))


def _family(actor: AnyActor, read: ReferralRead, part: Part) -> Section:
    facts: list[tuple[str, str]] = []
    missing: list[str] = []
    for someone in _chosen(read):
        person = establishments.get_person(actor, someone.person_id) if someone.person_id else None
        parents = establishments.list_responsible_parents(person) if person else []
        for parent in parents:
            reached = ", ".join(filter(None, (parent.phone, parent.email))) or _("no number or address is noted")
            title = _("Parental responsibility for %(name)s") % {"name": someone.name}
            facts.append((title, f"{parent.full_name}, {reached}"))
        if not parents:
            missing.append(_("Parents or carers of %(name)s") % {"name": someone.name})
    return Section(part.key, part.title, facts=tuple(facts), missing=tuple(missing) or (() if facts else (part.title,)))


def _school(read: ReferralRead, part: Part, establishment: Any, today: date) -> Section:
    contact = establishments.get_named_contact(establishment, at=read.decided_at)
    facts = [(_("Establishment"), establishment.name), (_("Referred by"), read.decided_by), (_("Day"), day(today))]
    missing = []
    if contact is None:
        missing.append(_("Whom the body should ring"))
    else:
        reached = ", ".join(filter(None, (str(contact.phone or ""), str(contact.email or ""))))
        facts.append((_("Please contact"), f"{contact.name}, {reached}" if reached else contact.name))
        if not contact.phone:
            missing.append(_("A telephone number of %(name)s") % {"name": contact.name})
    return Section(part.key, part.title, facts=tuple(facts), missing=tuple(missing))


def _worries(case: CaseRead) -> Section:
    texts = [
        (f"{concern_words.theme(one.theme)}, {moment(one.happened_at or one.raised_at)}", one.text)
        for one in case.concerns
    ]
    return Section("worries", _("What was reported"), texts=tuple(texts))


def _chronology(case: CaseRead) -> Section:
    texts = [
        (f"{moment(one.at)}: {one.title}", one.text) for one in case.chronology if one.text and one.kind != "referral"
    ]
    return Section("chronology", _("Chronology"), texts=tuple(texts))


def _done(case: CaseRead) -> Section:
    texts = [
        (_("Done") if one.is_done else _("To do by %(day)s") % {"day": day(one.due_on)}, one.text)
        for one in case.actions
    ]
    empty = () if texts else (_("What was done so far"),)
    return Section("done", _("What was done so far"), texts=tuple(texts), missing=empty)


def _chosen(read: ReferralRead) -> list[Any]:
    """Whom the referral is about: those who were chosen, else all who may have been harmed."""
    chosen = set(read.answers.get("about", ()))
    if chosen:
        return _once(one for one in read.case.people if str(one.involved_id) in chosen)
    return _of_roles(read.case, {"harmed"})


def _of_roles(case: CaseRead, roles: set[str]) -> list[Any]:
    return _once(one for one in case.people if one.role in roles)


def _once(people: Iterable[Any]) -> list[Any]:
    found: dict[Any, Any] = {}
    for one in people:
        found.setdefault(one.person_id or one.name, one)
    return list(found.values())


def contents(sections: Iterable[Section], read: ReferralRead) -> Mapping[str, Any]:
    """What the register says is in a pack."""
    return {"parts": [one.title for one in sections if not one.is_empty], "about": [one.name for one in _chosen(read)]}
