"""A referral, advice and a request on a case about somebody, made by whoever the case has come to."""

from datetime import UTC, date, datetime
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tests.permissions.objects.concerns import case
from tutela.web.core.actor import Actor
from tutela.web.core.terms import get_terms
from tutela.web.referrals import operations
from tutela.web.referrals.models import Disclosure, Referral
from tutela.web.referrals.routes import find_route


def _referral(relation: Relation) -> Referral:
    opened = case(relation)
    route = find_route("police", get_terms("england", "school", "secondary"))
    assert route is not None
    return operations.decide(
        actor=_worker(opened),
        case_id=opened.pk,
        route=route,
        is_referred=True,
        to="Northshire Police",
        why="A crime may have been committed.",
        consent="not-needed",
        told="not-yet",
        why_not="",
        at=datetime.now(UTC),
    )


def _advice(relation: Relation) -> dict[str, Any]:
    opened = case(relation)
    advice = operations.ask_advice(
        actor=_worker(opened),
        case_id=opened.pk,
        body="A helpline",
        question="What may we do?",
        names=[],
        asked_at=datetime.now(UTC),
        at=datetime.now(UTC),
    )
    return {"pk": advice.pk}


def _request(relation: Relation, *, is_allowed: bool = False) -> Disclosure:
    opened = case(relation)
    disclosure = operations.write_request(
        actor=_worker(opened),
        case_id=opened.pk,
        asker="police",
        who="An officer",
        basis="crime",
        what="The chronology",
        why="They investigate.",
        asked_on=date(2026, 11, 20),
        at=datetime.now(UTC),
    )
    if is_allowed:
        operations.decide_request(
            actor=_worker(opened),
            disclosure_id=disclosure.pk,
            is_allowed=True,
            text="It is right.",
            readers=[],
            outsider="The data protection officer",
            at=datetime.now(UTC),
            on=date(2026, 11, 20),
        )
    return disclosure


def _worker(opened: Any) -> Actor:
    return cast.acting(opened.opened_by)


def _body(relation: Relation) -> dict[str, Any]:
    """Whoever works on the case notes a body near them; at each place its own."""
    row = operations.note_body(
        actor=_worker(case(relation)), establishment=relation.establishment, at=datetime.now(UTC), name="A council",
        phone="020 7946 0600",
    )  # fmt: skip
    return {"pk": row.pk}


OF_CASE = ("of-case", "ask-advice", "disclosures", "request")
OF_REQUEST = ("disclosure", "decide-request", "drop")
OF_ALLOWED = ("hand-over", "export", "take-out")
OBJECTS = {
    **{f"referrals:{name}": lambda relation: {"pk": case(relation).pk} for name in OF_CASE},
    "referrals:decide": lambda relation: {"pk": case(relation).pk, "route": "police"},
    **{f"referrals:{name}": lambda relation: {"pk": _referral(relation).pk} for name in ("referral", "fill")},
    "referrals:make-pack": lambda relation: {"pk": _referral(relation).pk, "kind": "word"},
    "referrals:step": lambda relation: {"pk": _referral(relation).pk, "kind": "sent"},
    "referrals:answer-advice": _advice,
    "referrals:change-body": _body,
    **{f"referrals:{name}": lambda relation: {"pk": _request(relation).pk} for name in OF_REQUEST},
    **{f"referrals:{name}": lambda relation: {"pk": _request(relation, is_allowed=True).pk} for name in OF_ALLOWED},
}
