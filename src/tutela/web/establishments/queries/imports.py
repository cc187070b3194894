"""Imports of people: what is under way, and who is here but was not in a file."""

import json
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from tutela.web.core import sealing
from tutela.web.core.actor import AnyActor
from tutela.web.establishments.models import PeopleImport, Person
from tutela.web.establishments.models.people import here_on

PERSON_KIND = {"learners": "learner", "staff": "staff", "parents": "parent", "partners": "partner"}


def list_imports_under_way() -> QuerySet[PeopleImport]:
    """Imports of every establishment that the worker has to carry on."""
    states = (PeopleImport.State.CHECKING, PeopleImport.State.WRITING)
    return PeopleImport._base_manager.filter(state__in=states).only("pk", "establishment_id").order_by("uploaded_at")


def list_imports(actor: AnyActor) -> QuerySet[PeopleImport]:
    """The imports that the actor may see, the newest first."""
    return PeopleImport.visible_to(actor).select_related("uploaded_by").order_by("-uploaded_at")


def get_outcome(held: PeopleImport) -> dict[str, Any]:
    """What the check told of each row: "rows", with "groups" that would be new and "seen" people.

    Empty once it was dropped.
    """
    if held.outcome is None:
        return {"rows": [], "seen": [], "groups": []}
    told: dict[str, Any] = json.loads(sealing.unseal_field(held, "outcome", sealing.open_case_key(held.case_key)))
    return told


def list_missing(actor: AnyActor, held: PeopleImport, seen: set[str]) -> list[Person]:
    """People of the file's kind who are here and whom it does not name: nothing is done about them."""
    kind = PERSON_KIND.get(held.kind)
    rows = Person.visible_to(actor).filter(here_on(timezone.localdate()), kind=kind)
    return [one for one in rows.order_by("family_name", "given_name") if str(one.pk) not in seen]
