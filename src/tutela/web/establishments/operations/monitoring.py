"""The data-protection decision before anybody is monitored: signed by a named person, and withdrawn the same way."""

from datetime import datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries
from tutela.web.establishments.models import Establishment, MonitoringSignOff, Person
from tutela.web.establishments.words import SIGN_OFF_WORDS


class MayNotSignOff(ValueError):
    """Monitoring is signed off by a member of staff, or a partner's, of the establishment: never by a learner."""


class NotSignedOff(ValueError):
    """There is no sign-off in force that could be withdrawn."""


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
    its hash. Raises `MayNotSignOff`, Django's `ValidationError`.
    """
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
    audit.record(actor, "monitoring.withdraw", withdrawn, at=at, person=str(person.pk), cites=str(signed.pk))
    return withdrawn


def _check_may_sign(person: Person, establishment: Establishment, at: datetime) -> None:
    works_here = person.establishment_id == establishment.pk and person.kind in (Person.Kind.STAFF, Person.Kind.PARTNER)
    if not works_here or queries.has_left(person, at=at):
        raise MayNotSignOff(str(person.pk))
