"""Where the library says that a worry may be referred, what such a pack holds, and on what ground things are shared."""

from typing import Annotated, Literal, TypeVar

import msgspec

from tutela.library.read import ROOT, Sourced, content_hash, read
from tutela.web.core.terms import Terms

FOLDER = ROOT / "referrals"
Slug = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Nation = Literal["england", "wales", "scotland", "northern-ireland"]
Days = Annotated[int, msgspec.Meta(ge=0, le=366)]
CASE = "case"
NEVER = "—"
"""Where no family can be told, since nobody is named."""


class Basis(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The law or guidance behind a route."""

    words: str
    year: int


class Route(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body that takes referrals. Days are working days, Monday to Friday; 0 says that none is to be expected."""

    id: Slug
    kind: Slug
    nations: list[Nation]
    title: Annotated[str, msgspec.Meta(max_length=120)]
    when: str
    soon: str
    means: str
    phone: str = ""
    web: str = ""
    send_hours: int
    acknowledge_days: Days
    outcome_days: Days
    again_days: Days
    consent: Literal["needed", "seek", "not-needed"]
    told: str
    not_told: str
    needs: list[Slug]
    gives: list[Literal["worries", "chronology", "done"]]
    basis: Annotated[list[Basis], msgspec.Meta(min_length=1)]

    @property
    def names_nobody(self) -> bool:
        """Whether the body learns of nobody, so that no family has to be told."""
        return self.not_told == NEVER


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"origin": "from"}):
    """One thing that a body asks for: filled from the case, or asked of whoever refers."""

    key: Slug
    title: str
    origin: Literal["case", "person"]
    ask: str = ""
    hint: str = ""


class Ground(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A ground on which something of a record is handed over."""

    key: Slug
    title: str
    law: str
    needs: str


class _Dated(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    attribution: str = ""
    year: int


class _Routes(_Dated, frozen=True, kw_only=True, forbid_unknown_fields=True):
    routes: list[Route]


class _Parts(_Dated, frozen=True, kw_only=True, forbid_unknown_fields=True):
    parts: list[Part]


class Grounds(_Dated, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Grounds, who asks, and how it is handed over; by their keys."""

    bases: list[Ground]
    askers: dict[Slug, str]
    ways: dict[Slug, str]


Words = TypeVar("Words", Route, Part)


class Reason(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why something is taken out of what is handed over."""

    code: str
    key: Slug
    title: str
    law: str


class _Reasons(_Dated, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reasons: list[Reason]


def list_reasons() -> list[Reason]:
    """Why something may be taken out."""
    return read(FOLDER / "redactions.yaml", _Reasons).reasons


def list_routes(nation: str, terms: Terms) -> list[Route]:
    """The routes of a nation in its own words; of one that is not known, those of England."""
    known = {name for route in _all() for name in route.nations}
    where = nation if nation in known else "england"
    return [_said(route, terms) for route in _all() if where in route.nations]


def find_route(route_id: str, terms: Terms) -> Route | None:
    """One route by its id, of whatever nation: records name it for ever."""
    return next((_said(route, terms) for route in _all() if route.id == route_id), None)


def list_parts(route: Route, terms: Terms) -> list[Part]:
    """What the body asks for, in its order."""
    parts = {part.key: part for part in read(FOLDER / "packs.yaml", _Parts).parts}
    return [_said(parts[key], terms) for key in route.needs]


def get_grounds() -> Grounds:
    """On what ground things are handed over."""
    return read(FOLDER / "bases.yaml", Grounds)


def get_version() -> str:
    """The hash of what the library says of routes and packs: a referral keeps by which it was made."""
    return content_hash(FOLDER)


def check_library() -> list[str]:
    """What does not hang together in the files, in words; nothing when all does."""
    parts = {part.key: part for part in read(FOLDER / "packs.yaml", _Parts).parts}
    faults = [
        f"{route.id} needs {key}, which packs.yaml lacks" for route in _all() for key in route.needs if key not in parts
    ]
    ids = [route.id for route in _all()]
    faults += [f"{one} stands twice" for one in {one for one in ids if ids.count(one) > 1}]
    seen = [(nation, route.kind) for route in _all() for nation in route.nations]
    faults += [
        f"{nation} has two routes of kind {kind}" for nation, kind in set(seen) if seen.count((nation, kind)) > 1
    ]
    return faults + [
        f"{key} is asked of a person without a question"
        for key, part in parts.items()
        if part.origin != CASE and not part.ask
    ]


def _all() -> list[Route]:
    return read(FOLDER / "routes.yaml", _Routes).routes


def _said(thing: Words, terms: Terms) -> Words:
    said = msgspec.structs.asdict(terms)
    texts = {
        key: value.format(**said) for key, value in msgspec.structs.asdict(thing).items() if isinstance(value, str)
    }
    return msgspec.structs.replace(thing, **texts)
