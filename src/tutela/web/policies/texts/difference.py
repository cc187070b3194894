"""What changed between two wordings: clause by clause, and within a clause word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from tutela.web.policies.authored.model import Clause

How = Literal["same", "changed", "added", "dropped"]
SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?\n]+\s*|$)")
WORD = re.compile(r"\S+\s*|\s+")
"""A word with the space behind it: spaces of their own would make a long clause slow to compare."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stayed, came or went."""

    how: Literal["same", "added", "dropped"]
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """One clause, then and now."""

    id: str
    title: str
    how: How
    pieces: tuple[Piece, ...]


def compare(old: Sequence[Clause], new: Sequence[Clause]) -> list[Change]:
    """Every clause of the new text in its order, each dropped one where it stood before."""
    before = {clause.id: clause for clause in old}
    after = {clause.id for clause in new}
    changes = [_change(before.get(clause.id), clause) for clause in new]
    for number, clause in enumerate(old):
        if clause.id in after:
            continue
        ahead = {one.id for one in old[:number]}
        place = max((at + 1 for at, one in enumerate(changes) if one.id in ahead), default=0)
        changes.insert(place, Change(clause.id, clause.title, "dropped", (Piece("dropped", clause.text),)))
    return changes


def only_changed(changes: Sequence[Change]) -> list[Change]:
    """Those in which something changed."""
    return [one for one in changes if one.how != "same"]


def _change(old: Clause | None, new: Clause) -> Change:
    if old is None:
        return Change(new.id, new.title, "added", (Piece("added", new.text),))
    if (old.title, old.text) == (new.title, new.text):
        return Change(new.id, new.title, "same", (Piece("same", new.text),))
    return Change(new.id, new.title, "changed", compare_words(old.text, new.text))


def compare_words(old: str, new: str) -> tuple[Piece, ...]:
    """The words of both: what stayed once, what went before what came. Sentences first, since most of them stay."""
    pieces: list[Piece] = []
    for how, gone, come in _matched(SENTENCE.findall(old), SENTENCE.findall(new)):
        if how == "equal":
            pieces.append(Piece("same", gone))
            continue
        for inner, went, came in _matched(WORD.findall(gone), WORD.findall(come)):
            if inner == "equal":
                pieces.append(Piece("same", went))
                continue
            pieces += [Piece("dropped", went)] if went else []
            pieces += [Piece("added", came)] if came else []
    return tuple(_joined(pieces))


def _matched(old: list[str], new: list[str]) -> Iterator[tuple[str, str, str]]:
    for how, a1, a2, b1, b2 in SequenceMatcher(None, old, new).get_opcodes():
        yield how, "".join(old[a1:a2]), "".join(new[b1:b2])


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    said = (piece for piece in pieces if piece.words)
    for how, run in groupby(said, key=lambda piece: piece.how):
        yield Piece(how, "".join(piece.words for piece in run))
