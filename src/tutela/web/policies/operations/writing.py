"""What several operations need: the draft held and counted on, templates kept, who acts."""

import hashlib
from datetime import datetime
from uuid import UUID

from tutela.web.core.actor import AnyActor
from tutela.web.policies import facts
from tutela.web.policies.authored import shelf
from tutela.web.policies.authored.model import Template
from tutela.web.policies.models import Document, Draft, PinnedTemplate
from tutela.web.policies.operations.refusals import ChangedMeanwhile, NoDraft, NotYours
from tutela.web.policies.queries.drafts import resolve
from tutela.web.policies.texts import wording as words
from tutela.web.policies.texts.wording import Wording


def person_of(actor: AnyActor) -> UUID:
    """Who acts; the software has no hand in what is signed. Raises `NotYours`."""
    if actor.person_id is None:
        raise NotYours
    return actor.person_id


def hold_draft(document: Document, seen: int | None) -> Draft:
    """The draft, locked. seen: the revision that the page showed. Raises `NoDraft`, `ChangedMeanwhile`."""
    # with its document, so that nobody archives that meanwhile
    rows = Draft.objects.select_for_update(of=("self", "document"), no_key=True)
    rows = rows.select_related("base", "changed_by", "document")
    draft = rows.filter(document=document, document__archived_at=None).first()
    if draft is None:
        raise NoDraft
    if seen is not None and draft.revision != seen:
        raise ChangedMeanwhile(draft.changed_by.full_name)
    return draft


def keep(actor: AnyActor, draft: Draft, wording: Wording, at: datetime) -> Draft:
    """Write the draft's new words and count the change."""
    draft.content = words.to_text(wording)
    draft.revision += 1
    draft.changed_at, draft.changed_by_id = at, person_of(actor)
    draft.save()
    return draft


def resolved(draft: Draft, at: datetime) -> Wording:
    """The draft's words with every gap filled that records can fill: what is signed and published."""
    return resolve(draft, facts.list_of_place(draft.document.establishment, at))


def pin(template: Template, at: datetime, *, trust_id: int | None = None) -> PinnedTemplate:
    """Keep a template word for word; the same content again gives the same row."""
    text = shelf.to_text(template)
    row, _made = PinnedTemplate.objects.get_or_create(
        template_id=template.id,
        version=template.version,
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        defaults={"title": template.title, "content": text, "kept_at": at, "trust_id": trust_id},
    )
    return row
