"""What comes back on paper: forms of those who have not agreed, or of parents for learners; sheets of visitors."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet, Sum

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import without_excluded
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Group, Person
from tutela.web.policies.models import Acknowledgement, PaperBatch, Version
from tutela.web.policies.queries.coverage import list_people, list_said

MOST = 500
"""So many boxes one page can hold; a class has fewer."""
AGREES, FOR_CHILD = Acknowledgement.Answer.AGREES, Acknowledgement.How.FOR_CHILD


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose form it may be."""

    person: Person
    """Whom it is about."""
    parent: Person | None
    """Who signs for them; None where they sign themselves."""
    last: Acknowledgement | None
    """What this signer answered last."""

    @property
    def key(self) -> str:
        """What a box carries: the person, and after a colon who signs for them."""
        return f"{self.person.pk}:{self.parent.pk}" if self.parent else str(self.person.pk)


def list_signers(
    actor: AnyActor, version: Version, at: datetime, *, by_parents: bool = False, everybody: bool = False,
    group: Group | None = None, only: Collection[UUID] | None = None,
) -> list[Signer]:  # fmt: skip
    """Who has not agreed yet, those who said no among them; at most `MOST`, nobody whom the actor is kept from.

    by_parents: of learners, each parent who may answer, for each child. everybody: also those who agreed, for
    whoever takes it back on paper. only: of these people, or about these children.
    """
    today = establishments.local_day(version.document.establishment, at)
    show = "all" if everybody or by_parents else "unsigned"
    rows = list_people(actor, version, today, show, group)
    rows = rows if only is None else rows.filter(pk__in=list(only))
    if by_parents:
        found = _parents(actor, version, rows, at)
        return [one for one in found if everybody or one.last is None or one.last.answer != AGREES][:MOST]
    people = list(rows[:MOST])
    said = list_said(actor, version, people)
    return [Signer(one, None, _own(said.get(one.pk, ()))) for one in people]


def said_on(row: Acknowledgement) -> date:
    """On which day they said so: what came on paper, on the day it came back."""
    return row.batch.returned_on if row.batch else establishments.local_day(row.version.document.establishment, row.at)


def list_sheets(actor: AnyActor, version: Version) -> QuerySet[PaperBatch]:
    """The sheets that visitors signed for a version, the newest first."""
    rows = PaperBatch.visible_to(actor).filter(version=version).exclude(visitors=0)
    return rows.order_by("-returned_on", "-at")


def count_visitors(version: Version) -> int:
    """How many visitors signed a version, on all sheets."""
    return PaperBatch._base_manager.filter(version=version).aggregate(n=Sum("visitors"))["n"] or 0


def _own(rows: Iterable[Acknowledgement]) -> Acknowledgement | None:
    return next((row for row in rows if row.how != FOR_CHILD), None)


def _parents(actor: AnyActor, version: Version, children: Iterable[Person], at: datetime) -> list[Signer]:
    known = {one.pk: one for one in children}
    links = establishments.told_links(at).filter(child__in=list(known)).select_related("parent")
    links = without_excluded(links, actor, "parent").order_by("parent__family_name", "parent__given_name", "pk")
    said = list_said(actor, version, known.values())
    signers: dict[UUID, list[Signer]] = {}
    for link in links:
        rows = said.get(link.child_id, ())
        last = next((row for row in rows if row.how == FOR_CHILD and row.by_id == link.parent_id), None)
        signers.setdefault(link.child_id, []).append(Signer(known[link.child_id], link.parent, last))
    return [one for pk in known for one in signers.get(pk, ())]
