"""What is known of answers about pictures, and whether a picture may be used."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tutela.web.consents.models import Consent, Use, UsePerson, children_of
from tutela.web.consents.offers import Offer, deciding_in, key_of, list_offers
from tutela.web.consents.rules import Reason, Said, Stage, Subject, Verdict, decide, stage_of, still_says
from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, ParentLink, Person
from tutela.web.establishments.models.people import here_on

OF_THE_FAMILY = (Reason.DISAGREE, Reason.NOT_THEIRS)
"""Reasons that tell who is at odds in a family, or kept from a child: for whoever keeps the answers alone."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One person of a check."""

    person: Person
    verdict: Verdict


def check_people(
    actor: AnyActor, establishment: Establishment, people: Collection[Person], *, purpose: str, channel: str, on: date
) -> list[Checked]:
    """Whether each of these people may be shown for that purpose on that channel on that day; one query for all."""
    said = _said_of(establishment, people, purpose=purpose, channel=channel)
    kept_from, keeps = actor.exclusions - {actor.person_id}, actor.may(Permission.CONSENT_WRITE)
    deciding, found = deciding_in(establishment.nation), []
    for person in people:
        verdict = decide(subject_of(person), said[person.pk, purpose, channel], on=on, deciding=deciding)
        if person.pk in kept_from or (verdict.reason in OF_THE_FAMILY and not keeps):
            verdict = Verdict(allow=False, reason=Reason.ASK_OFFICE)
        found.append(Checked(person, verdict))
    return found


def list_verdicts(establishment: Establishment, person: Person, *, on: date) -> list[tuple[Offer, Verdict]]:
    """The verdict on everything that is asked about one person; for a page that has asked who may see them."""
    said = _said_of(establishment, [person])
    deciding, subject = deciding_in(establishment.nation), subject_of(person)
    return [
        (one, decide(subject, said[person.pk, one.purpose.id, one.channel_id], on=on, deciding=deciding))
        for one in offers_of(establishment)
    ]


def offers_of(establishment: Establishment) -> list[Offer]:
    """Everything that is asked there."""
    return list_offers(establishments.terms_of(establishment))


def subject_of(person: Person) -> Subject:
    """What of a person decides who answers about them."""
    return Subject(is_learner=person.kind == Person.Kind.LEARNER, born_on=person.born_on)


def stage_now(establishment: Establishment, person: Person, *, on: date) -> Stage:
    """Who answers about them on that day."""
    return stage_of(subject_of(person), on, deciding_in(establishment.nation))


def _said_of(
    establishment: Establishment, people: Iterable[Person], **narrowed: str
) -> dict[tuple[UUID, str, str], list[Said]]:
    """Every answer about these people, with whether whoever gave it has responsibility now, in one query.

    The answers of all who have a say are needed to judge, whoever looks: so the rows are read round the scope.
    """
    links = ParentLink._base_manager.filter(
        parent=OuterRef("given_by"), child=OuterRef("person"), until=None, has_responsibility=True
    )
    rows = Consent._base_manager.filter(
        establishment=establishment, person__in=[person.pk for person in people], **narrowed
    )
    rows = rows.annotate(responsible=Exists(links), in_contact=Exists(links.filter(no_contact=False)))
    found: dict[tuple[UUID, str, str], list[Said]] = defaultdict(list)
    for row in rows.select_related("withdrawal"):
        own = row.given_by_id == row.person_id
        said = _said(row, may_agree=own or row.in_contact, may_refuse=own or row.responsible)
        found[row.person_id, row.purpose, row.channel].append(said)
    return found


def _said(row: Consent, **may: bool) -> Said:
    return Said(
        by=row.given_by_id, is_own=row.given_by_id == row.person_id, yes=row.yes, from_on=row.from_on,
        until_on=row.until_on, withdrawn_on=row.withdrawal.on if hasattr(row, "withdrawal") else None, at=row.at,
        **may,
    )  # fmt: skip


def list_answers(actor: AnyActor, person: Person) -> QuerySet[Consent]:
    """Every answer about somebody that the actor may see, the newest first."""
    rows = Consent.visible_to(actor).filter(person=person)
    return rows.select_related("given_by", "noted_by", "withdrawal", "withdrawal__by").order_by("-from_on", "-at")


