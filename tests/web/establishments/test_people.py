"""People, their roles from a day until another, and who may see whom."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import cast
from tutela.events.pseudonym import pseudonym
from tutela.keys import KeyFolder
from tutela.web.core.actor import Actor
from tutela.web.core.models import AuditEntry
from tutela.web.core.permissions import Permission
from tutela.web.establishments import operations, queries
from tutela.web.establishments.actors import actor_for, establishments_of
from tutela.web.establishments.models import Establishment, GroupMembership, NetworkCredential, Person

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_establishments_are_numbered_as_events_count_them() -> None:
    assert (cast.oakfield().pk, cast.elm_park().pk) == (1, 2)


def test_a_slug_is_taken_once_and_says_nothing_odd() -> None:
    cast.oakfield()
    with pytest.raises(operations.SlugTaken):
        operations.make_establishment(actor=cast.SETTING_UP, slug="oakfield", name="Another", at=AT)
    for odd in ("../oak", "oakfield-2"):
        with pytest.raises(ValidationError):
            operations.make_establishment(actor=cast.SETTING_UP, slug=odd, name="Odd", at=AT)
    assert Establishment.objects.count() == 1


def test_a_learner_has_the_pseudonym_under_which_the_network_knows_them(tutela: object) -> None:
    leo = cast.leo()
    assert leo.pseudonym == pseudonym(KeyFolder(tutela.keys).secret("pseudonym"), "oakfield", "leo")
    assert queries.get_person_by_pseudonym(cast.oakfield(), leo.pseudonym) == leo
    assert queries.get_person_by_pseudonym(cast.elm_park(), leo.pseudonym) is None


def test_two_people_of_one_school_never_share_a_login() -> None:
    cast.leo()
    with pytest.raises(ValidationError):
        operations.make_person(
            actor=cast.SETTING_UP, establishment=cast.oakfield(), kind="learner", given_name="Leo", login="LEO", at=AT
        )


def test_adults_are_learners_too() -> None:
    ridgeway = cast.ridgeway()
    born = date(1961, 2, 3)
    ada = operations.make_person(
        actor=cast.SETTING_UP, establishment=ridgeway, kind="learner", given_name="Ada", born_on=born, at=AT
    )
    assert ada.full_name == "Ada"


@pytest.mark.parametrize("who", ["dana", "tom", "sue", "hana"])
def test_staff_find_a_learner_by_name(who: str) -> None:
    leo, mia = cast.leo(), cast.mia()
    person = getattr(cast, who)()
    actor = actor_for(person.user, at=AT, establishment_id=cast.oakfield().pk, second_factor=True)
    assert queries.search_people(actor, "mar leo") == [leo]
    assert set(queries.search_people(actor, "marsh")) >= {leo, mia}
    assert queries.search_people(actor, "le") == []


@pytest.mark.parametrize("typed", ["marsh " * 2_000, "m" * 60_000, "no\0body called so"])
def test_a_page_that_was_pasted_where_a_name_belongs_is_looked_for_all_the_same(typed: str) -> None:
    leo, actor = cast.leo(), cast.acting(cast.dana())
    assert (leo in queries.search_people(actor, typed)) is typed.startswith("marsh")
    assert (leo in queries.find_people(actor, typed)) is typed.startswith("marsh")


def test_somebody_who_is_known_to_leave_is_found_until_that_day() -> None:
    leo, actor = cast.leo(), cast.acting(cast.dana())
    for days, found in ((1, [leo]), (0, [])):
        Person._base_manager.filter(pk=leo.pk).update(left_on=timezone.localdate() + timedelta(days=days))
        assert queries.search_people(actor, "mar leo") == found


def at_oakfield(person: Person) -> Actor:
    return actor_for(person.user, at=AT, establishment_id=cast.oakfield().pk, second_factor=True)


@pytest.mark.requirement("S3.3")
def test_a_partners_tutor_finds_whom_she_teaches_and_nobody_else() -> None:
    leo, ria = cast.leo(), cast.ria()
    cast.mia()
    assert queries.search_people(at_oakfield(ria), "marsh") == []
    nine_b = cast.class_9b()
    taught = operations.join_group(actor=cast.SETTING_UP, person=ria, group=nine_b, from_on=cast.SINCE, at=AT)
    assert queries.search_people(at_oakfield(ria), "marsh") == [leo]
    GroupMembership._base_manager.filter(pk=taught.pk).update(until_on=cast.SINCE)
    assert queries.search_people(at_oakfield(ria), "marsh") == []


def test_a_partners_tutor_finds_her_own_colleagues() -> None:
    ria, asa = cast.ria(), cast.asa()
    make = {"actor": cast.SETTING_UP, "establishment": ria.establishment, "kind": "partner", "at": AT}
    operations.make_person(given_name="Rhys", family_name="Bell", organisation="Ridgeway", **make)
    operations.make_person(given_name="Rob", family_name="Bellamy", organisation="Another", **make)
    Person._base_manager.filter(pk=ria.pk).update(organisation="Ridgeway")
    found = queries.search_people(cast.acting(ria), "bell")
    assert [person.given_name for person in found] == ["Rhys", "Ria"]
    assert asa not in found


def test_whoever_also_teaches_here_on_their_own_account_finds_everybody() -> None:
    leo, ria = cast.leo(), cast.ria()
    operations.grant_role(
        actor=cast.SETTING_UP, person=ria, role="teacher", establishment=cast.oakfield(), from_on=cast.SINCE, at=AT
    )
    assert leo in queries.search_people(at_oakfield(ria), "marsh")


def test_an_age_group_is_no_class_that_somebody_teaches() -> None:
    ria = cast.ria()
    cast.leo()
    operations.join_group(actor=cast.SETTING_UP, person=ria, group=cast.learners_11_16(), from_on=cast.SINCE, at=AT)
    assert queries.search_people(at_oakfield(ria), "marsh") == []


def test_filtering_goes_by_age_groups_and_people_speak_of_classes() -> None:
    leo, nine_b = cast.leo(), cast.class_9b()
    assert queries.get_group_of(leo, on=AT.date()) == cast.learners_11_16()
    assert queries.list_classes_of(leo, on=AT.date()) == [nine_b]
    assert nine_b not in queries.list_groups(cast.acting(cast.dana()))
    assert list(queries.list_classes(cast.acting(cast.dana()))) == [nine_b]


@pytest.mark.parametrize("who", ["leo", "pat", "gwen", "theo", "asa", "eli"])
def test_others_find_nobody_at_oakfield_but_themselves(who: str) -> None:
    cast.leo(), cast.mia()
    person = getattr(cast, who)()
    assert set(queries.search_people(cast.acting(person), "marsh")) <= {person}


def test_a_role_lasts_from_its_first_day_to_the_day_before_its_last() -> None:
    tom = cast.tom()
    operations.grant_role(
        actor=cast.SETTING_UP,
        person=tom,
        role="deputy-dsl",
        from_on=date(2026, 11, 23),
        until_on=date(2026, 11, 25),
        at=AT,
    )
    held = {day: "deputy-dsl" in cast.acting(tom, at=AT.replace(day=day)).roles for day in (22, 23, 24, 25)}
    assert held == {22: False, 23: True, 24: True, 25: False}


def test_a_day_is_the_schools_own() -> None:
    tom = cast.tom()
    operations.grant_role(actor=cast.SETTING_UP, person=tom, role="head", from_on=date(2026, 7, 1), at=AT)
    just_after_midnight_in_london = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert "head" in cast.acting(tom, at=just_after_midnight_in_london).roles
    assert "head" not in cast.acting(tom, at=just_after_midnight_in_london - timedelta(hours=1)).roles


def test_a_role_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError, match="wizard"):
        operations.grant_role(actor=cast.SETTING_UP, person=cast.tom(), role="wizard", from_on=cast.SINCE, at=AT)


def test_an_ended_role_is_over_at_once_and_stays_in_the_history() -> None:
    tom = cast.tom()
    holding = operations.grant_role(actor=cast.SETTING_UP, person=tom, role="dsl", from_on=cast.SINCE, at=AT)
    operations.end_role(actor=cast.SETTING_UP, holding=holding, until_on=AT.date(), at=AT)
    assert "dsl" not in cast.acting(tom, at=AT).roles
    assert tom.role_holdings(manager="_base_manager").filter(role="dsl").count() == 1


@pytest.mark.requirement("S3.3")
def test_the_partners_tutor_works_at_two_places_and_may_only_there_what_her_roles_allow() -> None:
    ria, oakfield = cast.ria(), cast.oakfield()
    assert [place.slug for place in establishments_of(ria.user, AT)] == ["ridgeway", "oakfield"]
    there = actor_for(ria.user, at=AT, establishment_id=oakfield.pk)
    assert (there.establishment_id, there.roles) == (oakfield.pk, {"partner-tutor"})
    elsewhere = actor_for(ria.user, at=AT, establishment_id=cast.elm_park().pk)
    assert elsewhere.establishment_id == cast.ridgeway().pk


def test_whoever_has_left_may_do_nothing() -> None:
    tom = cast.tom()
    Person._base_manager.filter(pk=tom.pk).update(left_on=AT.date())
    assert cast.acting(tom, at=AT).permissions == frozenset()
    assert cast.acting(tom, at=AT).establishment_id is None


def test_an_account_without_a_person_may_do_nothing() -> None:
    from tutela.web.accounts.operations import make_user

    user = make_user(actor=cast.SETTING_UP, login="stray", at=AT)
    actor = actor_for(user, at=AT)
    assert (actor.permissions, actor.establishment_id) == (frozenset(), None)


def test_everybody_is_excluded_from_what_is_about_themselves_and_from_declared_conflicts() -> None:
    dana, pat, leo = cast.dana(), cast.pat(), cast.leo()
    assert cast.acting(dana).exclusions == {dana.pk}
    conflict = {"actor": cast.SETTING_UP, "person": dana, "reason": "Her nephew", "at": AT}
    operations.exclude(about_person=leo, until_at=AT + timedelta(days=10), **conflict)
    operations.exclude(about_record=pat.pk, **conflict)
    assert cast.acting(dana, at=AT).exclusions == {dana.pk, leo.pk, pat.pk}
    assert cast.acting(dana, at=AT + timedelta(days=10)).exclusions == {dana.pk, pat.pk}
    assert cast.acting(dana, at=AT - timedelta(seconds=1)).exclusions == {dana.pk}


def test_an_exclusion_is_about_a_person_or_a_record() -> None:
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        operations.exclude(actor=cast.SETTING_UP, person=cast.dana(), reason="Nothing", at=AT)


def test_the_secret_of_the_network_is_told_once_and_kept_as_a_keyed_hash() -> None:
    leo = cast.leo()
    first, secret = operations.make_network_credential(actor=cast.SETTING_UP, person=leo, at=AT)
    assert first.username == "leo"
    assert first.secret_hash == operations.hash_network_secret(secret)
    assert secret not in first.secret_hash
    second, other = operations.make_network_credential(actor=cast.SETTING_UP, person=leo, at=AT)
    assert other != secret
    assert list(queries.list_network_credentials(cast.oakfield())) == [second]
    assert NetworkCredential._base_manager.get(pk=first.pk).ended_at == AT


def test_a_device_belongs_to_a_person_or_to_a_group() -> None:
    add = {"actor": cast.SETTING_UP, "establishment": cast.oakfield(), "at": AT}
    operations.add_device(name="library-pc-3", address="10.1.2.3", group=cast.learners_11_16(), **add)
    operations.add_device(name="leos-tablet", address="fd00::7", person=cast.leo(), **add)
    with pytest.raises(ValidationError):
        operations.add_device(name="stray", address="10.1.2.4", **add)
    with pytest.raises(operations.AddressTaken):
        operations.add_device(name="twice", address="10.1.2.3", person=cast.leo(), **add)
    assert [device.name for device in queries.list_known_devices(cast.oakfield()).order_by("name")] == [
        "leos-tablet",
        "library-pc-3",
    ]


def test_a_person_is_in_the_group_joined_last() -> None:
    leo = cast.leo()
    operations.join_group(
        actor=cast.SETTING_UP, person=leo, group=cast.learners_7_11(), from_on=date(2026, 1, 1), at=AT
    )
    assert queries.get_group_of(leo, on=date(2025, 1, 1)) == cast.learners_11_16()
    assert queries.get_group_of(leo, on=date(2026, 1, 1)) == cast.learners_7_11()


def test_every_write_is_put_down_without_a_name() -> None:
    for make in cast.EVERYBODY:
        make()
    text = " ".join(f"{entry.object} {entry.details}" for entry in AuditEntry.objects.all()).casefold()
    for person in Person._base_manager.all():
        assert person.family_name.casefold() not in text
        assert f'"{person.given_name.casefold()}"' not in text


def test_it_manages_devices_and_sees_no_roles_of_others() -> None:
    ivy = cast.acting(cast.ivy())
    assert ivy.may(Permission.ESTABLISHMENT_MANAGE)
    assert not ivy.may(Permission.PERSON_READ)
