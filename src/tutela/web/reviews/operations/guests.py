"""Reviewers from outside are invited to one review, look at it redacted, say something, and are let go."""

from datetime import date, datetime

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor, acting_as
from tutela.web.core.operation import operation
from tutela.web.establishments import operations as establishments
from tutela.web.establishments import queries as places
from tutela.web.reviews import queries
from tutela.web.reviews.models import Comment, Guest, Review
from tutela.web.reviews.queries.guests import Shown
from tutela.web.reviews.rules.guests import may_last

ROLE = "external-reviewer"
MOST_LETTERS = 4000


class BadDay(ValueError):
    """An invitation lasts a day or more, and three months at most."""


class HasAccount(ValueError):
    """This address belongs to an account that is more than a guest's."""


class NotShown(ValueError):
    """The statement is not among those that this guest is shown, or they are shown nothing any more."""


class SawSomethingElse(ValueError):
    """What is shown has changed since the page was opened; a comment is about what was seen."""


@operation
def invite_guest(
    *, actor: AnyActor, at: datetime, review: Review, given_name: str, family_name: str, email: str, until_on: date
) -> tuple[Guest, str]:
    """Let somebody from outside look at this review until a day, and no further; with the link that signs them in once.

    Whoever was a guest before is one again. Raises `BadDay`, `HasAccount`, Django's `ValidationError`.
    """
    place = review.establishment
    today = places.local_day(place, at)
    if not may_last(until_on, today):
        raise BadDay
    try:
        person, link = establishments.take_in_guest(
            actor=actor,
            at=at,
            establishment=place,
            role=ROLE,
            given_name=given_name,
            family_name=family_name,
            email=email,
            until_on=until_on,
        )
    except establishments.BelongsHere as error:
        raise HasAccount from error
    Guest.objects.filter(review=review, person=person, ended_at__isnull=True).update(ended_at=at)
    guest = Guest.objects.create(
        establishment=place,
        review=review,
        person=person,
        invited_at=at,
        invited_by_id=actor.person_id,
        until_on=until_on,
    )
    audit.record(actor, "review.invite", guest, at=at, until=until_on.isoformat())
    return guest, link


@operation
def end_invitation(*, actor: AnyActor, at: datetime, guest: Guest) -> None:
    """They see this review no more from now on; with their last one goes the account."""
    held = (
        Guest.objects.select_for_update(of=("self",)).select_related("person__user", "establishment").get(pk=guest.pk)
    )
    if held.ended_at is not None:
        return
    held.ended_at = at
    held.save(update_fields=["ended_at"])
    audit.record(actor, "review.end-invitation", held, at=at)
    today = places.local_day(held.establishment, at)
    if Guest.objects.filter(person=held.person, ended_at__isnull=True, until_on__gt=today).exists():
        return
    establishments.let_guest_go(actor=actor, at=at, person=held.person, role=ROLE)


def comment(*, actor: AnyActor, at: datetime, guest: Guest, number: int, words: str, saw_hash: str) -> Comment:
    """Say something about one statement, as it was shown. Raises `NotShown`, `SawSomethingElse`.

    What is shown is worked out before anything is written: it takes long, and nobody else could save meanwhile.
    """
    with acting_as(actor):
        one = queries.read_redacted(guest, queries.read_invited(guest, at), number, at)
    if one is None:
        raise NotShown
    if one.saw_hash != saw_hash:
        raise SawSomethingElse
    return _keep_comment(actor=actor, at=at, guest=guest, one=one, words=words)


@operation
def _keep_comment(*, actor: AnyActor, at: datetime, guest: Guest, one: Shown, words: str) -> Comment:
    held = Guest.objects.select_for_update(of=("self",)).select_related("establishment").get(pk=guest.pk)
    if not held.is_open(places.local_day(held.establishment, at)):
        raise NotShown
    kept = Comment.objects.create(
        establishment_id=guest.establishment_id,
        guest=guest,
        statement=one.part.id,
        words=words.strip()[:MOST_LETTERS],
        at=at,
        saw=one.saw,
        saw_hash=one.saw_hash,
    )
    audit.record(actor, "review.comment", kept, at=at)
    return kept


@operation
def read_as_guest(*, actor: AnyActor, at: datetime, guest: Guest) -> None:
    """That somebody from outside looked at a review goes on record."""
    audit.record(actor, "review.read-as-guest", guest, at=at)
