"""What people are called on screen, by nation and sector; library/terms says it."""

from functools import cache
from importlib.resources import files

import msgspec


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words in lower case, as they stand inside a sentence."""

    learner: str
    learners: str
    dsl: str
    head: str
    place: str
    nation: str = ""
    sector: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    terms: tuple[Terms, ...]


@cache
def _all_terms() -> tuple[Terms, ...]:
    text = files("tutela").joinpath("library", "terms", "terms.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=_File).terms


@cache
def get_terms(nation: str, sector: str) -> Terms:
    """The words for an establishment of that nation and sector; the last entry of the file fits every one."""
    return next(terms for terms in _all_terms() if terms.nation in ("", nation) and terms.sector in ("", sector))
