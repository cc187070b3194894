"""The words of the gateway's pages: read from the library, checked, and written as JSON for the helper."""

import json
from typing import Any

import msgspec

from tutela.filtering.defaults import categories
from tutela.gateway.errors import GatewayError
from tutela.library.read import ROOT, BadLibraryFile, Sourced, read

BANDS = ("5-7", "7-11", "11-16", "16-plus", "adult")
STAGES = ("locked", "category", "rule", "default", "error")
FILE = ROOT / "help" / "pages.yaml"


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    lead: str
    why: dict[str, str]
    next: str
    help_title: str
    help_lead: str
    help_link: str
    wrong_title: str
    wrong_link: str
    contact_title: str
    monitored_title: str


class Short(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    lead: str
    next: str


class PageWords(Sourced, frozen=True):
    language: str
    help_link: str
    bands: dict[str, Band]
    closed: Short
    not_here: Short
    away: Short
    sign_in: Short


def page_words() -> dict[str, Any]:
    """The words as plain data, with what is said of each category to each age band under "subjects".

    Raises `GatewayError` naming the file and what is wrong in it.
    """
    try:
        words = read(FILE, PageWords)
        known = categories()
    except BadLibraryFile as error:
        raise GatewayError(str(error)) from error
    missing = [band for band in BANDS if band not in words.bands]
    missing += [
        f"{name}.why.{stage}" for name, band in words.bands.items() for stage in STAGES if stage not in band.why
    ]
    if missing:
        raise GatewayError(f"{FILE}: {', '.join(missing)} is missing")
    made: dict[str, Any] = msgspec.to_builtins(words)
    made["subjects"] = {one.key: {band: one.why_for(band) for band in BANDS} for one in known if one.why}  # type: ignore[arg-type]
    return made


def words_json() -> bytes:
    """What the helper reads."""
    return json.dumps(page_words(), ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
