"""The way back for somebody who lost their second factor, so that no one person can take an account over.

Whoever gives out roles asks. If the person reads what is written about people, a second reader confirms, the person
is told, and a day passes. Then the second one is shown a code for them, which works in place of the lost factor,
once, after their own password. Nobody who helps learns the password; nobody who stole the password has the code.
"""

import hmac
import secrets
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from tutela.web.accounts import queries, rules
from tutela.web.accounts.models import LostFactor, User
from tutela.web.accounts.operations.browsers import end_all_browsers
from tutela.web.core import audit, outbox, sealing
from tutela.web.core.actor import Actor, AnyActor
from tutela.web.core.operation import operation

CODE_DIGITS = 8
LAPSED = {"outcome": LostFactor.Outcome.LAPSED, "code_hash": None}

NOT_YOU = "If you did not ask for that, stop it on the page of your second factor, or tell whoever leads safeguarding."
HELP_ASKED = outbox.Notice(
    kind="lost-factor-asked",
    subject="Somebody asked to let you in without your second factor",
    body=f"Somebody asked to let you set up a new second factor, since you lost yours. {NOT_YOU}",
)
HELP_CONFIRMED = outbox.Notice(
    kind="lost-factor-confirmed",
    subject="You will be let in without your second factor",
    body=f"A second person confirmed that you lost your second factor. In a day they get a code for you. {NOT_YOU}",
)
HELP_DONE = outbox.Notice(
    kind="lost-factor-done",
    subject="Your second factor was removed",
    body=(
        "Somebody signed in to your account with a code in place of your second factor, which is removed now. If that "
        "was not you, tell whoever leads safeguarding at once."
    ),
)
HELP_WANTED = outbox.Notice(
    kind="lost-factor-wanted",
    subject="A colleague needs you to confirm who they are",
    body="Somebody at {establishment} lost their second factor. A second person has to make sure that it is them.",
)


class CannotHelp(Exception):
    """It is their own account, nothing was lost, or this is not theirs to do."""


class AlreadyAsked(Exception):
    """A request for this person is open."""


class NoLongerOpen(Exception):
    """The request ended, or is not where this step begins."""


@operation
def ask_to_help(*, actor: Actor, user: User, how: str, at: datetime) -> LostFactor:
    """Ask that `user` may set up a new second factor; `how` says how the actor made sure that it is them.

    Raises `CannotHelp`, `AlreadyAsked`.
    """
    if not queries.may_ask_for(actor, user, at=at):
        raise CannotHelp
    needs_confirming = rules.reads_about_people(queries.permissions_of_user(user, at=at))
    lost = LostFactor(
        establishment_id=actor.establishment_id,
        user=user,
        asked_by_id=actor.user_id,
        asked_how=how,
        asked_at=at,
        needs_confirming=needs_confirming,
        ready_at=None if needs_confirming else at,
        lapses_at=at + rules.LAPSES_AFTER,
    )
    try:
        LostFactor.objects.filter(user=user, ended_at__isnull=True, lapses_at__lte=at).update(**LAPSED, ended_at=at)
        with transaction.atomic():
            lost.save(force_insert=True)
    except IntegrityError:
        raise AlreadyAsked from None
    outbox.post(HELP_ASKED, to=user.email, at=at, link="/account/second-factor/")
    for other in queries.list_confirmers(lost, at=at) if needs_confirming else ():
        place = user.person.establishment.name
        outbox.post(HELP_WANTED, to=other.email, at=at, link=_link(lost), establishment=place)
    audit.record(actor, "lost-factor.ask", lost, at=at, user=str(user.pk), how=how)
    return lost


