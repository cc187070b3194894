"""The school year turns, people leave and come back; what they wrote and what was written about them stays."""

from datetime import UTC, date, datetime

import pytest

from tests import cast
from tests.web.establishments.files import bring_in, csv_of
from tutela.web.accounts.operations import close_user, make_user
from tutela.web.core.actor import SystemActor
from tutela.web.establishments import operations, queries, tasks
from tutela.web.establishments.models import GroupMembership, KnownDevice, Person, RollOver
from tutela.web.establishments.operations import years

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SEPTEMBER = date(2027, 9, 1)
AFTER = datetime(2027, 9, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def school() -> None:
    """Amir in Year 6, Beth in Year 9, Cara in Year 11; Ada, an adult, in a cohort without a year."""
    cast.learners_7_11(), cast.learners_11_16()
    bring_in(csv_of("Reference,First name,Year,Class", "A,Amir,6,6A", "B,Beth,9,9B", "C,Cara,11,11C"))
    bring_in(csv_of("Group name,Age band", "Welding,adult"))
    bring_in(csv_of("Reference,First name,Cohort", "D,Ada,Welding"), "learners")


def person(reference: str) -> Person:
    return Person._base_manager.get(reference=reference)


def where(reference: str, on: date) -> list[str]:
    one = person(reference)
    age = queries.get_group_of(one, on=on)
    return [*(group.name for group in queries.list_classes_of(one, on=on)), *([age.age_band] if age else [])]


def turn(on: date = SEPTEMBER) -> RollOver:
    return operations.roll_over(
        actor=cast.acting(cast.ivy()), at=AT, establishment=cast.oakfield(), on=on, last_year=11
    )


@pytest.mark.usefixtures("school")
def test_every_learner_moves_up_and_the_last_year_leaves() -> None:
    preview = queries.preview_roll_over(cast.oakfield(), on=SEPTEMBER, last_year=11)
    assert [(one.name, one.learners, one.to) for one in preview] == [
        ("Year 11", 1, ""),
        ("Year 9", 1, "Year 10"),
        ("Year 6", 1, "Year 7"),
    ]
    made = turn()
    assert (made.moved, made.left) == (2, 1)
    assert where("A", date(2027, 8, 31)) == ["Year 6", "6A", "7-11"]
    assert where("A", SEPTEMBER) == ["Year 7", "11-16"]
    assert where("B", SEPTEMBER) == ["Year 10", "11-16"]
    assert where("C", SEPTEMBER) == []
    assert person("C").left_on == SEPTEMBER
    assert where("D", SEPTEMBER) == ["Welding", "adult"]


@pytest.mark.usefixtures("school")
def test_a_turn_of_the_years_is_taken_back_as_if_it_had_not_been() -> None:
    made = turn()
    operations.take_back(actor=cast.acting(cast.ivy()), at=AT, turn=made)
    assert where("A", SEPTEMBER) == ["Year 6", "6A", "7-11"]
    assert where("C", SEPTEMBER) == ["Year 11", "11C", "11-16"]
    assert person("C").left_on is None
    assert queries.list_roles(person("C"), cast.oakfield(), at=AFTER) == ["learner"]
    with pytest.raises(operations.CannotTakeBack):
        operations.take_back(actor=cast.acting(cast.ivy()), at=AT, turn=made)
    assert turn().moved == 2


@pytest.mark.usefixtures("school")
def test_the_years_turn_once_on_a_day() -> None:
    turn()
    with pytest.raises(operations.RolledOverAlready):
        turn()
    assert GroupMembership._base_manager.filter(person=person("A"), until_on=None).count() == 2


@pytest.mark.usefixtures("school")
def test_one_who_stays_down_is_put_back_by_the_next_file() -> None:
    turn()
    bring_in(csv_of("Reference,First name,Year,Class", "A,Amir,6,6A"), at=AFTER)
    assert where("A", date(2027, 9, 2)) == ["Year 6", "6A", "7-11"]


def test_when_toms_last_day_is_over_his_doors_close_and_his_records_stay() -> None:
    tom, oakfield = cast.tom(), cast.oakfield()
    operations.make_network_credential(actor=cast.SETTING_UP, person=tom, at=AT)
    operations.add_device(
        actor=cast.SETTING_UP, establishment=oakfield, name="toms-tablet", address="10.1.2.3", person=tom, at=AT
    )
    operations.leave(actor=cast.acting(cast.ivy()), at=AT, person=tom, on=date(2026, 12, 1))
    tasks.close_doors_of_leavers(AT)
    tom.user.refresh_from_db()
    assert tom.user.is_active
    assert queries.list_network_credentials(oakfield).count() == 1
    tasks.close_doors_of_leavers(datetime(2026, 12, 1, 0, 30, tzinfo=UTC))
    tom.user.refresh_from_db()
    assert not tom.user.is_active
    assert queries.list_network_credentials(oakfield).count() == 0
    assert KnownDevice._base_manager.get(name="toms-tablet").ended_at is not None
    assert queries.list_roles(tom, oakfield, at=AFTER) == []
    assert Person._base_manager.filter(pk=tom.pk).exists()
    assert not queries.list_leavers_with_open_doors(oakfield, at=AFTER).exists()


def test_whoever_comes_back_has_the_role_of_everybody_of_their_kind_and_no_other() -> None:
    dev, oakfield = cast.dev(), cast.oakfield()
    actor = SystemActor("test")
    cast.dana()
    operations.leave(actor=actor, at=AT, person=dev, on=AT.date())
    assert queries.list_roles(dev, oakfield, at=AT) == []
    operations.come_back(actor=actor, at=AT, person=dev, on=AT.date())
    assert queries.list_roles(dev, oakfield, at=AT) == ["support"]
    with pytest.raises(operations.HasNotLeft):
        operations.come_back(actor=actor, at=AT, person=dev, on=AT.date())


def test_the_last_dsl_does_not_leave_without_another() -> None:
    dana = cast.dana()
    with pytest.raises(operations.LastLead, match="Give the role to somebody first"):
        operations.leave(actor=SystemActor("test"), at=AT, person=dana, on=AT.date())
    dana.refresh_from_db()
    assert dana.left_on is None


def test_the_deputy_stands_in_from_the_day_the_named_contact_leaves() -> None:
    cast.name_contact()
    dev = cast.dev()
    operations.grant_role(actor=cast.SETTING_UP, person=dev, role="dsl", from_on=cast.SINCE, at=AT)
    operations.leave(actor=SystemActor("test"), at=AT, person=cast.dana(), on=AT.date())
    assert queries.get_named_contact(cast.oakfield(), at=AT).name == "Dev Okafor"


@pytest.mark.usefixtures("school")
def test_a_turn_that_is_stopped_half_way_goes_on_and_moves_nobody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(years, "LEARNERS_A_STEP", 1)
    actor = cast.acting(cast.ivy())
    turn = operations.decide_roll_over(actor=actor, at=AT, establishment=cast.oakfield(), on=SEPTEMBER, last_year=11)
    assert turn.learners == 3
    assert operations.take_turn_step(actor=actor, at=AT, pk=turn.pk)
    turn.refresh_from_db()
    assert (turn.gone_through, turn.state) == (1, "moving")
    with pytest.raises(operations.AnotherUnderWay):
        operations.decide_roll_over(
            actor=actor, at=AT, establishment=cast.oakfield(), on=date(2028, 9, 1), last_year=11
        )
    with pytest.raises(operations.CannotTakeBack):
        operations.decide_take_back(actor=actor, at=AT, turn=turn)
    tasks.carry_on_turns(AT)
    tasks.carry_on_turns(AT)
    turn.refresh_from_db()
    assert (turn.moved, turn.left, turn.state) == (2, 1, "done")
    assert [where(one, SEPTEMBER)[:1] for one in "ABC"] == [["Year 7"], ["Year 10"], []]


@pytest.mark.usefixtures("school")
def test_a_step_that_fails_leaves_nothing_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = cast.acting(cast.ivy())
    turn = operations.decide_roll_over(actor=actor, at=AT, establishment=cast.oakfield(), on=SEPTEMBER, last_year=11)

    def fail(**_given: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(years, "leave", fail)
        with pytest.raises(RuntimeError):
            operations.take_turn_step(actor=actor, at=AT, pk=turn.pk)
    assert where("A", SEPTEMBER) == ["Year 6", "6A", "7-11"]
    tasks.carry_on_turns(AT)
    assert where("A", SEPTEMBER) == ["Year 7", "11-16"]


def test_whose_account_was_closed_by_leaving_signs_in_again_when_they_come_back() -> None:
    tom, actor = cast.tom(), SystemActor("test")
    operations.leave(actor=actor, at=AT, person=tom, on=AT.date())
    tom.user.refresh_from_db()
    assert not tom.user.is_active
    operations.come_back(actor=actor, at=AT, person=tom, on=AT.date())
    tom.user.refresh_from_db()
    assert tom.user.is_active


def test_an_account_that_was_closed_for_another_reason_stays_closed() -> None:
    tom, actor = cast.tom(), SystemActor("test")
    close_user(actor=actor, user=tom.user, at=AT)
    operations.leave(actor=actor, at=AT, person=tom, on=AT.date())
    operations.come_back(actor=actor, at=AT, person=tom, on=AT.date())
    tom.user.refresh_from_db()
    assert not tom.user.is_active


@pytest.mark.usefixtures("school")
def test_what_the_turn_closed_is_open_again_when_it_is_taken_back() -> None:
    cara = person("C")
    cara.user = make_user(actor=SystemActor("test"), login="cara", at=AT)
    cara.save()
    made = turn(AT.date())
    cara.user.refresh_from_db()
    assert not cara.user.is_active
    operations.take_back(actor=cast.acting(cast.ivy()), at=AT, turn=made)
    cara.user.refresh_from_db()
    assert cara.user.is_active


def test_a_leaver_whom_a_file_names_again_signs_in_again() -> None:
    bring_in(csv_of("First name,Last name,Login,Role", "Nina,Holt,nina,teacher"), "staff")
    nina = Person._base_manager.get(login="nina")
    operations.leave(actor=SystemActor("test"), at=AT, person=nina, on=AT.date())
    bring_in(csv_of("First name,Last name,Login,Role", "Nina,Holt,nina,teacher"), "staff")
    nina = Person._base_manager.select_related("user").get(login="nina")
    assert nina.left_on is None
    assert nina.user.is_active
