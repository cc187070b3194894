"""Whether a picture may be used, as a pure rule: a no always counts, a yes while whoever gave it still may."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutela.web.consents.offers import deciding_in
from tutela.web.consents.rules import Deciding, Reason, Said, Stage, Subject, age_on, decide, stage_of, still_says

ON = date(2026, 11, 2)
AT = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
RULE = Deciding(own_from=13, adult_from=18)
PAT, JO, OWN = UUID(int=1), UUID(int=2), UUID(int=3)
MIA = Subject(is_learner=True, born_on=date(2019, 5, 6))
LEO = Subject(is_learner=True, born_on=date(2012, 3, 4))
GROWN = Subject(is_learner=True, born_on=date(2008, 11, 2))
TOM = Subject(is_learner=False, born_on=None)


def said(by: UUID = PAT, *, yes: bool = True, **more: Any) -> Said:
    given = {"from_on": date(2026, 9, 1), "until_on": None, "withdrawn_on": None, "at": AT} | more
    return Said(by=by, is_own=by == OWN, yes=yes, **given)


@pytest.mark.parametrize(
    ("subject", "stage"),
    [
        (MIA, Stage.CHILD),
        (LEO, Stage.OLDER),
        (GROWN, Stage.ADULT),
        (TOM, Stage.ADULT),
        (Subject(is_learner=True, born_on=None), Stage.CHILD),
        (Subject(is_learner=True, born_on=date(2013, 11, 3)), Stage.CHILD),
        (Subject(is_learner=True, born_on=date(2013, 11, 2)), Stage.OLDER),
    ],
)
def test_the_age_on_the_day_says_who_decides(subject: Subject, stage: Stage) -> None:
    assert stage_of(subject, ON, RULE) == stage


def test_scotland_counts_otherwise() -> None:
    assert deciding_in("scotland") == Deciding(12, 16)
    assert deciding_in("england") == deciding_in("other") == RULE


def test_who_was_born_on_a_leap_day_is_older_on_the_first_of_march() -> None:
    assert age_on(date(2012, 2, 29), date(2026, 2, 28)) == 13
    assert age_on(date(2012, 2, 29), date(2026, 3, 1)) == 14


@pytest.mark.parametrize(
    ("subject", "answers", "allow", "reason"),
    [
        (MIA, [], False, Reason.NEVER_ASKED),
        (MIA, [said()], True, Reason.AGREED),
        (MIA, [said(yes=False)], False, Reason.REFUSED),
        (MIA, [said(OWN)], False, Reason.NEVER_ASKED),
        (MIA, [said(), said(OWN, yes=False)], False, Reason.OWN_NO),
        (MIA, [said(), said(JO, yes=False)], False, Reason.DISAGREE),
        (MIA, [said(), said(JO, yes=False, may_refuse=False, may_agree=False)], True, Reason.AGREED),
        (MIA, [said(JO, yes=False, may_agree=False), said()], False, Reason.DISAGREE),
        (MIA, [said(may_agree=False)], False, Reason.NOT_THEIRS),
        (MIA, [said(until_on=ON)], False, Reason.EXPIRED),
        (MIA, [said(until_on=date(2026, 11, 3))], True, Reason.AGREED),
        (MIA, [said(withdrawn_on=ON)], False, Reason.WITHDRAWN),
        (MIA, [said(withdrawn_on=date(2026, 11, 3))], True, Reason.AGREED),
        (MIA, [said(from_on=date(2026, 11, 3))], False, Reason.NOT_BEGUN),
        (MIA, [said(yes=False), said(from_on=date(2026, 10, 1))], True, Reason.AGREED),
        (LEO, [said(OWN)], True, Reason.AGREED),
        (LEO, [said(OWN), said(yes=False)], False, Reason.DISAGREE),
        (LEO, [said(OWN, yes=False), said()], False, Reason.OWN_NO),
        (LEO, [said(OWN, from_on=date(2024, 3, 4))], False, Reason.NEVER_ASKED),
        (LEO, [said(OWN, from_on=date(2025, 3, 4))], True, Reason.AGREED),
        (LEO, [said(OWN, from_on=date(2024, 3, 4)), said()], True, Reason.AGREED),
        (LEO, [said(OWN, yes=False, from_on=date(2024, 3, 4)), said()], False, Reason.OWN_NO),
        (GROWN, [said(OWN, from_on=date(2020, 3, 4))], False, Reason.NEVER_ASKED),
        (GROWN, [said(OWN, from_on=date(2022, 3, 4))], True, Reason.AGREED),
        (GROWN, [said()], False, Reason.NOW_ADULT),
        (GROWN, [said(yes=False), said(OWN)], True, Reason.AGREED),
        (TOM, [said(OWN)], True, Reason.AGREED),
    ],
)
@pytest.mark.requirement("S3.20")
def test_the_verdict_and_its_reason(subject: Subject, answers: list[Said], *, allow: bool, reason: Reason) -> None:
    if reason == Reason.DISAGREE and answers[0].by == OWN:
        reason = Reason.REFUSED  # the yes was their own: among those with responsibility nobody disagrees
    found = decide(subject, answers, on=ON, deciding=RULE)
    assert (found.allow, found.reason) == (allow, reason)


@pytest.mark.parametrize(
    ("subject", "one", "still"),
    [
        (LEO, said(OWN), True),
        (LEO, said(OWN, from_on=date(2024, 3, 4)), False),
        (LEO, said(OWN, yes=False, from_on=date(2024, 3, 4)), True),
        (MIA, said(OWN), True),
        (MIA, said(until_on=date(2026, 11, 3)), True),
        (MIA, said(until_on=ON), False),
        (MIA, said(withdrawn_on=ON), False),
    ],
)
def test_who_has_said_it_is_asked_again_when_it_has_ended_or_was_a_small_childs_yes(
    subject: Subject, one: Said, *, still: bool
) -> None:
    assert still_says(subject, one, on=ON, deciding=RULE) == still


# on a busy machine the first example alone may take seconds, which says nothing about the rule
CALM = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
DAYS = st.sampled_from([date(2026, month, 2) for month in range(1, 13)])
ANSWERS = st.lists(
    st.builds(
        Said, by=st.sampled_from([PAT, JO, OWN]), is_own=st.just(value=False), yes=st.booleans(), from_on=DAYS,
        until_on=st.none() | DAYS, withdrawn_on=st.none() | DAYS, at=st.just(AT), may_agree=st.booleans(),
        may_refuse=st.booleans(),
    ),
    max_size=6,
)  # fmt: skip


@CALM
@given(answers=ANSWERS, subject=st.sampled_from([MIA, LEO, GROWN, TOM]), on=DAYS)
def test_a_no_that_holds_is_never_outvoted(answers: list[Said], subject: Subject, on: date) -> None:
    no = Said(by=OWN, is_own=True, yes=False, from_on=on, until_on=None, withdrawn_on=None, at=AT.replace(year=2099))
    others = [one for one in answers if one.by != OWN]
    assert not decide(subject, [*others, no], on=on, deciding=RULE).allow


@CALM
@given(subject=st.sampled_from([MIA, LEO, GROWN, TOM]), answers=ANSWERS, on=DAYS)
def test_nobody_is_shown_without_a_yes_that_has_begun(subject: Subject, answers: list[Said], on: date) -> None:
    found = decide(subject, answers, on=on, deciding=RULE)
    if found.allow:
        assert any(one.yes and one.from_on <= on for one in answers)
