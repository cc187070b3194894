"""A document begins, its draft becomes a version, the next one begins, and one day it is archived."""

from datetime import datetime

import msgspec
from django.db import IntegrityError, transaction
from django.urls import reverse

from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment
from tutela.web.evidence import operations as evidence
from tutela.web.policies import queries
from tutela.web.policies.authored import shelf
from tutela.web.policies.authored.model import Template
from tutela.web.policies.models import Document, Draft, PinnedTemplate, Version
from tutela.web.policies.operations.refusals import (
    AlreadyStarted,
    ChangedMeanwhile,
    NoDraft,
    NotYours,
    PublicationRefused,
)
from tutela.web.policies.operations.writing import hold_draft, person_of, pin
from tutela.web.policies.proofs import list_of_documents
from tutela.web.policies.rules.days import months_after
from tutela.web.policies.texts import wording as words

PUBLISHED = outbox.Notice(
    kind="policy-published",
    subject="A document was published",
    body="A policy or agreement of {establishment} was published.",
    bulk=True,
)


@operation
def start_document(
    *, actor: AnyActor, at: datetime, establishment: Establishment, template: Template, trust_id: int | None = None
) -> Document:
    """Begin a document from a template. Raises `AlreadyStarted`."""
    try:
        with transaction.atomic():
            document = Document.objects.create(
                establishment=establishment, template_id=template.id, title=template.title, kind=template.kind,
                audience=template.audience, ages_from=template.ages.first, ages_below=template.ages.below,
                reading=template.reading, summary=template.summary, review_months=template.review_months,
                started_at=at, started_by_id=person_of(actor),
            )  # fmt: skip
    except IntegrityError as error:
        raise AlreadyStarted from error
    _draft(actor, document, pin(template, at, trust_id=trust_id), words.from_template(template), number=1, at=at)
    audit.record(actor, "policy.start", document, at=at, template=template.id)
    return document


def _draft(
    actor: AnyActor, document: Document, base: PinnedTemplate, wording: words.Wording, *, number: int, at: datetime
) -> Draft:
    today = establishments.local_day(document.establishment, at)
    return Draft.objects.create(
        establishment_id=document.establishment_id, document=document, number=number, base=base,
        content=words.to_text(wording), review_on=months_after(today, document.review_months),
        changed_at=at, changed_by_id=person_of(actor),
    )  # fmt: skip


@operation
def publish(*, actor: AnyActor, at: datetime, document: Document, seen: int) -> Version:
    """Make the draft the version in force. Of two who publish at once the second is told, and nothing is lost.

    Raises `PublicationRefused`, `ChangedMeanwhile`, `NoDraft`.
    """
    draft = hold_draft(document, seen)
    check = queries.check_draft(draft, at)
    if check.refusals:
        raise PublicationRefused(check.refusals)
    today = establishments.local_day(document.establishment, at)
    first = Version.objects.filter(document=document).order_by("number").first()
    try:
        with transaction.atomic():
            version = Version.objects.create(
                establishment_id=document.establishment_id, document=document, number=draft.number,
                title=document.title, base=draft.base, content=words.to_text(check.wording), sha256=check.sha256,
                reason=draft.reason, published_at=at, published_by_id=person_of(actor), author_id=draft.changed_by_id,
                head_approval=check.signed, minute=check.minuted, issued_on=first.issued_on if first else today,
                review_on=draft.review_on,
            )  # fmt: skip
    except IntegrityError as error:
        raise ChangedMeanwhile(draft.changed_by.full_name) from error
    draft.delete()
    audit.record(actor, "policy.publish", version, at=at, number=version.number, sha256=version.sha256)
    evidence.show_at_once(document.establishment, at, list_of_documents, purpose="figures of policies")
    heads = establishments.list_holders(document.establishment, "head", at=at)
    for head in heads:
        if head.pk != actor.person_id:
            outbox.post(
                PUBLISHED, to=head.email, at=at, link=reverse("policies:document", args=[document.pk]),
                establishment_id=document.establishment_id, establishment=document.establishment.name,
            )  # fmt: skip
    return version


@operation
def begin_next(*, actor: AnyActor, at: datetime, document: Document) -> Draft:
    """Open the next version, with the words of the last one. While one is open, that one comes back.

    Raises `NoDraft` where the document is archived.
    """
    if Document.objects.select_for_update(no_key=True).get(pk=document.pk).archived_at is not None:
        raise NoDraft
    found = Draft.objects.filter(document=document).first()
    if found is not None:
        return found
    last = Version.objects.filter(document=document).select_related("base").latest("number")
    wording = words.from_text(last.content)
    # what records know is asked of them anew, so that a new contact is not overlooked
    values = {key: value for key, value in wording.values.items() if key not in wording.recorded}
    wording = msgspec.structs.replace(wording, values=values, recorded=())
    draft = _draft(actor, document, last.base, wording, number=last.number + 1, at=at)
    audit.record(actor, "policy.begin", document, at=at, number=draft.number)
    return draft


@operation
def archive(*, actor: AnyActor, at: datetime, document: Document) -> None:
    """Take a document out of force. It stays readable and satisfies nothing any more."""
    held = Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    if held.archived_at is None:
        held.archived_at = at
        held.save(update_fields=["archived_at"])
        audit.record(actor, "policy.archive", held, at=at)
        evidence.show_at_once(held.establishment, at, list_of_documents, purpose="figures of policies")


@operation
def offer_to_trust(*, actor: AnyActor, at: datetime, version: Version) -> PinnedTemplate:
    """Offer a published version to every establishment of the trust, as a template of theirs. Raises `NotYours`."""
    trust_id = version.document.establishment.trust_id
    if not actor.may(Permission.POLICY_OFFER) or trust_id is None:
        raise NotYours
    wording, base = words.from_text(version.content), shelf.from_text(version.base.content)
    offered = msgspec.structs.replace(
        base,
        id=f"trust-{version.document_id}",
        version=version.number,
        title=version.title,
        clauses=wording.clauses,
        variables=wording.variables,
        questions=wording.questions,
        source=version.document.establishment.name,
        publisher=str(version.document.establishment.trust),
        year=version.published_at.year,
    )
    row = pin(offered, at, trust_id=trust_id)
    audit.record(actor, "policy.offer", version, at=at, number=version.number)
    return row
