"""Agreements that wait are brought to mind, and those who never answer come to a person's notice."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions.queries import list_by_origin
from tutela.web.core import outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.policies.models import Acknowledgement, AgreementNotice, Version
from tutela.web.policies.operations.agreeing import propose
from tutela.web.policies.queries.coverage import count_coverage, last_answer
from tutela.web.policies.queries.people import list_people_of

STEPS = (timedelta(0), timedelta(days=14), timedelta(days=28))
"""After publication: told, reminded, reminded again."""
TO_A_PERSON = timedelta(days=35)
AT_ONCE = 500
"""Notices of one turn, so that a large place is told over several turns."""
WAITS = outbox.Notice(
    kind="agreement-waits",
    subject="An agreement waits for your answer",
    body="An agreement of {establishment} waits for you to read it and to say whether you agree. "
    "Everything goes on working meanwhile.",
)


@operation
def chase(*, actor: AnyActor, at: datetime, version: Version) -> int:
    """Tell whoever has not answered, each step once; say how many were told. After five weeks a person takes over."""
    since = at - version.published_at
    due = [number for number, after in enumerate(STEPS) if since >= after]
    today = establishments.local_day(version.document.establishment, at)
    origin = f"agreement:{version.pk}:missing"
    # once: whoever closed it has spoken with them, and everybody need not be counted again
    if since >= TO_A_PERSON and not list_by_origin(actor, origin) and count_coverage(version, today).missing:
        title = _("Speak with those who have not answered: %(title)s") % {"title": version.title}
        propose(version, title, origin, at, show="missing")
    return _tell(version, due[-1], today, at) if due else 0


def _tell(version: Version, step: int, today: date, at: datetime) -> int:
    told = AgreementNotice.objects.filter(version=version, person=OuterRef("pk"), step__gte=step)
    rows = list_people_of(version.document, today).annotate(last=last_answer(version))
    open_to = rows.filter(Q(last__isnull=True) | Q(last=Acknowledgement.Answer.NOT_NOW))
    people: list[tuple[UUID, str]] = list(
        open_to.exclude(email="").filter(~Exists(told)).order_by("pk").values_list("pk", "email")[:AT_ONCE]
    )
    place = version.document.establishment
    for person_id, email in people:
        AgreementNotice(establishment_id=place.pk, version=version, person_id=person_id, step=step, at=at).save()
        outbox.post(
            WAITS, to=email, at=at, link=reverse("policies:agreements"), establishment_id=place.pk,
            establishment=place.name,
        )  # fmt: skip
    return len(people)
