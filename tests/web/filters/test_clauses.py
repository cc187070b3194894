"""What the policy says is held against what the network does, and the page says since when it is not so."""

from datetime import timedelta
from itertools import count

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.web.filters.test_pages import gateway_reports
from tests.web.policies.scenes import AT, dana, published
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.establishments.models import Establishment
from tutela.web.evidence import operations as evidence
from tutela.web.evidence import queries as evidence_queries
from tutela.web.evidence.rules import Figure
from tutela.web.filters import clauses, operations, proofs
from tutela.web.filters.models import LocalRule
from tutela.web.policies import operations as policies
from tutela.web.policies import queries
from tutela.web.policies.models import ClauseStanding, Version
from tutela.web.policies.queries import Standing
from tutela.web.policies.texts import wording as words

SYSTEM = SystemActor("test")
TEMPLATE = "learners-11-to-16"


def publish_policy(days: int) -> None:
    made = operations.publish_policy(actor=SYSTEM, at=AT + timedelta(days=days), establishment=cast.oakfield())
    gateway_reports(settings.TUTELA, version=made.version)


def held(version: Version, days: int) -> dict[str, Standing]:
    place = Establishment.objects.get(pk=version.establishment_id)
    with acting_as(SYSTEM):
        clauses.hold_clauses(AT + timedelta(days=days), place)
    return queries.list_standings(version)


def about(version: Version, category: str) -> str:
    """The clause that says that a category is blocked."""
    return next(
        one.id
        for one in words.from_text(version.content).clauses
        if any(rule.category == category and rule.group == "learners" for rule in one.rules)
    )


@pytest.fixture
def version(tutela: object) -> Version:
    cast.learners_11_16()
    operations.begin(actor=SYSTEM, at=AT, establishment=cast.oakfield())
    publish_policy(0)
    return published(TEMPLATE)


def test_a_clause_is_untrue_after_a_rule_opens_a_site_and_true_again_when_it_is_ended(version: Version) -> None:
    clause = about(version, "gambling")
    with acting_as(SYSTEM):
        evidence.publish(
            actor=SYSTEM, at=AT, establishment_id=cast.oakfield().pk, figures=[Figure("filters.canaries", 100, AT)]
        )
    assert (held(version, 0)[clause].standing, held(version, 0)[clause].since) == ("true", AT)
    with acting_as(SYSTEM):
        rule = LocalRule.objects.create(
            establishment=cast.oakfield(), action="allow", host="bet365.com", reason="Asked", made_by=cast.ivy(),
            made_at=AT,
        )  # fmt: skip
    publish_policy(1)
    evidence.publish(
        actor=SYSTEM, at=AT + timedelta(days=1), establishment_id=cast.oakfield().pk,
        figures=[Figure("filters.canaries", 100, AT + timedelta(days=1))],
    )  # fmt: skip
    now = held(version, 1)[clause]
    assert (now.standing, now.since) == ("untrue", AT + timedelta(days=1))
    assert "bet365.com" in now.why
    assert "a rule of this place opens it." in now.why
    assert "local-" not in now.why
    assert rule.reason not in now.why, "who reads the policy need not read the filter"
    assert held(version, 2)[clause].since == AT + timedelta(days=1)
    share = {one.kind: one.value for one in proofs.list_figures(cast.oakfield(), AT)}["filters.clauses-true"]
    assert share < 100
    with acting_as(SYSTEM):
        rule.ended_at = AT
        rule.save()
    publish_policy(2)
    assert held(version, 2)[clause].standing == "true"


def test_a_clause_is_true_only_while_the_gateway_enforces_what_it_says_and_its_checks_come_out_right(
    version: Version,
) -> None:
    clauses_with_rules = [one.id for one in words.from_text(version.content).clauses if one.rules and not one.bears]
    assert len(clauses_with_rules) > 1

    days = count(1)

    def standing(**changed: object) -> tuple[set[str], str]:
        gateway_reports(settings.TUTELA, **changed)
        now = held(version, next(days))
        return {now[one].standing for one in clauses_with_rules}, now[clauses_with_rules[0]].why

    assert standing()[0] == {"true"}
    wrong = {"asked": 2, "wrong": ["gambling: open"], "results": ["gambling: open", "must open: open"]}
    found, why = standing(canaries=wrong)
    assert found == {"untrue"}
    assert "1 of the 2 last checks of the running filter came out wrong." in why
    assert standing(canaries=None) == ({"unknown"}, "The running filter has not been checked yet.")
    assert standing(serving=False)[0] == {"unknown"}
    assert standing(version=7)[0] == {"unknown"}
    assert standing()[0] == {"true"}


