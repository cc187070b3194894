"""What people are called on screen, by nation, sector and phase; library/terms says it."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec

from tutela.library.read import ROOT, Sourced, read
from tutela.web.core.permissions import get_roles


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """Words in lower case, as they stand inside a sentence."""

    learner: str
    learners: str
    dsl: str
    deputy: str
    short: str
    """What staff call the DSL among themselves."""
    head: str
    chair: str
    place: str

    def role(self, key: str) -> str:
        """The name of a role of roles.yaml as it begins a line; the library's own where no nation has another."""
        words = {"dsl": self.dsl, "deputy-dsl": self.deputy, "head": self.head, "chair": self.chair}
        words["learner"] = self.learner
        said = words.get(key) or get_roles()[key].name
        return said[:1].upper() + said[1:]

    def fill(self, text: str) -> str:
        """A text with these words in place of their names in braces ("a {learner}"); other braces stay as they are."""
        known = self.__struct_fields__
        return re.sub(r"\{(\w+)\}", lambda found: getattr(self, found[1]) if found[1] in known else found[0], text)


class _Where(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    nation: str = ""
    sector: str = ""
    phase: str = ""


class _Learners(_Where, frozen=True):
    learner: str
    learners: str


class _Safeguarding(_Where, frozen=True):
    dsl: str
    deputy: str
    short: str


class _Leading(_Where, frozen=True):
    head: str
    chair: str


class _Place(_Where, frozen=True):
    place: str


class _File(Sourced, frozen=True):
    learners: tuple[_Learners, ...]
    safeguarding: tuple[_Safeguarding, ...]
    leading: tuple[_Leading, ...]
    places: tuple[_Place, ...]


@cache
def get_terms(nation: str, sector: str, phase: str = "") -> Terms:
    """The words for an establishment; the last entry of each list of the file fits every one."""
    file = read(ROOT / "terms" / "terms.yaml", _File)
    said: dict[str, Any] = {}
    for entries in (file.learners, file.safeguarding, file.leading, file.places):
        said |= msgspec.structs.asdict(_first(entries, nation, sector, phase))
    return Terms(**{name: said[name] for name in Terms.__struct_fields__})


def _first(entries: Sequence[_Where], nation: str, sector: str, phase: str) -> _Where:
    return next(
        one for one in entries if one.nation in ("", nation) and one.sector in ("", sector) and one.phase in ("", phase)
    )
