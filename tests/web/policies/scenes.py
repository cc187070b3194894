"""Scenes: Dana tailors a document, groups are heard, Hana signs, the governors minute, and it is published."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests import cast
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.establishments.models import Person
from tutela.web.policies import operations, queries
from tutela.web.policies.authored import shelf
from tutela.web.policies.models import Document, Draft, Version
from tutela.web.policies.texts import wording as words

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
STAFF = "acceptable-use-staff"


def dana() -> Any:
    return cast.acting(cast.dana())


def begun(template: str = STAFF, at: datetime = AT) -> Document:
    """A document that Dana has just begun."""
    cast.name_contact()
    return operations.start_document(
        actor=dana(), at=at, establishment=cast.oakfield(), template=shelf.list_shipped()[template]
    )


def draft_of(document: Document) -> Draft:
    with acting_as(SystemActor("test")):
        return Draft._base_manager.select_related("base", "document__establishment").get(document=document)


def codes(document: Document, at: datetime = AT) -> set[str]:
    """What still keeps it from being published."""
    with acting_as(SystemActor("test")):
        return {one.code for one in queries.check_draft(draft_of(document), at).refusals}


def fill(document: Document, at: datetime = AT, **values: str) -> Draft:
    """Every gap that records cannot fill gets its example."""
    draft = draft_of(document)
    variables = words.from_text(draft.content).variables
    given = {one.id: one.example or "as we said" for one in variables if not one.fact or one.fact in LACKING}
    return operations.fill_gaps(
        actor=dana(), at=at, document=document, seen=draft.revision, values={**given, **values},
        review_on=at.date() + timedelta(days=330), reason="First of its kind",
    )  # fmt: skip


LACKING = ("deputy.name", "head.name", "chair.name", "it.name")
"""Facts that the cast has only when somebody called them."""


def mend(document: Document, at: datetime = AT) -> None:
    """Everything but the signatures."""
    fill(document, at)
    with acting_as(SystemActor("test")):
        known = queries.documents_of(document.establishment)
    slugs = {slug for clause in words.from_text(draft_of(document).content).clauses for slug in clause.links}
    for slug in slugs - known.keys():
        operations.note_other_document(actor=dana(), at=at, slug=slug, title=slug, where="Staff handbook")
    for group in shelf.from_text(draft_of(document).base.content).consult:
        operations.hear(
            actor=dana(), at=at, document=document, group=group, who="Six of them", words="Shorter, please.",
            heard_on=date(2026, 11, 2),
        )  # fmt: skip


def approve(document: Document, at: datetime = AT) -> None:
    """Hana signs and the minute is noted."""
    cast.hana()
    revision = draft_of(document).revision
    operations.sign(actor=cast.acting(cast.hana()), at=at, document=document, seen=revision)
    operations.note_minute(
        actor=dana(), at=at, document=document, seen=revision, body="Full governing body",
        held_on=date(2026, 11, 19), reference="7.2",
    )  # fmt: skip


def publish(document: Document, at: datetime = AT) -> Version:
    return operations.publish(actor=dana(), at=at, document=document, seen=draft_of(document).revision)


def published(template: str = STAFF, at: datetime = AT) -> Version:
    """A first version in force."""
    document = begun(template, at)
    cast.hana()
    mend(document, at)
    approve(document, at)
    return publish(document, at)


def renewed(version: Version, clause: str, text: str, at: datetime) -> Version:
    """The next version, with one clause reworded."""
    document = version.document
    operations.begin_next(actor=dana(), at=at, document=document)
    old = next(one for one in words.from_text(version.content).clauses if one.id == clause)
    operations.change_clause(
        actor=dana(), at=at, document=document, seen=draft_of(document).revision, clause=clause, title=old.title,
        text=text,
    )  # fmt: skip
    mend(document, at)
    approve(document, at)
    return publish(document, at)


def answers(person: Person, version: Version, answer: str = "agrees", at: datetime = AT, **more: Any) -> Any:
    return operations.answer_agreement(actor=cast.acting(person), at=at, version=version, answer=answer, **more)
