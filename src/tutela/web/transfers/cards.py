"""A key card: by what an establishment elsewhere seals to us and knows our signature, and the words that prove it.

Whoever passes a card on could put another in its place. So two people read ten words to each other over a telephone
number that does not come from the card; 80 bits of its SHA-256 stand behind them.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec

from tutela.library.read import ROOT, Sourced, read
from tutela.web.core.operation import Refused

FORMAT = "tutela/card/1"
WORDS = 10
MOST_BYTES = 4096
_KEY = re.compile(r"[0-9a-f]{64}")


class NoCard(Refused):
    """A file is no key card that can be used; the text says why and what to do."""


class _Words(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """Who it is, the key that files are sealed to (X25519) and the one that signs (Ed25519), each 32 bytes in hex."""

    name: str
    number: str
    exchange: str
    signing: str

    @property
    def mark(self) -> str:
        """SHA-256 of the card in hex: another name or key gives another one."""
        return sha256(self.encode()).hexdigest()

    @property
    def words(self) -> tuple[str, ...]:
        """What is read out over the telephone."""
        return words_of(self.mark)

    def encode(self) -> bytes:
        """The card as a file: one line of JSON whose every byte follows from what it says."""
        told = {
            "exchange": self.exchange,
            "format": FORMAT,
            "name": self.name,
            "number": self.number,
            "signing": self.signing,
        }
        return msgspec.json.encode(told) + b"\n"


def words_of(mark: str) -> tuple[str, ...]:
    """The ten words of a mark (SHA-256 in hex)."""
    listed = read(ROOT / "transfers" / "words.yaml", _Words).words.split()
    return tuple(listed[byte] for byte in bytes.fromhex(mark)[:WORDS])


def read_card(content: bytes) -> Card:
    """A card from its file. Raises `NoCard`."""
    if len(content) > MOST_BYTES:
        raise NoCard("This file is too large for a key card. Ask them for the file from their page “Our key card”")
    try:
        told: Any = msgspec.json.decode(content)
        wanted = {key: told[key] for key in ("format", "name", "number", "exchange", "signing")}
    except (msgspec.DecodeError, KeyError, TypeError, UnicodeDecodeError):
        raise NoCard("This is no key card. Ask them for the file from their page “Our key card”") from None
    if wanted.pop("format") != FORMAT:
        raise NoCard("This key card is of another version of Tutela. Whoever has the older one should update it")
    if not all(isinstance(one, str) for one in wanted.values()):
        raise NoCard("This key card was changed. Ask them to send it again")
    card = Card(**wanted)
    sound = card.name.strip() and card.name.isprintable() and card.number.isprintable() and len(card.name) <= 120
    if not (sound and len(card.number) <= 20 and _KEY.fullmatch(card.exchange) and _KEY.fullmatch(card.signing)):
        raise NoCard("This key card was changed or cut off. Ask them to send it again")
    return card
