"""A file of devices with fixed addresses: what each row asks for, and what is wrong with a row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.establishments.importing.columns import LOGIN, BadHeader, Column
from tutela.web.establishments.importing.reading import read_rows, read_sheet
from tutela.web.establishments.models import Group, KnownDevice, Person

NAME = Column(
    "name", gettext_lazy("What you call the device"), ("device", "device name", "hostname", "computer"), required=True
)
ADDRESS = Column(
    "address",
    gettext_lazy("Its fixed address on the network: 10.2.0.17 or 2001:db8::17"),
    ("ip", "ip address", "ipv4", "ipv6"),
    required=True,
)
OWNER = Column("login", gettext_lazy("The login of the person whose device it is"), (*LOGIN.aliases, "person", "owner"))
GROUP = Column(
    "group", gettext_lazy("Or the age group that shares it, as the filter names it"), ("age group", "age_group")
)
DEVICE_COLUMNS = (NAME, ADDRESS, OWNER, GROUP)
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """A device that a row asks for: of a person or of an age group, never both."""

    row: int
    name: str
    address: str
    person: Person | None
    group: Group | None


@dataclass(slots=True)
class Read:
    """A file that was looked through: what to add, how many are known already, and (row, what is wrong)."""

    wanted: list[Wanted] = field(default_factory=list)
    known: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Here:
    """Who and what there is at the establishment: people by login in small letters, age groups by name and key in
    small letters, devices in force by address."""

    people: Mapping[str, Person]
    groups: Mapping[str, Group]
    devices: Mapping[str, KnownDevice]


def read_devices(content: bytes, here: Here) -> Read:
    """Go through every row; a bad one stops none of the others. Raises `CannotRead`, `BadHeader`."""
    sheet = read_sheet(content)
    places = _places(sheet.first)
    read, seen = Read(), dict[str, int]()
    for number, cells in read_rows(sheet.text, sheet.separator):
        said = {key: cells[place].strip() if place < len(cells) else "" for key, place in places.items()}
        try:
            one = _wanted(number, said, here)
            before = seen.setdefault(one.address, number)
            if before != number:
                raise ValueError(_("Row %(row)s has this address already.") % {"row": before})
            known = here.devices.get(one.address)
            if known is None:
                read.wanted.append(one)
            elif (known.person, known.group) == (one.person, one.group):
                read.known += 1
            else:
                raise ValueError(_("The address belongs to “%(name)s” already. End that one first.") % {"name": known})
        except ValueError as fault:
            read.faults.append((number, str(fault)))
    return read


def _places(first: tuple[str, ...]) -> dict[str, int]:
    headings = [" ".join(heading.casefold().replace("_", " ").split()) for heading in first]
    places: dict[str, int] = {}
    for column in DEVICE_COLUMNS:
        names = {column.key.replace("_", " "), *column.aliases}
        found = [place for place, heading in enumerate(headings) if heading in names]
        if found:
            places[column.key] = found[0]
    missing = [column.key for column in (NAME, ADDRESS) if column.key not in places]
    if not places.keys() & {"login", "group"}:
        missing.append("login")
    if missing:
        raise BadHeader(
            _("The first row names the columns. These are missing: %(columns)s.") % {"columns": ", ".join(missing)}
        )
    return places


def _wanted(number: int, said: Mapping[str, str], here: Here) -> Wanted:
    name, login, group = said["name"], said.get("login", ""), said.get("group", "")
    if not 0 < len(name) <= LONGEST_NAME:
        raise ValueError(_("Enter a name of at most 60 characters."))
    try:
        address = ip_address(said["address"])
    except ValueError:
        raise ValueError(_("“%(text)s” is not an address such as 10.2.0.17.") % {"text": said["address"]}) from None
    if bool(login) == bool(group):
        raise ValueError(_("Say whose it is: the login of a person, or an age group, and not both."))
    person = here.people.get(login.casefold()) if login else None
    if login and person is None:
        raise ValueError(_("Nobody here has the login “%(login)s”.") % {"login": login})
    shared = here.groups.get(group.casefold()) if group else None
    if group and shared is None:
        raise ValueError(_("There is no age group “%(group)s”.") % {"group": group})
    return Wanted(number, name, address.compressed, person, shared)
