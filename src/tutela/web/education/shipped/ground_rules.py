"""Ground rules for each kind of session: library/ground_rules.yaml."""

from hashlib import sha256

import msgspec

from tutela.library.read import ROOT, Sourced, read


class Sheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a class agrees on before it works in one way."""

    id: str
    title: str
    text: str
    """For which sessions it is."""
    rules: tuple[str, ...]


class _File(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    year: int
    sheets: tuple[Sheet, ...]


def list_sheets() -> dict[str, Sheet]:
    """Every sheet by its id. Raises `tutela.library.read.BadLibraryFile`."""
    return {sheet.id: sheet for sheet in read(ROOT / "ground_rules.yaml", _File).sheets}


def hash_of(sheet: Sheet) -> str:
    """SHA-256 over its words, hex: what a class agreed to."""
    return sha256(msgspec.json.encode((sheet.title, sheet.rules))).hexdigest()
