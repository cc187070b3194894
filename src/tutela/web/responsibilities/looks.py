"""What is looked at again on set days, as the library names it."""

import msgspec

from tutela.library.read import ROOT, Sourced, read
from tutela.web.responsibilities.duties import Slug


class Look(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that is looked at again: by whom, at what, with which figures beside it."""

    id: Slug
    title: str
    text: str
    figure: str
    """The kind of evidence that says how long ago it was."""
    every_days: int
    needs: tuple[str, ...]
    """Without these parts it is kept and does not count."""
    checks: dict[str, str]
    facts: tuple[str, ...]
    """Kinds of evidence that lie beside it."""
    pages: tuple[str, ...]
    """Names of addresses worth opening beside it."""
    minuted: bool = False
    """Whether it counts only with its minute."""


class _Looks(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    year: int
    parts: dict[str, str]
    looks: list[Look]


def list_looks() -> dict[str, Look]:
    """All of them, by their ids. Raises `tutela.library.read.BadLibraryFile`."""
    return {look.id: look for look in read(ROOT / "looks.yaml", _Looks).looks}


def list_parts() -> dict[str, str]:
    """Who can take part, in words, by key."""
    return read(ROOT / "looks.yaml", _Looks).parts
