"""What a reader from outside must not read: names, ways to reach people, and numbers behind which single people stand.

Rather too much is left out than too little: a word that is also somebody's name is left out too. No rows, no clock.
"""

import re
from collections.abc import Iterable

NAME, CONTACT, FEW = "[name]", "[contact]", "fewer than 5"
SHORTEST_NAME = 2
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<![\w.])\+?\d[\d ()-]{7,}\d")
_PEOPLE = (
    "learners?|pupils?|students?|child|children|boys?|girls?|people|persons?|parents?|famil(?:y|ies)|staff|teachers?|"
    "cases?|incidents?|concerns?|alerts?|allegations?|referrals?|complaints?"
)
_SAID = re.compile(rf"\b(?:one|two|three|four)(?=(?:\s+\w+){{0,2}}\s+(?:{_PEOPLE})\b)", re.IGNORECASE)
_DIGIT = re.compile(r"(?<![\w.,:/£$-])[1-4](?!\w|[.,:/-]\d|\s?%|\s?(?:years?|months?|weeks?|days?|hours?)\b)")


def redact(text: str, names: Iterable[str]) -> str:
    """The text without these names, without ways to reach anybody, and without counts below five."""
    text = _CONTACT.sub(CONTACT, text)
    known = sorted({name for name in names if len(name) >= SHORTEST_NAME}, key=len, reverse=True)
    words = set(re.findall(r"[^\W\d_]+", text.casefold()))
    # a school has thousands of names and a text few words, so only names that could stand in it are looked for
    likely = [name for name in known if set(re.findall(r"[^\W\d_]+", name.casefold())) <= words]
    for name in likely:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", NAME, text, flags=re.IGNORECASE)
    return _DIGIT.sub(FEW, _SAID.sub(FEW, text))
