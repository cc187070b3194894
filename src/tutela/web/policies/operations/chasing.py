"""Agreements that wait are brought to mind, and those who never answer come to a person's notice."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions.queries import list_by_origin
from tutela.web.core import outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Person
from tutela.web.policies.models import Acknowledgement, AgreementNotice, Document, Version
from tutela.web.policies.operations.agreeing import propose
from tutela.web.policies.queries.coverage import count_coverage, last_answer
from tutela.web.policies.queries.people import list_people_of

STEPS = (timedelta(0), timedelta(days=14), timedelta(days=28))
"""After they were first told: told, reminded, reminded again. Whoever joins later begins at the first."""
TO_A_PERSON = timedelta(days=35)
AT_ONCE = 500
"""Notices of one turn, so that a large place is told over several turns."""
WAITS = outbox.Notice(
    kind="agreement-waits",
    subject="An agreement waits for your answer",
    body="An agreement of {establishment} waits for you to read it and to say whether you agree. "
    "Everything goes on working meanwhile.",
    bulk=True,
)


@operation
def chase(*, actor: AnyActor, at: datetime, version: Version) -> int:
    """Tell whoever has not answered, and parents who have not answered for their child, each step once; say how many
    were told. After five weeks a person takes over, and again when somebody who came later does not answer for as long.
    """
    since = at - version.published_at
    today = establishments.local_day(version.document.establishment, at)
    if since >= TO_A_PERSON and _waits_for_a_person(actor, version, today, at):
        title = _("Speak with those who have not answered: %(title)s") % {"title": version.title}
        origin = f"agreement:{version.pk}:missing"
        again = f"{origin}:{today}" if list_by_origin(actor, origin) else origin
        propose(version, title, again, at, show="missing")
    return _tell(version, today, at) if since >= STEPS[0] else 0


def _waits_for_a_person(actor: AnyActor, version: Version, today: date, at: datetime) -> bool:
    """Whether somebody has to speak with those who do not answer: not while an action says so, nor again about those
    with whom whoever closed one has spoken."""
    origin = f"agreement:{version.pk}:missing"
    actions = [*list_by_origin(actor, origin), *list_by_origin(actor, f"{origin}:")]
    ends = [one.ended_at for one in actions]
    if not ends:
        return count_coverage(version, today).missing > 0
    spoken = max((end for end in ends if end), default=at)
    if None in ends:
        return False
    first = _notices(version).order_by("at").values("at")[:1]
    return _open_to(version, today).annotate(first=Subquery(first)).filter(
        first__gt=spoken, first__lte=at - TO_A_PERSON
    ).exists()  # fmt: skip


def _notices(version: Version) -> QuerySet[AgreementNotice]:
    return AgreementNotice.objects.filter(version=version, person=OuterRef("pk"))


def _open_to(version: Version, today: date) -> QuerySet[Person]:
    """Whose answer is missing, or was not now."""
    rows = list_people_of(version.document, today).annotate(last=last_answer(version))
    return rows.filter(Q(last__isnull=True) | Q(last=Acknowledgement.Answer.NOT_NOW))


def _parents_who_wait(version: Version, today: date, at: datetime) -> QuerySet[Person]:
    """Who is asked for a child and has not answered; a paper that came back speaks for the child."""
    given = Acknowledgement.objects.filter(version=version, person=OuterRef("child"))
    answered = given.filter(by=OuterRef("parent")).exclude(answer=Acknowledgement.Answer.NOT_NOW)
    links = establishments.told_links(at).filter(
        ~Exists(answered), ~Exists(given.filter(how=Acknowledgement.How.PAPER)),
        child__in=list_people_of(version.document, today).values("pk"),
    )  # fmt: skip
    return Person._base_manager.filter(pk__in=links.values("parent"), left_on=None)  # each asked about their own child


def _tell(version: Version, today: date, at: datetime) -> int:
    asked = [_open_to(version, today)]
    if version.document.audience == Document.Audience.LEARNERS:
        asked.append(_parents_who_wait(version, today, at))
    first, last = _notices(version).order_by("at").values("at")[:1], _notices(version).order_by("-step").values("step")
    due = Q(first=None)
    for number, after in enumerate(STEPS[1:], 1):
        due |= Q(reached__lt=number, first__lte=at - after)
    people: dict[UUID, tuple[str, int]] = {}
    for rows in asked:
        rows = rows.exclude(email="").annotate(first=Subquery(first), reached=Subquery(last[:1])).filter(due)  # noqa: PLW2901
        for pk, email, since in rows.order_by("pk").values_list("pk", "email", "first")[: AT_ONCE - len(people)]:
            people[pk] = (email, _step(at - since) if since else 0)
    place = version.document.establishment
    for pk, (email, step) in people.items():
        AgreementNotice(establishment_id=place.pk, version=version, person_id=pk, step=step, at=at).save()
        outbox.post(
            WAITS, to=email, at=at, link=reverse("policies:agreements"), establishment_id=place.pk,
            establishment=place.name,
        )  # fmt: skip
    return len(people)


def _step(since: timedelta) -> int:
    """The last step that is due so long after the first."""
    return max(number for number, after in enumerate(STEPS) if since >= after)
