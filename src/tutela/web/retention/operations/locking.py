"""A case held still while somebody decides about it by its number: its key is not needed for that."""

from typing import Any
from uuid import UUID

from django.apps import apps

from tutela.web.core.actor import AnyActor


def lock_case(actor: AnyActor, case_id: UUID) -> None:
    """Until the transaction ends nobody writes in it, places a hold on it, puts it forward or destroys it.

    Whether the actor may see it, and how it stands, is asked after: somebody may have destroyed it while this waited.
    """
    cases: Any = apps.get_model("concerns", "SafeguardingCase")
    cases.in_scope(actor).select_for_update(of=("self",)).filter(pk=case_id).first()
