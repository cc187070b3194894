"""The words and facts of the field, from the library: thresholds, outcomes, and who is told outside."""

from functools import cache
from typing import Literal

import msgspec

from tutela.library.read import ROOT, Sourced, read
from tutela.web.core.terms import Terms


class ThresholdWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision on the harm threshold, and what it means."""

    id: str
    title: str
    meaning: str


class Outcome(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word for how a matter ended; years: for how long it is kept at least, from the day it was reported."""

    id: str
    track: Literal["harm", "low-level", "neither"]
    title: str
    meaning: str
    keep: Literal["personnel", "remove", "employment", "vault"]
    years: int | None = None
    reference: bool


class _File(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    attribution: str
    year: int
    thresholds: tuple[ThresholdWords, ...]
    outcomes: tuple[Outcome, ...]
    keeping: dict[str, str]


class Officer(msgspec.Struct, frozen=True, kw_only=True):
    """The body that is told of an allegation, as far as library/referrals says it; other fields are not asked for."""

    kind: str
    nations: list[str]
    title: str
    soon: str
    means: str
    told: str
    not_told: str
    needs: list[str]


class PackPart(msgspec.Struct, frozen=True, kw_only=True, rename={"origin": "from"}):
    """One thing that the body asks for: filled from the matter ("case"), or asked of whoever refers ("person")."""

    key: str
    title: str
    origin: str
    ask: str = ""
    hint: str = ""


class _Packs(msgspec.Struct, frozen=True, kw_only=True):
    parts: list[PackPart]


class _Routes(msgspec.Struct, frozen=True, kw_only=True):
    routes: list[Officer]


def get_words() -> _File:
    """Thresholds, outcomes, and what becomes of records."""
    return read(ROOT / "allegations.yaml", _File)


def get_outcome(key: str) -> Outcome:
    """One outcome. Raises KeyError."""
    return {one.id: one for one in get_words().outcomes}[key]


def get_officer(nation: str, terms: Terms) -> Officer | None:
    """Whom a nation's employers tell when the harm threshold may be met, in its words; None where none is known."""
    found = next((one for one in _list_officers() if nation in one.nations), None)
    if found is None:
        return None
    words = {name: terms.fill(getattr(found, name)) for name in ("title", "soon", "means", "told", "not_told")}
    return msgspec.structs.replace(found, **words)


def list_pack_parts(officer: Officer, terms: Terms) -> list[PackPart]:
    """What that body asks for in a referral, in its order."""
    known = {one.key: one for one in read(ROOT / "referrals" / "packs.yaml", _Packs).parts}
    return [
        msgspec.structs.replace(
            known[key], **{name: terms.fill(getattr(known[key], name)) for name in ("title", "ask", "hint")}
        )
        for key in officer.needs
    ]


@cache
def _list_officers() -> list[Officer]:
    routes = read(ROOT / "referrals" / "routes.yaml", _Routes).routes
    return [one for one in routes if one.kind == "adult-conduct"]
