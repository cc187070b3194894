"""Letters, their copies, and the page that each comes to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from tutela.web.core.actor import Actor, AnyActor, SystemActor
from tutela.web.engagement.models import Letter, LetterCopy, LetterDocument
from tutela.web.engagement.rules import letters as rules
from tutela.web.establishments.models import Person


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
    rows = LetterCopy.visible_to(actor).filter(letter=letter).select_related("person", "message", "noted_by")
    return rows.order_by("number")


def list_documents(actor: AnyActor, letter: Letter) -> QuerySet[LetterDocument]:
    """Its documents without what is in them."""
    return LetterDocument.visible_to(actor).filter(letter=letter).defer("content").order_by("number")


def list_my_letters(actor: Actor) -> list[LetterCopy]:
    """Letters to this person, the newest first."""
    if actor.person_id is None:
        return []
    rows = LetterCopy.visible_to(actor).filter(person_id=actor.person_id, letter__state=Letter.State.SENT)
    return list(rows.select_related("letter").order_by("-letter__sent_at"))


def list_pages(copies: Iterable[LetterCopy]) -> list[Page]:
    """The pages of copies whose letter and person are read already.

    The children were looked up when the letter was merged; whoever reads it need not be able to read their rows.
    """
    found = list(copies)
    keys = {key for copy in found for key in copy.children}
    names = {str(child.pk): child.known_as or child.given_name for child in Person._base_manager.filter(pk__in=keys)}
    return [_page(copy, [names[key] for key in copy.children if key in names]) for copy in found]


def get_page(copy: LetterCopy) -> Page:
    """One of them."""
    return list_pages([copy])[0]


def list_merging(establishment_id: int) -> list[Letter]:
    """Letters of which documents are still to be made, the oldest first."""
    rows = Letter.in_scope(SystemActor("make letters", establishment_id)).filter(state=Letter.State.MERGING)
    return list(rows.select_related("establishment").order_by("merged_at"))


def count_replies(letter: Letter) -> dict[str, int]:
    """How many are read and replied to, and what the replies say: counts of no person, for every reader."""
    rows = LetterCopy._base_manager.filter(letter=letter)
    counted = Counter(rows.exclude(reply="").values_list("reply", flat=True))
    mailed = rows.filter(message__isnull=False)
    return {
        "mailed": mailed.count(),
        "delivered": mailed.filter(message__delivered_at__isnull=False).count(),
        "read": rows.filter(read_at__isnull=False).count(),
        "replied": sum(counted.values()),
        **{choice: counted[choice] for choice in LetterCopy.Reply.values},
    }


def get_last_sent(establishment_id: int) -> Letter | None:
    """The letter that went out last."""
    rows = Letter.in_scope(SystemActor("evidence", establishment_id)).filter(state=Letter.State.SENT)
    return rows.order_by("-sent_at").first()


def get_controls_pct(letter: Letter) -> float | None:
    """Of those who replied to it, which share (0-100) has set controls."""
    return rules.controls_pct(LetterCopy._base_manager.filter(letter=letter).values_list("reply", flat=True))


def _page(copy: LetterCopy, children: list[str]) -> Page:
    about = rules.names_in_words(children) if children else copy.letter.facts["learner"]
    facts = copy.letter.facts | {"children": about}
    return Page(copy, copy.person.full_name, rules.paragraphs(rules.fill(copy.letter.text, facts)))
