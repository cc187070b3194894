"""Documents: what is in force, what may be started, what leans on what."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db.models import F, Max, QuerySet
from django.urls import reverse

from tutela.web.core.actor import AnyActor
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment
from tutela.web.policies import facts
from tutela.web.policies.authored import shelf
from tutela.web.policies.authored.model import Template
from tutela.web.policies.models import Document, Draft, PinnedTemplate, Version
from tutela.web.policies.queries.newest import count_untrue
from tutela.web.policies.queries.sharing import newest_shared
from tutela.web.policies.texts import wording as words
from tutela.web.policies.texts.wording import Wording
from tutela.web.responsibilities.offered import Offered


@dataclass(frozen=True, slots=True)
class Row:
    """One document as the list shows it."""

    document: Document
    version: Version | None
    """In force; None before the first, and of an archived document."""
    draft: Draft | None
    is_overdue: bool
    """Whether its review date has come."""
    untrue: int
    """How many of its clauses are known not to be true."""


def list_in_force(establishment: Establishment, *, kind: str = "", with_words: bool = True) -> list[Version]:
    """The newest version of every document that is not archived; for the system's own work.

    with_words: False where nobody reads what it says, which is long.
    """
    rows = Version._base_manager.filter(establishment=establishment, document__archived_at=None)
    rows = rows.filter(document__kind=kind) if kind else rows
    newest = rows.annotate(last=Max("document__versions__number")).filter(number=F("last"))
    newest = newest if with_words else newest.defer("content")
    return list(newest.select_related("document", "document__establishment").order_by("document__title"))


def list_for_guests(establishment: Establishment) -> list[Offered]:
    """What is in force, as somebody from outside may be shown it."""
    return [
        Offered(one.document_id, one.title, reverse("policies:document", args=[one.document_id]))
        for one in list_in_force(establishment, with_words=False)
    ]


def get_in_force(document: Document) -> Version | None:
    """Its newest version; None before the first, and once it is archived."""
    if document.archived_at is not None:
        return None
    rows = Version._base_manager.filter(document=document)
    people = ("published_by", "author", "head_approval__by", "minute", "base", "document__establishment")
    return rows.select_related(*people).order_by("-number").first()


def list_rows(actor: AnyActor, establishment: Establishment, at: datetime) -> list[Row]:
    """Every document that the actor may see, those in force first."""
    today = establishments.local_day(establishment, at)
    in_force = {version.document_id: version for version in list_in_force(establishment, with_words=False)}
    open_drafts = Draft.visible_to(actor).filter(document__archived_at=None)
    drafts = {draft.document_id: draft for draft in open_drafts.select_related("base", "document__establishment")}
    untrue = count_untrue([version.pk for version in in_force.values()])
    rows = [
        Row(
            document,
            version := in_force.get(document.pk),
            drafts.get(document.pk),
            is_overdue=bool(version and version.review_on <= today),
            untrue=untrue.get(version.pk, 0) if version else 0,
        )
        for document in Document.visible_to(actor).select_related("establishment").order_by("kind", "title")
    ]
    return sorted(rows, key=lambda row: (row.document.archived_at is not None, row.document.kind != "policy"))


def get_made_of(actor: AnyActor, template_id: str) -> Document | None:
    """The document that was begun from a template and is not archived."""
    return Document.visible_to(actor).filter(template_id=template_id, archived_at=None).first()


def list_versions(actor: AnyActor, document: Document) -> QuerySet[Version]:
    """All of them, the newest first; those before it stay readable and satisfy nothing any more."""
    rows = Version.visible_to(actor).filter(document=document)
    return rows.select_related("published_by", "head_approval__by", "minute", "author").order_by("-number")


def list_offered(establishment: Establishment) -> list[tuple[Template, int | None]]:
    """The templates no document has been made of yet, each with the trust that offers it; those of the trust first."""
    started = set(
        Document._base_manager.filter(establishment=establishment, archived_at=None).values_list(
            "template_id", flat=True
        )
    )
    own = {
        f"trust-{key}"
        for key in Document._base_manager.filter(establishment=establishment).values_list("pk", flat=True)
    }
    offered: dict[str, tuple[Template, int | None]] = {}
    if establishment.trust_id is not None:
        for row in PinnedTemplate.objects.filter(trust_id=establishment.trust_id).order_by("version", "kept_at"):
            offered[row.template_id] = (shelf.from_text(row.content), row.trust_id)
    offered |= {key: (template, None) for key, template in newest_shared(establishment).items()}
    offered |= {template.id: (template, None) for template in shelf.list_shipped().values()}
    kind = (establishment.nation, establishment.sector, establishment.phase)
    return [
        one for key, one in offered.items() if key not in started and key not in own and one[0].applies.holds(*kind)
    ]


def newer_template(draft: Draft) -> tuple[Template, int | None] | None:
    """A newer version of what the draft rests on, with the trust that offers it; None where there is none."""
    newest: tuple[Template, int | None] | None = None
    if draft.base.trust_id is not None:
        rows = PinnedTemplate.objects.filter(trust_id=draft.base.trust_id, template_id=draft.base.template_id)
        if last := rows.order_by("-version", "-kept_at").first():
            newest = shelf.from_text(last.content), last.trust_id
    elif taken_in := newest_shared(draft.document.establishment).get(draft.base.template_id):
        newest = taken_in, None
    elif shipped := shelf.list_shipped().get(draft.base.template_id):
        newest = shipped, None
    return newest if newest and newest[0].version > draft.base.version else None


def list_outdated(version: Version, at: datetime) -> list[tuple[str, str, str]]:
    """What it says that records say otherwise by now: the label, what stands there, what is so."""
    known = facts.list_facts(version.document.establishment, review_on=version.review_on, at=at)
    wording = words.from_text(version.content)
    return [
        (one.label, said, known[one.fact])
        for one in wording.variables
        if one.id in wording.recorded and (said := wording.values[one.id]) != known.get(one.fact, said)
    ]


def printed(version: Version) -> Wording:
    """The words of a version as its readers see them, with the law of their nation; what is kept stays as it is."""
    place = version.document.establishment
    shown = words.printed(words.from_text(version.content), establishments.terms_of(place))
    clauses = tuple(msgspec.structs.replace(one, legal=one.legal_in(place.nation)) for one in shown.clauses)
    return msgspec.structs.replace(shown, clauses=clauses)
