"""A published agreement of Oakfield with its next draft ("own"), and one of Elm Park ("foreign")."""

from datetime import UTC, datetime
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.establishments import operations as establishments
from tutela.web.policies import operations
from tutela.web.policies.authored import shelf
from tutela.web.policies.models import (
    Acknowledgement,
    Approval,
    Contribution,
    Document,
    Draft,
    OwnPolicy,
    SharedTemplate,
    Version,
)
from tutela.web.policies.texts import wording as words

TEMPLATE = "acceptable-use-staff"


def _document(relation: Relation, template_id: str = TEMPLATE) -> Document | None:
    if relation.name not in ("own", "foreign"):
        return None
    place, at = relation.establishment, datetime.now(UTC)
    found = Document._base_manager.filter(establishment=place, template_id=template_id).first()
    if found is not None:
        return found
    writer = cast.acting(cast.dana() if relation.name == "own" else cast.eli())
    template = shelf.list_shipped()[template_id]
    document = operations.start_document(actor=writer, at=at, establishment=place, template=template)
    with acting_as(SystemActor("test", place.pk)):
        draft = Draft.objects.select_related("base").get(document=document)
        wording = words.from_text(draft.content)
        made = {"establishment": place, "document": document, "number": 1, "by_id": writer.person_id, "at": at}
        head, minute = (
            Approval.objects.create(kind=kind, sha256=words.hash_of(wording), held_on=at.date(), **made)
            for kind in ("head", "minute")
        )
        Version.objects.create(
            establishment=place, document=document, number=1, title=document.title, base=draft.base,
            content=draft.content, sha256=words.hash_of(wording), published_at=at, published_by_id=writer.person_id,
            author_id=writer.person_id, head_approval=head, minute=minute, issued_on=at.date(), review_on=at.date(),
        )  # fmt: skip
        draft.number = 2
        draft.save()
    return document


def _of_document(**more: Any) -> Any:
    def make(relation: Relation) -> dict[str, Any] | None:
        document = _document(relation)
        return {"pk": document.pk, **more} if document else None

    return make


def _contribution(relation: Relation) -> dict[str, Any] | None:
    document = _document(relation)
    if document is None:
        return None
    with acting_as(SystemActor("test", relation.establishment.pk)):
        row = Contribution.objects.create(
            establishment=relation.establishment, document=document, number=2, group="staff", kind="heard",
            words="Shorter.", by_id=document.started_by_id, at=datetime.now(UTC),
        )  # fmt: skip
    return {"pk": row.pk}


def _agreement(relation: Relation) -> dict[str, Any] | None:
    document = _document(relation)
    return {"pk": Version._base_manager.get(document=document).pk} if document else None


def _agreement_for(relation: Relation) -> dict[str, Any] | None:
    """The agreement of learners as old as Leo, for whom Pat answers."""
    document = _document(relation, "learners-11-to-16")
    if document is None:
        return None
    at = datetime.now(UTC)
    establishments.note_parent(
        actor=SystemActor("test"), at=at, parent=cast.pat(), child=cast.leo(), has_responsibility=True,
        no_contact=False, source="the office", on=at.date(),
    )  # fmt: skip
    return {"pk": Version._base_manager.get(document=document).pk, "child": cast.leo().pk}


def _shared(relation: Relation) -> dict[str, Any] | None:
    document = _document(relation)
    if document is None:
        return None
    row = SharedTemplate._base_manager.create(
        establishment=relation.establishment, template=Version._base_manager.get(document=document).base,
        handed_on_by="Elsewhere", author="Elsewhere", key="00", made="2026-11-01", taken_in_at=datetime.now(UTC),
        taken_in_by_id=document.started_by_id,
    )  # fmt: skip
    return {"pk": row.pk}


def _difference(relation: Relation) -> dict[str, Any] | None:
    document = _document(relation)
    if document is None:
        return None
    version = Version._base_manager.get(document=document)
    answer = Acknowledgement._base_manager.create(
        establishment=relation.establishment, version=version, sha256=version.sha256, person_id=document.started_by_id,
        answer="agrees", how="screen", by_id=document.started_by_id, at=datetime.now(UTC),
    )  # fmt: skip
    person = cast.ria() if relation.name == "own" else document.started_by
    row = OwnPolicy._base_manager.create(
        establishment=relation.establishment, acknowledgement=answer, person=person, title="Theirs",
        clause=CLAUSE, differs="Private phones are fine.", at=datetime.now(UTC),
    )  # fmt: skip
    return {"pk": row.pk}


CLAUSE = shelf.list_shipped()[TEMPLATE].clauses[0].id
NAMES = (
    "document", "paper", "history", "next", "archive", "offer", "people", "forms", "draft", "gaps", "add-clause",
    "update", "share", "hear", "sign", "minute", "publish",
)  # fmt: skip
OBJECTS = {f"policies:{name}": _of_document() for name in NAMES} | {
    "policies:version": _of_document(number=1),
    "policies:clause": _of_document(clause=CLAUSE),
    "policies:move-clause": _of_document(clause=CLAUSE),
    "policies:elsewhere": lambda relation: {"slug": "behaviour"} if relation.name == "own" else None,
    "policies:contribution": _contribution,
    "policies:shared-one": _shared,
    "policies:settle": _difference,
    "policies:agreement": _agreement,
    "policies:agreement-for": _agreement_for,
}
