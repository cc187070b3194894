"""Somebody of a group from outside is invited, says something under their name, and is let go."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Establishment
from tutela.web.establishments.queries import local_day
from tutela.web.responsibilities.models import Contact, Invitation, Speaker
from tutela.web.responsibilities.models.stakeholders import SAID_LETTERS
from tutela.web.responsibilities.offered import list_offered
from tutela.web.responsibilities.operations.refusals import DutyRefused, NotThen, WithoutWords, must_have
from tutela.web.responsibilities.operations.showing import show
from tutela.web.responsibilities.operations.stakeholders import find_group
from tutela.web.responsibilities.rules import inviting

ROLE = "stakeholder"
SAID = outbox.Notice(
    kind="stakeholder-said",
    subject="Somebody you invited has answered",
    body="Somebody whom you invited to say something to {establishment} has answered. Sign in to read it.",
)


class BelongsHere(DutyRefused):
    """Whoever has an account here is asked as one of their own group."""

    def __init__(self) -> None:
        super().__init__(_("This address belongs to somebody who has an account here already."))


class NotInvited(DutyRefused):
    """The invitation has ended, or was to somebody else."""

    def __init__(self) -> None:
        super().__init__(_("This invitation has ended. Ask whoever invited you."))


@operation
def invite_stakeholder(
    *, actor: AnyActor, at: datetime, establishment: Establishment, group: str, given_name: str, family_name: str,
    email: str, organisation: str, questions: Collection[str], documents: Collection[UUID], until_on: date,
) -> tuple[Invitation, str]:  # fmt: skip
    """Ask somebody of a group from outside until a day (exclusive), and show them these published documents meanwhile.

    They speak for their group where nobody does yet. With the link that signs them in once. Raises Http404 for a group
    from inside, `NotThen`, `WithoutWords`, `BelongsHere`, Django's `ValidationError`.
    """
    if not find_group(actor, establishment, group).is_outside:
        raise Http404
    if not inviting.may_last(until_on, local_day(establishment, at)):
        raise NotThen(_("The day must be after today, and within a year."))
    if not questions or len(questions) > inviting.MOST_QUESTIONS:
        raise WithoutWords(_("Ask one to eight questions, each in a line of its own."))
    organisation = must_have(organisation, _("Enter for whom they work"))
    try:
        person, link = establishments.take_in_guest(
            actor=actor, at=at, establishment=establishment, role=ROLE, given_name=given_name,
            family_name=family_name, email=email, until_on=until_on,
        )  # fmt: skip
    except establishments.BelongsHere as error:
        raise BelongsHere from error
    before = Invitation.objects.filter(establishment=establishment, group=group)
    before.filter(person=person, ended_at__isnull=True).update(ended_at=at)
    offered = {one.pk for one in list_offered(establishment)}
    row = Invitation.objects.create(
        establishment=establishment, group=group, person=person, organisation=organisation,
        questions=[one[: inviting.LONGEST_QUESTION] for one in questions],
        documents=[str(one) for one in documents if one in offered], invited_at=at, invited_by_id=actor.person_id,
        until_on=until_on,
    )  # fmt: skip
    audit.record(actor, "stakeholder.invite", row, at=at, group=group, until=until_on.isoformat())
    if not Speaker.objects.filter(establishment=establishment, group=group).exists():
        name = f"{person.full_name}, {organisation}"[:200]
        Speaker(establishment=establishment, group=group, name=name, reached=email[:200], at=at, by_id=actor.person_id
                ).save()  # fmt: skip
    return row, link


@operation
def end_invitation(*, actor: AnyActor, at: datetime, pk: UUID) -> Invitation:
    """They see nothing any more from now on; with their last one goes the account."""
    get_visible(Invitation, actor, pk)
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("person__user", "establishment")
    held = rows.get(pk=pk)
    find_group(actor, held.establishment, held.group)
    if held.ended_at is None:
        held.ended_at = at
        held.save(update_fields=["ended_at"])
        audit.record(actor, "stakeholder.end-invitation", held, at=at)
        today = local_day(held.establishment, at)
        others = Invitation.objects.filter(person=held.person, ended_at__isnull=True, until_on__gt=today)
        if not others.exists():
            establishments.let_guest_go(actor=actor, at=at, person=held.person, role=ROLE)
    return held


@operation
def contribute(*, actor: AnyActor, at: datetime, pk: UUID, answers: Mapping[int, str]) -> list[Contact]:
    """Say something under one's name: by the number of the question, from 0. The group was heard on this day.

    Raises Http404, `NotInvited`, `WithoutWords`.
    """
    get_visible(Invitation, actor, pk)
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("invited_by", "establishment")
    row = rows.get(pk=pk)
    today = local_day(row.establishment, at)
    if row.person_id != actor.person_id or not row.is_open(today):
        raise NotInvited
    said = {number: words.strip() for number, words in answers.items() if words.strip()}
    if not said or not set(said) <= set(range(len(row.questions))):
        raise WithoutWords(_("Answer at least one question"))
    made = [
        Contact(
            establishment=row.establishment, group=row.group, on=today, asked=row.questions[number],
            said=words[:SAID_LETTERS], at=at, by_id=actor.person_id,
        )
        for number, words in sorted(said.items())
    ]  # fmt: skip
    for one in made:
        one.save()
    audit.record(actor, "stakeholder.contribute", row, at=at, count=len(made))
    outbox.post(
        SAID, to=row.invited_by.email, at=at, establishment_id=row.establishment_id,
        establishment=row.establishment.name,
        link=reverse("responsibilities:stakeholder", kwargs={"group": row.group}),
    )  # fmt: skip
    show(row.establishment, at)
    return made