def list_own_answers(actor: AnyActor, person: Person, *, on: date) -> dict[str, bool]:
    """What the actor says of each offer about that person on that day, by the offer's key; what is open is left out."""
    rows = Consent.visible_to(actor).filter(person=person, given_by_id=actor.person_id).order_by("from_on", "at")
    newest = {key_of(row.purpose, row.channel): row for row in rows.select_related("withdrawal")}
    subject, deciding = subject_of(person), deciding_in(person.establishment.nation)
    return {key: row.yes for key, row in newest.items() if still_says(subject, _said(row), on=on, deciding=deciding)}


def list_mine(actor: AnyActor, *, on: date) -> list[Person]:
    """About whom the actor is asked on that day: themselves first, then the children they answer for, till of age."""
    if actor.person_id is None:
        return []
    rows = Person._base_manager.filter(here_on(on), establishment_id=actor.establishment_id)
    rows = rows.select_related("establishment")
    children = rows.filter(pk__in=children_of(actor)).order_by("born_on", "given_name")
    young = [one for one in children if stage_now(one.establishment, one, on=on) != Stage.ADULT]
    return [*rows.filter(pk=actor.person_id).exclude(kind=Person.Kind.PARENT), *young]


def list_who_may_answer(actor: AnyActor, person: Person, *, on: date) -> list[Person]:
    """Who may say something about somebody: themselves, and below adult age whoever has responsibility and contact.

    Of the parents, none whom the actor is kept from.
    """
    stage, kept_from = stage_now(person.establishment, person, on=on), actor.exclusions - {actor.person_id}
    parents = [] if stage == Stage.ADULT else establishments.list_responsible_parents(person)
    return [*(one for one in parents if one.pk not in kept_from), person]


def list_uses(actor: AnyActor, *, still_up: bool = False) -> QuerySet[Use]:
    """Where pictures were used, the newest first."""
    rows = Use.visible_to(actor).select_related("by", "taken_down").prefetch_related("people__person")
    rows = rows.filter(taken_down__isnull=True) if still_up else rows
    return rows.order_by("-on", "-at").distinct()


def list_to_take_down(actor: AnyActor, establishment: Establishment, person: Person, *, on: date) -> list[Use]:
    """Where somebody is still to be seen although they may not be shown there any more."""
    denied = {
        (one.purpose.id, one.channel_id)
        for one, verdict in list_verdicts(establishment, person, on=on)
        if not verdict.allow
    }
    rows = list_uses(actor, still_up=True).prefetch_related(None).filter(people__person=person)
    return [row for row in rows if (row.purpose, row.channel) in denied]


def list_wrongly_shown(establishment: Establishment, *, on: date) -> list[Person]:
    """Everybody who is still to be seen somewhere although they may not be, for the system's own work."""
    up = UsePerson._base_manager.filter(establishment=establishment, use__taken_down__isnull=True)
    people = {one.pk: one for one in Person._base_manager.filter(pk__in=up.values("person"))}
    shown: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for pk, purpose, channel in up.values_list("person", "use__purpose", "use__channel").distinct():
        shown[purpose, channel].append(people[pk])
    system, wrong = SystemActor("pictures to take down", establishment.pk), {}
    for (purpose, channel), seen in shown.items():
        checked = check_people(system, establishment, seen, purpose=purpose, channel=channel, on=on)
        wrong |= {one.person.pk: one.person for one in checked if not one.verdict.allow}
    return list(wrong.values())


def list_never_asked(actor: AnyActor, establishment: Establishment, *, on: date) -> QuerySet[Person]:
    """Learners about whom no answer is in force, whom the actor may see."""
    rows = Person.visible_to(actor).filter(establishment=establishment).exclude(pk__in=actor.exclusions)
    return _learners(rows, on).exclude(pk__in=_in_force(establishment, on)).order_by("family_name", "given_name")


def share_in_force(establishment: Establishment, *, on: date) -> float | None:
    """Of how many learners (0-100) an answer is in force, yes or no; None where there are no learners."""
    learners = _learners(Person._base_manager.filter(establishment=establishment), on)
    total = learners.count()
    if not total:
        return None
    return round(100 * learners.filter(pk__in=_in_force(establishment, on)).count() / total, 1)


def _learners(rows: QuerySet[Person], on: date) -> QuerySet[Person]:
    return rows.filter(here_on(on), kind=Person.Kind.LEARNER)


def _in_force(establishment: Establishment, on: date) -> QuerySet[Consent]:
    """About whom an answer is in force. Not correlated: per person the database would read the whole establishment."""
    rows = Consent._base_manager.filter(establishment=establishment, from_on__lte=on)
    rows = rows.filter(Q(until_on__isnull=True) | Q(until_on__gt=on))
    return rows.filter(Q(withdrawal__isnull=True) | Q(withdrawal__on__gt=on)).values("person")
