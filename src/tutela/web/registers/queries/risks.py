"""Risks with what is missing of them, and the balance of what stands against them."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.registers import kinds
from tutela.web.registers.models import Foresight, ForesightLook, Risk, RiskControl
from tutela.web.registers.rules import risks as rules
from tutela.web.registers.shipped.risks import Challenge, get_risks


@dataclass(frozen=True, slots=True)
class Stand:
    """A risk as it stands."""

    risk: Risk
    technology: str
    challenge: Challenge
    controls: list[RiskControl]
    gaps: list[str]
    only_technical: bool

    @property
    def weight(self) -> int:
        """What has not been judged stands between medium and high, so that it is looked at."""
        return self.risk.weight or 5


def list_risks(actor: AnyActor, *, set_aside: bool = False) -> list[Stand]:
    """Those that arise, or those set aside; the heaviest with a gap first."""
    rows = Risk.visible_to(actor)
    rows = rows.exclude(set_aside="") if set_aside else rows.filter(set_aside="")
    standing: dict[UUID, list[RiskControl]] = defaultdict(list)
    for control in RiskControl.visible_to(actor).filter(until=None).order_by("since", "words"):
        standing[control.risk_id].append(control)
    known = get_risks().challenges
    found = [_stand(row, known[row.challenge], standing[row.pk]) for row in rows if row.challenge in known]
    return sorted(found, key=lambda one: (-one.weight, -len(one.gaps), one.technology, one.challenge.title))


def get_risk(actor: AnyActor, risk: Risk) -> Stand:
    """One of them. Raises 404 where the library knows the challenge no more, as the list leaves it out."""
    challenge = get_risks().challenges.get(risk.challenge)
    if challenge is None:
        raise Http404
    controls = RiskControl.visible_to(actor).filter(risk=risk, until=None).order_by("since", "words")
    return _stand(risk, challenge, list(controls))


def list_ended_controls(actor: AnyActor, risk: Risk) -> QuerySet[RiskControl]:
    """What stood against it once, the last first."""
    return RiskControl.visible_to(actor).filter(risk=risk, until__isnull=False).order_by("-until")


def get_controlled_pct(establishment_id: int) -> float | None:
    """Of the risks that arise, which share (0-100) has a control on both sides."""
    return rules.controlled_pct(one.gaps for one in list_risks(SystemActor("evidence", establishment_id)))


def list_foresight(actor: AnyActor) -> QuerySet[Foresight]:
    """What is to be looked at again first, what is settled last."""
    return Foresight.visible_to(actor).order_by("look_again_on", "title")


def list_looks(actor: AnyActor, foresight: Foresight) -> QuerySet[ForesightLook]:
    """Every look at it, newest first."""
    return ForesightLook.visible_to(actor).filter(foresight=foresight).select_related("by").order_by("-at")


def _stand(risk: Risk, challenge: Challenge, controls: list[RiskControl]) -> Stand:
    plain = [rules.Control(one.place, one.technical, one.tag) for one in controls]
    kind = get_risks().kinds.get(risk.kind)
    return Stand(
        risk=risk,
        technology=str(kinds.TECHNOLOGIES.get(risk.kind, risk.kind)),
        challenge=challenge,
        controls=controls,
        gaps=rules.list_gaps(plain, outside=kind is not None and kind.outside),
        only_technical=rules.is_only_technical(plain),
    )
