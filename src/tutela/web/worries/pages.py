"""What the page says and asks, for each reader: the library's words, with what one leaves to another filled in."""

from typing import Literal

import msgspec

from tutela.filtering import defaults
from tutela.filtering.help import Place, places
from tutela.library.read import ROOT, BadLibraryFile, Sourced, read

FILE = ROOT / "worries" / "pages.yaml"
QUESTIONS = ("danger", "what", "who", "by", "place", "name")
"""In their order, one for each page."""
OF_THE_KNOWN = tuple(question for question in QUESTIONS if question != "name")
"""Those asked of somebody who is signed in."""
OF_BANDS = {"5-7": "5-7", "7-11": "7-11", "11-16": "11-16", "16-plus": "adult", "adult": "adult"}
EASY_READ = "easy-read"
TAKEN_DOWN, POLICE = "childline.org.uk", "ceop.police.uk"


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question. `answers` are the words of its choices; the rest are the labels of what is asked beside it."""

    ask: str = ""
    hint: str = ""
    answers: dict[str, str] = {}
    names: str = ""
    where: str = ""
    named: str = ""


class SignedIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said otherwise to somebody who is known. Without a lead the other one holds."""

    lead: str = ""
    limits: tuple[str, ...] = ()
    next: tuple[str, ...] = ()


class Version(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The page for one kind of reader."""

    key: str
    name: str
    origin: Literal["learner", "parent", "visitor", "anonymous"]
    reader: str
    lead: str
    like: str = ""
    young: str = ""
    pictures: bool = False
    limits: tuple[str, ...] = ()
    danger: Asked = Asked()
    what: Asked = Asked()
    who: Asked = Asked()
    by: Asked = Asked()
    place: Asked = Asked()
    asks_name: Asked = Asked()
    next: tuple[str, ...] = ()
    signed_in: SignedIn = SignedIn()

    def asked(self, question: str) -> Asked:
        """One of `QUESTIONS`."""
        asked: Asked = getattr(self, _field(question))
        return asked


class Pages(Sourced, frozen=True):
    """All versions, those for the youngest first."""

    versions: tuple[Version, ...]


def list_versions() -> tuple[Version, ...]:
    """Every version, whole. Raises `BadLibraryFile`."""
    return _whole(read(FILE, Pages))


def get_version(key: str) -> Version | None:
    """The version of that key."""
    return next((one for one in list_versions() if one.key == key), None)


def version_for(kind: str, band: str) -> str:
    """The key of the version for somebody of this kind ("learner", "parent", …) and age band ("7-11"), or ""."""
    if kind == "learner":
        return OF_BANDS.get(band, "11-16")
    return "parents" if kind == "parent" else "visitors"


def list_lines(version: Version, nation: str) -> list[Place]:
    """Whom this reader may call or text now: the emergency services, one line to call, one to text. Short on purpose:
    the rest stands on the help page, and so do the numbers' only copies.
    """
    found = [
        place
        for place in _places(nation)
        if place.use == "help" and place.phone and (not place.audiences or version.reader in place.audiences)
    ]
    emergency = [place for place in found if not place.host]
    called = [place for place in found if place.host and str(place.phone)[0].isdecimal()]
    texted = [place for place in found if place.host and not str(place.phone)[0].isdecimal()]
    return [*emergency[:1], *called[:1], *texted[:1]]


def list_for_pictures(nation: str) -> list[Place]:
    """Where a picture is taken down or reported: the forms here take none."""
    return [place for place in _places(nation) if place.use == "report" and place.host in (TAKEN_DOWN, POLICE)]


def _places(nation: str) -> tuple[Place, ...]:
    return places({site.host: site for site in defaults.always_open()}, nation=nation)


def _whole(content: Pages) -> tuple[Version, ...]:
    own: dict[str, Version] = {}
    for version in content.versions:
        own[version.key] = version
    return tuple(_fill(version, own, 0) for version in content.versions)


def _fill(version: Version, own: dict[str, Version], depth: int) -> Version:
    if not version.like:
        return version
    if version.like not in own or depth > len(own):
        raise BadLibraryFile(f"{FILE}: {version.key} is like {version.like}, which leads to no version")
    other = _fill(own[version.like], own, depth + 1)
    asked = {_field(question): _merge(version.asked(question), other.asked(question)) for question in QUESTIONS}
    return msgspec.structs.replace(
        version,
        **asked,
        limits=version.limits or other.limits,
        next=version.next or other.next,
        signed_in=SignedIn(
            version.signed_in.lead,
            version.signed_in.limits or other.signed_in.limits,
            version.signed_in.next or other.signed_in.next,
        ),
    )


def _merge(own: Asked, other: Asked) -> Asked:
    given = {name: getattr(own, name) or getattr(other, name) for name in Asked.__struct_fields__}
    return Asked(**given)


def _field(question: str) -> str:
    return "asks_name" if question == "name" else question
