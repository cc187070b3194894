"""The only writes of consents: an answer, what ends it, where a picture was used, and that it is gone."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions import operations as actions
from tutela.web.actions import queries as action_queries
from tutela.web.consents import queries
from tutela.web.consents.models import Consent, TakenDown, Use, UsePerson, Withdrawal
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission, permissions_of
from tutela.web.core.rows import get_visible
from tutela.web.core.templatetags.when import day
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Person
from tutela.web.responsibilities import queries as responsibilities

TAKE_DOWN_WITHIN = timedelta(days=5)
DUTY = "image-consents"
"""Whoever answers for this duty is given what has to be taken down."""


class ConsentRefused(Exception):
    """Nothing was changed. Its text says why, to whoever asked."""


class NotAsked(ConsentRefused):
    """Nobody is asked about that purpose on that channel."""

    def __init__(self) -> None:
        super().__init__(_("That is not asked here. Choose one of the purposes with one of its channels."))


class NotTheirs(ConsentRefused):
    """Whoever is said to have answered has no say about this person today."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("%(name)s does not answer for this person. Check who has responsibility, and from which age they decide.")
            % {"name": name}
        )


class BadDays(ConsentRefused):
    """A day that has not come, or two days the wrong way round."""

    def __init__(self, words: str) -> None:
        super().__init__(words)


class WithoutEvidence(ConsentRefused):
    """Paper says where it lies."""

    def __init__(self) -> None:
        super().__init__(_("Enter where the signed form lies, so that somebody else can find it."))


class AlreadyEnded(ConsentRefused):
    """It was withdrawn before, or is down already."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has noted this already."))


@operation
def note_answer(
    *, actor: AnyActor, at: datetime, person: Person, purpose: str, channel: str, yes: bool, given_by: Person,
    evidence: str, reference: str = "", from_on: date, until_on: date | None = None,
) -> Consent:  # fmt: skip
    """Somebody who may has said yes or no to pictures of a person. until_on: the first day on which it holds no more.

    Raises `NotAsked`, `NotTheirs`, `BadDays`, `WithoutEvidence`.
    """
    here = person.establishment
    today = establishments.local_day(here, at)
    _must_note(actor, person, given_by, today)
    if not any(one.purpose.id == purpose and one.channel_id == channel for one in queries.offers_of(here)):
        raise NotAsked
    if from_on > today:
        raise BadDays(_("%(day)s has not come yet. Enter today or a day before.") % {"day": day(from_on)})
    if until_on is not None and until_on <= from_on:
        raise BadDays(
            _("It ends on %(end)s, before it begins on %(begin)s.") % {"end": day(until_on), "begin": day(from_on)}
        )
    if evidence == Consent.Evidence.PAPER and not reference.strip():
        raise WithoutEvidence
    if given_by not in queries.list_who_may_answer(actor, person, on=today):
        raise NotTheirs(given_by.full_name)
    row = Consent(
        establishment=here, person=person, purpose=purpose, channel=channel, yes=yes, given_by=given_by,
        evidence=evidence, reference=reference.strip(), from_on=from_on, until_on=until_on, at=at,
        noted_by_id=actor.person_id,
    )  # fmt: skip
    row.save()
    audit.record(actor, "consent.note", row, at=at, purpose=purpose, channel=channel, yes=yes)
    propose_to_take_down(here, person, at)
    return row


@operation
def note_answers(
    *, actor: AnyActor, at: datetime, person: Person, given_by: Person, answers: Mapping[str, bool], evidence: str,
    reference: str = "", from_on: date, until_on: date | None = None,
) -> list[Consent]:  # fmt: skip
    """One sheet of paper with several answers, by the offer's key: all are noted, or none. Raises as `note_answer`."""
    said = [(key.partition("--"), yes) for key, yes in answers.items()]
    return [
        note_answer(
            actor=actor, at=at, person=person, purpose=purpose, channel=channel, yes=yes, given_by=given_by,
            evidence=evidence, reference=reference, from_on=from_on, until_on=until_on,
        )
        for (purpose, _between, channel), yes in said
    ]  # fmt: skip


