"""The fictitious school is opened once, by the same operations as a real one, with no password anywhere."""

from datetime import UTC, date, datetime

import pytest

from tutela.settings import BadSetting
from tutela.web.accounts.models import User
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.demo import loading, operations, setting_up
from tutela.web.demo.moments import Fortnight, last_possible
from tutela.web.demo.school import get_school, get_trust
from tutela.web.establishments import operations as establishments
from tutela.web.establishments import queries
from tutela.web.establishments.models import Person
from tutela.web.filters.policies import build_policy
from tutela.web.project.first_start import open_school

AT = datetime(2026, 11, 23, 7, 45, tzinfo=UTC)
SETTING_UP = SystemActor("test")


def test_opening_twice_makes_one_school() -> None:
    first = operations.open_first(at=AT)
    second = operations.open_first(at=AT)
    assert first == second
    with acting_as(SETTING_UP):
        assert Person.objects.count() == len(get_school().people)


def test_what_was_broken_off_goes_on_next_time() -> None:
    begun = Fortnight(date(2026, 11, 23)).begins_at
    with acting_as(SETTING_UP):
        setting_up._establishment(get_trust(), get_school(), begun)
    assert queries.get_named_contact(operations.open_first(at=AT), at=AT) is not None


def test_nobody_has_a_password() -> None:
    operations.open_first(at=AT)
    assert User.objects.count() > 0
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_what_a_school_decides_before_anybody_is_monitored_is_decided(as_system: SystemActor) -> None:
    school = operations.open_first(at=AT)
    begun = Fortnight(date(2026, 11, 23)).begins_at
    assert queries.is_monitoring_signed_off(school, begun)
    assert queries.list_prevent_gaps(school, at=begun) == []
    assert school.trust.name == "Brook Valley Trust"
    policy = build_policy(school, AT)
    assert policy["fail_policy"]["chosen_by"] == "Hana Novak"
    assert policy["pages"]["named_contact"]["name"] == "Dana Shah"
    assert len(policy["identities"]["devices"]) == len(get_school().devices)


def test_links_are_made_for_each_role_that_has_something_to_see(tutela: object) -> None:
    opened = open_school(tutela, demo=True)
    roles = [who.partition(",")[0] for who, _ in opened.links]
    assert {"Safeguarding lead", "Deputy", "Head", "Governor", "Teacher", "IT", "Learner", "Parent"} <= set(roles)
    assert all("/sign-in/" in link for _, link in opened.links)


def test_a_real_school_is_never_mixed_with_made_up_people(tutela: object) -> None:
    establishments.make_establishment(actor=SETTING_UP, slug="st-anne", name="St Anne's", at=AT)
    with pytest.raises(BadSetting, match="St Anne's is no school of the demo"):
        open_school(tutela, demo=True)
    with acting_as(SETTING_UP), pytest.raises(loading.NotADemo):
        loading.choose(date(2026, 11, 20))
    assert loading.get_chosen() is None


def test_the_demo_of_another_day_needs_another_folder() -> None:
    with acting_as(SETTING_UP):
        loading.choose(date(2026, 11, 20), places=("oakfield",))
        assert loading.choose(date(2026, 11, 20), places=("ridgeway",)).places == ("oakfield", "ridgeway")
        with pytest.raises(loading.AnotherDemo, match="2026-11-20"):
            loading.choose(date(2026, 11, 21))


def test_the_fortnight_ends_on_the_last_morning_that_has_passed() -> None:
    assert last_possible(datetime(2026, 11, 23, 7, 45, tzinfo=UTC)) == date(2026, 11, 23)
    assert last_possible(datetime(2026, 11, 23, 7, 44, tzinfo=UTC)) == date(2026, 11, 22)
    assert last_possible(datetime(2026, 7, 1, 6, 45, tzinfo=UTC)) == date(2026, 7, 1)  # a quarter to eight in summer
