"""A stolen database of sessions signs nobody in and tells nothing."""

from django.contrib.sessions.models import Session
from django.test import Client

from tests import cast
from tutela.web.accounts.sessions import SessionStore, hashed


def test_a_session_is_found_by_its_cookie_and_by_nothing_in_the_database(sign_in: object) -> None:
    client = sign_in(cast.tom())
    assert client.get("/account/").status_code == 200
    (row,) = Session.objects.all()
    cookie = client.cookies["session"].value
    assert cookie != row.session_key
    assert cookie not in row.session_data
    thief = Client()
    thief.cookies["session"] = row.session_key
    assert thief.get("/account/").status_code == 302


def test_what_is_kept_can_be_read_with_the_cookie_alone() -> None:
    store = SessionStore()
    store["secret"] = "the key of an authenticator app"
    store.create()
    store.save()
    (row,) = Session.objects.all()
    assert b"authenticator" not in bytes.fromhex(row.session_data)
    assert SessionStore(store.session_key)["secret"] == "the key of an authenticator app"
    assert SessionStore("another").decode(row.session_data) == {}


def test_signing_out_takes_the_session_out_of_the_database(sign_in: object) -> None:
    client = sign_in(cast.tom())
    kept_under = hashed(client.cookies["session"].value)
    assert Session.objects.filter(pk=kept_under).exists()
    client.post("/sign-out/")
    assert not Session.objects.filter(pk=kept_under).exists()


def test_a_new_key_after_signing_in_keeps_what_the_session_held() -> None:
    store = SessionStore()
    store["kept"] = 1
    store.create()
    store.save()
    old = store.session_key
    store.cycle_key()
    store.save()
    assert store.session_key != old
    assert SessionStore(store.session_key)["kept"] == 1
    assert not SessionStore().exists(old)
