"""To whom a report about an adult goes, and who never finds it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.web.allegations.scenes import AT, FOLLOWS, a_report, version
from tutela.web.allegations import operations, queries, rules
from tutela.web.allegations.models import Allegation, Handler
from tutela.web.core.models import AuditEntry, KeyGrant, OutboxMessage
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Person, RoleHolding

pytestmark = pytest.mark.usefixtures("as_system")
LATER = AT + timedelta(days=2)


def readers(row: Allegation, at: object = AT) -> set[str]:
    """Who of everybody may read it."""
    return {
        one.given_name
        for one in (person() for person in cast.EVERYBODY)
        if Allegation.visible_to(cast.acting(one, at=at)).filter(pk=row.pk).exists()
    }


def end(person: Person, role: str) -> None:
    holding = RoleHolding._base_manager.get(person=person, role=role)
    establishments.end_role(actor=cast.SETTING_UP, holding=holding, until_on=LATER.date(), at=LATER)


def give(person: Person, role: str) -> None:
    establishments.grant_role(actor=cast.SETTING_UP, person=person, role=role, from_on=LATER.date(), at=LATER)


@pytest.mark.requirement("S3.16")
@pytest.mark.requirement("S3.26")
def test_about_tom_or_dana_it_is_hanas_alone() -> None:
    assert readers(a_report(cast.tom())) == {"Hana"}
    assert readers(a_report(cast.dana())) == {"Hana"}


def test_about_hana_it_is_the_chairs_and_so_it_is_where_hana_leads_safeguarding_too() -> None:
    assert readers(a_report(cast.hana())) == {"Chris"}
    establishments.grant_role(actor=cast.SETTING_UP, person=cast.hana(), role="dsl", from_on=cast.SINCE, at=AT)
    assert readers(a_report(cast.hana())) == {"Chris"}


def test_about_the_chair_nobody_inside_reads_it_and_the_trusts_lead_is_told_only_that_somebody_may_call() -> None:
    cast.theo()
    row = a_report(cast.chris())
    assert readers(row) == set()
    told = OutboxMessage.objects.filter(kind="waiting-outside")
    assert [one.recipient for one in told] == ["theo@oakfield.example"]
    assert not OutboxMessage.objects.exclude(kind="waiting-outside").exists()


def test_who_would_read_their_own_report_or_has_a_conflict_is_passed_over() -> None:
    assert readers(a_report(cast.tom(), by=cast.hana())) == {"Chris"}
    establishments.exclude(
        actor=cast.SETTING_UP, person=cast.hana(), about_person=cast.tom(), reason="They are married", at=AT
    )
    assert readers(a_report(cast.tom())) == {"Chris"}


def test_tom_reports_himself_and_hana_reads_it_but_hana_about_herself_goes_to_the_chair() -> None:
    assert readers(a_report("", by=cast.tom(), reported_as="self")) == {"Hana"}
    assert readers(a_report("", by=cast.hana(), reported_as="self")) == {"Chris"}


@pytest.mark.parametrize("typed", ["Hana Novak", "Mrs Novak", "novak"])
def test_a_typed_name_that_may_mean_hana_goes_round_her(typed: str) -> None:
    assert readers(a_report(typed)) == {"Chris"}


def test_a_new_head_has_what_the_old_one_had_and_the_old_one_nothing() -> None:
    row = a_report(cast.tom())
    end(cast.hana(), "head")
    assert readers(row, LATER) == set()
    give(cast.sue(), "head")
    assert operations.follow_roles(actor=FOLLOWS, at=LATER) == 1
    # Sue reported it, so it is not hers to decide
    assert readers(row, LATER) == {"Chris"}
    other = a_report(cast.ivy(), by=cast.tom(), at=LATER)
    assert readers(other, LATER) == {"Sue"}


def test_tom_who_becomes_head_never_finds_what_was_reported_about_him() -> None:
    row, typed = a_report(cast.tom()), a_report("Tom Reed")
    give(cast.tom(), "head")
    assert readers(row, LATER) == {"Hana"}
    assert readers(typed, LATER) == {"Hana"}
    end(cast.hana(), "head")
    operations.follow_roles(actor=FOLLOWS, at=LATER)
    assert readers(row, LATER) == {"Chris"}
    assert readers(typed, LATER) == {"Chris"}
    assert not OutboxMessage.objects.filter(recipient="tom@oakfield.example").exists()


def test_hana_who_was_head_when_she_was_reported_does_not_bring_it_to_the_next_head() -> None:
    row = a_report(cast.hana())
    end(cast.hana(), "head")
    give(cast.dev(), "head")
    operations.follow_roles(actor=FOLLOWS, at=LATER)
    assert readers(row, LATER) == {"Chris"}


def test_where_nobody_holds_the_roles_whoever_is_left_is_alarmed_daily_and_never_whom_it_is_about() -> None:
    row = a_report(cast.dana())
    cast.theo()
    end(cast.hana(), "head")
    end(cast.chris(), "chair")
    OutboxMessage.objects.all().delete()
    operations.follow_roles(actor=FOLLOWS, at=LATER)
    alarms = OutboxMessage.objects.filter(kind="waiting-for-nobody")
    assert [one.recipient for one in alarms] == ["theo@oakfield.example"]
    operations.follow_roles(actor=FOLLOWS, at=LATER + timedelta(hours=1))
    assert alarms.all().count() == 1
    operations.follow_roles(actor=FOLLOWS, at=LATER + timedelta(hours=25))
    assert alarms.all().count() == 2
    give(cast.sue(), "chair")
    give(cast.dev(), "head")
    operations.follow_roles(actor=FOLLOWS, at=LATER)
    assert readers(row, LATER) == {"Dev"}


def test_when_a_chair_who_was_reported_steps_down_nothing_is_called_vacant() -> None:
    row = a_report(cast.chris())
    end(cast.chris(), "chair")
    give(cast.dev(), "chair")
    operations.follow_roles(actor=FOLLOWS, at=LATER)
    assert readers(row, LATER) == set()
    assert not OutboxMessage.objects.filter(kind="waiting-for-nobody").exists()


def test_a_lead_whom_a_typed_name_may_mean_is_not_told_that_a_role_is_vacant() -> None:
    a_report("Mrs Shah")
    cast.theo()
    end(cast.hana(), "head")
    end(cast.chris(), "chair")
    operations.follow_roles(actor=FOLLOWS, at=LATER)
    alarms = OutboxMessage.objects.filter(kind="waiting-for-nobody")
    assert [one.recipient for one in alarms] == ["theo@oakfield.example"]


def test_what_was_opened_to_dev_ends_with_his_role_and_comes_back_with_no_other() -> None:
    row = a_report(cast.tom())
    cast.dev()
    operations.open_to(
        actor=cast.acting(cast.hana(), at=AT),
        at=AT,
        pk=row.pk,
        version=version(row),
        person_id=cast.dev().pk,
        words=".",
    )
    assert readers(row) == {"Hana", "Dev"}
    end(cast.dev(), "deputy-dsl")
    operations.follow_roles(actor=FOLLOWS, at=LATER)
    give(cast.dev(), "dsl")
    operations.follow_roles(actor=FOLLOWS, at=LATER)
    assert readers(row, LATER) == {"Hana"}


def test_one_matter_that_cannot_be_routed_keeps_no_other_waiting() -> None:
    bad, good = a_report("Somebody"), a_report(cast.tom())
    KeyGrant.objects.filter(case_key=bad.case_key).delete()  # its key cannot be opened any more
    end(cast.hana(), "head")
    give(cast.dev(), "head")
    operations.follow_roles(actor=FOLLOWS, at=LATER)
    assert readers(good, LATER) == {"Dev"}


def test_many_matters_cost_no_more_questions_about_roles_and_are_counted_by_one() -> None:
    a_report(cast.tom())

    def asked(does: object) -> list[str]:
        with CaptureQueriesContext(connection) as found:
            does()
        return [one["sql"] for one in found.captured_queries]

    def follow() -> list[str]:
        return asked(lambda: operations.follow_roles(actor=FOLLOWS, at=AT))

    def of_roles(said: list[str]) -> int:
        return sum('FROM "establishments_roleholding"' in one for one in said)

    hana = cast.acting(cast.hana(), at=AT)
    before, counted = of_roles(follow()), len(asked(lambda: queries.count_open(hana)))
    a_report(cast.ivy(), by=cast.tom())
    a_report(cast.dana())
    assert of_roles(follow()) == before
    assert len(asked(lambda: queries.count_open(hana))) == counted
    assert queries.count_open(hana) == 3


def test_no_notice_says_what_it_is_about_and_none_goes_to_the_reporter_or_to_tom() -> None:
    a_report(cast.tom(), danger=True)
    told = list(OutboxMessage.objects.all())
    assert [one.recipient for one in told] == ["hana@oakfield.example"]
    said = f"{told[0].kind} {told[0].subject} {told[0].body}".casefold()
    assert not [word for word in ("allegation", "adult", "tom", "reed", "staff", "conduct") if word in said]


def test_every_write_is_in_the_audit_and_names_nobody() -> None:
    row = a_report(cast.tom())
    entries = AuditEntry.objects.filter(object=f"allegations.allegation:{row.pk}")
    assert {one.action for one in entries} == {"vault.report", "vault.route"}
    assert not any("Tom" in (one.details or "") for one in entries)


def test_the_handlers_rows_are_all_that_opens_it() -> None:
    row = a_report(cast.tom())
    assert [(one.person.given_name, one.role) for one in Handler.objects.filter(allegation=row)] == [("Hana", "head")]


def test_the_way_by_rules_alone() -> None:
    head, chair, teacher = cast.hana().pk, cast.chris().pk, cast.tom().pk
    holders = {"head": [head], "chair": [chair]}
    assert rules.find_way({teacher}, (), holders) == ("head", (head,))
    assert rules.find_way({head, teacher}, (), holders) == ("chair", (chair,))
    assert rules.find_way({chair}, (), holders) == ("authority", ())
    assert rules.find_way({teacher}, {head, chair}, holders) == ("authority", ())
    assert rules.find_way({cast.theo().pk}, (), {**holders, "trust-lead": [cast.theo().pk]}).tier == "chair"
