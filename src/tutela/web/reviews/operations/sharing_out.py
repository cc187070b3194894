"""A review is completed, and somebody sees to each thing that it found."""

from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions import operations as actions
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import Refused, operation
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Person
from tutela.web.reviews import queries, rules
from tutela.web.reviews.models import Review, origin_of
from tutela.web.reviews.operations.reviewing import complete
from tutela.web.reviews.queries import FoundRow, Whole


class NobodySeesToIt(Refused):
    """What was found needs somebody and a day that is still to come."""

    def __init__(self) -> None:
        super().__init__(_("Say who sees to what was found, and by which day from today on."))


@operation
def complete_and_share_out(
    *, actor: AnyActor, at: datetime, review: Review, person_id: UUID, owner: Person | None, risks_by: date | None,
    improvements_by: date | None,
) -> int:  # fmt: skip
    """Complete it. Each finding is an action from then on, of this owner and due by that day; says how many there are.

    One that became an action before keeps its owner and its day, and is given what it lacks. Owner and days may be
    left out only where nothing was found. Raises `NotAllAnswered`, `ReviewCompleted`, `NobodySeesToIt`,
    `actions.operations.ActionRefused`.
    """
    complete(actor=actor, at=at, review=review, person_id=person_id)
    whole = queries.read_review(actor, queries.get_review(actor, review.pk), at)
    found = queries.list_found(actor, whole)
    today = establishments.local_day(review.establishment, at)
    for row in found:
        due_on = risks_by if row.found.is_risk else improvements_by
        if owner is None or due_on is None or due_on < today:
            raise NobodySeesToIt
        _see_to(actor, at, whole, row, owner=owner, due_on=due_on)
    return len(found)


def _see_to(actor: AnyActor, at: datetime, whole: Whole, row: FoundRow, *, owner: Person, due_on: date) -> None:
    part, review, action = row.found.part, whole.review, row.action
    if action is None or action.state != "open":
        steps = rules.next_steps(whole.framework, part, row.found.level)
        bar = rules.single_bar_above(whole.framework, part, row.found.level)
        actions.open_action(
            actor=actor,
            at=at,
            establishment_id=review.establishment_id,
            title=steps[0] if steps else _("Put in place: %(what)s") % {"what": part.title or part.text},
            detail="\n".join([f"{part.title}: {part.text}", *steps[1:]]),
            owner=owner,
            due_on=due_on,
            source=_("Self-review: %(framework)s") % {"framework": whole.framework.title},
            origin=origin_of(review, part.id),
            address=reverse("reviews:statement", args=[review.pk, row.stated.number]),
            tag=part.tag,
            bar=(bar.evidence, bar.at_least, bar.at_most) if bar and len(steps) == 1 else None,
        )
        return
    if action.owner_id is None:
        actions.hand_over(actor=actor, at=at, pk=action.pk, to=owner)
    if action.due_on is None:
        actions.move_due(actor=actor, at=at, pk=action.pk, due_on=due_on, reason=_("The review was completed."))
