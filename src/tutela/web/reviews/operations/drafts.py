"""What is being written, kept before it is saved: so that nothing is lost when a session ends or a line drops."""

from datetime import datetime
from uuid import UUID

from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.reviews.models import Draft, Review
from tutela.web.reviews.operations.reviewing import ReviewCompleted

MOST_LETTERS = 5000
"""Of one field; the form takes fewer."""
MOST_FIELDS = 60


@operation
def keep_draft(
    *, actor: AnyActor, at: datetime, review: Review, person_id: UUID, statement: str, fields: dict[str, list[str]]
) -> Draft:
    """Keep what this person has written, in the place of what they had written before. Raises `ReviewCompleted`."""
    if Review.objects.only("completed_at").get(pk=review.pk).completed_at is not None:
        raise ReviewCompleted
    kept = {
        name[:400]: [one[:MOST_LETTERS] for one in given[:MOST_FIELDS]]
        for name, given in list(fields.items())[:MOST_FIELDS]
    }
    draft, _ = Draft.objects.update_or_create(
        review=review,
        statement=statement,
        person_id=person_id,
        defaults={"establishment_id": review.establishment_id, "fields": kept, "at": at},
    )
    return draft


@operation
def drop_draft(*, actor: AnyActor, at: datetime, review: Review, person_id: UUID, statement: str) -> None:
    """Forget what this person was writing."""
    Draft.objects.filter(review=review, statement=statement, person_id=person_id).delete()