@operation
def confirm_help(*, actor: Actor, pk: UUID, how: str, at: datetime) -> LostFactor:
    """The second person made sure too; from now on a day passes. Raises `CannotHelp`, `NoLongerOpen`."""
    lost = _open(pk, at)
    if not queries.may_confirm_for(actor, lost, at=at):
        raise CannotHelp
    if lost.confirmed_at is not None or not lost.needs_confirming:
        raise NoLongerOpen
    lost.confirmed_by_id, lost.confirmed_how, lost.confirmed_at = actor.user_id, how, at
    lost.ready_at = at + rules.READERS_WAIT
    lost.save(update_fields=["confirmed_by", "confirmed_how", "confirmed_at", "ready_at"])
    outbox.post(HELP_CONFIRMED, to=lost.user.email, at=at, link="/account/second-factor/")
    audit.record(actor, "lost-factor.confirm", lost, at=at, how=how)
    return lost


@operation
def make_help_code(*, actor: Actor, pk: UUID, at: datetime) -> str:
    """The code that stands in for the lost factor once: told here and never again; an earlier one ends.

    Raises `CannotHelp` for anybody but the one who tells it, `NoLongerOpen` before its time.
    """
    lost = _open(pk, at)
    if actor.user_id != queries.teller_of(lost):
        raise CannotHelp
    if lost.ready_at is None or lost.ready_at > at:
        raise NoLongerOpen
    code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
    lost.code_hash = _hash(lost, code, sealing.installation_subkey("lost-factor"))
    lost.save(update_fields=["code_hash"])
    audit.record(actor, "lost-factor.make-code", lost, at=at)
    return code


@operation
def stop_help(*, actor: Actor, pk: UUID, at: datetime) -> None:
    """End a request without letting anybody in: by the person themselves, or whoever may ask or confirm.

    Raises `CannotHelp`, `NoLongerOpen`.
    """
    lost = _open(pk, at)
    if not queries.may_see_request(actor, lost, at=at) and actor.user_id != lost.user_id:
        raise CannotHelp
    _end(lost, LostFactor.Outcome.STOPPED, at)
    audit.record(actor, "lost-factor.stop", lost, at=at)


def is_help_code_right(user: User, code: str, *, at: datetime) -> bool:
    """Whether this is the code that somebody told this user; asking uses nothing up."""
    lost = LostFactor.objects.filter(user=user, ended_at__isnull=True, lapses_at__gt=at).first()
    if lost is None or lost.code_hash is None:
        return False
    key, typed = sealing.installation_subkey("lost-factor"), code.replace(" ", "")
    return any(hmac.compare_digest(bytes(lost.code_hash), _hash(lost, typed, one)) for one in (key, *key.before))


@operation
def use_help_code(*, actor: AnyActor, user: User, at: datetime) -> None:
    """The code was entered: every factor of the user goes, and every session; they set up a new factor at once."""
    lost = LostFactor.objects.select_for_update().filter(user=user, ended_at__isnull=True).first()
    if lost is None or lost.code_hash is None:
        raise NoLongerOpen
    Authenticator.objects.filter(user_id=user.pk).delete()
    end_all_browsers(user)
    _end(lost, LostFactor.Outcome.LET_IN, at)
    outbox.post(HELP_DONE, to=user.email, at=at)
    audit.record(actor, "lost-factor.let-in", lost, at=at, user=str(user.pk))


def lapse_old_requests(at: datetime) -> int:
    """End requests that nobody finished in time; how many there were."""
    old = LostFactor.objects.filter(ended_at__isnull=True, lapses_at__lte=at)
    return old.update(**LAPSED, ended_at=at)


def _open(pk: UUID, at: datetime) -> LostFactor:
    lost = LostFactor.objects.select_for_update(of=("self",)).select_related("user")
    found = lost.filter(pk=pk, ended_at__isnull=True, lapses_at__gt=at).first()
    if found is None:
        raise NoLongerOpen
    return found


def _end(lost: LostFactor, outcome: str, at: datetime) -> None:
    lost.ended_at, lost.outcome, lost.code_hash = at, outcome, None
    lost.save(update_fields=["ended_at", "outcome", "code_hash"])


def _hash(lost: LostFactor, code: str, key: bytes) -> bytes:
    """Keyed, since eight digits could be tried out against a copied database."""
    return hmac.new(key, f"{lost.pk}|{code}".encode(), sha256).digest()


def _link(lost: LostFactor) -> str:
    return f"/accounts/lost-factors/{lost.pk}/"
