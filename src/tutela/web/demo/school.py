"""What stands in school.yaml, read into frozen values."""

from datetime import date, time
from pathlib import Path

import msgspec

from tutela.library.read import Sourced, read


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


class School(Sourced, frozen=True):
    """The whole fictitious school."""

    slug: str
    name: str
    phase: str
    urn: str
    cover_hours: CoverData
    people: tuple[PersonData, ...]
    named_contact: ContactData
    devices: tuple[DeviceData, ...]
    fail_policy: FailData


def get_school() -> School:
    """The school as it is shipped. Raises `BadLibraryFile`."""
    return read(Path(__file__).with_name("school.yaml"), School)
