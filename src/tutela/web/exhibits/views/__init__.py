"""The pages of exhibits."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.exhibits import words
from tutela.web.exhibits.queries import ExhibitRead, Facts


def trail(case_id: Any, number: int, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page of a case's exhibits."""
    return [
        (_("Concerns"), reverse("concerns:queue")),
        (_("Case %(number)d") % {"number": number}, reverse("concerns:case", args=[case_id])),
        *more,
    ]


def show(read: ExhibitRead) -> dict[str, Any]:
    """An exhibit with its words for a page."""
    standing, colour = words.STANDINGS[read.standing]
    return {
        "read": read,
        "kind": words.KINDS[read.kind],
        "standing": standing,
        "colour": colour,
        "notes": [words.NOTES[note] for note in read.notes if note in words.NOTES],
        "title": _("Exhibit %(number)d") % {"number": read.number},
        "facts": [show_facts(one) for one in read.facts],
    }


def show_facts(one: Facts) -> dict[str, Any]:
    """Facts with their questions in words."""
    told = [(words.FACTS[key], text) for key, text in one.facts.items() if key in words.FACTS]
    return {"at": one.at, "by": one.by, "reference": one.reference, "told": told}
