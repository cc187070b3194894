"""What happens in these tests: Dana works on a case about Leo and turns to bodies outside."""

from datetime import datetime, timedelta
from typing import Any

from tests import cast
from tests.web.concerns.scenes import AT, a_case
from tutela.web.concerns.models import SafeguardingCase
from tutela.web.core.terms import get_terms
from tutela.web.referrals import operations
from tutela.web.referrals.models import Disclosure, Referral
from tutela.web.referrals.routes import Route, find_route

TERMS = get_terms("england", "school", "secondary")
DECIDED = AT + timedelta(hours=2)
WHY = "The heron says that he is afraid to go home."


def a_route(key: str = "social-care-england") -> Route:
    found = find_route(key, TERMS)
    assert found is not None
    return found


def a_referral(
    case: SafeguardingCase | None = None,
    key: str = "social-care-england",
    *,
    by: Any = None,
    at: datetime = DECIDED,
    **more: Any,
) -> Referral:
    """Dana decides to refer Leo's case, unless told otherwise."""
    given: dict[str, Any] = {
        "is_referred": True,
        "to": "Northshire front door",
        "why": WHY,
        "consent": "given",
        "told": "yes",
        "why_not": "",
    }
    return operations.decide(
        actor=cast.acting(by or cast.dana(), at=at),
        case_id=(case or a_case()).pk,
        route=a_route(key),
        at=at,
        **(given | more),
    )


def a_step(referral: Referral, kind: str, at: datetime, *, by: Any = None, **more: Any) -> None:
    operations.take_step(
        actor=cast.acting(by or cast.dana(), at=at),
        referral_id=referral.pk,
        title=a_route(referral.route).title,
        kind=kind,
        happened_at=at,
        at=at,
        **more,
    )


def a_request(
    case: SafeguardingCase | None = None, *, by: Any = None, at: datetime = DECIDED, **more: Any
) -> Disclosure:
    """The police ask for the chronology of Leo's case, and Dana writes it down."""
    given: dict[str, Any] = {
        "asker": "police",
        "who": "DC Amir Khan, 44/2026",
        "basis": "crime",
        "what": "The chronology since September",
        "why": "They investigate who sent the messages; nothing about others is asked for.",
        "asked_on": at.date(),
    }
    return operations.write_request(
        actor=cast.acting(by or cast.dana(), at=at), case_id=(case or a_case()).pk, at=at, **(given | more)
    )


def allow(disclosure: Disclosure, *, by: Any = None, at: datetime = DECIDED) -> None:
    """Dev, the deputy, allows it."""
    person = by or cast.dev()
    operations.decide_request(
        actor=cast.acting(person, at=at),
        disclosure_id=disclosure.pk,
        is_allowed=True,
        text="The letter is signed by an inspector and asks for no more than this.",
        readers={cast.dana().pk, cast.dev().pk},
        at=at,
        on=at.date(),
    )
