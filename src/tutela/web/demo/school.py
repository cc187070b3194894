"""What stands in scene/trust.yaml, read into frozen values."""

from datetime import date, time
from pathlib import Path

import msgspec

from tutela.library.read import Sourced, read

SCENE = Path(__file__).with_name("scene")


class PersonData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    login: str
    kind: str
    given_name: str
    family_name: str
    roles: tuple[str, ...]
    group: str = ""
    email: str = ""
    phone: str = ""
    born_on: date | None = None
    organisation: str = ""
    year: int | None = None
    school_class: str = ""
    signs_in_as: str = ""
    """The words beside this person's one-time link; empty means that none is printed."""


class DeviceData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    address: str
    person: str = ""
    group: str = ""


class ContactData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    person: str
    deputy: str


class SignedData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    person: str
    role_words: str


class PreventData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    regional: str
    phone: str


class CoverData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    days: tuple[int, ...]
    opens: str
    closes: str

    def hours(self) -> list[tuple[int, time, time]]:
        """As establishments publish them: day from Monday 0, opens, closes (exclusive)."""
        return [(day, time.fromisoformat(self.opens), time.fromisoformat(self.closes)) for day in self.days]


class FailData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    chosen_by: str


class ClassData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Classes of one year; without a year they are cohorts of adults."""

    names: tuple[str, ...]
    size: int
    year: int | None = None


class School(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One establishment of the trust: those of its people who have a name in the story, and how many more there are."""

    slug: str
    name: str
    phase: str
    network: str
    """The first two numbers of the addresses there."""
    cover_hours: CoverData
    people: tuple[PersonData, ...]
    named_contact: ContactData
    signed_off_by: SignedData
    prevent: PreventData
    devices: tuple[DeviceData, ...]
    fail_policy: FailData
    classes: tuple[ClassData, ...]
    teachers: int
    support: int
    child_with_parent_every: int
    """Of every so many learners one has parents on record; 0 for none."""
    loaned_laptop_every: int
    """Of every so many learners one has a laptop of the school at home; 0 for none."""
    sector: str = "school"
    urn: str = ""
    ukprn: str = ""


class Trust(Sourced, frozen=True):
    """The whole fictitious trust."""

    slug: str
    name: str
    places: tuple[School, ...]


class Names(Sourced, frozen=True):
    learners: tuple[str, ...]
    adults: tuple[str, ...]
    families: tuple[str, ...]


def get_trust() -> Trust:
    """The trust as it is shipped. Raises `BadLibraryFile`."""
    return read(SCENE / "trust.yaml", Trust)


def get_school(slug: str = "") -> School:
    """One establishment of it; the first where none is named. Raises `BadLibraryFile`, KeyError."""
    places = get_trust().places
    return {place.slug: place for place in places}[slug] if slug else places[0]


def get_names() -> Names:
    """Given and family names to draw from. Raises `BadLibraryFile`."""
    return read(SCENE / "names.yaml", Names)
