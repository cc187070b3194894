"""What is to be bought, and how the offers for it stand beside one another."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from tutela.web.core.actor import AnyActor
from tutela.web.evidence.queries import Current, list_current
from tutela.web.evidence.rules import Bearing, bear
from tutela.web.registers.models import ContractClause, Offer, OfferAnswer, Purchase
from tutela.web.registers.rules import procurement as rules
from tutela.web.registers.shipped.procurement import Question, list_questions


@dataclass(frozen=True, slots=True)
class Line:
    """One question of one offer, with what our records say of it in words ("" where they say nothing)."""

    question: Question
    found: rules.Found
    shown_by: str
    records: str


@dataclass(frozen=True, slots=True)
class Judged:
    """An offer with its lines by question and its score."""

    offer: Offer
    lines: dict[str, Line]
    score: rules.Score

    @property
    def missing(self) -> list[str]:
        """The titles of what must be shown and is not."""
        return [self.lines[key].question.title for key in self.score.missing]


def list_purchases(actor: AnyActor) -> QuerySet[Purchase]:
    """What is open first, then what was decided, the newest first."""
    rows = Purchase.visible_to(actor).select_related("begun_by").annotate(offered=Count("offers"))
    return rows.order_by("decided_at", "-begun_at")


def judge_offers(actor: AnyActor, purchase: Purchase, at: datetime) -> list[Judged]:
    """Every offer, the best first: fewest missing that must be shown, then the highest score, then by name.

    Of a purchase that was decided, as our records stood on that day.
    """
    at = purchase.decided_at or at
    offers = Offer.visible_to(actor).filter(purchase=purchase).select_related("contract")
    judged = [judge_offer(actor, offer, at) for offer in offers]
    return sorted(judged, key=lambda one: (len(one.score.missing), -one.score.pct, one.offer.supplier))


def judge_offer(actor: AnyActor, offer: Offer, at: datetime) -> Judged:
    """One offer: what was answered, what its contract says, and what our own figures say where it is in use."""
    questions = list_questions()
    given = {one.key: one for one in OfferAnswer.visible_to(actor).filter(offer=offer)}
    said = set()
    if offer.contract_id is not None:
        still = Q(until=None) | Q(until__gt=at.date())
        clauses = ContractClause.visible_to(actor).filter(still, contract_id=offer.contract_id)
        said = set(clauses.exclude(library_key="").values_list("library_key", flat=True))
    kinds = {bar.kind for one in questions.values() for bar in one.figures} if offer.in_use else set()
    current = list_current(actor, offer.establishment_id, at, only=kinds) if kinds else {}
    lines = {}
    for key, question in questions.items():
        recorded, words = _recorded(question, said, current, at)
        one = given.get(key)
        found = rules.Found(key, question.must, one.standing if one else rules.UNASKED, recorded)
        lines[key] = Line(question, found, one.shown_by if one else "", words)
    return Judged(offer, lines, rules.score(line.found for line in lines.values()))


def _recorded(question: Question, said: set[str], current: dict[str, Current], at: datetime) -> tuple[bool | None, str]:
    """What our records show, and in words: a figure that contradicts before anything that bears out."""
    bearings = [(bar, current[bar.kind]) for bar in question.figures if bar.kind in current]
    told: list[tuple[Any, Current]] = []
    for bar, one in bearings:
        how = bear(one.figure, one.kind, at_least=bar.at_least, at_most=bar.at_most, at=at)
        if how in (Bearing.BEARS_OUT, Bearing.CONTRADICTS):
            told.append((how, one))
    for how, one in sorted(told, key=lambda pair: pair[0] is not Bearing.CONTRADICTS):
        return how is Bearing.BEARS_OUT, one.words
    if question.clause and question.clause in said:
        return True, ""
    return None, ""
