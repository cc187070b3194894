"""Three texts become one: what the template said, what we made of it, what the template says now.

Clause by clause. What only one side changed is taken from that side. Where both changed the same clause it is a
conflict: both are shown and a person chooses; until then ours stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec

from tutela.web.policies.authored.model import Clause
from tutela.web.policies.texts.wording import Wording

Side = Literal["ours", "theirs"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A clause that both sides changed; None on the side that dropped it."""

    id: str
    base: Clause
    ours: Clause | None
    theirs: Clause | None

    @property
    def title(self) -> str:
        return (self.ours or self.theirs or self.base).title


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of it; conflicts nobody has decided are among the clauses as we had them."""

    wording: Wording
    conflicts: tuple[Conflict, ...]


def merge(base: Wording, ours: Wording, theirs: Wording, choices: Mapping[str, Side] | None = None) -> Merged:
    """Bring the template's changes into our text. choices: by the id of the clause, whose words are taken."""
    choices = choices or {}
    before, mine, yours = ({one.id: one for one in text.clauses} for text in (base, ours, theirs))
    order = _order([one.id for one in ours.clauses], [one.id for one in theirs.clauses])
    clauses: list[Clause] = []
    conflicts: list[Conflict] = []
    for key in [*order, *(key for key in before if key not in order)]:
        kept, conflict = _one(before.get(key), mine.get(key), yours.get(key), choices.get(key))
        if conflict:
            conflicts.append(conflict)
        if kept:
            clauses.append(kept)
    declared = {one.id: one for one in (*ours.variables, *theirs.variables)}
    own_questions = ours.questions != base.questions
    wording = Wording(
        clauses=tuple(clauses),
        variables=tuple(declared.values()),
        values=ours.values,
        questions=ours.questions if own_questions else theirs.questions,
    )
    return Merged(wording, tuple(conflicts))


def _one(
    base: Clause | None, ours: Clause | None, theirs: Clause | None, choice: Side | None
) -> tuple[Clause | None, Conflict | None]:
    if base is None or ours == theirs:  # somebody's own, or the same on both sides
        return ours or theirs, None
    if theirs == base or (ours is None and theirs is not None and _same_words(theirs, base)):
        must_return = theirs is not None and theirs.must and not base.must
        return theirs if must_return else ours, None
    if ours is not None and _same_words(ours, base):
        return theirs, None
    kept = _with_words_of(ours, theirs) if ours and theirs else ours
    if (theirs is not None and _same_words(theirs, base)) or choice == "ours":
        return kept, None
    return (theirs, None) if choice == "theirs" else (kept, Conflict(base.id, base, ours, theirs))


def _same_words(one: Clause, other: Clause) -> bool:
    return (one.title, one.text) == (other.title, other.text)


def _with_words_of(words: Clause, rest: Clause) -> Clause:
    """What stands behind a clause follows the template; its words stay ours."""
    return msgspec.structs.replace(rest, title=words.title, text=words.text)


def _order(ours: list[str], theirs: list[str]) -> list[str]:
    """Our order; what only they have comes after the clause that it follows there."""
    order = list(ours)
    for number, key in enumerate(theirs):
        if key not in order:
            ahead = next((one for one in reversed(theirs[:number]) if one in order), None)
            order.insert(order.index(ahead) + 1 if ahead else 0, key)
    return order
