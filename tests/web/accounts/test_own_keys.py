"""One's own key: it opens with one's password, goes with it to the next, and to nobody who set another one."""

import pytest
from django.test import Client

from tests import cast
from tests.web.pages import words_of
from tutela.web.accounts import operations
from tutela.web.core import personal_keys
from tutela.web.core.models import AuditEntry, PersonalKey
from tutela.web.establishments.models import Person

PASSWORD, NEXT = "copper violin meadow", "seven quiet lanterns"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal_keys, "PASSES", 1)
    monkeypatch.setattr(personal_keys, "MEMORY_BYTES", 8192)


def dana() -> Person:
    person = cast.dana()
    person.user.set_password(PASSWORD)
    person.user.save()
    return person


def test_dana_makes_her_key_with_her_password_and_no_other(sign_in: object) -> None:
    browser: Client = sign_in(dana())
    assert "None yet: nothing can be sealed to you" in words_of(browser.get("/account/"))
    assert "This is not your password" in words_of(browser.post("/account/key/", {"password": NEXT}))
    assert not PersonalKey.objects.exists()
    assert browser.post("/account/key/", {"password": PASSWORD})["Location"] == "/account/"
    assert operations.open_own_key(cast.dana().user, PASSWORD)
    assert "Your key is open" in words_of(browser.get("/account/key/"))
    assert list(AuditEntry.objects.filter(action__startswith="own-key").values_list("action", flat=True)) == [
        "own-key.make"
    ]


def test_it_goes_with_her_to_another_password(sign_in: object) -> None:
    browser: Client = sign_in(dana())
    browser.post("/account/key/", {"password": PASSWORD})
    before = operations.open_own_key(cast.dana().user, PASSWORD)
    changed = {"oldpassword": PASSWORD, "password1": NEXT, "password2": NEXT}
    assert browser.post("/account/password/", changed).status_code == 302
    assert operations.open_own_key(cast.dana().user, NEXT) == before
    assert operations.open_own_key(cast.dana().user, PASSWORD) is None


def test_whoever_set_her_another_password_does_not_open_it_and_she_does_with_the_one_before(sign_in: object) -> None:
    person = dana()
    browser: Client = sign_in(person)
    browser.post("/account/key/", {"password": PASSWORD})
    before = operations.open_own_key(person.user, PASSWORD)
    person.user.set_password(NEXT)
    person.user.save()
    browser = sign_in(person)
    told = words_of(browser.post("/account/key/", {"password": NEXT}))
    assert "Your password was set anew" in told
    again = words_of(browser.post("/account/key/", {"password": NEXT, "before": "some other words here"}))
    assert "not the password that your key was made with" in again
    assert operations.open_own_key(person.user, NEXT) is None
    assert browser.post("/account/key/", {"password": NEXT, "before": PASSWORD})["Location"] == "/account/"
    assert operations.open_own_key(person.user, NEXT) == before


def test_a_password_that_is_lost_for_good_means_a_new_key_and_never_one_in_place_of_a_key_that_opens(
    sign_in: object,
) -> None:
    person = dana()
    browser: Client = sign_in(person)
    browser.post("/account/key/", {"password": PASSWORD})
    before = operations.open_own_key(person.user, PASSWORD)
    browser.post("/account/key/", {"password": PASSWORD, "anew": "yes"})
    assert operations.open_own_key(person.user, PASSWORD) == before
    person.user.set_password(NEXT)
    person.user.save()
    browser = sign_in(person)
    assert browser.post("/account/key/", {"password": NEXT, "anew": "yes"})["Location"] == "/account/"
    assert operations.open_own_key(person.user, NEXT) not in (None, before)


def test_a_copy_of_the_sessions_does_not_hold_it(sign_in: object) -> None:
    person = dana()
    browser: Client = sign_in(person)
    browser.post("/account/key/", {"password": PASSWORD})
    opened = operations.open_own_key(person.user, PASSWORD)
    assert opened
    kept = repr(dict(browser.session)).encode()
    assert opened.private not in kept
    assert opened.private.hex().encode() not in kept
    stolen = Client()
    stolen.cookies["session"] = browser.cookies["session"].value
    assert "Your key is open" not in words_of(stolen.get("/account/key/"))


def test_who_signs_in_without_a_password_is_told_to_choose_one(sign_in: object) -> None:
    browser: Client = sign_in(cast.dev())
    assert "choose one first" in words_of(browser.get("/account/key/"))
