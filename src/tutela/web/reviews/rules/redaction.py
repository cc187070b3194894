"""What a reader from outside must not read: names, ways to reach people, and numbers behind which single people stand.

Rather too much is left out than too little: a word that is also somebody's name is left out too. No rows, no clock.
"""

import re
from collections.abc import Collection, Iterable, Mapping

NAME, CONTACT, FEW = "[name]", "[contact]", "fewer than 5"
SHORTEST_NAME = 2
Names = Mapping[str, Collection[str]]
"""First word of a name, case folded → the names that begin with it; "" → those without a word."""
_WORD = re.compile(r"\w+")
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<![\w.])\+?\d[\d ()-]{7,}\d")
_PEOPLE = (
    "learners?|pupils?|students?|child|children|boys?|girls?|people|persons?|parents?|famil(?:y|ies)|staff|teachers?|"
    "cases?|incidents?|concerns?|alerts?|allegations?|referrals?|complaints?"
)
_SAID = re.compile(rf"\b(?:one|two|three|four)(?=(?:\s+\w+){{0,2}}\s+(?:{_PEOPLE})\b)", re.IGNORECASE)
_DIGIT = re.compile(r"(?<![\w.,:/£$-])[1-4](?!\w|[.,:/-]\d|\s?%|\s?(?:years?|months?|weeks?|days?|hours?)\b)")


def index_names(names: Iterable[str]) -> Names:
    """Names as `redact` looks for them: a school has thousands of them and a text few words."""
    found: dict[str, list[str]] = {}
    for name in {name for name in names if len(name) >= SHORTEST_NAME}:
        first = _WORD.search(name.casefold())
        found.setdefault(first[0] if first else "", []).append(name)
    return found


def redact(text: str, names: Names) -> str:
    """The text without these names, without ways to reach anybody, and without counts below five."""
    if not text:
        return ""
    text = _CONTACT.sub(CONTACT, text)
    words = {*_WORD.findall(text.casefold()), ""}
    for name in sorted((name for word in words for name in names.get(word, ())), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", NAME, text, flags=re.IGNORECASE)
    return _DIGIT.sub(FEW, _SAID.sub(FEW, text))
