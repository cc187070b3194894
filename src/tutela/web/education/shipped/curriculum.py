"""What learners are taught about being safe online, as the library names it."""

from typing import Literal

import msgspec

from tutela.library.read import ROOT, Sourced, read

Band = Literal["5-7", "7-11", "11-16", "16-plus", "adult"]


class Topic(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One strand, and the ages it is for."""

    id: str
    title: str
    text: str
    bands: tuple[Band, ...] = ()
    """None: all of them."""


class Curriculum(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole plan, and whose it is."""

    year: int
    topics: tuple[Topic, ...]


def get_curriculum() -> Curriculum:
    """The plan. Raises `tutela.library.read.BadLibraryFile`."""
    return read(ROOT / "curriculum.yaml", Curriculum)


def list_topics() -> dict[str, Topic]:
    """Its strands by their ids."""
    return {topic.id: topic for topic in get_curriculum().topics}
