"""From answers to a school: each is carried out by the operation that changes it later, too."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from tutela.web.core.actor import AnyActor
from tutela.web.establishments import opening, operations, queries
from tutela.web.filters import operations as filters
from tutela.web.setup.answers import CHAIR, DEPUTY, HEAD, LEAD, Answers
from tutela.web.setup.questions import NOBODY, form_of, pages_for
from tutela.web.setup.questions.people import EACH

STANDS_IN = (DEPUTY, LEAD, HEAD)
"""Who stands in for the named contact: the first of these who is somebody else."""


FIRST_LIST = "first-list"
"""What the school's own first list is called until somebody gives it a better name."""


class Link(NamedTuple):
    """A new person, what they are in the school's words, and the link that signs them in once."""

    person: Any
    role: str
    link: str


def carry_out(*, actor: AnyActor, at: datetime, establishment: Any, answers: Answers) -> list[Link]:
    """Do everything that was answered; every page must hold. Belongs inside an operation."""
    given = {page: _cleaned(page, answers) for page in pages_for(answers)}
    school, contact = given["school"], given["contact"]
    links: list[Link] = []
    if not answers.staff:
        links = _add_people(actor, at, establishment, answers, given)
    _describe(actor, at, establishment, school, given["filtering"])
    holders = {role: queries.list_holders(establishment, role, at=at) for role in (LEAD, DEPUTY, HEAD, CHAIR)}
    people = {role: found[0] for role, found in holders.items() if found}
    _name_contact(actor, at, establishment, people, contact["contact"])
    hours = [(int(day), contact["opens"], contact["closes"]) for day in contact["days"]]
    operations.publish_cover_hours(actor=actor, at=at, establishment=establishment, hours=hours)
    if fails := given.get("fails"):
        filters.choose_fail_policy(
            actor=actor, at=at, establishment=establishment, kind=fails["kind"], chosen_by=people[fails["decided_by"]]
        )
        if fails["list_place"]:
            filters.add_source(
                actor=actor,
                at=at,
                establishment=establishment,
                name=FIRST_LIST,
                place=fails["list_place"],
                licence=str(_("Not stated yet")),
            )
    signed = given["monitoring"]
    if signed["signed_by"] != NOBODY:
        operations.ask_to_sign(
            actor=actor,
            at=at,
            establishment=establishment,
            person=people[signed["signed_by"]],
            role_words=signed["role_words"],
            note=signed["note"],
            adviser=signed["adviser"],
        )
    filters.want_publication(actor=actor, at=at, establishment_id=establishment.pk)
    return links


def _cleaned(page: str, answers: Answers) -> Mapping[str, Any]:
    form = form_of(page, answers)
    form.full_clean()
    return form.cleaned_data


def _add_people(
    actor: AnyActor, at: datetime, establishment: Any, answers: Answers, given: Mapping[str, Mapping[str, Any]]
) -> list[Link]:
    school, others, contact = given["school"], given["others"], given["contact"]["contact"]
    first = [_person(LEAD, given["lead"], ""), _person(others["reviewer"], others, "reviewer_")]
    if others["deputy_login"]:
        first.insert(1, _person(DEPUTY, others, "deputy_"))
    made = opening.set_up(
        actor=actor,
        at=at,
        establishment=establishment,
        name=school["name"],
        sector=school["sector"],
        phase=school["phase"],
        people=first,
        contact=contact,
    )
    if others["reviewer"] == CHAIR:  # the lead is the head as well
        today = queries.local_day(establishment, at)
        operations.grant_role(actor=actor, person=made[0][0], role=HEAD, from_on=today, at=at)
    named = zip(made, first, strict=True)
    return [Link(person, answers.words.role(one.role), link) for (person, link), one in named]


def _person(role: str, given: Mapping[str, Any], prefix: str) -> opening.FirstPerson:
    return opening.FirstPerson(role=role, **{name: given[f"{prefix}{name}"] for name in EACH})


def _describe(
    actor: AnyActor, at: datetime, establishment: Any, school: Mapping[str, Any], filtering: Mapping[str, Any]
) -> None:
    trust = None
    if school["trust"] and school["trust"] != getattr(establishment.trust, "name", ""):
        trust = opening.find_or_make_trust(actor=actor, at=at, name=school["trust"])
    operations.update_profile(
        actor=actor,
        at=at,
        establishment=establishment,
        name=school["name"],
        nation=school["nation"],
        sector=school["sector"],
        phase=school["phase"],
        preset=filtering["preset"],
        filtering_by=filtering["filtering_by"],
        provider_name=filtering["provider_name"] or None,
        trust=trust,
    )


def _name_contact(actor: AnyActor, at: datetime, establishment: Any, people: Mapping[str, Any], chosen: str) -> None:
    """Name them where they are not named already, with whoever stands in."""
    deputy = next((people[role] for role in STANDS_IN if role in people and people[role] != people[chosen]), None)
    current = queries.list_named_contacts(establishment).first()
    if current is None or current.until_at or (current.person, current.deputy) != (people[chosen], deputy):
        operations.name_contact(actor=actor, at=at, establishment=establishment, person=people[chosen], deputy=deputy)