@operation
def withdraw(*, actor: AnyActor, at: datetime, pk: UUID, by: Person, on: date, reference: str = "") -> Withdrawal:
    """What was said holds no more, from that day. Where pictures are still up an action lists them.

    Raises `BadDays`, `NotTheirs`, `AlreadyEnded`.
    """
    consent: Consent = get_visible(Consent, actor, pk)
    person, here = consent.person, consent.establishment
    today = establishments.local_day(here, at)
    _must_note(actor, person, by, today)
    if on > today:
        raise BadDays(_("%(day)s has not come yet. Enter today or a day before.") % {"day": day(on)})
    if on < consent.from_on:
        raise BadDays(_("It was said on %(day)s: it cannot end before that.") % {"day": day(consent.from_on)})
    if by.pk not in (consent.given_by_id, *(one.pk for one in queries.list_who_may_answer(actor, person, on=today))):
        raise NotTheirs(by.full_name)
    Establishment.objects.select_for_update(no_key=True).get(pk=here.pk)
    if Withdrawal.objects.filter(consent=consent).exists():
        raise AlreadyEnded
    row = Withdrawal(
        establishment=here, consent=consent, by=by, on=on, reference=reference.strip(), at=at,
        noted_by_id=actor.person_id,
    )  # fmt: skip
    row.save()
    audit.record(actor, "consent.withdraw", consent, at=at)
    propose_to_take_down(here, person, at)
    return row


@operation
def answer_all(*, actor: AnyActor, at: datetime, person: Person, by: Person, answers: Mapping[str, bool]) -> int:
    """What somebody answers on this site about themselves or their child, by the offer's key; how many are new.

    What says the same as before writes nothing. Raises `NotAsked`, `NotTheirs`.
    """
    today = establishments.local_day(person.establishment, at)
    if actor.person_id != by.pk or person not in queries.list_mine(actor, on=today):
        raise Http404
    before, written = queries.list_own_answers(actor, person), 0
    for key, yes in answers.items():
        if before.get(key) == yes:
            continue
        purpose, _between, channel = key.partition("--")
        note_answer(
            actor=actor, at=at, person=person, purpose=purpose, channel=channel, yes=yes, given_by=by,
            evidence=Consent.Evidence.ON_SCREEN, from_on=today,
        )  # fmt: skip
        written += 1
    return written


@operation
def note_use(
    *, actor: AnyActor, at: datetime, establishment: Establishment, purpose: str, channel: str, what: str, where: str,
    on: date, people: Collection[Person],
) -> Use:  # fmt: skip
    """A picture was used there on that day, and shows these people. Whoever may not be shown is to be taken down.

    Raises `NotAsked`, `BadDays`, `ConsentRefused` where nobody is named.
    """
    if not actor.may(Permission.CONSENT_WRITE):
        raise Http404
    if not any(one.purpose.id == purpose and one.channel_id == channel for one in queries.offers_of(establishment)):
        raise NotAsked
    if on > establishments.local_day(establishment, at):
        raise BadDays(_("%(day)s has not come yet. Note a picture once it is used.") % {"day": day(on)})
    if not people:
        raise ConsentRefused(_("Enter who is to be seen. A picture that shows nobody needs no note."))
    row = Use(
        establishment=establishment, purpose=purpose, channel=channel, what=what.strip(), where=where.strip(), on=on,
        at=at, by_id=actor.person_id,
    )  # fmt: skip
    row.save()
    for person in dict.fromkeys(people):
        UsePerson(establishment=establishment, use=row, person=person).save()
    audit.record(actor, "picture.use", row, at=at, purpose=purpose, channel=channel, count=len(people))
    for person in dict.fromkeys(people):
        propose_to_take_down(establishment, person, at)
    return row


