"""What a handler decides and does, what it needs before it, and what a learner's lead learns of it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import Http404
from django.test import Client

from tests import cast
from tests.web.allegations.scenes import AT, FOLLOWS, WORDS, a_report, version
from tests.web.concerns.scenes import a_concern
from tests.web.pages import words_of
from tests.web.registers.scenes import a_technology
from tutela.web.allegations import operations, queries, rules, shipped
from tutela.web.allegations.models import Allegation, Ending, Entry
from tutela.web.allegations.operations.vault import MatterChanged
from tutela.web.concerns import queries as concerns
from tutela.web.concerns.models import Concern
from tutela.web.core.append_only import REFUSAL
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.core.rows import AppendOnlyError
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Person, RoleHolding

pytestmark = pytest.mark.usefixtures("as_system")
SignIn = Callable[..., Client]


def act(does: object, row: Allegation, *, by: Person | None = None, at: object = AT, **more: object) -> object:
    """Hana, unless somebody else is given, does something to a matter that she has just read."""
    actor = cast.acting(by or cast.hana(), at=at)
    return does(actor=actor, at=at, pk=row.pk, version=version(row), **more)


def read(row: Allegation, by: Person | None = None) -> object:
    return queries.read_matter(actor=cast.acting(by or cast.hana(), at=AT), at=AT, pk=row.pk)


def leo() -> dict[str, object]:
    return {"learner_id": cast.leo().pk, "name": "Leo Marsh", "words": "He was upset after the match."}


def test_an_allegation_goes_from_report_to_outcome_and_not_past_the_officer() -> None:
    row = a_report(cast.tom())
    with pytest.raises(rules.NotAllowed, match="threshold first"):
        act(operations.end_matter, row, outcome="unfounded", words="Nothing in it.")
    decided = act(operations.decide_threshold, row, decision="harm", words="He may have harmed them.")
    assert decided.officer_by == date(2026, 11, 18)
    with pytest.raises(rules.NotAllowed, match="designated officer"):
        act(operations.end_matter, row, outcome="unfounded", words="Nothing in it.")
    act(operations.note_officer, row, told_at=AT, officer="Ms Low, NS/77", words="They meet on Friday.")
    with pytest.raises(rules.NotAllowed, match="does not belong"):
        act(operations.end_matter, row, outcome="advice-given", words="Talked it through.")
    ending = act(operations.end_matter, row, outcome="unsubstantiated", words="Not enough either way.")
    assert (ending.keep, ending.keep_until) == ("personnel", date(2036, 11, 17))
    with pytest.raises(rules.NotAllowed, match="Open it again"):
        act(operations.add_entry, row, kind="note", happened_at=AT, words="Late.")
    act(operations.reopen, row, words="A second learner spoke.")
    assert not read(row).is_finished


@pytest.mark.requirement("S1.5")
def test_sue_finds_what_is_agreed_and_reports_contact_outside_of_it_as_a_small_thing(sign_in: SignIn) -> None:
    cast.hana(), cast.chris(), cast.ria()
    a_technology("School mail")
    sue = sign_in(cast.sue())
    start = sue.get("/in-confidence/report/").content.decode()
    assert "outside the systems that we use for it" in start
    assert 'href="/registers/technologies/recognised/"' in start
    assert "School mail" in words_of(sue.get("/registers/technologies/recognised/"))
    tell = sue.post("/in-confidence/report/", {"reported_as": "outside"})["Location"]
    said = {"danger": "no", "name": "Tom Reed", "person": str(cast.tom().pk), "what": "He plays online with two of 9B."}
    assert sue.post(tell, said).status_code == 302
    row = Allegation._base_manager.get()
    assert row.reported_as == "outside"
    hana = sign_in(cast.hana())
    assert "Contact outside our systems" in words_of(hana.get("/in-confidence/"))
    assert "outside the systems that we use" in words_of(hana.get(f"/in-confidence/{row.pk}/"))
    act(operations.decide_threshold, row, decision="low-level", words="Nothing in it was wrong, but nobody could look.")
    assert (
        act(operations.end_matter, row, outcome="advice-given", words="He uses the school's own.").track == "low-level"
    )


@pytest.mark.parametrize("outcome", ["false", "malicious"])
def test_what_was_false_or_malicious_comes_off_the_personnel_file(outcome: str) -> None:
    row = a_report(cast.tom())
    act(operations.decide_threshold, row, decision="harm", words="It may be.")
    act(operations.note_officer, row, told_at=AT, officer="Ms Low", words="Told.")
    ending = act(operations.end_matter, row, outcome=outcome, words="He was not there.")
    assert (ending.keep, ending.keep_until) == ("remove", None)
    assert not shipped.get_outcome(outcome).reference


def test_a_weekend_counts_for_no_working_day() -> None:
    assert rules.working_days_after(date(2026, 11, 20), 1) == date(2026, 11, 23)


def test_three_low_level_concerns_about_tom_stand_together_and_hana_decides() -> None:
    rows = [a_report(cast.tom(), what=f"Small thing {number}.") for number in (1, 2, 3)]
    other = a_report(cast.ivy(), by=cast.tom())
    for row in rows:
        act(operations.decide_threshold, row, decision="low-level", words="Below it alone.")
    found = read(rows[2])
    assert [one.text for one in found.others] == ["Small thing 1.", "Small thing 2."]
    assert {one.decision for one in found.others} == {"low-level"}
    assert not read(other).others
    act(operations.decide_threshold, rows[2], decision="harm", words="Together they may be more.")
    assert read(rows[2]).decision == "harm"
    act(operations.decide_threshold, rows[2], decision="low-level", words="The officer sees it so too.")
    act(operations.end_matter, rows[2], outcome="training-or-supervision", words="He has a mentor now.")
    assert Ending.objects.get(allegation=rows[2]).keep == "employment"


def test_the_pattern_shows_the_chair_nothing_of_what_is_hanas() -> None:
    a_report(cast.tom())
    his = a_report(cast.tom(), by=cast.hana())
    assert not read(his, cast.chris()).others


def test_every_read_is_in_the_audit_before_the_words_are_opened() -> None:
    row = a_report(cast.tom())
    assert read(row).text == WORDS
    entry = AuditEntry.objects.filter(action="vault.read").get()
    assert entry.object == f"allegations.allegation:{row.pk}"
    with pytest.raises(Http404):
        read(row, cast.dana())
    assert AuditEntry.objects.filter(action="vault.read").count() == 1


def test_what_was_written_stays_and_is_put_right_beside_it() -> None:
    row = a_report(cast.tom())
    entry = act(operations.add_entry, row, kind="employment", happened_at=AT, words="Suspended on full pay.")
    act(operations.correct_entry, row, entry_id=entry.pk, words="Moved to the office, not suspended.")
    assert [one.text for one in read(row).entries if one.text][-2:] == [
        "Suspended on full pay.",
        "Moved to the office, not suspended.",
    ]
    entry.kind = "note"
    with pytest.raises(AppendOnlyError):
        entry.save()
    with pytest.raises(Exception, match=REFUSAL):
        Entry.objects.filter(pk=entry.pk).update(kind="note")


def test_nobody_writes_over_what_they_have_not_read() -> None:
    row = a_report(cast.tom())
    seen = version(row)
    operations.add_to_report(actor=cast.acting(cast.sue(), at=AT), at=AT, pk=row.pk, words="It was on Tuesday.")
    with pytest.raises(MatterChanged):
        operations.reopen(actor=cast.acting(cast.hana(), at=AT), at=AT, pk=row.pk, version=seen, words="New.")


def test_dana_reads_it_while_hana_has_opened_it_to_her_and_may_open_it_to_nobody() -> None:
    row = a_report(cast.tom())
    act(operations.open_to, row, person_id=cast.dana().pk, words="She knows the family.")
    assert read(row, cast.dana()).text == WORDS
    cast.dev()
    with pytest.raises(rules.NotAllowed):
        act(operations.open_to, row, by=cast.dana(), person_id=cast.dev().pk, words="Him too.")
    act(operations.close_to, row, person_id=cast.dana().pk)
    with pytest.raises(Http404):
        read(row, cast.dana())
    with pytest.raises(rules.NotAllowed):
        act(operations.open_to, a_report(cast.dana()), person_id=cast.dana().pk, words="No.")


def test_a_name_that_turns_out_to_be_hanas_takes_it_from_her_at_once() -> None:
    row = a_report("the lady with the red car")
    assert act(operations.identify, row, person_id=cast.tom().pk)
    row = a_report("the lady with the red car")
    assert not act(operations.identify, row, person_id=cast.hana().pk)
    with pytest.raises(Http404):
        read(row)
    assert read(row, cast.chris()).names == ("Hana Novak",)


def test_the_lead_reads_a_concern_for_leo_that_tells_nothing_of_tom() -> None:
    row = a_report(cast.tom())
    given = leo()
    pk = act(operations.raise_for_learner, row, share=False, **given)
    concern = Concern.visible_to(cast.acting(cast.dana(), at=AT)).get(pk=pk)
    assert [one.role for one in concern.involved.all()] == ["harmed"]
    establishments.grant_role(actor=cast.SETTING_UP, person=cast.tom(), role="dsl", from_on=cast.SINCE, at=AT)
    other = a_concern()
    found = Concern.visible_to(cast.acting(cast.tom(), at=AT))
    assert [one.pk for one in found] == [other.pk]
    act(operations.raise_for_learner, row, share=True, **given)
    assert read(row).concern_ids


def test_a_concern_beside_a_matter_about_the_lead_goes_round_the_lead() -> None:
    row = a_report(cast.dana())
    given = {"learner_id": cast.leo().pk, "name": "Leo Marsh", "words": "He needs somebody.", "share": False}
    OutboxMessage.objects.all().delete()
    pk = act(operations.raise_for_learner, row, **given)
    assert not Concern.visible_to(cast.acting(cast.dana(), at=AT)).filter(pk=pk).exists()
    assert Concern.visible_to(cast.acting(cast.hana(), at=AT)).filter(pk=pk).exists()
    assert not OutboxMessage.objects.filter(recipient="dana@oakfield.example").exists()


@pytest.mark.parametrize("about", [cast.dev, "Mr Okafor", cast.dana], ids=["dev", "a-typed-dev", "dana"])
def test_who_is_left_of_the_team_learns_of_leo_and_of_the_handler_and_not_who_is_passed_over(
    about: Callable[[], Person] | str,
) -> None:
    cast.dev()
    who = about if isinstance(about, str) else about()
    row = a_report(who)
    pk = act(operations.raise_for_learner, row, share=False, **leo())
    passed, left = (cast.dana(), cast.dev()) if about is cast.dana else (cast.dev(), cast.dana())
    assert not Concern.visible_to(cast.acting(passed, at=AT)).filter(pk=pk).exists()
    read_by_left = concerns.read_concern(actor=cast.acting(left, at=AT), concern_id=pk, at=AT)
    assert [(one.name, one.role) for one in read_by_left.people] == [("Leo Marsh", "harmed")]
    assert read_by_left.raised_by == "Hana Novak"
    assert "ask Hana Novak, who reports this, and nobody else" in read_by_left.text
    assert passed.family_name not in str(read_by_left)
    concern = Concern._base_manager.get(pk=pk)
    assert {one.recipient for one in OutboxMessage.objects.filter(body__contains=str(concern.pk))} == {left.email}


def test_a_concern_beside_a_matter_about_a_typed_dana_goes_round_her_and_later_round_whoever_it_may_mean() -> None:
    row, later = a_report("Mrs Shah"), a_report("Tom Reed")
    OutboxMessage.objects.all().delete()
    pk = act(operations.raise_for_learner, row, share=True, **leo())
    assert not Concern.visible_to(cast.acting(cast.dana(), at=AT)).filter(pk=pk).exists()
    assert Concern.visible_to(cast.acting(cast.hana(), at=AT)).filter(pk=pk).exists()
    assert not OutboxMessage.objects.filter(recipient="dana@oakfield.example").exists()
    pk = act(operations.raise_for_learner, later, share=True, **leo())
    establishments.grant_role(actor=cast.SETTING_UP, person=cast.tom(), role="dsl", from_on=cast.SINCE, at=AT)
    operations.follow_roles(actor=FOLLOWS, at=AT)
    assert not Concern.visible_to(cast.acting(cast.tom(), at=AT)).filter(pk=pk).exists()
    assert Concern.visible_to(cast.acting(cast.dana(), at=AT)).filter(pk=pk).exists()


def test_hana_who_would_stand_in_for_the_lead_is_not_told_of_a_concern_beside_a_matter_about_herself() -> None:
    row = a_report(cast.hana())
    lead = RoleHolding._base_manager.get(person=cast.dana(), role="dsl")
    establishments.end_role(actor=cast.SETTING_UP, holding=lead, until_on=AT.date(), at=AT)
    OutboxMessage.objects.all().delete()
    pk = act(operations.raise_for_learner, row, by=cast.chris(), share=False, **leo())
    assert not Concern.visible_to(cast.acting(cast.hana(), at=AT)).filter(pk=pk).exists()
    assert not OutboxMessage.objects.filter(recipient="hana@oakfield.example").exists()


def test_tom_who_is_found_out_later_and_then_leads_finds_no_concern_raised_beside_it() -> None:
    row = a_report("the man with the red car")
    pk = act(operations.raise_for_learner, row, share=False, **leo())
    act(operations.identify, row, person_id=cast.tom().pk)
    establishments.grant_role(actor=cast.SETTING_UP, person=cast.tom(), role="dsl", from_on=cast.SINCE, at=AT)
    assert Concern.visible_to(cast.acting(cast.dana(), at=AT)).filter(pk=pk).exists()
    assert not Concern.visible_to(cast.acting(cast.tom(), at=AT)).filter(pk=pk).exists()


def test_what_is_late_is_said_once_a_day_and_to_the_handler_alone() -> None:
    row = a_report(cast.tom())
    OutboxMessage.objects.all().delete()
    late = AT + timedelta(hours=25)
    assert operations.remind(actor=FOLLOWS, at=late) == 1
    assert operations.remind(actor=FOLLOWS, at=late + timedelta(hours=1)) == 0
    assert [one.recipient for one in OutboxMessage.objects.all()] == ["hana@oakfield.example"]
    act(operations.decide_threshold, row, decision="harm", words="It may be.")
    assert operations.remind(actor=FOLLOWS, at=late + timedelta(days=2)) == 1


def test_governors_see_finished_years_and_no_small_number() -> None:
    before = AT - timedelta(days=200)
    for number in range(5):
        row = a_report(f"Somebody {number}", at=before)
        act(operations.decide_threshold, row, decision="low-level", words="Below it.", at=before)
    a_report(cast.tom())
    years = queries.count_for_figures(cast.acting(cast.gwen(), at=AT), cast.oakfield(), at=AT)
    assert (years[0].begins, years[0].harm, years[0].low_level) == (2025, "", "5")
    assert {(one.harm, one.low_level) for one in years[1:]} == {("", "")}


def test_a_matter_about_gwen_moves_no_figure_so_that_nobody_learns_of_it_by_comparing() -> None:
    before = AT - timedelta(days=200)
    for about in (*(f"Somebody {number}" for number in range(4)), cast.gwen()):
        row = a_report(about, at=before)
        act(operations.decide_threshold, row, decision="low-level", words="Below it.", at=before)
    for who in (cast.gwen(), cast.chris()):
        years = queries.count_for_figures(cast.acting(who, at=AT), cast.oakfield(), at=AT)
        assert years[0].low_level == ""


def test_a_typed_name_that_may_mean_gwen_moves_no_figure_either() -> None:
    before = AT - timedelta(days=200)
    cast.gwen()
    for about in (*(f"Somebody {number}" for number in range(4)), "Mrs Price"):
        row = a_report(about, at=before)
        act(operations.decide_threshold, row, decision="low-level", words="Below it.", at=before)
    years = queries.count_for_figures(cast.acting(cast.chris(), at=AT), cast.oakfield(), at=AT)
    assert years[0].low_level == ""


def test_nobody_is_sent_to_the_trusts_lead_with_a_report_that_is_or_may_be_about_them(sign_in: object) -> None:
    type(cast.theo())._base_manager.filter(pk=cast.theo().pk).update(phone="020 7946 0333")
    cast.chris()
    holding = RoleHolding._base_manager.get(person=cast.chris(), role="chair")
    establishments.end_role(actor=cast.SETTING_UP, holding=holding, until_on=AT.date(), at=AT)
    for about, is_named in ((cast.theo(), False), ("Mr Grant", False), (cast.hana(), True)):
        row, browser = a_report(about), sign_in(cast.sue())
        for page in ("sent/", "letter/"):
            said = words_of(browser.get(f"/in-confidence/mine/{row.pk}/{page}"))
            assert ("020 7946 0333" in said) == is_named, (about, page)


def test_nor_to_a_contact_who_was_noted_and_whom_it_may_be_about() -> None:
    given = {"name": "Theo Grant", "role_words": "", "phone": "020 7946 0999", "establishment": cast.oakfield()}
    operations.note_outside_contact(actor=cast.acting(cast.ivy(), at=AT), at=AT, **given)
    about_theo, about_chris = a_report(cast.theo()), a_report(cast.chris())
    assert queries.get_outside_contact(cast.oakfield(), at=AT, report=about_theo.pk) is None
    assert queries.get_outside_contact(cast.oakfield(), at=AT, report=about_chris.pk).name == "Theo Grant"


def test_sues_words_are_a_letter_only_where_nobody_inside_reads_them(sign_in: object) -> None:
    inside, outside = a_report(cast.tom()), a_report(cast.chris())
    browser = sign_in(cast.sue())
    assert browser.get(f"/in-confidence/mine/{inside.pk}/letter/").status_code == 404
    letter = words_of(browser.get(f"/in-confidence/mine/{outside.pk}/letter/"))
    assert WORDS in letter
    assert "Chris Adeyemi" in letter
    assert sign_in(cast.tom()).get(f"/in-confidence/mine/{outside.pk}/letter/").status_code == 404


def test_ivy_notes_whom_to_turn_to_outside_and_the_head_cannot() -> None:
    given = {"name": "Ms Low", "role_words": "LADO", "phone": "020 7946 0999", "establishment": cast.oakfield()}
    cast.hana()
    with pytest.raises(rules.NotAllowed):
        operations.note_outside_contact(actor=cast.acting(cast.hana(), at=AT), at=AT, **given)
    operations.note_outside_contact(actor=cast.acting(cast.ivy(), at=AT), at=AT, **given)
    assert queries.get_outside_contact(cast.oakfield(), at=AT).phone == "020 7946 0999"
    assert OutboxMessage.objects.filter(recipient="hana@oakfield.example", kind="outside-contact.changed").exists()
