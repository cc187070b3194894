"""Where policies of partners differ from ours, and what was settled."""

from dataclasses import dataclass

from tutela.web.core.actor import AnyActor
from tutela.web.policies.models import Acknowledgement, OwnPolicy, Settlement
from tutela.web.policies.queries.documents import printed

VERSION = "acknowledgement__version__document__establishment"


@dataclass(frozen=True, slots=True)
class Difference:
    """One clause of ours, what the policy of a partner says there, and how it was settled."""

    own: OwnPolicy
    title: str
    ours: str
    settlement: Settlement | None


def list_differences(actor: AnyActor) -> list[Difference]:
    """All that were flagged, those that wait first, the newest first."""
    rows = OwnPolicy.visible_to(actor).exclude(clause="").select_related("person", VERSION)
    settled = {one.own_policy_id: one for one in Settlement.visible_to(actor).select_related("by")}
    found = [_difference(row, settled.get(row.pk)) for row in rows.order_by("-at")]
    return sorted(found, key=lambda one: one.settlement is not None)


def get_difference(actor: AnyActor, own: OwnPolicy) -> Difference:
    """One of them."""
    settled = Settlement.visible_to(actor).filter(own_policy=own).select_related("by").first()
    return _difference(own, settled)


def get_own_difference(actor: AnyActor, answer: Acknowledgement) -> Difference | None:
    """What was said of one's own policy together with that answer."""
    own = OwnPolicy.visible_to(actor).filter(acknowledgement=answer).select_related(VERSION).first()
    return get_difference(actor, own) if own is not None else None


def _difference(own: OwnPolicy, settlement: Settlement | None) -> Difference:
    clauses = printed(own.acknowledgement.version).clauses
    clause = next((one for one in clauses if one.id == own.clause), None)
    return Difference(own, clause.title if clause else own.clause, clause.text if clause else "", settlement)
