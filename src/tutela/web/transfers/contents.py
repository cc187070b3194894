"""What is inside a file that goes from place to place: who it is about, and each case as a program reads it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import msgspec
from django.utils.dateparse import parse_datetime

from tutela.web.referrals.rules import redaction
from tutela.web.transfers.bundle import NoBundle

PERSON = "person.json"
CASES = "cases/"
EXHIBITS, LEDGER = "exhibits/case-", "/ledger.json"


class About(msgspec.Struct, frozen=True, kw_only=True):
    """Who it is about, as the sender's records have them."""

    given_name: str
    family_name: str = ""
    known_as: str = ""
    reference: str = ""
    born_on: date | None = None
    left_on: date | None = None

    @property
    def full_name(self) -> str:
        return f"{self.known_as or self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a chronology from elsewhere."""

    at: datetime
    title: str
    text: str
    by: str
    case_number: int
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseTold:
    """A case as the place before told it."""

    number: int
    opened_at: datetime | None
    is_closed: bool
    people: tuple[tuple[str, str], ...]
    """Name and part."""


class LedgerLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the ledger of an exhibit, as the place before kept it."""

    kind: str
    at: datetime
    by: str = ""
    text: str = ""


class ExhibitTold(msgspec.Struct, frozen=True, kw_only=True):
    """An exhibit as the place before told it. Without `file` it did not come along."""

    number: int
    standing: str
    kind: str = ""
    file: str = ""
    name: str = ""
    about: str = ""
    zone: str = ""
    received_at: datetime | None = None
    received_by: str = ""
    size_bytes: int = 0
    sha256: str = ""
    police_references: tuple[str, ...] = ()
    ledger: tuple[LedgerLine, ...] = ()
    case_number: int = 0


class _Ledger(msgspec.Struct, frozen=True, kw_only=True):
    exhibits: tuple[ExhibitTold, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """All of it, in the order in which it happened."""

    person: About
    cases: tuple[CaseTold, ...]
    chronology: tuple[Moment, ...]
    exhibits: tuple[ExhibitTold, ...] = ()

    @property
    def names(self) -> set[str]:
        """Everybody in it but whom it is about and who reported."""
        own = self.person.full_name
        return {name for case in self.cases for name, role in case.people if role != "reporter" and name != own}


def write_person(person: Any) -> bytes:
    """Who it is about, as a part of the file."""
    told = About(
        given_name=person.given_name,
        family_name=person.family_name,
        known_as=person.known_as,
        reference=person.reference,
        born_on=person.born_on,
        left_on=person.left_on,
    )
    return msgspec.json.encode(told) + b"\n"


def mask(case: bytes, names: Iterable[str], *, meant: str) -> bytes:
    """A case as JSON with these names taken out of every text of it; `meant`, whom the file is about, stays whole.

    A brother or sister has the same family name: standing alone, it is taken for theirs.
    """
    tokens = redaction.tokens_for(names)
    return json.dumps(_masked(json.loads(case), tokens, meant), indent=1, ensure_ascii=False).encode() + b"\n"


def read_parts(parts: Mapping[str, bytes]) -> Contents:
    """What a proved file tells. Raises `NoBundle` where it is not written as this version writes it."""
    try:
        person = msgspec.json.decode(parts[PERSON], type=About)
        told = [json.loads(content)["case"] for name, content in sorted(parts.items()) if name.startswith(CASES)]
        cases = tuple(_case(one) for one in told)
        moments = [_moment(row, one["number"]) for one in told for row in one["chronology"]]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise NoBundle("This file is signed, but it is not written as this version reads it. Update Tutela") from None
    return Contents(person, cases, tuple(sorted(moments, key=lambda moment: moment.at)), _exhibits(parts))


def is_text(name: str) -> bool:
    """Whether a part is text, as all are but the exhibits themselves."""
    return not name.startswith(EXHIBITS) or name.endswith(LEDGER)


def prove_exhibits(parts: Mapping[str, bytes], told: Contents) -> list[tuple[ExhibitTold, bytes]]:
    """The exhibits that came along, each with its bytes, which are those of its ledger. Raises `NoBundle`."""
    found = [(one, parts.get(one.file, b"")) for one in told.exhibits if one.file]
    for one, content in found:
        if sha256(content).hexdigest() != one.sha256 or one.standing != "clean":
            raise NoBundle(
                f"Exhibit {one.number} of their case {one.case_number} is not the file that its ledger tells of. "
                "Nothing was kept. Ring them"
            )
    if {one.file for one, _content in found} != {name for name in parts if not is_text(name)}:
        raise NoBundle("There are files in it that no ledger tells of. Nothing was kept. Ring them")
    return found


def _masked(value: Any, tokens: Mapping[str, str], meant: str) -> Any:
    if isinstance(value, str):
        return meant.join(redaction.mask(piece, tokens)[0] for piece in value.split(meant))
    if isinstance(value, list):
        return [_masked(one, tokens, meant) for one in value]
    if isinstance(value, dict):
        return {key: _masked(one, tokens, meant) for key, one in value.items()}
    return value


def _exhibits(parts: Mapping[str, bytes]) -> tuple[ExhibitTold, ...]:
    found: list[ExhibitTold] = []
    for name, content in sorted(parts.items()):
        if name.startswith(EXHIBITS) and name.endswith(LEDGER):
            try:
                number = int(name.removeprefix(EXHIBITS).removesuffix(LEDGER))
                told = msgspec.json.decode(content, type=_Ledger).exhibits
            except (ValueError, msgspec.MsgspecError):
                raise NoBundle(
                    "This file is signed, but its exhibits are not told as this version reads them. Update Tutela"
                ) from None
            found += [msgspec.structs.replace(one, case_number=number) for one in told]
    return tuple(found)


def _case(told: Mapping[str, Any]) -> CaseTold:
    return CaseTold(
        number=int(told["number"]),
        opened_at=parse_datetime(told["opened_at"]),
        is_closed=bool(told["is_closed"]),
        people=tuple((str(one["name"]), str(one["role"])) for one in told["people"]),
    )


def _moment(told: Mapping[str, Any], number: int) -> Moment:
    at = parse_datetime(told["at"])
    if at is None:
        raise ValueError
    again = tuple(str(one["text"]) for one in told["corrections"])
    return Moment(at, str(told["title"]), str(told["text"]), str(told["by"]), int(number), again)
