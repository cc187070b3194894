"""When silence is late, what follows what, and which names stand in a question."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from tests.web.referrals.scenes import TERMS
from tutela.web.referrals import routes
from tutela.web.referrals.queries.standing import times_of
from tutela.web.referrals.rules import disclosures
from tutela.web.referrals.rules import referrals as rules
from tutela.web.referrals.rules.referrals import NotNow, Taken, Times

CARE = Times(send_hours=4, acknowledge_days=1, outcome_days=3, again_days=2)
FRIDAY = date(2026, 11, 20)


def test_the_library_hangs_together_and_each_nation_has_its_own_routes() -> None:
    assert routes.check_library() == []
    ids = {nation: {route.kind: route.id for route in routes.list_routes(nation, TERMS)} for nation in (
        "england", "wales", "scotland", "northern-ireland")}  # fmt: skip
    assert ids["england"]["adult-conduct"] == "lado-england"
    assert len({named["social-care"] for named in ids.values()}) == 4
    assert "prevent" not in ids["northern-ireland"]
    assert all(
        {"police", "ceop", "report-extremism", "report-harmful-content", "early-help", "health"} <= set(one)
        for one in ids.values()
    )
    for route in routes.list_routes("england", TERMS):
        assert "{" not in f"{route.when}{route.told}{route.means}"
        assert routes.list_parts(route, TERMS)
        assert times_of(route).send_hours


def test_a_referral_goes_from_unsent_to_an_outcome_and_skips_a_receipt_that_never_came() -> None:
    assert rules.status_of(True, []) == "unsent"
    assert rules.status_of(True, ["sent"]) == "unheard"
    assert rules.status_of(True, ["sent", "chased", "acknowledged"]) == "unanswered"
    assert rules.status_of(True, ["sent", "outcome"]) == "ended"
    assert rules.status_of(False, []) == "not-referred"
    rules.follow("unheard", "outcome")
    for status, step in (
        ("unsent", "outcome"),
        ("unanswered", "acknowledged"),
        ("ended", "chased"),
        ("not-referred", "sent"),
    ):
        with pytest.raises(NotNow):
            rules.follow(status, step)


@pytest.mark.parametrize(
    ("steps", "due"),
    [
        ([Taken("sent", FRIDAY)], date(2026, 11, 23)),  # the Monday after
        ([Taken("sent", FRIDAY), Taken("acknowledged", FRIDAY)], date(2026, 11, 25)),
        ([Taken("sent", FRIDAY), Taken("chased", date(2026, 11, 24))], date(2026, 11, 23)),
        ([Taken("sent", FRIDAY), Taken("outcome", FRIDAY)], None),
        ([], FRIDAY),
    ],
)
def test_an_answer_is_due_in_working_days_and_asking_again_moves_nothing(steps: list[Taken], due: date | None) -> None:
    assert rules.due_on(CARE, FRIDAY, steps) == due


def test_a_body_that_answers_nobody_is_never_late() -> None:
    silent = Times(send_hours=8, acknowledge_days=0, outcome_days=0, again_days=0)
    sent = [Taken("sent", FRIDAY)]
    assert rules.due_on(silent, FRIDAY, sent) is None
    assert not rules.is_late(silent, FRIDAY, sent, FRIDAY + timedelta(days=99))
    assert rules.awaits_nothing(silent, "unheard")


def test_a_decided_referral_that_lies_about_is_late_by_the_hour() -> None:
    decided = datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert not rules.is_unsent_too_long(CARE, decided, [], decided + timedelta(hours=4))
    assert rules.is_unsent_too_long(CARE, decided, [], decided + timedelta(hours=4, minutes=1))
    assert not rules.is_unsent_too_long(CARE, decided, ["sent"], decided + timedelta(days=4))


def test_a_late_one_is_spoken_of_once_and_again_after_the_days_of_its_route() -> None:
    assert rules.may_remind(CARE, None, FRIDAY)
    assert not rules.may_remind(CARE, FRIDAY, date(2026, 11, 23))
    assert rules.may_remind(CARE, FRIDAY, date(2026, 11, 24))


def test_a_decision_needs_its_reason_and_so_does_going_without_consent_or_without_telling() -> None:
    def missing(**more: object) -> list[str]:
        given = {
            "needs": "seek",
            "names_nobody": False,
            "is_referred": True,
            "why": "x",
            "consent": "given",
            "told": "yes",
            "why_not": "",
        }
        return rules.missing_reasons(**(given | more))  # type: ignore[arg-type]

    assert missing() == []
    assert missing(is_referred=False, why=" ") == ["Say why it is not referred"]
    assert missing(consent="refused")
    assert not missing(consent="refused", why_not="He may be hit")
    assert missing(told="no")
    assert not missing(told="no", why_not="The police ask us not to")
    assert not missing(told="no", names_nobody=True)
    assert missing(needs="needed", consent="not-asked")
    assert not missing(needs="not-needed", consent="not-needed")


def test_names_in_a_question_are_found_and_common_words_are_not_taken_for_names() -> None:
    names = ["Leo Marsh", "Mia O’Neill", "Will Grace"]
    assert rules.names_in("May I ask about leo, whose mother is Mrs Marsh?", names) == ["leo", "Marsh"]
    assert rules.names_in("What will happen, and by whose grace?", names) == []
    assert rules.names_in("Will said so. Leo's phone", names) == ["Will", "Leo"]
    assert rules.names_in("A boy of 14 in year 9", names) == []


def test_a_second_person_allows_and_an_outsider_only_where_nobody_else_may_read_it() -> None:
    dana, dev = uuid4(), uuid4()
    with pytest.raises(NotNow):
        disclosures.check_second(dana, dana)
    disclosures.check_second(dana, dev)
    assert disclosures.may_name_outsider({dana}, dana)
    assert not disclosures.may_name_outsider({dana, dev}, dana)
    disclosures.follow("allowed", "handed-over")
    for status, step in (
        ("asked", "handed-over"),
        ("refused", "allowed"),
        ("allowed", "allowed"),
        ("dropped", "refused"),
    ):
        with pytest.raises(NotNow):
            disclosures.follow(status, step)
