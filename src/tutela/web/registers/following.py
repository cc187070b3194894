"""What follows from the kind of place it is: apps above say it here, and the page of our own situation shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tutela.web.core.actor import AnyActor
from tutela.web.core.routing import may_open


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the place chose; `address` is its page, `mark` a few words beside it ("Recommended next"), `why` a
    sentence that gives the reason.
    """

    words: str
    address: str = ""
    mark: str = ""
    why: str = ""


Lines = Callable[[AnyActor, Any], list[Line]]
_following: list[tuple[Any, Lines]] = []


def register(title: Any, lines: Lines) -> None:
    """Say what follows, under a title, for an actor and a place; once, when the software starts."""
    _following.append((title, lines))


def list_following(actor: AnyActor, place: Any) -> list[tuple[str, list[Line]]]:
    """All of it by title; an address that the actor may not open is left out."""
    found = []
    for title, lines in sorted(_following, key=lambda one: str(one[0])):
        shown = [
            one if not one.address or may_open(actor, one.address) else Line(one.words, "", one.mark, one.why)
            for one in lines(actor, place)
        ]
        found.append((str(title), shown))
    return found
