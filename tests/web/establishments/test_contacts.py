"""Whom to ask, who stands in, who looks at a matter about whom, and when somebody looks at all."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests import cast
from tutela.web.establishments import operations, queries
from tutela.web.establishments.models import NamedContact

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday


@pytest.mark.requirement("S0.13")
def test_dana_is_named_on_every_page_of_whoever_is_signed_in(sign_in: object) -> None:
    cast.name_contact()
    page = sign_in(cast.tom()).get("/account/").content.decode()
    assert "Dana Shah" in page
    assert "020 7946 0101" in page


@pytest.mark.requirement("S0.13")
def test_dev_stands_in_while_dana_is_away_and_the_page_says_so() -> None:
    cast.name_contact()
    operations.note_absence(
        actor=cast.SETTING_UP, person=cast.dana(), from_on=date(2026, 11, 23), until_on=date(2026, 11, 25), at=AT
    )
    contact = queries.get_named_contact(cast.oakfield(), at=AT)
    assert (contact.name, contact.standing_in_for) == ("Dev Okafor", "Dana Shah")
    back = queries.get_named_contact(cast.oakfield(), at=AT + timedelta(days=2))
    assert (back.name, back.standing_in_for) == ("Dana Shah", "")


def test_nobody_is_named_until_somebody_is() -> None:
    assert queries.get_named_contact(cast.oakfield(), at=AT) is None


@pytest.mark.requirement("S1.16")
def test_there_is_one_named_contact_at_a_time_and_the_past_stays() -> None:
    cast.name_contact()
    operations.name_contact(
        actor=cast.SETTING_UP, establishment=cast.oakfield(), person=cast.dev(), deputy=cast.dana(), at=AT
    )
    assert queries.get_named_contact(cast.oakfield(), at=AT).name == "Dev Okafor"
    assert queries.get_named_contact(cast.oakfield(), at=AT - timedelta(days=1)).name == "Dana Shah"
    with pytest.raises(IntegrityError), transaction.atomic():
        NamedContact._base_manager.create(establishment=cast.oakfield(), person=cast.dana(), from_at=AT)


@pytest.mark.requirement("S1.3")
@pytest.mark.parametrize("who", ["ivy", "tom", "gwen"])
def test_whoever_holds_no_safeguarding_role_cannot_be_named(who: str) -> None:
    with pytest.raises(operations.NotASafeguardingRole):
        cast.name_contact(getattr(cast, who)(), cast.dev())


def test_the_deputy_is_somebody_else() -> None:
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        cast.name_contact(cast.dana(), cast.dana())


def reviewers(*about: object) -> list[str]:
    people = queries.list_reviewers(cast.oakfield(), about={person.pk for person in about}, at=AT)
    return [person.given_name for person in people]


def everybody() -> None:
    for make in (cast.dana, cast.dev, cast.hana, cast.chris, cast.leo, cast.tom):
        make()


def test_a_matter_about_a_learner_goes_to_the_dsl_then_the_deputy_then_the_head() -> None:
    everybody()
    assert reviewers(cast.leo()) == ["Dana", "Dev", "Hana"]
    assert reviewers() == ["Dana", "Dev", "Hana"]


def test_a_matter_about_the_dsl_goes_to_the_head_alone() -> None:
    everybody()
    assert reviewers(cast.dana()) == ["Hana"]
    assert reviewers(cast.leo(), cast.dana()) == ["Hana"]


def test_a_matter_about_the_deputy_stays_with_the_dsl() -> None:
    everybody()
    assert reviewers(cast.dev()) == ["Dana", "Hana"]


def test_a_matter_about_the_head_goes_to_the_chair() -> None:
    everybody()
    assert reviewers(cast.hana()) == ["Chris"]


def test_where_the_head_is_the_dsl_it_goes_to_the_chair_for_the_route_follows_the_holder() -> None:
    everybody()
    operations.grant_role(actor=cast.SETTING_UP, person=cast.hana(), role="dsl", from_on=cast.SINCE, at=AT)
    assert reviewers(cast.hana()) == ["Chris"]
    assert reviewers(cast.dana()) == ["Hana"]


def test_about_head_and_chair_nobody_inside_may_look() -> None:
    everybody()
    assert reviewers(cast.hana(), cast.chris()) == []
    assert reviewers(cast.dana(), cast.hana()) == ["Chris"]
    assert reviewers(cast.dana(), cast.hana(), cast.chris()) == []


def test_without_a_head_a_matter_about_the_dsl_goes_to_the_chair_and_without_one_to_nobody_inside() -> None:
    cast.dana(), cast.dev()
    assert reviewers(cast.dana()) == []
    cast.chris()
    assert reviewers(cast.dana()) == ["Chris"]


def test_a_declared_conflict_keeps_a_reviewer_out() -> None:
    everybody()
    conflict = {"actor": cast.SETTING_UP, "about_person": cast.leo(), "reason": "Family", "at": AT}
    operations.exclude(person=cast.dana(), **conflict)
    assert reviewers(cast.leo()) == ["Dev", "Hana"]
    for person in (cast.dev(), cast.hana()):
        operations.exclude(person=person, **conflict)
    assert reviewers(cast.leo()) == ["Chris"]
    assert reviewers(cast.tom()) == ["Dana", "Dev", "Hana"]


def test_whoever_is_away_is_passed_over_for_what_cannot_wait() -> None:
    everybody()
    operations.note_absence(
        actor=cast.SETTING_UP, person=cast.dana(), from_on=AT.date(), until_on=AT.date() + timedelta(days=1), at=AT
    )
    people = queries.list_stand_ins(cast.oakfield(), about={cast.leo().pk}, at=AT)
    assert [person.given_name for person in people] == ["Dev", "Hana"]


def publish() -> None:
    hours = [(day, time(8), time(17)) for day in range(5)]
    operations.publish_cover_hours(actor=cast.SETTING_UP, establishment=cast.oakfield(), hours=hours, at=cast.MADE_AT)


@pytest.mark.parametrize(
    ("moment", "covered", "opens"),
    [
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), True, None),
        (datetime(2026, 11, 23, 16, 59, tzinfo=UTC), True, None),
        (datetime(2026, 11, 23, 17, 0, tzinfo=UTC), False, datetime(2026, 11, 24, 8, 0, tzinfo=UTC)),
        (datetime(2026, 11, 28, 10, 0, tzinfo=UTC), False, datetime(2026, 11, 30, 8, 0, tzinfo=UTC)),
        (datetime(2026, 7, 6, 7, 30, tzinfo=UTC), True, None),
        (datetime(2026, 7, 6, 6, 30, tzinfo=UTC), False, datetime(2026, 7, 6, 7, 0, tzinfo=UTC)),
    ],
)
def test_cover_hours_are_local_time(moment: datetime, covered: bool, opens: datetime | None) -> None:
    publish()
    assert queries.is_covered(cast.oakfield(), at=moment) is covered
    assert queries.next_covered(cast.oakfield(), at=moment) == (opens or moment)


def test_where_no_hours_are_published_somebody_always_looks() -> None:
    midnight = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
    assert queries.next_covered(cast.oakfield(), at=midnight) == midnight
