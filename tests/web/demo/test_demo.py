"""The fictitious school is made once, by the same operations as a real one, with no password anywhere."""

from datetime import UTC, datetime

from tutela.web.accounts.models import User
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.demo import operations
from tutela.web.demo.school import get_school
from tutela.web.establishments import queries
from tutela.web.establishments.models import Person
from tutela.web.filters.policies import build_policy
from tutela.web.project.first_start import open_school

AT = datetime(2026, 11, 23, 7, 45, tzinfo=UTC)


def test_loading_twice_makes_one_school() -> None:
    first = operations.load(at=AT)
    second = operations.load(at=AT)
    assert first == second
    with acting_as(SystemActor("test")):
        assert Person.objects.count() == len(get_school().people)


def test_what_was_broken_off_goes_on_next_time() -> None:
    school = get_school()
    with acting_as(SystemActor("test")):
        operations._establishment(school, AT)
    assert queries.get_named_contact(operations.load(at=AT), at=AT) is not None


def test_nobody_has_a_password() -> None:
    operations.load(at=AT)
    assert User.objects.count() > 0
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_the_gateway_knows_leo_by_his_laptop_and_by_no_name() -> None:
    policy = build_policy(operations.load(at=AT), AT)
    laptop = next(one for one in policy["identities"]["devices"] if one["name"] == "leos-laptop")
    assert laptop["person"].startswith("p")
    assert "Marsh" not in str(policy["identities"])


def test_every_start_prints_fresh_links_and_ends_the_unused_ones(tutela: object) -> None:
    first, second = open_school(tutela, demo=True), open_school(tutela, demo=True)
    assert {who for who, _ in first.links} == {who for who, _ in second.links}
    assert not {link for _, link in first.links} & {link for _, link in second.links}


def test_without_the_demo_there_is_an_empty_school_and_one_link(tutela: object) -> None:
    opened = open_school(tutela, demo=False)
    assert [who for who, _ in opened.links] == ["Set up the school"]
    assert open_school(tutela, demo=False).links == []
