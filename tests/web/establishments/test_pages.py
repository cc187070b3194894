"""The pages of people as Ivy, who keeps the list, Hana, who grants roles, and Leo, whom it is about, see them."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.establishments.files import bring_in, csv_of, hold, work
from tutela.web.core.permissions import Permission, get_roles
from tutela.web.establishments import access
from tutela.web.establishments.models import PeopleImport, Person, RollOver
from tutela.web.establishments.tasks import carry_on_turns

SignIn = Callable[..., Client]
LEARNERS = csv_of("Reference,First name,Last name,Year,Shoe size", "R1,Robin,Moor,9,5", "R2,Ruth,Wood,99,5")


def test_ivy_uploads_looks_and_imports(sign_in: SignIn) -> None:
    browser = sign_in(cast.ivy())
    file = SimpleUploadedFile("learners.csv", LEARNERS)
    answer = browser.post("/people/import/", {"file": file, "kind": "", "whole": "yes"})
    held = PeopleImport._base_manager.get()
    assert answer["Location"] == f"/people/import/{held.pk}/"
    waiting = browser.get(answer["Location"])
    assert "0 of 2 rows" in waiting.content.decode()
    assert waiting["Refresh"] == "2"
    work(held)
    page = browser.get(f"/people/import/{held.pk}/")
    assert "Refresh" not in page
    text = page.content.decode()
    assert "is not a year group" in text
    assert "Not used: Shoe size." in text
    assert "Import 1 new and 0 changed" in text
    browser.post(f"/people/import/{held.pk}/confirm/")
    held.refresh_from_db()
    work(held)
    assert "1 new, 0 changed, 0 unchanged, 1 refused" in browser.get(f"/people/import/{held.pk}/").content.decode()
    assert Person._base_manager.filter(reference="R1").exists()


def test_who_is_not_in_the_file_is_listed(sign_in: SignIn) -> None:
    cast.leo()
    held = work(hold(LEARNERS))
    page = sign_in(cast.ivy()).get(f"/people/import/{held.pk}/?show=missing").content.decode()
    assert "Leo Marsh" in page
    assert "Nothing is done about them" in page


def test_ivy_drops_a_file_and_a_late_decision_is_told(sign_in: SignIn) -> None:
    browser = sign_in(cast.ivy())
    held = work(hold(LEARNERS))
    browser.post(f"/people/import/{held.pk}/drop/")
    assert "was not imported" in browser.get(f"/people/import/{held.pk}/").content.decode()
    late = browser.post(f"/people/import/{held.pk}/confirm/", follow=True).content.decode()
    assert "decided on this file already" in late


def test_an_empty_file_of_each_kind_can_be_had(sign_in: SignIn) -> None:
    browser = sign_in(cast.ivy())
    for kind in PeopleImport.Kind.values:
        answer = browser.get(f"/people/import/template/{kind}.csv")
        assert answer.content.decode("utf-8-sig").count("\n") == 1
        assert f'"{kind}.csv"' in answer["Content-Disposition"]
    assert browser.get("/people/import/template/cats.csv").status_code == 404


@pytest.mark.parametrize("who", ["tom", "dana", "leo", "gwen"])
def test_nobody_else_imports(sign_in: SignIn, who: str) -> None:
    held = hold(LEARNERS)
    browser = sign_in(getattr(cast, who)())
    assert browser.get("/people/import/").status_code == 404
    assert browser.get(f"/people/import/{held.pk}/").status_code == 404


def test_ivy_says_that_tom_leaves_and_that_he_is_here_again(sign_in: SignIn) -> None:
    tom, browser = cast.tom(), sign_in(cast.ivy())
    assert "Tom Reed" in browser.get("/people/?words=reed").content.decode()
    browser.post(f"/people/{tom.pk}/leave/", {"on_0": "1", "on_1": "12", "on_2": "2026"})
    tom.refresh_from_db()
    assert tom.left_on == date(2026, 12, 1)
    assert "Here again" in browser.get(f"/people/{tom.pk}/").content.decode()
    browser.post(f"/people/{tom.pk}/come-back/", {"on_0": "2", "on_1": "12", "on_2": "2026"})
    tom.refresh_from_db()
    assert tom.left_on is None


def test_ivy_cannot_end_danas_work_and_hana_cannot_before_there_is_another_lead(sign_in: SignIn) -> None:
    dana = cast.dana()
    answer = {"on_0": "1", "on_1": "12", "on_2": "2026"}
    page = sign_in(cast.ivy()).post(f"/people/{dana.pk}/leave/", answer).content.decode()
    assert "Only somebody who grants roles" in page
    page = sign_in(cast.hana()).post(f"/people/{dana.pk}/leave/", answer).content.decode()
    assert "Give the role to somebody first" in page
    dana.refresh_from_db()
    assert dana.left_on is None
    assert sign_in(cast.tom()).get(f"/people/{dana.pk}/leave/").status_code == 404


def test_ivy_moves_every_year_up_and_takes_it_back(sign_in: SignIn) -> None:
    bring_in(LEARNERS)
    browser = sign_in(cast.ivy())
    answer = {"on_0": "1", "on_1": "9", "on_2": "2027", "last_year": "11"}
    page = browser.post("/people/years/", answer).content.decode()
    assert "What happens on 1 September 2027" in page
    assert not RollOver._base_manager.exists()
    waiting = browser.post("/people/years/", answer | {"decided": "yes"}, follow=True)
    assert "0 of 1 pupils" in waiting.content.decode()
    assert waiting["Refresh"] == "2"
    again = browser.post("/people/years/", answer | {"decided": "yes"}).content.decode()
    assert "A turn of the years is under way" in again
    carry_on_turns(timezone.now())
    page = browser.get("/people/years/")
    assert "Refresh" not in page
    turn = RollOver._base_manager.get()
    assert (turn.moved, turn.left, turn.state) == (1, 0, "done")
    page = browser.post(f"/people/years/{turn.pk}/take-back/", follow=True).content.decode()
    assert "is being taken back" in page
    carry_on_turns(timezone.now())
    turn.refresh_from_db()
    assert turn.state == "taken-back"
    assert "Taken back" in browser.get("/people/years/").content.decode()


def test_leo_is_told_who_can_see_what_about_him_and_hana_who_holds_which_role(sign_in: SignIn) -> None:
    cast.dana()
    leo = sign_in(cast.leo()).get("/who-can-see-what/").content.decode()
    assert "What a person looked at on the internet" in leo
    assert "Designated safeguarding lead, Deputy safeguarding lead" in leo
    assert "Dana Shah" not in leo
    assert "nobody is monitored" in leo
    cast.sign_off_monitoring()
    hana = sign_in(cast.hana()).get("/who-can-see-what/").content.decode()
    assert "Dana Shah" in hana
    assert "Hana Novak (Head) signed on 1 September 2020" in hana


def test_everything_that_a_role_may_do_is_told_in_words() -> None:
    told = {sight.permission for sight in access.SIGHTS} | set(access.DEEDS)
    quiet = {Permission.HOME_READ, Permission.FILTER_READ}
    assert {permission for role in get_roles().values() for permission in role.may} <= told | quiet
