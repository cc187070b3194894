"""What is wrong with a template beyond its form: names that lead nowhere, words that are hard to read or vague."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tutela.filtering.defaults import categories
from tutela.web.core.terms import Terms
from tutela.web.evidence.kinds import list_kinds
from tutela.web.policies.authored.model import Bar, Clause, Question, Template
from tutela.web.policies.texts.markdown import SAFE

TERMS = frozenset(Terms.__struct_fields__)
"""Words that follow nation and sector without being declared."""
WORDS_A_SENTENCE = {"easy": 15, "pictures": 12, "easy-read": 12}
PICTURED = ("pictures", "easy-read")
QUESTIONS = range(3, 5)
VAGUE = ("appropriate", "appropriately", "adequate", "adequately", "robust")
PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
OTHER_MARKUP = re.compile(r"^\s{0,3}(#{1,6}\s|>|```|\|)|<[a-zA-Z/!]|!\[", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, where it stands and in words."""

    place: tuple[str | int, ...]
    """Keys and numbers from the top of the file, such as ("clauses", 3, "text")."""
    words: str


def find_faults(template: Template) -> list[Fault]:
    """Every fault; empty when the template can be used."""
    faults = [*_head(template), *_twice(template), *_variables(template)]
    for number, clause in enumerate(template.clauses):
        faults += _clause(template, clause, ("clauses", number))
    for number, question in enumerate(template.questions):
        faults += _question(template, question, ("questions", number))
    return faults


def _head(template: Template) -> Iterator[Fault]:
    ages, is_agreement = template.ages, template.kind == "agreement"
    if (ages.first is not None or ages.below is not None) and template.audience != "learners":
        yield Fault(("ages",), "only what learners agree to goes by age")
    if ages.first is not None and ages.below is not None and ages.first >= ages.below:
        yield Fault(("ages",), f"from {ages.first} is not below {ages.below}")
    if not is_agreement and template.audience != "everyone":
        yield Fault(("audience",), "a policy is for everyone; only an agreement has an audience of its own")
    if is_agreement and template.audience == "everyone":
        yield Fault(("audience",), "an agreement says who agrees: staff, learners, parents and so on")
    if template.reading == "easy-read" and not is_agreement:
        yield Fault(("reading",), "only an agreement is read in easy read instead of another")
    if is_agreement and len(template.questions) not in QUESTIONS:
        yield Fault(("questions",), f"an agreement asks 3 or 4 questions, not {len(template.questions)}")
    if not is_agreement and template.questions:
        yield Fault(("questions",), "a policy asks no questions; its agreements do")
    if not any("prevent" in clause.tags for clause in template.clauses) and (is_agreement or "online" in template.id):
        yield Fault(("clauses",), "no clause is tagged prevent")
    if not any(_is_contact(template, name) for clause in template.clauses for name in named(clause.text)):
        yield Fault(("clauses",), "no clause says whom to tell: use a variable filled from contact.name")


def _is_contact(template: Template, name: str) -> bool:
    return any(variable.id == name and variable.fact == "contact.name" for variable in template.variables)


def _twice(template: Template) -> Iterator[Fault]:
    lists: tuple[tuple[str, Iterable[str]], ...] = (
        ("clauses", (clause.id for clause in template.clauses)),
        ("variables", (variable.id for variable in template.variables)),
    )
    for where, ids in lists:
        for one, times in Counter(ids).items():
            if times > 1:
                yield Fault((where,), f"{one!r} stands {times} times; every one needs an id of its own")


def _variables(template: Template) -> Iterator[Fault]:
    used = {name for text in _texts(template) for name in named(text)}
    for number, variable in enumerate(template.variables):
        place = ("variables", number, "id")
        if variable.id in TERMS:
            yield Fault(place, f"{variable.id!r} is a word of terms already; call the variable something else")
        if variable.id not in used:
            yield Fault(place, f"no text uses {{{variable.id}}}")


