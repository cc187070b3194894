"""The pages of the registers, and what they share."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from tutela.web.core.permissions import Permission


def may_write(request: HttpRequest) -> bool:
    """Whether the page offers to change anything."""
    return bool(request.actor.may(Permission.REVIEW_WRITE))


def picked(given: dict[str, Any], *names: str) -> dict[str, Any]:
    """What an operation takes of what a form gave, with its person as the owner."""
    return {name: given[name] for name in names} | {"owner": given["person"]}


def tabs(shows: Mapping[str, tuple[Any, int]], show: str, name: str = "show") -> list[tuple[Any, str, int, bool]]:
    """Words, address, count and whether it is the one shown, for each part of a list; "" is the whole of it."""
    return [(words, f"?{name}={key}" if key else "?", count, key == show) for key, (words, count) in shows.items()]
