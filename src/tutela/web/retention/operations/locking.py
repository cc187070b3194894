"""Something held still while somebody decides about it by its number: its key is not needed for that."""

from typing import Any

from django.apps import apps

from tutela.web.core.actor import AnyActor
from tutela.web.retention.models.subjects import TABLES, Subject


def lock(actor: AnyActor, subject: Subject) -> None:
    """Until the transaction ends nobody writes in it, places a hold on it, puts it forward or destroys it.

    Whether the actor may see it, and how it stands, is asked after: somebody may have destroyed it while this waited.
    """
    model: Any = apps.get_model(TABLES[subject.kind])
    model.in_scope(actor).select_for_update(of=("self",)).filter(pk=subject.id).first()
