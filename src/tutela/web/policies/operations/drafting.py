"""A draft is tailored: its clauses, its gaps, its review date, and what its template says anew."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec
from django.utils.text import slugify

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.policies.authored import shelf
from tutela.web.policies.authored.model import Cites, Clause, Template
from tutela.web.policies.models import Document, Draft, OtherDocument
from tutela.web.policies.operations.refusals import MustStay, NoSuchClause, TooLong, WithoutWords
from tutela.web.policies.operations.writing import hold_draft, keep, person_of, pin
from tutela.web.policies.texts import merge
from tutela.web.policies.texts import wording as words
from tutela.web.policies.texts.clean import clean

LONGEST_TITLE, LONGEST_TEXT = 60, 4000  # letters, as authored.model holds a template to them


@operation
def change_clause(
    *, actor: AnyActor, at: datetime, document: Document, seen: int, clause: str, title: str, text: str,
    links: Sequence[str] | None = None, cites: Cites | None = None,
) -> Draft:  # fmt: skip
    """Reword a clause. Pasted markup becomes plain text. links: those it still leans on; cites: what it is held against
    from now on; None leaves them.

    Raises `ChangedMeanwhile`, `NoDraft`, `NoSuchClause`, `TooLong`, `WithoutWords`.
    """
    draft = hold_draft(document, seen)
    wording = words.from_text(draft.content)
    old = next((one for one in wording.clauses if one.id == clause), None)
    if old is None:
        raise NoSuchClause
    new = msgspec.structs.replace(
        old,
        title=_title(title),
        text=_text(text),
        links=old.links if links is None else tuple(one for one in old.links if one in links),
        **({} if cites is None else msgspec.structs.asdict(cites)),
    )
    clauses = tuple(new if one.id == clause else one for one in wording.clauses)
    return keep(actor, draft, msgspec.structs.replace(wording, clauses=clauses), at)


@operation
def add_clause(
    *, actor: AnyActor, at: datetime, document: Document, seen: int, title: str, text: str, after: str = "",
    tags: Sequence[str] = (), cites: Cites | None = None,
) -> Draft:  # fmt: skip
    """A clause of one's own, after another or at the end; cites: what it is held against.

    Raises `ChangedMeanwhile`, `NoDraft`, `TooLong`, `WithoutWords`.
    """
    draft = hold_draft(document, seen)
    wording = words.from_text(draft.content)
    taken = {one.id for one in wording.clauses} | {one.id for one in shelf.from_text(draft.base.content).clauses}
    stem = re.sub(r"[^a-z0-9]+", "-", f"own-{slugify(title)}").strip("-")[:50].strip("-") or "own"
    key = next(one for one in (stem, *(f"{stem}-{n}" for n in range(2, 200))) if one not in taken)
    held = msgspec.structs.asdict(cites or Cites())
    new = Clause(id=key, title=_title(title), text=_text(text), tags=tuple(tags), **held)
    place = next((n + 1 for n, one in enumerate(wording.clauses) if one.id == after), len(wording.clauses))
    clauses = (*wording.clauses[:place], new, *wording.clauses[place:])
    return keep(actor, draft, msgspec.structs.replace(wording, clauses=clauses), at)


@operation
def drop_clause(*, actor: AnyActor, at: datetime, document: Document, seen: int, clause: str) -> Draft:
    """Leave a clause out. Raises `MustStay`, `ChangedMeanwhile`, `NoDraft`, `NoSuchClause`."""
    draft = hold_draft(document, seen)
    wording = words.from_text(draft.content)
    old = next((one for one in wording.clauses if one.id == clause), None)
    if old is None:
        raise NoSuchClause
    if old.must:
        raise MustStay(old.title)
    clauses = tuple(one for one in wording.clauses if one.id != clause)
    return keep(actor, draft, msgspec.structs.replace(wording, clauses=clauses), at)


@operation
def bring_back_clause(*, actor: AnyActor, at: datetime, document: Document, seen: int, clause: str) -> Draft:
    """Put a clause of the template back, in its words, where it stands there. Raises `NoSuchClause` and as above."""
    draft = hold_draft(document, seen)
    wording, template = words.from_text(draft.content), shelf.from_text(draft.base.content)
    order = [one.id for one in template.clauses]
    here = [one.id for one in wording.clauses]
    if clause not in order or clause in here:
        raise NoSuchClause
    ahead = [here.index(one) + 1 for one in order[: order.index(clause)] if one in here]
    place = max(ahead, default=0)
    clauses = (*wording.clauses[:place], template.clauses[order.index(clause)], *wording.clauses[place:])
    return keep(actor, draft, msgspec.structs.replace(wording, clauses=clauses), at)


@operation
def fill_gaps(
    *, actor: AnyActor, at: datetime, document: Document, seen: int, values: Mapping[str, str],
    review_on: date | None, reason: str = "",
) -> Draft:  # fmt: skip
    """Say what differs here, when it is reviewed next, and why there is a new version.

    An empty value falls back to what records know. Raises `ChangedMeanwhile`, `NoDraft`.
    """
    draft = hold_draft(document, seen)
    wording = words.from_text(draft.content)
    known = {one.id for one in wording.variables}
    given = {key: " ".join(clean(value).split()) for key, value in values.items() if key in known}
    draft.review_on, draft.reason = review_on, reason.strip()
    kept = {key: value for key, value in {**wording.values, **given}.items() if value}
    return keep(actor, draft, msgspec.structs.replace(wording, values=kept), at)


@operation
def take_update(
    *, actor: AnyActor, at: datetime, document: Document, seen: int, template: Template,
    choices: Mapping[str, merge.Side], trust_id: int | None = None,
) -> tuple[merge.Conflict, ...]:  # fmt: skip
    """Bring a newer version of the template into the draft; what nobody decided comes back, and nothing is changed.

    Raises `ChangedMeanwhile`, `NoDraft`.
    """
    draft = hold_draft(document, seen)
    base = words.from_template(shelf.from_text(draft.base.content))
    theirs = words.from_template(template)
    merged = merge.merge(base, words.from_text(draft.content), theirs, choices)
    if merged.conflicts:
        return merged.conflicts
    draft.base = pin(template, at, trust_id=trust_id)
    keep(actor, draft, merged.wording, at)
    audit.record(actor, "policy.update", document, at=at, version=template.version)
    return ()


@operation
def note_other_document(*, actor: AnyActor, at: datetime, slug: str, title: str, where: str) -> OtherDocument:
    """Say where a document is kept that clauses lean on. Raises `WithoutWords`."""
    if not title.strip() or not where.strip():
        raise WithoutWords
    row, _made = OtherDocument.objects.update_or_create(
        establishment_id=actor.establishment_id,
        slug=slug,
        defaults={
            "title": title.strip(), "where": where.strip(), "noted_at": at, "noted_by_id": person_of(actor),
        },
    )  # fmt: skip
    audit.record(actor, "policy.note-document", row, at=at)
    return row


def _title(title: str) -> str:
    return _held(" ".join(clean(title).split()), LONGEST_TITLE)


def _text(text: str) -> str:
    return _held(clean(text), LONGEST_TEXT)


def _held(said: str, most: int) -> str:
    if len(said) < 2:
        raise WithoutWords
    if len(said) > most:
        raise TooLong(most, len(said))
    return said
