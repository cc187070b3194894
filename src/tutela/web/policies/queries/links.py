"""Which documents a place has, by the names that clauses know them by, and what leans on what."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from tutela.web.core.actor import AnyActor
from tutela.web.establishments.models import Establishment
from tutela.web.policies.models import Document, OtherDocument, Version
from tutela.web.policies.queries.documents import list_in_force
from tutela.web.policies.texts import wording as words

TAKEN = re.compile(r"^trust-([0-9a-f-]{36})$")


@dataclass(frozen=True, slots=True)
class Named:
    """A document that a clause leans on: one of those here, or one that is kept elsewhere."""

    title: str
    document_id: UUID | None
    where: str
    """An address or words, of one that is kept elsewhere."""


def documents_of(establishment: Establishment) -> dict[str, str]:
    """Every document the place has, in force here or kept elsewhere: title by slug."""
    elsewhere = OtherDocument._base_manager.filter(establishment=establishment).values_list("slug", "title")
    here = dict(
        Document._base_manager.filter(establishment=establishment, archived_at=None).values_list("template_id", "title")
    )
    slugs = _slugs(here)
    return dict(elsewhere) | {slugs[key]: title for key, title in here.items()}


def list_named(actor: AnyActor, establishment: Establishment) -> dict[str, Named]:
    """The same by slug for a reader: of those here only what they may open."""
    elsewhere = OtherDocument.visible_to(actor).filter(establishment=establishment)
    here = list(Document.visible_to(actor).filter(establishment=establishment, archived_at=None))
    slugs = _slugs({one.template_id for one in here})
    return {one.slug: Named(one.title, None, one.where) for one in elsewhere} | {
        slugs[one.template_id]: Named(one.title, one.pk, "") for one in here
    }


def list_leaning_on(document: Document) -> list[tuple[Version, str]]:
    """Which clauses of other documents in force lean on this one: the version, and the clause's title."""
    slug = _slugs([document.template_id])[document.template_id]
    return [
        (version, clause.title)
        for version in list_in_force(document.establishment)
        if version.document_id != document.pk
        for clause in words.from_text(version.content).clauses
        if slug in clause.links
    ]


def _slugs(template_ids: Collection[str]) -> dict[str, str]:
    """By what clauses know documents of these templates: one that a trust offers is what it was made from."""
    found = {one: one for one in template_ids}
    while origins := {taken[1] for slug in found.values() if (taken := TAKEN.match(slug))}:
        # round the scope: it is another establishment's document, of which only the template is read
        rows = Document._base_manager.filter(pk__in=origins).values_list("pk", "template_id")
        made_from = {f"trust-{key}": template_id for key, template_id in rows}
        if not made_from:
            break
        found = {one: made_from.get(slug, slug) for one, slug in found.items()}
    return found
