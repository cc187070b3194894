"""Signing in: by a link once, by password, and with a second factor for whoever reads what is written about people."""

import re
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone

from tests import cast
from tutela.web.accounts.models import SignInLink
from tutela.web.accounts.operations import close_user, make_sign_in_link
from tutela.web.core.models import AuditEntry
from tutela.web.establishments.models import Person

PASSWORD = "copper violin meadow"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def link_for(person: Person) -> str:
    url = make_sign_in_link(user=person.user, actor=cast.SETTING_UP, at=timezone.now(), base_url="http://localhost")
    return url.removeprefix("http://localhost")


def with_password(person: Person) -> Person:
    person.user.set_password(PASSWORD)
    person.user.save()
    return person


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in_with_password(client: Client, person: Person, password: str = PASSWORD) -> object:
    return client.post("/sign-in/", {"login": person.login, "password": password})


def set_up_factor(client: Client) -> str:
    page = client.get("/account/second-factor/app/").content.decode()
    secret = re.search(r'id="authenticator_secret">([A-Z2-7]+)<', page)[1]
    answer = client.post("/account/second-factor/app/", {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


def test_a_link_leads_on_to_a_page_of_this_site_once_a_password_is_chosen() -> None:
    tom, client = cast.tom(), Client()
    password = client.post(f"{link_for(tom)}?next=/account/where/")["Location"]
    assert password == "/account/password/first/?next=%2Faccount%2Fwhere%2F"
    given = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post(password, given)["Location"] == "/account/where/"
    assert Client().post(f"{link_for(tom)}?next=/account/where/")["Location"] == "/account/where/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)", "evil.example", "http:/x"],
)
def test_a_link_leads_nowhere_else(elsewhere: str) -> None:
    tom = with_password(cast.tom())
    assert Client().post(f"{link_for(tom)}?{urlencode({'next': elsewhere})}")["Location"] == "/"


def test_tom_comes_in_by_his_link_and_chooses_a_password() -> None:
    tom, client = cast.tom(), Client()
    link = link_for(tom)
    assert "signs you in once" in client.get(link).content.decode()
    assert client.post(link).status_code == 302
    client.post("/account/password/first/", {"password1": PASSWORD, "password2": PASSWORD})
    again = Client()
    assert sign_in_with_password(again, tom)["Location"] == "/"
    assert again.get("/account/").status_code == 200


def test_tom_forgot_his_password_and_chooses_another_after_coming_by_a_link() -> None:
    tom, client = with_password(cast.tom()), Client()
    client.post(link_for(tom))
    assert client.get("/account/password/")["Location"] == "/account/password/first/"
    new = "lantern orbit cabbage"
    client.post("/account/password/first/", {"password1": new, "password2": new})
    assert sign_in_with_password(Client(), tom, new)["Location"] == "/"
    # from then on a change asks for the password again
    assert client.get("/account/password/first/")["Location"] == "/account/password/"
    assert client.get("/account/password/").status_code == 200


def test_whoever_came_by_password_cannot_choose_another_without_it() -> None:
    tom, client = with_password(cast.tom()), Client()
    sign_in_with_password(client, tom)
    assert client.get("/account/password/first/")["Location"] == "/account/password/"
    posted = client.post(
        "/account/password/first/", {"password1": "lantern orbit cabbage", "password2": "lantern orbit cabbage"}
    )
    assert posted["Location"] == "/account/password/"
    assert sign_in_with_password(Client(), tom)["Location"] == "/"


def test_looking_at_a_link_uses_nothing_up_but_using_it_does() -> None:
    tom = cast.tom()
    link = link_for(tom)
    for _ in range(3):
        assert Client().get(link).status_code == 200
    assert Client().post(link).status_code == 302
    assert Client().post(link).status_code == 404
    assert Client().get(link).status_code == 404


def test_a_link_ends_after_a_day_and_when_a_newer_one_is_made() -> None:
    tom = cast.tom()
    with time_machine.travel(NOON, tick=False) as clock:
        first = link_for(tom)
        clock.shift(1)
        second = link_for(tom)
        clock.shift(1)
        assert Client().get(first).status_code == 404
        assert Client().get(second).status_code == 200
        clock.shift(timedelta(days=1))
        assert Client().post(second).status_code == 404


def test_only_the_hash_of_a_link_is_kept() -> None:
    link = link_for(cast.tom())
    secret = link.strip("/").rpartition("/")[2]
    assert secret.encode() not in bytes(SignInLink.objects.get().secret_hash)
    assert secret not in "".join(AuditEntry.objects.values_list("details", flat=True))


@pytest.mark.requirement("S3.19")
def test_dana_may_do_nothing_until_she_has_set_up_her_second_factor() -> None:
    dana, client = cast.dana(), Client()
    client.post(link_for(dana))
    assert client.get("/account/")["Location"] == "/account/second-factor/app/"
    set_up_factor(client)
    assert client.get("/account/").status_code == 200


def test_danas_other_session_does_not_profit_from_the_factor_set_up_in_this_one() -> None:
    dana = with_password(cast.dana())
    thief, client = Client(), Client()
    sign_in_with_password(thief, dana)
    sign_in_with_password(client, dana)
    set_up_factor(client)
    assert thief.get("/account/")["Location"] == "/account/second-factor/app/"
    assert thief.get("/account/second-factor/app/")["Location"] != "/account/"
    assert thief.get("/account/").status_code == 302


