"""The small part of Markdown that clauses use: paragraphs, lists, bold and links. Nothing else means anything.

It gives a structure, not HTML: a page or a paper writes it out, and everything in it is escaped there.
"""

import re
from dataclasses import dataclass
from typing import Literal

from tutela.web.policies.texts.clean import ELSEWHERE

ITEM = re.compile(r"^\s{0,6}(?:([-*•])|(\d{1,3})[.)])\s+(.*)$")
INLINE = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)|\*\*(.+?)\*\*")
SAFE = (*ELSEWHERE, "#", "/")
"""How an address begins that a clause may lead to: elsewhere, to another clause, or to a page of this site."""


@dataclass(frozen=True, slots=True)
class Span:
    """Some words in one look."""

    text: str
    bold: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or one list with its items."""

    kind: Literal["paragraph", "bullets", "numbers"]
    lines: tuple[tuple[Span, ...], ...]


def parse(text: str) -> tuple[Block, ...]:
    """The blocks of a text, in their order."""
    blocks: list[tuple[str, list[str]]] = []
    fresh = True
    for line in text.replace("\r\n", "\n").split("\n"):
        found = ITEM.match(line)
        if not line.strip():
            fresh = True
        elif found:
            kind = "bullets" if found[1] else "numbers"
            if not blocks or blocks[-1][0] != kind:
                blocks.append((kind, []))
            blocks[-1][1].append(found[3].strip())
            fresh = False
        elif fresh or not blocks:
            blocks.append(("paragraph", [line.strip()]))
            fresh = False
        else:
            blocks[-1][1][-1] += f" {line.strip()}"
    return tuple(Block(kind, tuple(_spans(line) for line in lines)) for kind, lines in blocks)


def _spans(line: str) -> tuple[Span, ...]:
    spans, last = [], 0
    for found in INLINE.finditer(line):
        spans.append(Span(line[last : found.start()]))
        label, address, bold = found.groups()
        if bold is not None:
            spans.append(Span(bold, bold=True))
        elif address.startswith(SAFE):
            spans.append(Span(label, address=address))
        else:
            spans.append(Span(found[0]))
        last = found.end()
    spans.append(Span(line[last:]))
    return tuple(span for span in spans if span.text)
