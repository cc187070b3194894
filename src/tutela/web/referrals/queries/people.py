"""Names of those whom a file that is handed over must not name by oversight."""

from typing import Any

from django.apps import apps

from tutela.web.core.actor import AnyActor

KINDS = ("learner", "parent")


def list_family_names(actor: AnyActor) -> list[str]:
    """The names of learners and parents whom the actor may see; staff act in their office, so theirs may stand."""
    people: Any = apps.get_model("establishments", "Person")
    rows = people.visible_to(actor).filter(kind__in=KINDS)
    return [" ".join(names) for names in rows.values_list("given_name", "known_as", "family_name")]