def test_dana_is_asked_for_a_code_each_time_even_with_a_link() -> None:
    dana, client = with_password(cast.dana()), Client()
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in_with_password(client, dana)
        secret = set_up_factor(client)
        clock.shift(60)
        for come in (
            lambda browser: sign_in_with_password(browser, dana),
            lambda browser: browser.post(link_for(dana)),
        ):
            browser = Client()
            assert come(browser)["Location"] == "/sign-in/code/"
            assert browser.get("/account/").status_code == 302
            wrong = browser.post("/sign-in/code/", {"code": "000000"})
            assert "This code is not right" in wrong.content.decode()
            clock.shift(31)
            assert browser.post("/sign-in/code/", {"code": code_of(secret)})["Location"] == "/"
            assert browser.get("/account/").status_code == 200


def test_recovery_codes_are_shown_once_and_each_lets_her_in_once() -> None:
    dana, client = with_password(cast.dana()), Client()
    sign_in_with_password(client, dana)
    set_up_factor(client)
    codes = re.findall(r"<li><code>(\d+)</code></li>", client.get("/account/recovery-codes/").content.decode())
    assert len(codes) == 10
    assert codes[0] not in client.get("/account/recovery-codes/").content.decode()
    for expected in (302, 200):
        browser = Client()
        sign_in_with_password(browser, dana)
        assert browser.post("/sign-in/code/", {"code": codes[0]}).status_code == expected


def test_the_key_of_the_app_is_sealed_in_the_database() -> None:
    from allauth.mfa.models import Authenticator

    dana, client = with_password(cast.dana()), Client()
    sign_in_with_password(client, dana)
    secret = set_up_factor(client)
    kept = "".join(str(row.data) for row in Authenticator.objects.all())
    assert secret not in kept


def test_a_wrong_password_says_the_same_for_somebody_and_nobody() -> None:
    tom = with_password(cast.tom())
    somebody = sign_in_with_password(Client(), tom, "wrong words entirely")
    nobody = Client().post("/sign-in/", {"login": "nobody", "password": "wrong words entirely"})
    assert "The login or the password is not right" in somebody.content.decode()
    assert "The login or the password is not right" in nobody.content.decode()


def test_a_closed_account_is_out_with_the_next_request() -> None:
    tom, client = with_password(cast.tom()), Client()
    sign_in_with_password(client, tom)
    assert client.get("/account/").status_code == 200
    close_user(actor=cast.SETTING_UP, user=tom.user, at=timezone.now())
    assert client.get("/account/").status_code == 302
    assert sign_in_with_password(Client(), tom)["Location"] == "/sign-in/closed/"


def test_a_changed_role_counts_with_the_next_request(sign_in: object) -> None:
    from tutela.web.establishments.operations import grant_role

    tom = cast.tom()
    client = sign_in(tom, second_factor=False)
    assert client.get("/account/").status_code == 200
    grant_role(actor=cast.SETTING_UP, person=tom, role="dsl", from_on=cast.SINCE, at=timezone.now())
    assert client.get("/account/")["Location"] == "/account/second-factor/app/"


@pytest.mark.parametrize(("who", "minutes"), [("dana", 15), ("tom", 60)])
def test_an_idle_session_ends(who: str, minutes: int, sign_in: object) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = sign_in(getattr(cast, who)())
        assert client.get("/account/").status_code == 200
        clock.shift(timedelta(minutes=minutes, seconds=-1))
        assert client.get("/account/").status_code == 200
        clock.shift(timedelta(minutes=minutes, seconds=1))
        assert client.get("/account/").status_code == 302


def test_no_session_outlives_ten_hours(sign_in: object) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = sign_in(cast.tom())
        for _ in range(20):
            assert client.get("/account/").status_code == 200
            clock.shift(timedelta(minutes=30))
        clock.shift(1)
        assert client.get("/account/").status_code == 302


def test_what_matters_is_asked_again_after_five_minutes() -> None:
    tom, client = with_password(cast.tom()), Client()
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in_with_password(client, tom)
        assert client.get("/account/password/").status_code == 200
        clock.shift(301)
        assert client.get("/account/password/")["Location"].startswith("/account/again/")
        posted = client.post("/account/password/", {"oldpassword": PASSWORD, "password1": "x", "password2": "x"})
        assert posted["Location"].startswith("/account/again/")
        answer = client.post("/account/again/?next=/account/password/", {"password": PASSWORD})
        assert answer["Location"] == "/account/password/"
        assert client.get("/account/password/").status_code == 200


def test_signing_out_leaves_nothing_in_the_browser(sign_in: object) -> None:
    client = sign_in(cast.tom())
    answer = client.post("/sign-out/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/account/").status_code == 302


def test_every_sign_in_is_put_down() -> None:
    tom = with_password(cast.tom())
    sign_in_with_password(Client(), tom)
    entry = AuditEntry.objects.get(action="user.sign-in")
    assert entry.object == f"accounts.user:{tom.user_id}"
