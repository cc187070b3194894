"""The seven steps as they stand for an establishment."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.routing import may_open
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment
from tutela.web.evidence import queries as evidence
from tutela.web.evidence.queries import Current
from tutela.web.evidence.rules import Bearing, bar_in_words, bear
from tutela.web.responsibilities.journey import Bar, Proof, Step, Wanted, list_steps
from tutela.web.responsibilities.models import Answer, StepRecord
from tutela.web.responsibilities.rules import journey as rules
from tutela.web.responsibilities.rules.journey import Progress, Stand

STANDS = {
    Bearing.BEARS_OUT: Stand.HOLDS,
    Bearing.CONTRADICTS: Stand.SHORT,
    Bearing.STALE: Stand.OLD,
    Bearing.SILENT: Stand.MISSING,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One proof of a step."""

    proof: Proof
    stand: Stand
    title: str
    wants: str
    """What it asks for, in words."""
    says: str
    """What is known, in words; "" where nothing is."""
    as_at: datetime | None
    row: StepRecord | None
    go: str
    """Where to begin; "" where this reader cannot."""

    @property
    def is_record(self) -> bool:
        return self.proof.record is not None


@dataclass(frozen=True, slots=True)
class StepStand:
    """One step."""

    number: int
    step: Step
    proofs: list[Shown]
    answer: Answer | None
    progress: Progress


def list_journey(actor: AnyActor, establishment: Establishment, *, at: datetime) -> list[StepStand]:
    """The seven, each with its proofs and the newest answer to its question."""
    today = establishments.local_day(establishment, at)
    current = evidence.list_current(actor, establishment.pk, at)
    records = {row.record: row for row in StepRecord.visible_to(actor).select_related("by").order_by("on", "at")}
    answers = {row.step: row for row in Answer.visible_to(actor).select_related("by", "action").order_by("at")}
    found = []
    for number, step in enumerate(list_steps(), 1):
        shown = []
        for proof in step.proofs:
            if proof.record:
                shown.append(_show_record(actor, proof, proof.record, records.get(proof.record.id), today))
            elif proof.figure:
                shown.append(_show_figure(actor, proof, proof.figure, current[proof.figure.evidence], at))
        answer = answers.get(step.id)
        stand = rules.stand_of_answer(answer.on if answer else None, today)
        found.append(StepStand(number, step, shown, answer, Progress(tuple(one.stand for one in shown), stand)))
    return found


def _show_record(actor: AnyActor, proof: Proof, wanted: Wanted, row: StepRecord | None, today: date) -> Shown:
    stand = rules.stand_of_record(row.on if row else None, wanted.holds_days, today)
    go = reverse("responsibilities:note-step", kwargs={"record": wanted.id})
    says = row.words if row else ""
    return Shown(proof, stand, wanted.title, wanted.asks, says, None, row, go if may_open(actor, go) else "")


def _show_figure(actor: AnyActor, proof: Proof, bar: Bar, one: Current, at: datetime) -> Shown:
    stand = STANDS[bear(one.figure, one.kind, at_least=bar.at_least, at_most=bar.at_most, at=at)]
    wants = _("has to be so") if one.kind.unit == "yes-no" else bar_in_words(one.kind, bar.at_least, bar.at_most)
    as_at = one.figure.as_at if one.figure else None
    return Shown(proof, stand, one.kind.title, wants, one.words, as_at, None, _address(actor, proof.go))


def _address(actor: AnyActor, name: str) -> str:
    address = reverse(name) if name else ""
    return address if address and may_open(actor, address) else ""