def _texts(template: Template) -> Iterator[str]:
    yield from (clause.text for clause in template.clauses)
    for question in template.questions:
        yield from (question.ask, *question.answers, question.because)


def named(text: str) -> list[str]:
    """The names in curly brackets of a text, in their order."""
    return PLACEHOLDER.findall(text)


def _clause(template: Template, clause: Clause, place: tuple[str | int, ...]) -> Iterator[Fault]:
    yield from _text(template, clause.text, (*place, "text"))
    yield from _reading(template, clause, place)
    if OTHER_MARKUP.search(clause.text):
        yield Fault((*place, "text"), "only paragraphs, lists, bold and links are printed; use nothing else")
    for _, address in LINK.findall(clause.text):
        if not address.startswith(SAFE):
            yield Fault((*place, "text"), f"the link to {address!r} leads nowhere")
    for number, bar in enumerate(clause.bears):
        yield from _bar(bar, (*place, "bears", number))
    known = {one.key for one in categories()}
    for number, rule in enumerate(clause.rules):
        if rule.category not in known:
            yield Fault((*place, "rules", number), f"no category is called {rule.category!r}")
    for number, legal in enumerate(clause.legal):
        if legal.url and not legal.url.startswith("https://"):
            yield Fault((*place, "legal", number, "url"), "an address of law or guidance begins with https://")


def _text(template: Template, text: str, place: tuple[str | int, ...]) -> Iterator[Fault]:
    known = TERMS | {variable.id for variable in template.variables}
    for name in dict.fromkeys(named(text)):
        if name not in known:
            yield Fault(place, f"{{{name}}} is neither a variable of this file nor a word of terms")
    if text.count("{") != text.count("}"):
        yield Fault(place, "a curly bracket is open")
    for word in VAGUE:
        if re.search(rf"\b{word}\b", text.casefold()):
            yield Fault(place, f"{word!r} says nothing; say what is done instead")


def _reading(template: Template, clause: Clause, place: tuple[str | int, ...]) -> Iterator[Fault]:
    if template.reading in PICTURED and not clause.symbol:
        yield Fault(place, "has no symbol, and those who read by pictures need one")
    if template.reading not in PICTURED and clause.symbol:
        yield Fault((*place, "symbol"), "symbols are for what is read by pictures")
    most = WORDS_A_SENTENCE.get(template.reading)
    for sentence in sentences(clause.text) if most else ():
        if (count := len(sentence.split())) > most:
            yield Fault((*place, "text"), f"{count} words in one sentence, at most {most} are read: “{sentence}”")


def sentences(text: str) -> list[str]:
    """The sentences of a text; an item of a list is one too."""
    said = LINK.sub(r"\1", text)
    lines = re.sub(r"^\s*([-*]|\d+\.)\s+", "\n\n", said, flags=re.MULTILINE)
    parts = [re.split(r"(?<=[.!?:])\s+", re.sub(r"\s+", " ", one).strip()) for one in re.split(r"\n\s*\n", lines)]
    return [one for part in parts for one in part if one]


def _bar(bar: Bar, place: tuple[str | int, ...]) -> Iterator[Fault]:
    if bar.kind not in list_kinds():
        yield Fault(place, f"no kind of evidence is called {bar.kind!r}")
    if (bar.at_least is None) == (bar.at_most is None):
        yield Fault(place, f"{bar.kind} must be held to either at_least or at_most")


def _question(template: Template, question: Question, place: tuple[str | int, ...]) -> Iterator[Fault]:
    for text in (question.ask, *question.answers, question.because):
        yield from _text(template, text, place)
    for answer in question.answers:
        if answer[:1].islower():
            yield Fault(
                (*place, "answers"), f"{answer!r} begins in the middle; an answer with a comma stands in quotes"
            )
    if question.right > len(question.answers):
        yield Fault((*place, "right"), f"answer {question.right} is right, but there are {len(question.answers)}")
    if len(set(question.answers)) < len(question.answers):
        yield Fault((*place, "answers"), "two answers are the same")
