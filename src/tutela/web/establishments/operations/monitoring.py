"""The data-protection decision before anybody is monitored: signed by a named person, and withdrawn the same way."""

from datetime import datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries
from tutela.web.establishments.models import AskedToSign, Establishment, MonitoringSignOff, Person
from tutela.web.establishments.words import SIGN_OFF_WORDS

PLEASE_SIGN = outbox.Notice(
    kind="please-sign",
    subject="You are asked to sign that monitoring may begin",
    body=(
        "{establishment} asks you to decide about data protection: nobody there is monitored before you have signed. "
        "Read what you would sign, and sign or leave it."
    ),
)
STOPPED = outbox.Notice(
    kind="monitoring-stopped",
    subject="Monitoring that you signed for was stopped",
    body="Monitoring at {establishment}, for which you had signed, was stopped. The page says by whom and why.",
)


class MayNotSignOff(ValueError):
    """Monitoring is signed off by a member of staff, or a partner's, of the establishment: never by a learner."""


class NotSignedOff(ValueError):
    """There is no sign-off in force that could be withdrawn."""


class NotTheirs(ValueError):
    """Nobody signs for somebody else: who is to sign is asked, and does it themselves."""


@operation
def ask_to_sign(
    *,
    actor: AnyActor,
    at: datetime,
    establishment: Establishment,
    person: Person,
    role_words: str = "",
    note: str = "",
    adviser: str = "",
) -> AskedToSign:
    """Ask `person` to sign that monitoring may begin; whoever was asked before is asked no more. They are told.

    Raises `MayNotSignOff`, Django's `ValidationError`.
    """
    _check_may_sign(person, establishment, at)
    _end_asking(establishment, at)
    asked = AskedToSign(
        establishment=establishment, person=person, role_words=role_words, note=note, adviser=adviser, asked_at=at
    )
    asked.full_clean()
    asked.save(force_insert=True)
    outbox.post(
        PLEASE_SIGN,
        to=person.email,
        at=at,
        establishment_id=establishment.pk,
        establishment=establishment.name,
        link="/setting-up/monitoring/",
    )
    audit.record(actor, "monitoring.ask-to-sign", asked, at=at, person=str(person.pk))
    return asked


@operation
def sign_off_monitoring(
    *,
    actor: AnyActor,
    at: datetime,
    establishment: Establishment,
    person: Person,
    role_words: str,
    note: str = "",
    adviser: str = "",
    words: str = SIGN_OFF_WORDS,
) -> MonitoringSignOff:
    """`person` takes responsibility for monitoring from now on; alerts are made and requests recorded from here.

    role_words: what they are, as they say it ("Data protection officer"). adviser: whose advice they took, such as a
    data protection officer from outside, who signs nothing here. words: what was put before them, kept with
    its hash. Raises `NotTheirs`, `MayNotSignOff`, Django's `ValidationError`.
    """
    if not isinstance(actor, SystemActor) and actor.person_id != person.pk:
        raise NotTheirs(str(person.pk))
    _check_may_sign(person, establishment, at)
    if not role_words.strip():
        raise ValidationError({"role_words": _("Enter in what role this person signs")})
    signed = MonitoringSignOff(
        establishment=establishment,
        person=person,
        role_words=role_words,
        note=note,
        adviser=adviser,
        words=str(words),
        words_sha256=sha256(str(words).encode()).hexdigest(),
        at=at,
    )
    signed.full_clean()
    signed.save()
    _end_asking(establishment, at)
    audit.record(actor, "monitoring.sign-off", signed, at=at, person=str(person.pk), words=signed.words_sha256)
    return signed


@operation
def withdraw_monitoring(
    *, actor: AnyActor, at: datetime, establishment: Establishment, person: Person, role_words: str = "", note: str
) -> MonitoringSignOff:
    """Nobody is monitored from now on: no alert is made and no request recorded until somebody signs again.

    note: why, compulsory. Raises `MayNotSignOff`, `NotSignedOff`, Django's `ValidationError`.
    """
    _check_may_sign(person, establishment, at)
    if not note.strip():
        raise ValidationError({"note": _("Enter why monitoring stops")})
    signed = queries.get_monitoring_sign_off(establishment, at)
    if signed is None:
        raise NotSignedOff(establishment.slug)
    withdrawn = MonitoringSignOff(
        establishment=establishment, person=person, role_words=role_words, note=note, withdraws=signed, at=at
    )
    withdrawn.full_clean()
    withdrawn.save()
    if actor.person_id != signed.person_id:
        outbox.post(
            STOPPED,
            to=signed.person.email,
            at=at,
            establishment_id=establishment.pk,
            establishment=establishment.name,
            link="/setting-up/monitoring/",
        )
    audit.record(actor, "monitoring.withdraw", withdrawn, at=at, person=str(person.pk), cites=str(signed.pk))
    return withdrawn


def _end_asking(establishment: Establishment, at: datetime) -> None:
    AskedToSign._base_manager.filter(establishment=establishment, ended_at=None).update(ended_at=at)


def _check_may_sign(person: Person, establishment: Establishment, at: datetime) -> None:
    works_here = person.establishment_id == establishment.pk and person.kind in (Person.Kind.STAFF, Person.Kind.PARTNER)
    if not works_here or queries.has_left(person, at=at):
        raise MayNotSignOff(str(person.pk))
