"""Texts of letters, and what a family may do at home: library/letters.yaml."""

import re

import msgspec

from tutela.filtering.defaults import always_open
from tutela.filtering.help import Place, places
from tutela.library.read import ROOT, BadLibraryFile, Sourced, read

FACTS = ("establishment", "contact", "contact_email", "contact_phone", "head", "children", "date")
TERMS = ("learner", "learners", "place")


class Text(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A letter, or one piece of advice."""

    title: str
    text: str


class _File(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    letters: dict[str, Text]
    packs: dict[str, list[Text]]


def list_unknown(text: str) -> list[str]:
    """Names in braces that stand for nothing, each once."""
    found = re.findall(r"\{([^{}\n]*)\}", text)
    return sorted({name for name in found if name not in (*FACTS, *TERMS)})


def list_letters() -> dict[str, Text]:
    """By key. Raises `BadLibraryFile`."""
    found = read(ROOT / "letters.yaml", _File).letters
    for key, one in found.items():
        if unknown := list_unknown(one.text):
            raise BadLibraryFile(f"{ROOT / 'letters.yaml'}:1: {key} asks for what is not known: {unknown[0]}")
    return found


def list_help_lines(nation: str) -> list[Place]:
    """Whom a family can ring or go to for help there, as the library names them once for every page."""
    sites = {site.host: site for site in always_open()}
    offered = places(sites, nation=nation)
    told = (one for one in offered if not one.audiences or "parents" in one.audiences)
    return [one for one in told if one.use == "help" and one.phone]


def get_pack(band: str) -> list[Text]:
    """What a family with children of that age band may do; nothing for adults."""
    return read(ROOT / "letters.yaml", _File).packs.get(band, [])
