"""What a document says: its clauses, what is filled in, and the questions that go with it."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache

import msgspec

from tutela.web.core.terms import Terms
from tutela.web.policies.authored.lint import PLACEHOLDER, TERMS, named
from tutela.web.policies.authored.model import Clause, Question, Template, Variable


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """The text of a draft or of a version, with gaps still named as {variable}."""

    clauses: tuple[Clause, ...]
    variables: tuple[Variable, ...] = ()
    values: dict[str, str] = {}
    """By the id of the variable; what is empty or missing falls back to the records."""
    recorded: tuple[str, ...] = ()
    """Which of the values were filled from records, so that the next version asks them anew."""
    questions: tuple[Question, ...] = ()


def from_template(template: Template) -> Wording:
    """The words of a template, nothing filled in."""
    return Wording(clauses=template.clauses, variables=template.variables, questions=template.questions)


def to_text(wording: Wording) -> str:
    """As it is kept: the same wording gives the same text."""
    return msgspec.json.encode(wording, order="sorted").decode()


@lru_cache(maxsize=256)
def from_text(text: str) -> Wording:
    """The wording that was kept."""
    return msgspec.json.decode(text, type=Wording)


def hash_of(wording: Wording) -> str:
    """SHA-256 in hex of everything it says: what is signed and agreed to."""
    return hashlib.sha256(to_text(wording).encode()).hexdigest()


def resolve(wording: Wording, facts: Mapping[str, str]) -> Wording:
    """The same with every gap that records can fill filled; what somebody typed goes before what records know."""
    typed = {one.id: said for one in wording.variables if (said := wording.values.get(one.id, "").strip())}
    known = {one.id: facts[one.fact] for one in wording.variables if one.id not in typed and facts.get(one.fact)}
    return msgspec.structs.replace(wording, values=typed | known, recorded=tuple(known))


def list_missing(wording: Wording) -> list[Variable]:
    """The gaps that a text names and nobody has filled, in the order in which they are declared."""
    texts = [text for clause in wording.clauses for text in (clause.title, clause.text)]
    texts += [text for one in wording.questions for text in (one.ask, *one.answers, one.because)]
    used = {name for text in texts for name in named(text)}
    return [one for one in wording.variables if one.id in used and not wording.values.get(one.id)]


def list_unknown(wording: Wording, clause: Clause) -> list[str]:
    """What a clause has in curly brackets that is neither a variable nor a word of terms, such as a slip of the pen."""
    known = TERMS | {one.id for one in wording.variables}
    return [name for name in dict.fromkeys(named(clause.title) + named(clause.text)) if name not in known]


def fill(text: str, wording: Wording, terms: Terms) -> str:
    """A text as it is read. A gap that is still open shows what is missing in square brackets."""
    words = msgspec.structs.asdict(terms)
    labels = {variable.id: variable.label for variable in wording.variables}

    def said(name: str) -> str:
        value = words.get(name) or wording.values.get(name)
        return value or f"[{labels.get(name, name)}]"

    return PLACEHOLDER.sub(lambda found: said(found[1]), text)


def printed(wording: Wording, terms: Terms) -> Wording:
    """Every text of it as it is read."""
    clauses = [
        msgspec.structs.replace(one, title=fill(one.title, wording, terms), text=fill(one.text, wording, terms))
        for one in wording.clauses
    ]
    questions = [
        msgspec.structs.replace(
            one,
            ask=fill(one.ask, wording, terms),
            answers=tuple(fill(answer, wording, terms) for answer in one.answers),
            because=fill(one.because, wording, terms),
        )
        for one in wording.questions
    ]
    return Wording(clauses=tuple(clauses), questions=tuple(questions))
