"""What the help pages say: the library's guide, and the search engines that this school's filter opens."""

import msgspec

from tutela.library import read
from tutela.library.read import Sourced


class Help(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an audience is told to do."""

    lead: str
    steps: tuple[str, ...]


class Audience(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom the words are for."""

    key: str
    name: str
    help: Help
    monitored: tuple[str, ...]


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A service to turn to; `phone` or `url` may be empty."""

    name: str
    phone: str
    url: str
    words: str


class Guide(Sourced, frozen=True):
    """Everything on the help pages."""

    audiences: tuple[Audience, ...]
    help: tuple[Place, ...]
    report: tuple[Place, ...]


def get_guide() -> Guide:
    """The guide as it is shipped. Raises `BadLibraryFile`."""
    return read.read(read.ROOT / "help" / "guide.yaml", Guide)


def get_audience(key: str) -> Audience:
    """The audience of that key; adults for one that is not known."""
    by_key = {audience.key: audience for audience in get_guide().audiences}
    return by_key.get(key, by_key["adult"])
