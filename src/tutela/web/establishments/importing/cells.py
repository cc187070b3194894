"""One cell at a time: what may stand in it, and what to do when something else does."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from tutela.web.establishments.importing.reading import LONGEST_CELL

YES = frozenset({"yes", "y", "true", "1", "x"})
NO = frozenset({"", "no", "n", "false", "0"})
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
ROLES = {"teacher": "teacher", "support": "support", "support staff": "support", "governor": "governor"}
"""Roles that a file may give: none that reads what was written about a person, and none that gives roles."""


class BadCell(ValueError):
    """What is wrong with a cell, and what to do about it."""

    def __init__(self, what: str, do: str) -> None:
        super().__init__(what)
        self.what = what
        self.do = do


def clean_text(text: str) -> str:
    """A cell as it is kept: spaces at its ends gone. A formula stays text. Raises `BadCell`."""
    if len(text) > LONGEST_CELL:
        size = f"{len(text):,}"
        raise BadCell(_("has %(size)s characters") % {"size": size}, _("Shorten it: 500 are read at most."))
    if any((ord(letter) < 32 and letter not in "\t\r\n") or letter in "\x7f\ufffd" for letter in text):
        raise BadCell(_("holds a character that cannot be shown"), _("Delete it and type it anew."))
    return " ".join(text.split())


def no_longer_than(most: int) -> Callable[[str], str]:
    """A text of at most so many characters."""

    def parse(text: str) -> str:
        if len(text) > most:
            raise BadCell(
                _("has %(size)s characters") % {"size": len(text)},
                _("Shorten it: there is room for %(most)s.") % {"most": most},
            )
        return text

    return parse


def parse_reference(text: str) -> str:
    """A reference; one that has the form of a UPN has its right letter."""
    found = re.fullmatch(r"([A-Z])(\d{11}[\dA-Z])", text.upper())
    if found and found[2].isdigit():
        total = sum(weight * int(digit) for weight, digit in enumerate(found[2], start=2))
        if UPN_LETTERS[total % 23] != found[1]:
            raise BadCell(_("is no UPN: its first letter does not fit its digits"), _("Compare it with your records."))
    return no_longer_than(40)(text)


def parse_login(text: str) -> str:
    """A login without spaces or a domain before it."""
    if not re.fullmatch(r"\w[\w.@'+-]*", text):
        raise BadCell(_("is not a login"), _("Use letters, digits, dots, dashes and @ only."))
    return no_longer_than(150)(text)


def parse_email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise BadCell(_("is not an email address"), _("Write it like name@school.example.")) from None
    return no_longer_than(254)(text)


def parse_date(text: str) -> date:
    """2012-03-04, 04/03/2012, 4.3.2012: the day before the month, the year with four digits."""
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?", text)
    british = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 00:00(?::00)?)?", text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if british:
            return date(int(british[3]), int(british[2]), int(british[1]))
    except ValueError:
        pass  # a thirtieth of February is told below, like anything else that is no day
    raise BadCell(_("is not a day"), _("Write it like 2012-03-04 or 04/03/2012."))


def parse_yes(text: str) -> bool:
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise BadCell(_("is neither yes nor no"), _("Write yes or no."))


def parse_role(text: str) -> str:
    role = ROLES.get(text.casefold())
    if role is None:
        raise BadCell(
            _("is not a role that a file can give"),
            _("Write teacher, support or governor. Whoever grants roles gives the others by name."),
        )
    return role


def parse_list(text: str) -> tuple[str, ...]:
    """Names parted by a vertical bar."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split("|") if name.strip()))
    for name in names:
        no_longer_than(80)(name)
    return names


PARSERS: dict[str, Callable[[str], Any]] = {
    "reference": parse_reference,
    "given_name": no_longer_than(80),
    "family_name": no_longer_than(80),
    "known_as": no_longer_than(80),
    "name": no_longer_than(80),
    "organisation": no_longer_than(120),
    "login": parse_login,
    "email": parse_email,
    "phone": no_longer_than(30),
    "born_on": parse_date,
    "from_on": parse_date,
    "parental_responsibility": parse_yes,
    "no_contact": parse_yes,
    "role": parse_role,
    "classes": parse_list,
    "teaches": parse_list,
}
"""What makes a value of a cell; what is not here stays text."""
