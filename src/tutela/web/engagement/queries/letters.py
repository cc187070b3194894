"""Letters, their copies, and the page that each comes to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from tutela.web.core.actor import Actor, AnyActor, SystemActor
from tutela.web.engagement.models import Letter, LetterCopy, LetterDocument
from tutela.web.engagement.queries.families import list_told
from tutela.web.engagement.rules import letters as rules


@dataclass(frozen=True, slots=True)
class Page:
    """A letter to one person as it stands on paper and on screen."""

    copy: LetterCopy
    name: str
    paragraphs: list[str]


def list_letters(actor: AnyActor) -> QuerySet[Letter]:
    """The newest first."""
    return Letter.visible_to(actor).select_related("group").order_by("-made_at")


def list_copies(actor: AnyActor, letter: Letter) -> QuerySet[LetterCopy]:
    """To whom it goes, in the order of the documents."""
    rows = LetterCopy.visible_to(actor).filter(letter=letter).select_related("person", "message")
    return rows.order_by("number")


def list_documents(actor: AnyActor, letter: Letter) -> QuerySet[LetterDocument]:
    """Its documents without what is in them."""
    return LetterDocument.visible_to(actor).filter(letter=letter).defer("content").order_by("number")


def list_my_letters(actor: Actor, at: datetime) -> list[LetterCopy]:
    """Letters to this person that are still about somebody whom they may be told about, the newest first."""
    if actor.person_id is None:
        return []
    rows = LetterCopy.visible_to(actor).filter(person_id=actor.person_id, letter__state=Letter.State.SENT)
    told = list_told([actor.person_id], at).get(actor.person_id, {})
    found = rows.select_related("letter").order_by("-letter__sent_at")
    return [copy for copy in found if any(child in told for child in copy.children)]


def list_pages(copies: Iterable[LetterCopy], at: datetime) -> list[Page]:
    """The pages of copies whose letter and person are read already; none of one who may be told of nobody any more.

    About which children it is was fixed when the letter was merged, and can only become fewer: whoever is kept from a
    child since then reads nothing of it.
    """
    found = list(copies)
    told = list_told({copy.person_id for copy in found}, at)
    pages = []
    for copy in found:
        names = told.get(copy.person_id, {})
        if children := [names[key] for key in copy.children if key in names]:
            pages.append(_page(copy, children))
    return pages


def get_page(copy: LetterCopy, at: datetime) -> Page | None:
    """One of them."""
    return next(iter(list_pages([copy], at)), None)


def list_changed(actor: AnyActor, letter: Letter, at: datetime) -> list[LetterCopy]:
    """Copies that tell somebody of a child whom they may not be told about any more, in the order of the documents."""
    rows = LetterCopy.visible_to(actor).filter(letter=letter)
    told = list_told(rows.values("person"), at)
    changed = [
        pk
        for pk, person, children in rows.values_list("pk", "person_id", "children")
        if not set(children) <= told.get(person, {}).keys()
    ]
    return list(rows.filter(pk__in=changed).select_related("person").order_by("number"))


def list_merging() -> list[Letter]:
    """Letters of every place of which documents are still to be made, the oldest first; for the worker."""
    rows = Letter._base_manager.filter(made__lt=F("wanted"))
    return list(rows.select_related("establishment").order_by("merged_at"))


def count_replies(letter: Letter) -> dict[str, int]:
    """How many are mailed, delivered, read and replied to: counts of no person, for every reader."""
    return LetterCopy._base_manager.filter(letter=letter).aggregate(
        mailed=Count("message"),
        delivered=Count("message", filter=Q(message__delivered_at__isnull=False)),
        read=Count("read_at"),
        replied=Count("pk", filter=~Q(reply="")),
    )


def get_last_sent(establishment_id: int) -> Letter | None:
    """The letter that went out last."""
    rows = Letter.in_scope(SystemActor("evidence", establishment_id)).filter(state=Letter.State.SENT)
    return rows.order_by("-sent_at").first()


def get_controls_pct(letter: Letter) -> float | None:
    """Of those who replied to it, which share (0-100) has set controls."""
    return rules.controls_pct(LetterCopy._base_manager.filter(letter=letter).values_list("reply", flat=True))


def _page(copy: LetterCopy, children: list[str]) -> Page:
    facts = copy.letter.facts | {"children": rules.names_in_words(children)}
    return Page(copy, copy.person.full_name, rules.paragraphs(rules.fill(copy.letter.text, facts)))
