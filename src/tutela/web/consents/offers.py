"""What people are asked: for which purpose pictures are used, on which channel, and who decides."""

from dataclasses import dataclass

import msgspec

from tutela.library.read import ROOT, Sourced, read
from tutela.web.consents.rules import Deciding
from tutela.web.core.terms import Terms


class Purpose(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For what pictures are used."""

    id: str
    title: str
    text: str
    channels: list[str]


class Channel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where they are seen; a public one cannot be fully called back."""

    title: str
    public: bool


class _Deciding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    nations: list[str] = []
    own_from: int
    adult_from: int


class _Consents(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    purposes: list[Purpose]
    channels: dict[str, Channel]
    deciding: list[_Deciding]


def key_of(purpose: str, channel: str) -> str:
    """How one purpose on one channel is named in a form."""
    return f"{purpose}--{channel}"


@dataclass(frozen=True, slots=True)
class Offer:
    """One purpose on one channel: what is answered with yes or no."""

    purpose: Purpose
    channel_id: str
    channel: Channel

    @property
    def key(self) -> str:
        return key_of(self.purpose.id, self.channel_id)

    @property
    def title(self) -> str:
        return f"{self.purpose.title}: {self.channel.title}"


def _file() -> _Consents:
    return read(ROOT / "consents.yaml", _Consents)


def list_purposes(terms: Terms) -> list[Purpose]:
    """The purposes in an establishment's own words. Raises `tutela.library.read.BadLibraryFile`."""
    words = msgspec.structs.asdict(terms)
    return [msgspec.structs.replace(one, text=one.text.format(**words)) for one in _file().purposes]


def list_channels() -> dict[str, Channel]:
    """The channels by id."""
    return _file().channels


def list_offers(terms: Terms) -> list[Offer]:
    """Everything that is asked, in its order."""
    channels = list_channels()
    return [Offer(one, key, channels[key]) for one in list_purposes(terms) for key in one.channels]


def deciding_in(nation: str) -> Deciding:
    """From which age who decides there."""
    found = next(one for one in _file().deciding if not one.nations or nation in one.nations)
    return Deciding(found.own_from, found.adult_from)
