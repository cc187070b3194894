"""What a file of people may hold: its kinds, their columns, and the names that other systems give to a column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its own name, what it holds, and which other headings mean the same."""

    key: str
    means: Words
    aliases: tuple[str, ...] = ()
    required: bool = False


REFERENCE = Column(
    "reference",
    _("The number in your own records. It finds the same person again next time, even after a change of name."),
    ("upn", "uln", "admission number", "adno", "staff code", "person id", "contact id", "id", "external id"),
)
GIVEN = Column(
    "given_name",
    _("Given name"),
    ("first name", "firstname", "forename", "legal forename", "given name"),
    required=True,
)
FAMILY = Column("family_name", _("Family name"), ("surname", "last name", "lastname", "legal surname", "family name"))
KNOWN_AS = Column(
    "known_as", _("The given name they go by, if it is another"), ("preferred name", "preferred forename", "known as")
)
LOGIN = Column(
    "login",
    _("What they type to sign in to your network. Their records are found by it."),
    ("username", "user name", "network login", "samaccountname", "upn login"),
)
EMAIL = Column("email", _("Email address"), ("email address", "e-mail", "work email", "mail"))
PHONE = Column("phone", _("Telephone number"), ("telephone", "mobile", "phone number", "telephone number"))
BORN = Column(
    "born_on", _("Date of birth: 2012-03-04 or 04/03/2012"), ("date of birth", "dob", "birth date", "born on")
)
FROM = Column("from_on", _("First day here. Empty means today."), ("start date", "date of admission", "from"))

COLUMNS: dict[str, tuple[Column, ...]] = {
    "learners": (
        REFERENCE,
        GIVEN,
        FAMILY,
        KNOWN_AS,
        LOGIN,
        EMAIL,
        BORN,
        Column("year", _("Year group: 9, Year 9, R, P5, S2"), ("year group", "nc year", "ncyear", "year taught in")),
        Column(
            "classes",
            _("Class or cohort; several are parted by a vertical bar: 9B|9-Maths-2"),
            ("class", "group", "groups", "registration group", "reg group", "reg", "form", "tutor group", "cohort"),
        ),
        FROM,
    ),
    "staff": (
        REFERENCE,
        GIVEN,
        FAMILY,
        KNOWN_AS,
        LOGIN,
        EMAIL,
        PHONE,
        Column("role", _("teacher, support or governor. Other roles are given by name, not by a file."), ("roles",)),
        Column("teaches", _("Classes they teach, parted by a vertical bar"), ("classes", "classes taught")),
        FROM,
    ),
    "parents": (
        REFERENCE,
        GIVEN,
        FAMILY,
        LOGIN,
        EMAIL,
        PHONE,
        Column(
            "child",
            _("Reference or login of the child. A parent of two children has two rows."),
            ("child reference", "child upn", "pupil reference", "learner reference", "pupil upn", "child login"),
            required=True,
        ),
        Column(
            "parental_responsibility",
            _("yes or no. Empty means no."),
            ("parental responsibility", "pr", "has parental responsibility"),
        ),
        Column(
            "no_contact",
            _("yes where this person must not be contacted about the child. A file can set this, never take it away."),
            ("no contact", "court order", "do not contact"),
        ),
    ),
    "partners": (
        REFERENCE,
        GIVEN,
        FAMILY,
        LOGIN,
        EMAIL,
        PHONE,
        Column("organisation", _("For whom they work"), ("organization", "employer", "provider"), required=True),
        Column("teaches", _("Classes they teach, parted by a vertical bar"), ("classes", "classes taught")),
        FROM,
    ),
    "groups": (
        Column("name", _("Name of the class or cohort"), ("group name", "class", "group", "cohort"), required=True),
        Column("year", _("Year its learners are in"), ("year group", "nc year")),
        Column(
            "age_band",
            _("5-7, 7-11, 11-16, 16-plus or adult. Needed where there is no year."),
            ("age", "ages", "age group", "age range"),
        ),
    ),
}
"""Each kind's columns in the order of its template."""

MARKS = {
    "parents": {"child"},
    "partners": {"organisation"},
    "staff": {"role"},
    "learners": {"year", "classes", "born_on", "known_as"},
}
"""Columns that tell a kind of people from the others; the first that has one of its own is meant."""


@dataclass(frozen=True, slots=True)
class Header:
    """The first row, understood: which cell is which column, and which cells nobody asked for."""

    kind: str
    places: dict[str, int]
    headings: tuple[str, ...]
    unused: tuple[str, ...]


class BadHeader(ValueError):
    """The first row does not name the columns; the message says what is missing."""


def read_header(cells: Sequence[str], kind: str = "") -> Header:
    """Understand the first row, as a file of `kind`, else of the kind that it looks like. Raises `BadHeader`."""
    headings = tuple(cell.strip() for cell in cells)
    chosen = kind or _guess(headings)
    if not chosen:
        raise BadHeader(_("Say what the file holds: its first row could be of learners or of staff."))
    places: dict[str, int] = {}
    for column in COLUMNS[chosen]:
        for name in (column.key, *column.aliases):
            found = [place for place, heading in enumerate(headings) if _plain(heading) == _plain(name)]
            if len(found) > 1:
                raise BadHeader(_("Two columns are called “%(name)s”. Delete one of them.") % {"name": name})
            if found and column.key not in places and found[0] not in places.values():
                places[column.key] = found[0]
    missing = [column.key for column in COLUMNS[chosen] if column.required and column.key not in places]
    if missing:
        raise BadHeader(
            _("The first row must name the columns. There is no column %(missing)s; it has: %(found)s.")
            % {"missing": ", ".join(missing), "found": ", ".join(h[:40] for h in headings if h)[:300] or "–"}
        )
    unused = tuple(h for place, h in enumerate(headings) if h and place not in places.values())
    return Header(chosen, places, headings, unused)


def _guess(headings: Sequence[str]) -> str:
    plain = {_plain(heading) for heading in headings}
    if not plain & _names("learners", {"given_name"}):
        return "groups" if plain & _names("groups", {"name"}) else ""
    return next((kind for kind, marks in MARKS.items() if plain & _names(kind, marks)), "")


def _names(kind: str, keys: set[str]) -> set[str]:
    columns = [column for column in COLUMNS[kind] if column.key in keys]
    return {_plain(name) for column in columns for name in (column.key, *column.aliases)}


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
