"""One action with everything that happened to it."""

from base64 import b64decode
from uuid import UUID

from django.db.models import QuerySet

from tutela.web.actions.models import Action, ActionEntry, Proof, ProofFile
from tutela.web.actions.rules import states
from tutela.web.core import sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import get_visible


def list_entries(actor: AnyActor, action: Action) -> QuerySet[ActionEntry]:
    """Its timeline, newest first."""
    rows = ActionEntry.visible_to(actor).filter(action=action).select_related("by", "owner", "proof")
    return rows.order_by("-number")


def list_proofs(actor: AnyActor, action: Action) -> list[Proof]:
    """What it was closed with, newest first."""
    return list(Proof.visible_to(actor).filter(action=action).select_related("given_by").order_by("-given_at"))


def list_choices_to_wait_for(actor: AnyActor, action: Action) -> QuerySet[Action]:
    """The other open actions."""
    rows = Action.visible_to(actor).filter(state=states.OPEN).exclude(pk=action.pk)
    return rows.order_by("title")


def get_file(actor: AnyActor, pk: UUID) -> tuple[ProofFile, bytes]:
    """A document as it was given. Raises `Http404`, `core.sealing.CannotOpen`."""
    row: ProofFile = get_visible(ProofFile, actor, pk)
    return row, b64decode(sealing.unseal_field(row, "content", sealing.open_case_key(row.case_key)))