@operation
def take_down(*, actor: AnyActor, at: datetime, pk: UUID, on: date, how: str) -> TakenDown:
    """It is to be seen there no more. The actions that asked for it are done with the last of them.

    Raises `BadDays`, `AlreadyEnded`, `ConsentRefused` without words.
    """
    use: Use = get_visible(Use, actor, pk)
    here = use.establishment
    Establishment.objects.select_for_update(no_key=True).get(pk=here.pk)
    if TakenDown.objects.filter(use=use).exists():
        raise AlreadyEnded
    if on > establishments.local_day(here, at):
        raise BadDays(_("%(day)s has not come yet. Enter today or a day before.") % {"day": day(on)})
    if on < use.on:
        raise BadDays(_("It was used on %(day)s: it cannot be down before that.") % {"day": day(use.on)})
    if not how.strip():
        raise ConsentRefused(_("Enter how it was taken down."))
    row = TakenDown(establishment=here, use=use, on=on, how=how.strip(), at=at, by_id=actor.person_id)
    row.save()
    audit.record(actor, "picture.take-down", use, at=at)
    for seen in use.people.select_related("person__establishment"):
        _close_when_down(here, seen.person, at)
    return row


@operation
def look_for_what_has_ended(*, actor: AnyActor, at: datetime, establishment: Establishment) -> int:
    """Whoever is still to be seen although an answer has run out, or they are of age now; how many people.

    Does nothing the second time while the action is open.
    """
    shown = queries.list_shown_people(establishment)
    return sum(1 for person in shown if propose_to_take_down(establishment, person, at))


def propose_to_take_down(establishment: Establishment, person: Person, at: datetime) -> bool:
    """Open an action where somebody is still to be seen and may not be. It leads to the list and names nobody."""
    system = SystemActor("pictures to take down", establishment.pk)
    today = establishments.local_day(establishment, at)
    if not queries.list_to_take_down(system, establishment, person, on=today):
        return False
    actions.open_action(
        actor=system,
        at=at,
        establishment_id=establishment.pk,
        title=_("Take down pictures that may not be shown any more"),
        detail=_("The page it comes from lists where they are."),
        owner=_whose(establishment, at),
        due_on=today + TAKE_DOWN_WITHIN,
        source=_("Consents to pictures"),
        origin=origin_of(person),
        address=reverse("consents:take-down", kwargs={"pk": person.pk}),
        tag="protect",
    )
    return True


def origin_of(person: Person) -> str:
    """The key of the action about one person: a number, no name."""
    return f"consent:{person.pk}"


def _close_when_down(establishment: Establishment, person: Person, at: datetime) -> None:
    system = SystemActor("pictures are down", establishment.pk)
    today = establishments.local_day(establishment, at)
    if queries.list_to_take_down(system, establishment, person, on=today):
        return
    for action in action_queries.list_by_origin(system, origin_of(person)):
        if action.state == "open":
            words = _("Nothing is left that may not be shown.")
            actions.close_action(actor=system, at=at, pk=action.pk, words=words, effective_on=today)


def _whose(establishment: Establishment, at: datetime) -> Person | None:
    """Whoever answers for consents to pictures, else the head."""
    system = SystemActor("pictures to take down", establishment.pk)
    held = responsibilities.get_duty(system, establishment, DUTY, at=at)
    if held and held.accountable:
        person = held.accountable.assignment.person
        roles = responsibilities.roles_of(establishment, [person.pk], at=at).get(person.pk, ())
        # else the action would lead them to a page that does not open
        if Permission.CONSENT_WRITE in permissions_of(frozenset(roles)):
            return person
    return next(iter(establishments.list_holders(establishment, "head", "dsl", at=at)), None)


def _must_note(actor: AnyActor, person: Person, by: Person, today: date) -> None:
    """Whoever keeps consents notes what others said; everybody says what is theirs to say."""
    kept_from = person.pk in actor.exclusions and person.pk != actor.person_id
    keeps = actor.may(Permission.CONSENT_WRITE) and person.establishment_id == actor.establishment_id
    says = by.pk == actor.person_id and person in queries.list_mine(actor, on=today)
    if kept_from or not (keeps or says or actor.is_system):
        raise Http404