def test_where_a_part_of_a_site_was_opened_that_part_is_named(version: Version) -> None:
    clause = about(version, "gambling")
    with acting_as(SYSTEM):
        LocalRule.objects.create(
            establishment=cast.oakfield(), action="allow", host="bet365.com", path="/history", reason="Asked",
            made_by=cast.ivy(), made_at=AT,
        )  # fmt: skip
    publish_policy(1)
    assert held(version, 1)[clause].why.startswith("bet365.com/history, a site of ")


def test_a_category_opened_for_one_group_makes_it_untrue(version: Version) -> None:
    clause = about(version, "gambling")
    operations.set_group(
        actor=SYSTEM, at=AT, group=cast.learners_11_16(), strictness=3, categories={"gambling": "allow"}
    )
    publish_policy(1)
    now = held(version, 1)[clause]
    assert (now.standing, "Years 7 to 11" in now.why) == ("untrue", True)


def test_what_a_provider_filters_is_not_known_here(version: Version) -> None:
    clause = about(version, "gambling")
    with acting_as(SYSTEM):
        Establishment.objects.filter(pk=version.establishment_id).update(
            filtering_by="provider", provider_name="Northern Grid"
        )
    assert held(version, 1)[clause].standing == "unknown"


def test_an_untrue_clause_is_counted_in_the_list(version: Version) -> None:
    operations.set_group(
        actor=SYSTEM, at=AT, group=cast.learners_11_16(), strictness=3, categories={"gambling": "allow"}
    )
    publish_policy(1)
    held(version, 1)
    with acting_as(dana()):
        (row,) = queries.list_rows(dana(), cast.oakfield(), AT)
    assert row.untrue >= 1


def test_a_category_that_no_list_names_cannot_be_said_to_be_blocked(version: Version) -> None:
    staff = published("acceptable-use-staff", AT + timedelta(hours=1))
    clause = next(
        one.id
        for one in words.from_text(staff.content).clauses
        if any(rule.category == "illegal" for rule in one.rules) and not one.bears
    )
    now = held(staff, 1)[clause]
    assert staff.pk != version.pk
    assert (now.standing, "No list in force" in now.why) == ("unknown", True)


def test_what_is_said_of_a_clause_tells_a_reader_of_numbers_no_small_one(version: Version) -> None:
    waiting = Figure("monitoring.waiting", 3, AT + timedelta(hours=23), "/alerts/")
    evidence.publish(
        actor=SYSTEM, at=AT + timedelta(hours=23), establishment_id=version.establishment_id, figures=[waiting]
    )
    online = published("online-safety")
    clause = next(one.id for one in words.from_text(online.content).clauses if _rests_on(one, "monitoring.waiting"))
    why = held(online, 1)[clause].why
    assert "fewer than 5 serious alerts" in why.lower(), why


def _rests_on(clause: object, kind: str) -> bool:
    return any(bar.kind == kind for bar in clause.bears)


def test_the_figures_are_read_once_for_all_clauses(version: Version) -> None:
    claimed = [one for one in words.from_text(version.content).clauses if one.bears]
    assert len(claimed) > 1
    with CaptureQueriesContext(connection) as once:
        evidence_queries.list_current(SYSTEM, version.establishment_id, AT)
    with CaptureQueriesContext(connection) as asked:
        held(version, 1)
    assert _of_figures(asked) == _of_figures(once) > 0


def test_the_standings_of_a_version_are_read_once_for_all_its_clauses(version: Version) -> None:
    held(version, 0)
    claimed = [one for one in words.from_text(version.content).clauses if one.rules]
    assert len(claimed) > 1
    with CaptureQueriesContext(connection) as asked:
        figures = list(proofs.list_figures(cast.oakfield(), AT))
    assert "filters.clauses-true" in {one.kind for one in figures}
    assert sum('FROM "policies_clausestanding"' in one["sql"] for one in asked.captured_queries) == 1


def _of_figures(asked: CaptureQueriesContext) -> int:
    return sum('FROM "evidence_evidence"' in one["sql"] for one in asked.captured_queries)


def test_a_reason_in_which_only_a_number_moved_is_written_again_once_a_day(version: Version) -> None:
    def note(hours: int, standing: str, why: str) -> int:
        at = AT + timedelta(days=5, hours=hours)
        return policies.note_standing(actor=SYSTEM, at=at, version=version, found={"phones": (standing, why)})

    assert note(0, "true", "98 % of staff agreed.") == 1
    assert note(1, "true", "98.5 % of staff agreed.") == 0
    assert note(2, "true", "All of staff agreed.") == 1
    assert note(3, "true", "98 % of staff agreed.") == 1
    assert note(4, "untrue", "98 % of staff agreed.") == 1
    assert note(28, "untrue", "97 % of staff agreed.") == 1
    assert queries.list_standings(version)["phones"].since == AT + timedelta(days=5, hours=4)
    assert queries.count_untrue([version.pk]) == {version.pk: 1}
    assert ClauseStanding._base_manager.filter(clause="phones").count() == 5
