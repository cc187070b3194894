"""A draft: how far it has come, and what keeps it from being published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment
from tutela.web.policies import facts
from tutela.web.policies.authored import shelf
from tutela.web.policies.models import Approval, Contribution, Document, Draft
from tutela.web.policies.queries.links import documents_of
from tutela.web.policies.rules import checks
from tutela.web.policies.rules.checks import Refusal, State
from tutela.web.policies.texts import wording as words
from tutela.web.policies.texts.wording import Wording
from tutela.web.registers import queries as registers


@dataclass(frozen=True, slots=True)
class Check:
    """A draft as it would be published now."""

    wording: Wording
    """Every gap filled that records can fill."""
    sha256: str
    refusals: tuple[Refusal, ...]
    signed: Approval | None
    """The head's last sign-off, also of words that changed since."""
    minuted: Approval | None
    heard: tuple[str, ...]
    consult: tuple[str, ...]


def get_draft(actor: AnyActor, document: Document) -> Draft | None:
    """What is being worked on, for whoever may see it."""
    rows = Draft.visible_to(actor).filter(document=document, document__archived_at=None)
    return rows.select_related("base", "changed_by", "document__establishment").first()


@dataclass(frozen=True, slots=True)
class Records:
    """What records of a place know that its drafts are held against."""

    facts: dict[str, str]
    documents: dict[str, str]
    technologies: dict[str, str]


def read_records(establishment: Establishment, at: datetime) -> Records:
    """Once for all drafts of a list."""
    return Records(
        facts.list_of_place(establishment, at), documents_of(establishment), list_technologies(establishment)
    )


def check_draft(draft: Draft, at: datetime, records: Records | None = None) -> Check:
    """Look at everything that publication asks for. records: what `read_records` gave, where many are looked at."""
    document, place = draft.document, draft.document.establishment
    records = records or read_records(place, at)
    wording = resolve(draft, records.facts)
    template = shelf.from_text(draft.base.content)
    heard = set(_contributions(document, draft.number).values_list("group", flat=True))
    signed, minuted = (_approval(draft, kind) for kind in (Approval.Kind.HEAD, Approval.Kind.MINUTE))
    sha256 = words.hash_of(wording)
    state = State(
        wording=wording,
        must={clause.id: clause.title for clause in template.clauses if clause.must},
        sha256=sha256,
        today=establishments.local_day(place, at),
        prevent_applies=place.nation in establishments.PREVENT_APPLIES,
        has_contact="contact.name" in records.facts,
        documents=records.documents,
        review_on=draft.review_on,
        consult=template.consult,
        heard=heard,
        signed=signed.sha256 if signed else "",
        minuted=minuted.sha256 if minuted else "",
        technologies=records.technologies if template.all_technology else {},
    )
    refusals = tuple(checks.find_refusals(state))
    return Check(wording, sha256, refusals, signed, minuted, tuple(sorted(heard)), template.consult)


def resolve(draft: Draft, of_place: Mapping[str, str]) -> Wording:
    """The draft's words with every gap filled that records can fill. of_place: what `facts.list_of_place` gave."""
    return words.resolve(words.from_text(draft.content), facts.with_review(of_place, draft.review_on))


def list_technologies(establishment: Establishment) -> dict[str, str]:
    """Kinds of technology in use, each with the name of one."""
    actor = SystemActor("check a policy", establishment.pk)
    return {one.kind: one.name for one in reversed(registers.list_technologies_in_use(actor))}


def list_contributions(actor: AnyActor, document: Document) -> QuerySet[Contribution]:
    """What groups said about any version, the newest first, with what became of it."""
    rows = Contribution.visible_to(actor).filter(document=document)
    return rows.select_related("by").prefetch_related("answers__by").order_by("-at")


def _contributions(document: Document, number: int) -> QuerySet[Contribution]:
    return Contribution._base_manager.filter(document=document, number=number)


def _approval(draft: Draft, kind: str) -> Approval | None:
    rows = Approval._base_manager.filter(document=draft.document, number=draft.number, kind=kind)
    return rows.select_related("by").order_by("-at").first()
