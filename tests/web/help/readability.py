"""How hard a text is to read: the Flesch-Kincaid grade, with syllables counted by rule of thumb.

A grade is a year of school in the United States: grade 1 is about Year 2 in England, age 6 to 7. The formula sees the
length of words and sentences and nothing else; it does not know whether a child understands them.
"""

import re
from collections.abc import Iterable


def grade(sentences: Iterable[str]) -> float:
    """The grade of whole sentences, taken together."""
    text = " ".join(sentences)
    words = re.findall(r"[A-Za-z’']+", text)
    ends = max(1, len(re.findall(r"[.!?:](?:\s|$)", text)))
    return 0.39 * len(words) / ends + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def longest_sentence(sentences: Iterable[str]) -> int:
    """Words in the longest sentence."""
    return max(len(one.split()) for one in re.split(r"(?<=[.!?:])\s", " ".join(sentences)))


def syllables(word: str) -> int:
    """Groups of vowels, less a silent e at the end."""
    letters = re.sub(r"[’'].*", "", word.casefold()) or word.casefold()
    groups = len(re.findall(r"[aeiouy]+", letters))
    silent = re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouysxz]es$", letters) is not None and groups > 1
    return max(1, groups - silent)
