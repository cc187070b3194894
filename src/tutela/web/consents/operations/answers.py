"""Somebody answers, or takes back what they said."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from tutela.web.consents import queries
from tutela.web.consents.models import Consent, Withdrawal
from tutela.web.consents.offers import key_of
from tutela.web.consents.operations.refusals import AlreadyEnded, BadDays, NotAsked, NotTheirs, WithoutEvidence
from tutela.web.consents.operations.settling import settle
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.core.templatetags.when import day
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Person


@operation
def note_answer(
    *, actor: AnyActor, at: datetime, person: Person, purpose: str, channel: str, yes: bool, given_by: Person,
    evidence: str, reference: str = "", from_on: date, until_on: date | None = None,
) -> Consent:  # fmt: skip
    """Somebody who may has said yes or no to pictures of a person. until_on: the first day on which it holds no more.

    Raises `NotAsked`, `NotTheirs`, `BadDays`, `WithoutEvidence`.
    """
    [row] = note_answers(
        actor=actor, at=at, person=person, given_by=given_by, answers={key_of(purpose, channel): yes},
        evidence=evidence, reference=reference, from_on=from_on, until_on=until_on,
    )  # fmt: skip
    return row


@operation
def note_answers(
    *, actor: AnyActor, at: datetime, person: Person, given_by: Person, answers: Mapping[str, bool], evidence: str,
    reference: str = "", from_on: date, until_on: date | None = None,
) -> list[Consent]:  # fmt: skip
    """One sheet of paper with several answers, by the offer's key: all are noted, or none. Raises as `note_answer`."""
    today = establishments.local_day(person.establishment, at)
    _must_note(actor, person, given_by, today)
    if from_on > today:
        raise BadDays(_("%(day)s has not come yet. Enter today or a day before.") % {"day": day(from_on)})
    if until_on is not None and until_on <= from_on:
        raise BadDays(
            _("It ends on %(end)s, before it begins on %(begin)s.") % {"end": day(until_on), "begin": day(from_on)}
        )
    if evidence == Consent.Evidence.PAPER and not reference.strip():
        raise WithoutEvidence
    return _note(
        actor, at, person, given_by, answers, evidence=evidence, reference=reference.strip(), from_on=from_on,
        until_on=until_on,
    )  # fmt: skip


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
    settle(here, person, at)
    return row


@operation
def answer_all(*, actor: AnyActor, at: datetime, person: Person, by: Person, answers: Mapping[str, bool]) -> int:
    """What somebody answers on this site about themselves or their child, by the offer's key; how many are new.

    What says the same as before, and still holds, writes nothing. Raises `NotAsked`, `NotTheirs`.
    """
    today = establishments.local_day(person.establishment, at)
    says = actor.person_id == by.pk and person in queries.list_mine(actor, on=today)
    if not says or _is_kept_from(actor, person):
        raise Http404
    before = queries.list_own_answers(actor, person, on=today)
    new = {key: yes for key, yes in answers.items() if before.get(key) != yes}
    return len(_note(actor, at, person, by, new, evidence=Consent.Evidence.ON_SCREEN, from_on=today)) if new else 0


def _note(
    actor: AnyActor, at: datetime, person: Person, given_by: Person, answers: Mapping[str, bool], *, evidence: str,
    reference: str = "", from_on: date, until_on: date | None = None,
) -> list[Consent]:  # fmt: skip
    """Write the answers of somebody who has a say. Raises `NotAsked`, `NotTheirs`."""
    here, rows = person.establishment, []
    asked = {one.key: one for one in queries.offers_of(here)}
    if not answers.keys() <= asked.keys():
        raise NotAsked
    if given_by not in queries.list_who_may_answer(actor, person, on=establishments.local_day(here, at)):
        raise NotTheirs(given_by.full_name)
    for key, yes in answers.items():
        purpose, channel = asked[key].purpose.id, asked[key].channel_id
        row = Consent(
            establishment=here, person=person, purpose=purpose, channel=channel, yes=yes, given_by=given_by,
            evidence=evidence, reference=reference, from_on=from_on, until_on=until_on, at=at,
            noted_by_id=actor.person_id,
        )  # fmt: skip
        row.save()
        audit.record(actor, "consent.note", row, at=at, purpose=purpose, channel=channel, yes=yes)
        rows.append(row)
    settle(here, person, at)
    return rows


def _must_note(actor: AnyActor, person: Person, by: Person, today: date) -> None:
    """Whoever keeps consents notes what others said; everybody says what is theirs to say."""
    keeps = actor.may(Permission.CONSENT_WRITE) and person.establishment_id == actor.establishment_id
    says = by.pk == actor.person_id and person in queries.list_mine(actor, on=today)
    if _is_kept_from(actor, person) or not (keeps or says or actor.is_system):
        raise Http404


def _is_kept_from(actor: AnyActor, person: Person) -> bool:
    return person.pk in actor.exclusions and person.pk != actor.person_id
