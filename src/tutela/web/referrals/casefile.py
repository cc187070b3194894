"""A case as it leaves the house: its chronology for people, the same for programs, and what was made of it before."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tutela.web.concerns import words as concern_words
from tutela.web.concerns.queries.case import CaseRead
from tutela.web.referrals import words
from tutela.web.referrals.queries.referral import ReferralRead

FORMAT = "tutela/case/1"


def as_json(case: CaseRead, establishment: Any, referrals: Iterable[ReferralRead], made_at: datetime) -> bytes:
    """Everything of a case for a program; moments in UTC, days as days, texts as they were written."""
    told = asdict(case)
    # neither other cases nor who was linked by mistake are this one's to tell of; the version is for our own pages
    for left_out in ("links", "mistaken", "version"):
        told.pop(left_out, None)
    told["referrals"] = [
        {key: value for key, value in asdict(one).items() if key not in ("case", "stand", "version")}
        | {"to_body": one.stand.title, "status": one.stand.status}
        for one in referrals
    ]
    head = {"format": FORMAT, "establishment": establishment.name, "made_at": made_at}
    return json.dumps({**head, "case": told}, indent=1, ensure_ascii=False, default=_plain).encode() + b"\n"


def on_paper(case: CaseRead, referrals: Iterable[ReferralRead]) -> Mapping[str, Any]:
    """What the chronology on paper shows."""
    return {
        "case": case,
        "people": [(one.name, concern_words.ROLES[one.role]) for one in case.people],
        "concerns": [(concern_words.theme(one.theme), one) for one in case.concerns],
        "chronology": [{"moment": one, "place": concern_words.PLACES.get(one.place, "")} for one in case.chronology],
        "outcome": concern_words.OUTCOMES.get(case.closing.outcome, case.closing.outcome) if case.closing else "",
        "referrals": [(one, words.STATUSES[one.stand.status]) for one in referrals],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)
