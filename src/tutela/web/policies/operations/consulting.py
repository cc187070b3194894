"""People are heard about a draft, and approve it."""

from datetime import date, datetime

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.engagement.models import Survey
from tutela.web.policies.models import Approval, Contribution, ContributionAnswer, Document
from tutela.web.policies.operations.refusals import NotYours, WithoutWords
from tutela.web.policies.operations.writing import hold_draft, person_of, resolved
from tutela.web.policies.texts.wording import hash_of


@operation
def hear(
    *, actor: AnyActor, at: datetime, document: Document, group: str, who: str, words: str, heard_on: date,
    survey: Survey | None = None,
) -> Contribution:  # fmt: skip
    """Write down what a group said about the draft; survey: the ended one that says it. Raises `WithoutWords`,
    `NoDraft`.
    """
    if not words.strip() or not who.strip():
        raise WithoutWords
    return _contribute(
        actor, document, at=at, group=group, kind=Contribution.Kind.HEARD, words=words, who=who, heard_on=heard_on,
        survey=survey,
    )  # fmt: skip


@operation
def waive(*, actor: AnyActor, at: datetime, document: Document, group: str, reason: str) -> Contribution:
    """Say why a group is not asked this time. Raises `WithoutWords`, `NoDraft`."""
    if not reason.strip():
        raise WithoutWords
    return _contribute(actor, document, at=at, group=group, kind=Contribution.Kind.WAIVED, words=reason)


def _contribute(
    actor: AnyActor, document: Document, *, at: datetime, group: str, kind: str, words: str, who: str = "",
    heard_on: date | None = None, survey: Survey | None = None,
) -> Contribution:  # fmt: skip
    draft = hold_draft(document, None)
    row = Contribution.objects.create(
        establishment_id=document.establishment_id, document=document, number=draft.number, group=group, kind=kind,
        who=who.strip(), words=words.strip(), heard_on=heard_on, survey=survey, by_id=person_of(actor), at=at,
    )  # fmt: skip
    audit.record(actor, f"policy.{kind}", row, at=at, group=group)
    return row


@operation
def answer_contribution(
    *, actor: AnyActor, at: datetime, contribution: Contribution, taken_up: bool, words: str
) -> ContributionAnswer:
    """Say what became of it, in the version that is being worked on. Raises `WithoutWords`, `NoDraft`."""
    if not words.strip():
        raise WithoutWords
    draft = hold_draft(contribution.document, None)
    return ContributionAnswer.objects.create(
        establishment_id=contribution.establishment_id, contribution=contribution, number=draft.number,
        taken_up=taken_up, words=words.strip(), by_id=person_of(actor), at=at,
    )  # fmt: skip


@operation
def sign(*, actor: AnyActor, at: datetime, document: Document, seen: int) -> Approval:
    """The head signs the draft as the page showed it. Raises `NotYours`, `ChangedMeanwhile`, `NoDraft`."""
    if not actor.may(Permission.POLICY_APPROVE):
        raise NotYours
    draft = hold_draft(document, seen)
    row = Approval.objects.create(
        establishment_id=document.establishment_id, document=document, number=draft.number, kind=Approval.Kind.HEAD,
        sha256=hash_of(resolved(draft, at)), by_id=person_of(actor), at=at,
    )  # fmt: skip
    audit.record(actor, "policy.sign", row, at=at)
    return row


@operation
def note_minute(
    *, actor: AnyActor, at: datetime, document: Document, seen: int, body: str, held_on: date, reference: str
) -> Approval:
    """Note the minute by which the governors approved it. Raises `WithoutWords`, `ChangedMeanwhile`, `NoDraft`."""
    if not body.strip() or not reference.strip():
        raise WithoutWords
    draft = hold_draft(document, seen)
    row = Approval.objects.create(
        establishment_id=document.establishment_id, document=document, number=draft.number, kind=Approval.Kind.MINUTE,
        sha256=hash_of(resolved(draft, at)), body=body.strip(), held_on=held_on, reference=reference.strip(),
        by_id=person_of(actor), at=at,
    )  # fmt: skip
    audit.record(actor, "policy.minute", row, at=at)
    return row
