"""Other ways to look at the same records, as the library names them."""

import msgspec

from tutela.library.read import ROOT, Sourced, read
from tutela.web.core.terms import Terms


class LensPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One part of a lens with the kinds of evidence that belong to it."""

    id: str
    title: str
    text: str
    kinds: tuple[str, ...]


class Lens(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way to sort all evidence."""

    id: str
    title: str
    text: str
    parts: tuple[LensPart, ...]


class _Lenses(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    year: int
    lenses: list[Lens]


def list_lenses() -> list[Lens]:
    """All of them, as they are written. Raises `tutela.library.read.BadLibraryFile`."""
    return read(ROOT / "lenses.yaml", _Lenses).lenses


def get_source() -> str:
    """What has to stand beneath the page."""
    return read(ROOT / "lenses.yaml", _Lenses).source


def find_lens(name: str, terms: Terms) -> Lens | None:
    """One of them in an establishment's own words."""
    found = next((lens for lens in list_lenses() if lens.id == name), None)
    if found is None:
        return None
    words = msgspec.structs.asdict(terms)
    parts = (
        msgspec.structs.replace(part, title=part.title.format(**words), text=part.text.format(**words))
        for part in found.parts
    )
    return msgspec.structs.replace(found, text=found.text.format(**words), parts=tuple(parts))
