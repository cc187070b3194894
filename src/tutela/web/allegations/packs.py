"""The pack of a referral about an adult: what the body asks for, from the matter; what is missing is marked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tutela.web.allegations import rules, words
from tutela.web.allegations.queries.matter import MatterRead
from tutela.web.allegations.shipped import PackPart
from tutela.web.core.actor import AnyActor
from tutela.web.core.templatetags.when import day, moment
from tutela.web.establishments import queries as establishments

OF_MATTER = "case"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a pack: facts (name, value), paragraphs (title, text), and what of it nobody knows, in words."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()


def compose(
    actor: AnyActor,
    matter: MatterRead,
    parts: Iterable[PackPart],
    *,
    answers: Mapping[str, str],
    place: Any,
    people: Iterable[Any],
    today: date,
) -> list[Section]:
    """The sections in the body's order. `people` are those whom the matter is about, as far as they are known.

    Whom the body rings is whoever refers: the usual contact may be the very person it is about.
    """
    made = {"adult-conduct": lambda part: _adults(matter, part, people), "worries": lambda part: _worries(matter, part)}
    made |= {"school": lambda part: _place(actor, part, place, today), "done": lambda part: _done(matter, part)}
    sections = []
    for part in parts:
        if part.origin == OF_MATTER:
            sections.append(made[part.key](part) if part.key in made else Section(part.title, missing=(part.title,)))
        else:
            said = answers.get(part.key, "")
            texts, missing = ((("", said),), ()) if said else ((), (part.title,))
            sections.append(Section(part.title, texts=texts, missing=missing))
    return sections


def list_missing(sections: Iterable[Section]) -> list[str]:
    """What is missing in the whole pack."""
    return [missing for section in sections for missing in section.missing]


def _adults(matter: MatterRead, part: PackPart, people: Iterable[Any]) -> Section:
    facts: list[tuple[str, str]] = []
    missing: list[str] = []
    known = list(people)
    for person in known:
        facts += [(_("Name"), person.full_name), (_("They are"), str(person.get_kind_display()))]
        if person.organisation:
            facts.append((_("Employer"), person.organisation))
        if person.born_on:
            facts.append((_("Born on"), day(person.born_on)))
        else:
            missing.append(_("Date of birth of %(name)s") % {"name": person.full_name})
    if not known:
        facts += [(_("Name"), name) for name in matter.names]
        missing.append(_("Who exactly it is: only a name was typed"))
    return Section(part.title, tuple(facts), missing=tuple(missing))


def _worries(matter: MatterRead, part: PackPart) -> Section:
    facts = [(_("Reported"), moment(matter.row.raised_at))]
    missing = []
    if matter.when:
        facts.append((_("When and where"), matter.when))
    else:
        missing.append(_("When and where it was"))
    if matter.learners:
        facts.append((_("Who was there, or may be affected"), matter.learners))
    else:
        missing.append(_("Who was there, or may be affected"))
    return Section(part.title, tuple(facts), (("", matter.text),), tuple(missing))


def _place(actor: AnyActor, part: PackPart, place: Any, today: date) -> Section:
    person = establishments.get_person(actor, actor.person_id) if actor.person_id else None
    facts = [(_("Establishment"), place.name), (_("Day"), day(today))]
    missing = []
    if person is not None:
        facts.append((_("Referred by"), person.full_name))
        reached = ", ".join(filter(None, (person.phone, person.email)))
        if reached:
            facts.append((_("Please contact"), f"{person.full_name}, {reached}"))
        if not person.phone:
            missing.append(_("A telephone number of %(name)s") % {"name": person.full_name})
    return Section(part.title, tuple(facts), missing=tuple(missing))


def _done(matter: MatterRead, part: PackPart) -> Section:
    texts = [
        (f"{moment(one.happened_at)}: {words.ENTRIES[one.kind]}", one.text)
        for one in matter.entries
        if one.kind in rules.TOLD_OUTSIDE and one.text and not one.corrected
    ]
    return Section(part.title, texts=tuple(texts), missing=() if texts else (part.title,))
