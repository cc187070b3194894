"""Whom Dana works with outside: the bodies of the nation, those near us, and what they do together with us."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import AT, a_case, version_of
from tests.web.pages import words_of
from tutela.web.concerns import operations as concerns
from tutela.web.concerns import queries as concern_queries
from tutela.web.core.models import AuditEntry
from tutela.web.referrals import operations, queries
from tutela.web.referrals.models import LocalBody
from tutela.web.referrals.rules.referrals import NotNow

SignIn = Callable[..., Client]
LIST = "/referrals/bodies/"
SENT = {
    "kind": "social-care", "name": "Northshire front door", "phone": "01632 960 100",
    "out_of_hours": "01632 960 199", "email": "front.door@northshire.example", "words": "Ask for the duty worker.",
}  # fmt: skip


def a_body(name: str = "Northshire front door", **more: object) -> LocalBody:
    given = {"kind": "social-care", "phone": "01632 960 100"} | more
    return operations.note_body(
        actor=cast.acting(cast.dana()), establishment=cast.oakfield(), at=AT, name=name, **given
    )


@pytest.mark.requirement("S3.11")
def test_dana_notes_the_council_once_finds_it_when_she_decides_and_gives_it_something_to_do(sign_in: SignIn) -> None:
    case, dana = a_case(), sign_in(cast.dana())
    assert "Nobody near us is noted" in words_of(dana.get(LIST))
    assert dana.post(f"{LIST}add/", SENT)["Location"] == LIST
    page = words_of(sign_in(cast.dev()).get(LIST))
    for shown in (*SENT.values(), "CEOP", "Noted by Dana Shah"):
        assert shown in page or shown == "social-care"
    decide = dana.get(f"/concerns/cases/{case.pk}/referrals/social-care-england/").content.decode()
    assert "01632 960 100" in decide
    assert 'value="Northshire front door"' in decide
    assert "01632" not in dana.get(f"/concerns/cases/{case.pk}/referrals/ceop/").content.decode()
    concerns.set_action(
        actor=cast.acting(cast.dana()), case_id=case.pk, version=version_of(case.pk), words="Visit the family.",
        due_on=date(2026, 11, 27), owner_name="Northshire front door", at=AT,
    )  # fmt: skip
    read = concern_queries.read_case(actor=cast.acting(cast.dana()), case_id=case.pk, today=date(2026, 11, 30), at=AT)
    assert [(one.owner, one.is_overdue) for one in read.actions] == [("Northshire front door", True)]


def test_a_new_number_replaces_the_old_one_which_stays_in_the_records(sign_in: SignIn) -> None:
    before, dana = a_body(), sign_in(cast.dana())
    address = f"{LIST}{before.pk}/"
    assert 'value="01632 960 100"' in dana.get(address).content.decode()
    dana.post(address, SENT | {"phone": "01632 960 777"})
    page = words_of(dana.get(LIST))
    assert "960 777" in page
    assert "960 100" not in page
    assert LocalBody._base_manager.count() == 2
    assert dana.get(address).status_code == 404  # there is a newer one
    with pytest.raises(NotNow, match="meanwhile"):
        a_body(replaces_id=before.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        LocalBody._base_manager.filter(pk=before.pk).update(phone="")
    assert AuditEntry.objects.filter(action="body.note").count() == 2


def test_a_body_that_nobody_turns_to_any_more_is_on_no_list() -> None:
    gone = a_body()
    a_body(replaces_id=gone.pk, is_gone=True, phone="")
    assert queries.list_bodies(cast.acting(cast.dana())) == []


@pytest.mark.parametrize("wrong", [{"name": ""}, {"phone": "", "email": ""}, {"kind": "nonsense"}, {"email": "no"}])
def test_a_body_needs_a_name_and_a_way_to_reach_it(sign_in: SignIn, wrong: dict[str, str]) -> None:
    page = sign_in(cast.dana()).post(f"{LIST}add/", SENT | wrong)
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert not LocalBody._base_manager.exists()


def test_each_place_has_its_own_and_teachers_have_none(sign_in: SignIn) -> None:
    a_body()
    assert queries.list_bodies(cast.acting(cast.eli())) == []
    assert sign_in(cast.tom()).get(LIST).status_code == 404
