"""For each address with an object in it: how to make that object. One module for each app, found by itself.

    OBJECTS = {"concerns:concern": lambda relation: {"pk": a_concern(relation.establishment, relation.subject).pk}}

The function gets a `Relation` and gives the parameters of the address, or None where that relation means nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from tutela.web.establishments.models import Establishment, Person


@dataclass(frozen=True)
class Relation:
    """Whose matter an object is: where it belongs, and whom it is about."""

    name: str
    establishment: Establishment
    subject: Person


Factory = Callable[[Relation], dict[str, Any] | None]


@cache
def all_objects() -> dict[str, Factory]:
    """Every app's factories, by the name of the address."""
    found: dict[str, Factory] = {}
    for module in iter_modules(__path__):
        found |= import_module(f"{__name__}.{module.name}").OBJECTS
    return found
