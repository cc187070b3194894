"""Risks come from the kinds in use, are judged and set aside; what stands against them begins and ends."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions import operations as actions
from tutela.web.actions.models import Action
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.establishments.queries import local_day
from tutela.web.registers import kinds
from tutela.web.registers.models import Risk, RiskControl
from tutela.web.registers.operations.refusals import EndedAlready, GapIsClosed
from tutela.web.registers.queries.risks import get_risk
from tutela.web.registers.rules import risks as rules
from tutela.web.registers.shipped.risks import get_risks

DUE_WITHIN = timedelta(days=42)


@operation
def make_risks(*, actor: AnyActor, at: datetime, establishment_id: int, technologies: Sequence[str]) -> int:
    """Put every risk that comes with these kinds of technology into the register, and say how many are new."""
    shipped = get_risks()
    before = Risk.objects.filter(establishment_id=establishment_id).count()
    Risk.objects.bulk_create(
        [
            Risk(
                establishment_id=establishment_id, kind=kind, challenge=challenge,
                benefit=shipped.kinds[kind].benefit, made_at=at,
            )
            for kind, challenge in shipped.pairs(technologies)
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    made = Risk.objects.filter(establishment_id=establishment_id).count() - before
    if made:
        audit.record(actor, "risks.make", f"establishment:{establishment_id}", at=at, count=made)
    return made


@operation
def judge_risk(
    *, actor: AnyActor, at: datetime, pk: UUID, likelihood: int, harm: int, benefit: str, set_aside: str = ""
) -> Risk:
    """Say how likely and how harmful it is here, or why it does not arise."""
    get_visible(Risk, actor, pk)
    row = Risk.objects.select_for_update(of=("self",)).select_related("establishment").get(pk=pk)
    row.likelihood, row.harm, row.benefit = likelihood, harm, benefit.strip()
    row.set_aside, row.judged_at = set_aside.strip(), at
    row.aside_on = (row.aside_on or local_day(row.establishment, at)) if row.set_aside else None
    row.save()
    audit.record(actor, "risk.judge", row, at=at, likelihood=likelihood, harm=harm, set_aside=bool(row.set_aside))
    return row


@operation
def add_control(
    *, actor: AnyActor, at: datetime, pk: UUID, place: str, words: str, technical: bool, tag: str
) -> RiskControl:
    """Write what stands against a risk from today on. The same words in the same place are kept once."""
    row: Risk = get_visible(Risk, actor, pk)
    Risk.objects.select_for_update().get(pk=pk)
    said = " ".join(words.split())
    found = row.controls.filter(place=place, words__iexact=said, until=None).first()
    if found is not None:
        return found
    control = RiskControl.objects.create(
        establishment_id=row.establishment_id, risk=row, place=place, words=said, technical=technical, tag=tag,
        since=local_day(row.establishment, at),
    )  # fmt: skip
    audit.record(actor, "risk-control.add", control, at=at, place=place, technical=technical)
    return control


@operation
def end_control(*, actor: AnyActor, at: datetime, pk: UUID) -> RiskControl:
    """From today on it stands no longer. Raises `EndedAlready`."""
    get_visible(RiskControl, actor, pk)
    control = RiskControl.objects.select_for_update(of=("self",)).select_related("risk__establishment").get(pk=pk)
    if control.until is not None:
        raise EndedAlready
    control.until = local_day(control.risk.establishment, at)
    control.save()
    audit.record(actor, "risk-control.end", control, at=at)
    return control


@operation
def act_on_gap(*, actor: AnyActor, at: datetime, pk: UUID, place: str) -> Action:
    """Make an action of what is missing, due in six weeks.

    place: one of what `rules.risks.list_gaps` gives. Raises `GapIsClosed`.
    """
    row: Risk = get_visible(Risk, actor, pk)
    challenge = get_risks().challenges.get(row.challenge)
    if row.set_aside or challenge is None or place not in get_risk(actor, row).gaps:
        raise GapIsClosed
    about = {"technology": kinds.TECHNOLOGIES.get(row.kind, row.kind), "challenge": challenge.title}
    in_care = place == rules.IN_CARE
    title = _("Decide what protects people here: %(challenge)s, %(technology)s") if in_care else ""
    title = title or _("Teach what to do elsewhere: %(challenge)s, %(technology)s")
    return actions.open_action(
        actor=actor, at=at, establishment_id=row.establishment_id, title=title % about,
        due_on=local_day(row.establishment, at) + DUE_WITHIN, source=_("Register of risks"),
        origin=f"risk:{row.pk}:{place}",
        address=reverse("registers:risk", args=[row.pk]), tag="protect" if in_care else "educate",
    )  # fmt: skip
