"""The subject of a matter never sees it, whatever their roles; and no number or neighbour tells them of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import Http404

from tests import cast
from tests.web.concerns.scenes import AT, a_case, a_concern, named, somebody
from tutela.web.concerns import operations, queries
from tutela.web.concerns.models import (
    Action,
    CaseEntry,
    Concern,
    ConcernDraft,
    ConcernEntry,
    Involved,
    SafeguardingCase,
)
from tutela.web.concerns.rules import NotAllowed
from tutela.web.core.permissions import Permission, get_roles
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Person

MODELS = (Concern, ConcernEntry, Involved, SafeguardingCase, CaseEntry, Action)


def sees(person: Person, row: Concern | SafeguardingCase) -> bool:
    return type(row).visible_to(cast.acting(person, at=AT)).filter(pk=row.pk).exists()


@pytest.mark.requirement("S3.19")
def test_the_team_sees_a_concern_and_nobody_else_does() -> None:
    case = a_case(concern := a_concern())
    seeing = {make.__name__ for make in cast.EVERYBODY if sees(make(), concern)}
    assert seeing == {"dana", "dev"}
    assert {make.__name__ for make in cast.EVERYBODY if sees(make(), case)} == {"dana", "dev"}


@pytest.mark.parametrize("role", ["harmed", "alleged", "bystander"])
def test_the_subject_sees_nothing_with_every_role_and_permission_there_is(role: str) -> None:
    concern = a_concern(somebody(cast.dana(), role))
    almighty = replace(
        cast.acting(cast.dana(), at=AT),
        roles=frozenset(get_roles()),
        permissions=frozenset(Permission),
        grants=frozenset({concern.pk}),
    )
    assert not any(model.visible_to(almighty).exists() for model in MODELS)
    with pytest.raises(Http404):
        queries.read_concern(actor=almighty, concern_id=concern.pk, at=AT)
    with pytest.raises(Http404):
        operations.open_case(actor=almighty, concern_id=concern.pk, version=0, at=AT)


def test_the_deputy_as_subject_is_passed_over_while_dana_goes_on() -> None:
    concern = a_concern(somebody(cast.dev(), "alleged"))
    assert sees(cast.dana(), concern)
    assert not sees(cast.dev(), concern)


def test_a_matter_about_dana_is_the_heads_and_not_the_deputys() -> None:
    concern = a_concern(somebody(cast.dana(), "alleged"))
    assert [make.__name__ for make in cast.EVERYBODY if sees(make(), concern)] == ["hana"]


def test_one_concern_about_dev_hides_the_whole_case_from_him() -> None:
    first = a_concern()
    case = a_case(first)
    assert sees(cast.dev(), first)
    second = a_concern(somebody(cast.dev(), "alleged"))
    operations.add_to_case(
        actor=cast.acting(cast.dana()), case_id=case.pk, concern_id=second.pk, version=0, at=AT + timedelta(hours=2)
    )
    assert not any(sees(cast.dev(), row) for row in (first, second, case))
    assert all(sees(cast.dana(), row) for row in (first, second, case))


def test_somebody_added_to_a_case_later_does_not_see_it_any_more() -> None:
    case = a_case(concern := a_concern())
    operations.add_person(
        actor=cast.acting(cast.dana()), case_id=case.pk, version=1, person=somebody(cast.dev(), "bystander"), at=AT
    )
    assert not sees(cast.dev(), case)
    assert not sees(cast.dev(), concern)


@pytest.mark.parametrize("person", [lambda: somebody(cast.dana(), "alleged"), lambda: named("Mrs Shah")])
def test_whoever_leads_is_never_added_to_a_case_of_their_own(person: object) -> None:
    case = a_case()
    with pytest.raises(NotAllowed, match="Report a new concern"):
        operations.add_person(actor=cast.acting(cast.dana()), case_id=case.pk, version=1, person=person(), at=AT)


def test_a_concern_that_goes_to_the_head_cannot_be_put_into_a_case_of_the_team() -> None:
    case = a_case()
    concern = a_concern(somebody(cast.dana(), "alleged"))
    with pytest.raises(Http404):
        operations.add_to_case(actor=cast.acting(cast.hana()), case_id=case.pk, concern_id=concern.pk, version=0, at=AT)


def test_a_declared_conflict_hides_what_is_about_the_child_of_a_colleague() -> None:
    concern = a_concern(somebody(cast.leo(), "bystander"), named("A stranger"))
    told = a_concern(named("A stranger"), somebody(cast.leo(), "reporter"))
    establishments.exclude(
        actor=cast.SETTING_UP, person=cast.dev(), about_person=cast.leo(), reason="Leo is his nephew", at=AT
    )
    assert not sees(cast.dev(), concern)
    assert not sees(cast.dev(), told)
    assert sees(cast.dana(), concern)


def test_a_declared_conflict_about_one_record_hides_it_and_its_case() -> None:
    case = a_case(concern := a_concern())
    establishments.exclude(
        actor=cast.SETTING_UP, person=cast.dev(), about_record=concern.pk, reason="He was there", at=AT
    )
    assert not sees(cast.dev(), concern)
    assert not sees(cast.dev(), case)


def test_no_number_tells_of_what_is_hidden() -> None:
    a_concern()
    a_concern(somebody(cast.dana(), "alleged"))
    a_concern(somebody(cast.dev(), "alleged"))
    period = (AT - timedelta(days=1), AT + timedelta(days=1))

    def counted(person: Person) -> int:
        return sum(queries.count_by_four_c(cast.acting(person, at=AT), *period).values())

    # the inbox counts what each of them sees in it; figures are the same for all, so that comparing tells nothing
    assert queries.count_open(cast.acting(cast.dana(), at=AT)) == 2
    assert queries.count_open(cast.acting(cast.dev(), at=AT)) == 1
    assert counted(cast.dana()) == counted(cast.dev()) == counted(cast.hana()) == counted(cast.gwen()) == 1
    assert counted(cast.tom()) == counted(cast.eli()) == 0
    assert queries.count_by_outcome(cast.acting(cast.gwen(), at=AT), *period)["open"] == 1


def test_a_draft_is_its_writers_alone() -> None:
    draft = operations.start_draft(actor=cast.acting(cast.tom()), answers={"immediate_danger": False}, at=AT)
    assert queries.get_draft(cast.acting(cast.tom()), draft.pk, AT) == draft
    for person in (cast.dana(), cast.dev(), cast.hana(), cast.eli()):
        assert not ConcernDraft.visible_to(cast.acting(person)).exists()
    assert queries.get_draft(cast.acting(cast.tom()), draft.pk, AT + timedelta(hours=73)) is None
