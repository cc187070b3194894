"""Answers are noted with their proof, checked many at once, withdrawn at once, and what is up is taken down."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.http import Http404

from tests import cast
from tests.web.consents.scenes import NOON, SYSTEM, TODAY, a_parent, a_use, another_parent, may_show, says
from tutela.web.actions import operations as writing
from tutela.web.actions import queries as actions
from tutela.web.consents import operations, queries
from tutela.web.consents.models import Consent, Use
from tutela.web.consents.operations import AlreadyEnded, BadDays, ConsentRefused, NotAsked, NotTheirs, WithoutEvidence
from tutela.web.consents.proofs import list_figures
from tutela.web.consents.rules import Reason
from tutela.web.core.actor import acting_as
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Person
from tutela.web.responsibilities import operations as responsibilities


def withdraws(consent: Consent, by: Person, on: date = TODAY, at: datetime = NOON) -> None:
    operations.withdraw(actor=cast.acting(cast.sue(), at=at), at=at, pk=consent.pk, by=by, on=on)


def left() -> set[Use]:
    with acting_as(SYSTEM):
        return set(queries.list_to_take_down(SYSTEM, cast.oakfield(), cast.mia(), on=TODAY))


@pytest.mark.requirement("S3.20")
def test_a_yes_for_the_website_is_no_yes_for_the_press() -> None:
    pat = a_parent(cast.mia())
    says(pat, cast.mia())
    assert may_show(cast.mia()).allow
    assert may_show(cast.mia(), channel="press").reason == Reason.NEVER_ASKED
    assert may_show(cast.mia(), purpose="promote").reason == Reason.NEVER_ASKED


@pytest.mark.requirement("S3.20")
def test_a_withdrawal_counts_at_once_and_lists_where_to_take_down_until_it_is_done() -> None:
    pat = a_parent(cast.mia())
    cast.hana()
    consent = says(pat, cast.mia(), from_on=TODAY - timedelta(days=30))
    use, other = a_use(cast.mia()), a_use(cast.mia(), channel="newsletter", what="Play")
    # the newsletter was never agreed to: that is asked for at once
    [action] = actions.list_by_origin(SYSTEM, "consent:")
    assert left() == {other}
    withdraws(consent, pat)
    assert may_show(cast.mia()).reason == Reason.WITHDRAWN
    assert left() == {use, other}
    assert [one.pk for one in actions.list_by_origin(SYSTEM, "consent:")] == [action.pk]
    assert action.owner == cast.hana()
    assert "Mia" not in action.title + action.detail + action.source + action.origin
    sue = cast.acting(cast.sue(), at=NOON)
    for one in (use, other):
        operations.take_down(actor=sue, at=NOON, pk=one.pk, on=TODAY, how="Deleted the page.")
    [action] = actions.list_by_origin(SYSTEM, "consent:")
    assert action.state == "done"
    with pytest.raises(AlreadyEnded):
        operations.take_down(actor=sue, at=NOON, pk=use.pk, on=TODAY, how="Again.")


def test_whoever_answers_for_consents_is_given_what_has_to_be_taken_down() -> None:
    hana = cast.hana()
    responsibilities.assign(
        actor=cast.acting(hana, at=NOON), at=NOON, establishment=cast.oakfield(), duty="image-consents",
        part="accountable", person=cast.sue(),
    )  # fmt: skip
    a_use(cast.mia())
    [action] = actions.list_by_origin(SYSTEM, "consent:")
    assert action.owner == cast.sue()


def test_whoever_could_not_open_the_list_is_not_given_it() -> None:
    hana = cast.hana()
    responsibilities.assign(
        actor=cast.acting(hana, at=NOON), at=NOON, establishment=cast.oakfield(), duty="image-consents",
        part="accountable", person=cast.tom(),
    )  # fmt: skip
    a_use(cast.mia())
    [action] = actions.list_by_origin(SYSTEM, "consent:")
    assert action.owner == hana


def test_of_a_child_who_is_of_age_a_parent_is_asked_no_more() -> None:
    mia, pat = cast.mia(), a_parent(cast.mia())
    assert queries.list_mine(cast.acting(pat, at=NOON), on=TODAY) == [mia]
    assert queries.list_mine(cast.acting(pat, at=NOON), on=date(2037, 5, 6)) == []


def test_an_answer_that_runs_out_is_found_by_the_worker() -> None:
    pat = a_parent(cast.mia())
    cast.hana()
    says(pat, cast.mia(), from_on=TODAY - timedelta(days=30), until_on=TODAY + timedelta(days=7))
    a_use(cast.mia())
    assert operations.look_for_what_has_ended(actor=SYSTEM, at=NOON, establishment=cast.oakfield()) == 0
    later = NOON + timedelta(days=7)
    for _ in range(2):
        assert operations.look_for_what_has_ended(actor=SYSTEM, at=later, establishment=cast.oakfield()) == 1
    assert len(actions.list_by_origin(SYSTEM, "consent:")) == 1


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"from_on": TODAY + timedelta(days=1)}, BadDays, "3 November 2026 has not come yet"),
        ({"until_on": TODAY}, BadDays, "before it begins"),
        ({"from_on": date(2026, 10, 1), "until_on": date(2026, 9, 1)}, BadDays, "ends on 1 September 2026"),
        ({"channel": "moon"}, NotAsked, "That is not asked here"),
        ({"purpose": "learning", "channel": "press"}, NotAsked, "That is not asked here"),
    ],
)
def test_days_to_come_or_the_wrong_way_round_are_refused_in_words(
    given: dict[str, object], error: type[ConsentRefused], said: str
) -> None:
    pat = a_parent(cast.mia())
    with pytest.raises(error, match=said):
        says(pat, cast.mia(), **given)
    assert not Consent._base_manager.exists()


def test_paper_says_where_it_lies() -> None:
    pat = a_parent(cast.mia())
    given = {"purpose": "news", "channel": "website", "yes": True, "from_on": TODAY, "evidence": "paper"}
    with pytest.raises(WithoutEvidence):
        operations.note_answer(
            actor=cast.acting(cast.sue(), at=NOON), at=NOON, person=cast.mia(), given_by=pat, reference=" ", **given
        )


def test_who_has_no_say_is_refused_and_a_flag_of_no_contact_is_obeyed() -> None:
    mia, jo = cast.mia(), another_parent()
    with pytest.raises(NotTheirs):
        says(jo, mia)
    a_parent(mia, jo, no_contact=True)
    with pytest.raises(NotTheirs):
        says(jo, mia)
    a_parent(mia, jo, responsible=False)
    with pytest.raises(NotTheirs):
        says(jo, mia)
    a_parent(mia, jo)
    assert says(jo, mia).given_by == jo
    a_parent(mia, jo, no_contact=True, on=TODAY)
    assert may_show(mia).reason == Reason.NOT_THEIRS


def test_two_parents_who_disagree_mean_no() -> None:
    mia, pat, jo = cast.mia(), a_parent(cast.mia()), another_parent()
    a_parent(mia, jo)
    says(pat, mia)
    says(jo, mia, yes=False)
    assert may_show(mia).reason == Reason.DISAGREE


def test_a_withdrawal_lies_between_the_answer_and_today_and_comes_once() -> None:
    pat = a_parent(cast.mia())
    consent = says(pat, cast.mia())
    for on in (TODAY + timedelta(days=1), TODAY - timedelta(days=1)):
        with pytest.raises(BadDays):
            withdraws(consent, pat, on)
    with pytest.raises(NotTheirs):
        withdraws(consent, cast.tom())
    withdraws(consent, pat)
    with pytest.raises(AlreadyEnded):
        withdraws(consent, pat)


def test_what_was_said_is_never_changed_even_in_the_database() -> None:
    pat = a_parent(cast.mia())
    consent = says(pat, cast.mia(), yes=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        Consent._base_manager.filter(pk=consent.pk).update(yes=True)


@pytest.mark.requirement("S3.20")
def test_a_whole_class_is_checked_with_one_query(django_assert_num_queries: Callable[..., object]) -> None:
    pat = a_parent(cast.mia())
    says(pat, cast.mia())
    people = [cast.mia()] + [
        establishments.make_person(
            actor=SYSTEM, at=NOON, establishment=cast.oakfield(), kind="learner", given_name=f"Learner {number}"
        )
        for number in range(60)
    ]
    actor, here = cast.acting(cast.tom(), at=NOON), cast.oakfield()
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        found = queries.check_people(actor, here, people, purpose="news", channel="website", on=TODAY)
    assert [one.verdict.allow for one in found] == [True] + [False] * 60


def test_whoever_is_kept_from_somebody_learns_nothing_of_their_answers() -> None:
    pat = a_parent(cast.mia())
    consent = says(pat, cast.mia())
    establishments.exclude(
        actor=SYSTEM, at=NOON - timedelta(days=1), person=cast.tom(), about_person=cast.mia(), reason="A relative"
    )
    assert may_show(cast.mia(), asks=cast.tom()).reason == Reason.ASK_OFFICE
    assert not Consent.visible_to(cast.acting(cast.tom(), at=NOON)).filter(pk=consent.pk).exists()


def test_a_parent_who_is_kept_from_a_child_is_not_asked_about_them() -> None:
    mia, pat = cast.mia(), a_parent(cast.mia())
    consent = says(pat, mia)
    before = cast.acting(pat, at=NOON)
    establishments.exclude(
        actor=SYSTEM, at=NOON - timedelta(days=1), person=pat, about_person=mia, reason="A court order"
    )
    kept_from = cast.acting(pat, at=NOON)
    assert queries.list_mine(before, on=TODAY) == [mia]
    assert queries.list_mine(kept_from, on=TODAY) == []
    assert Consent.visible_to(before).filter(pk=consent.pk).exists()
    assert not Consent.visible_to(kept_from).filter(pk=consent.pk).exists()


def test_a_parent_sees_what_they_said_and_not_what_the_other_did() -> None:
    mia, pat, jo = cast.mia(), a_parent(cast.mia()), another_parent()
    a_parent(mia, jo)
    own, other = says(pat, mia), says(jo, mia, yes=False)
    seen = set(Consent.visible_to(cast.acting(pat, at=NOON)).values_list("pk", flat=True))
    assert own.pk in seen
    assert other.pk not in seen


def test_a_yes_that_ran_out_is_given_again_by_the_same_word() -> None:
    mia, pat = cast.mia(), a_parent(cast.mia())
    says(pat, mia, from_on=TODAY - timedelta(days=30), until_on=TODAY)
    actor, given = cast.acting(pat, at=NOON), {"news--website": True}
    assert queries.list_own_answers(actor, mia, on=TODAY - timedelta(days=1)) == given
    assert queries.list_own_answers(actor, mia, on=TODAY) == {}
    for written in (1, 0):
        assert operations.answer_all(actor=actor, at=NOON, person=mia, by=pat, answers=given) == written
    assert may_show(mia).allow


def test_a_small_childs_yes_is_asked_for_again_at_thirteen() -> None:
    leo, then = cast.leo(), NOON.replace(year=2024)
    leo.born_on = date(2012, 3, 4)
    leo.save()
    given = {"news--website": True}
    operations.answer_all(actor=cast.acting(leo, at=then), at=then, person=leo, by=leo, answers=given)
    assert may_show(leo).reason == Reason.NEVER_ASKED
    assert operations.answer_all(actor=cast.acting(leo, at=NOON), at=NOON, person=leo, by=leo, answers=given) == 1
    assert may_show(leo).reason == Reason.AGREED


def test_a_teacher_is_sent_to_the_office_where_the_reason_tells_of_a_family() -> None:
    mia, pat, jo = cast.mia(), a_parent(cast.mia()), another_parent()
    a_parent(mia, jo)
    says(pat, mia)
    says(jo, mia, yes=False)
    says(jo, mia, channel="press")
    a_parent(mia, jo, no_contact=True, on=TODAY)
    for channel, reason in (("website", Reason.DISAGREE), ("press", Reason.NOT_THEIRS)):
        assert may_show(mia, channel=channel).reason == reason
        told = may_show(mia, channel=channel, asks=cast.tom())
        assert (told.allow, told.reason, told.on) == (False, Reason.ASK_OFFICE, None)


def test_whoever_is_kept_from_a_parent_learns_of_no_tie_to_the_child_and_nothing_they_said() -> None:
    mia, pat, jo = cast.mia(), a_parent(cast.mia()), another_parent()
    a_parent(mia, jo)
    hers, his = says(pat, mia), says(jo, mia)
    withdraws(his, jo)
    establishments.exclude(
        actor=SYSTEM, at=NOON - timedelta(days=1), person=cast.sue(), about_person=jo, reason="A relative"
    )
    sue = cast.acting(cast.sue(), at=NOON)
    assert queries.list_who_may_answer(sue, mia, on=TODAY) == [pat, mia]
    with acting_as(sue):
        assert list(queries.list_answers(sue, mia)) == [hers]
    with pytest.raises(NotTheirs):
        says(jo, mia)


def test_an_action_that_waits_for_another_keeps_no_picture_up() -> None:
    cast.hana()
    use = a_use(cast.mia())
    [action] = actions.list_by_origin(SYSTEM, "consent:")
    other = writing.open_action(
        actor=SYSTEM, at=NOON, establishment_id=cast.oakfield().pk, title="Ask the printer", source="Sue"
    )
    writing.wait_for(actor=SYSTEM, at=NOON, pk=action.pk, others=[other.pk])
    sue = cast.acting(cast.sue(), at=NOON)
    operations.take_down(actor=sue, at=NOON, pk=use.pk, on=TODAY, how="Deleted the page.")
    [action] = actions.list_by_origin(SYSTEM, "consent:")
    assert (left(), action.state) == (set(), "open")
    writing.drop_action(actor=SYSTEM, at=NOON, pk=other.pk, reason="Nothing was printed.")
    operations.look_for_what_has_ended(actor=SYSTEM, at=NOON, establishment=cast.oakfield())
    [action] = actions.list_by_origin(SYSTEM, "consent:")
    assert action.state == "done"


def test_a_picture_that_may_be_shown_again_leaves_nothing_to_do() -> None:
    mia, pat = cast.mia(), a_parent(cast.mia())
    cast.hana()
    a_use(mia)
    says(pat, mia)
    [action] = actions.list_by_origin(SYSTEM, "consent:")
    assert action.state == "done"


def test_the_pictures_of_many_are_looked_at_once_for_each_place_they_are_used(
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    people = [cast.mia(), cast.leo(), cast.hana(), cast.tom()]
    for channel in ("website", "press"):
        a_use(*people, channel=channel)
    here = cast.oakfield()
    with acting_as(SYSTEM), django_assert_max_num_queries(4):  # type: ignore[attr-defined]
        assert len(queries.list_wrongly_shown(here, on=TODAY)) == 4


def test_who_is_known_to_leave_one_day_answers_until_then() -> None:
    mia, pat = cast.mia(), a_parent(cast.mia())
    mia.left_on = TODAY + timedelta(days=30)
    mia.save()
    actor = cast.acting(pat, at=NOON)
    assert queries.list_mine(actor, on=TODAY) == [mia]
    assert queries.list_mine(actor, on=mia.left_on) == []


@pytest.mark.parametrize("who", [cast.tom, cast.ivy, cast.gwen, cast.eli])
def test_others_note_nothing(who: Callable[[], Person]) -> None:
    pat = a_parent(cast.mia())
    with pytest.raises(Http404):
        says(pat, cast.mia(), noted_by=who())


def test_the_figure_counts_learners_about_whom_an_answer_is_in_force_yes_or_no() -> None:
    cast.leo()
    pat = a_parent(cast.mia())

    def figure() -> float:
        with acting_as(SYSTEM):
            return next(one.value for one in list_figures(cast.oakfield(), NOON))

    assert figure() == 0
    consent = says(pat, cast.mia(), yes=False)
    assert figure() == 50
    withdraws(consent, pat)
    assert figure() == 0
