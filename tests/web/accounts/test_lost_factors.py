"""The way back for somebody who lost their second factor: two people and a day, and nobody can take an account over."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.accounts.test_signing_in import (
    PASSWORD,
    code_of,
    link_for,
    set_up_factor,
    sign_in_with_password,
    with_password,
)
from tutela.web.accounts import operations
from tutela.web.accounts.models import LostFactor
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.establishments.models import Person
from tutela.web.establishments.operations import exclude, grant_role

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SignIn = Callable[..., Client]


def with_factor(person: Person) -> Person:
    with_password(person)
    TOTP.activate(person.user, generate_totp_secret())
    return person


def ask(client: Client, person: Person) -> str:
    """The address of the request that this asks for."""
    answer = client.post(f"/accounts/{person.user_id}/lost-factor/", {"how": "in-person"})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def confirm(client: Client, request: str) -> int:
    return client.post(f"{request}confirm/", {"how": "video"}).status_code


def code_from(client: Client, request: str) -> str:
    answer = client.post(f"{request}code/")
    assert answer.status_code == 200
    return re.search(r'id="code">(\d{4} \d{4})<', answer.content.decode())[1]


def mailed(kind: str) -> set[str]:
    return set(OutboxMessage.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_dana_comes_back_by_the_head_and_the_deputy_after_a_day(sign_in: SignIn) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        dana = with_factor(cast.dana())
        cast.chris()
        cast.dev()
        request = ask(sign_in(cast.hana()), dana)
        assert mailed("lost-factor-asked") == {dana.user.email}
        assert mailed("lost-factor-wanted") == {"dev@oakfield.example", "chris@oakfield.example"}
        assert confirm(sign_in(cast.dev()), request) == 302
        assert mailed("lost-factor-confirmed") == {dana.user.email}
        clock.shift(DAY + timedelta(minutes=1))
        code = code_from(sign_in(cast.dev()), request)
        browser = Client()
        assert sign_in_with_password(browser, dana)["Location"] == "/sign-in/code/"
        assert browser.post("/sign-in/code/", {"code": code})["Location"] == "/"
        assert not Authenticator.objects.filter(user=dana.user).exists()
        assert mailed("lost-factor-done") == {dana.user.email}
        # she is in, and may do nothing before she has a new factor
        assert browser.get("/account/")["Location"] == "/account/second-factor/app/"
        secret = set_up_factor(browser)
        assert browser.get("/account/").status_code == 200
        clock.shift(60)
        again = Client()
        sign_in_with_password(again, dana)
        assert "not right" in again.post("/sign-in/code/", {"code": code}).content.decode()
        assert again.post("/sign-in/code/", {"code": code_of(secret)})["Location"] == "/"
    steps = AuditEntry.objects.filter(action__startswith="lost-factor").order_by("seq").values_list("action", flat=True)
    assert list(steps) == ["lost-factor.ask", "lost-factor.confirm", "lost-factor.make-code", "lost-factor.let-in"]


def test_no_one_person_can_take_an_account_over(sign_in: SignIn) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        dana = with_factor(cast.dana())
        cast.dev()
        request = ask(sign_in(cast.hana()), dana)
        assert confirm(sign_in(cast.hana()), request) == 404  # not both of the two
        assert sign_in(cast.hana()).post(f"{request}code/").status_code == 404  # nobody confirmed
        confirm(sign_in(cast.dev()), request)
        assert sign_in(cast.dev()).post(f"{request}code/").status_code == 404  # the day has not passed
        clock.shift(DAY + timedelta(minutes=1))
        assert sign_in(cast.hana()).post(f"{request}code/").status_code == 404  # she makes links, so he has the code
        code = code_from(sign_in(cast.dev()), request)
        # whoever has the code has no password, whoever has the password no code, and IT has neither
        assert sign_in(cast.dev()).post(f"/accounts/{dana.user_id}/link/").status_code == 404
        stranger = Client()
        sign_in_with_password(stranger, dana, "a guess of words")
        assert stranger.post("/sign-in/code/", {"code": code})["Location"] == "/sign-in/"
        thief = Client()
        sign_in_with_password(thief, dana)
        assert "not right" in thief.post("/sign-in/code/", {"code": "0000 0000"}).content.decode()


def test_who_confirms_never_makes_the_link_as_well(sign_in: SignIn) -> None:
    with time_machine.travel(NOON, tick=False):
        dana, dev = with_factor(cast.dana()), cast.dev()
        request = ask(sign_in(cast.hana()), dana)
        grant_role(actor=cast.SETTING_UP, person=dev, role="it", from_on=cast.SINCE, at=NOON)
        assert sign_in(dev).get(f"/accounts/{dana.user_id}/link/").status_code == 200
        confirm(sign_in(dev), request)
        assert sign_in(dev).get(f"/accounts/{dana.user_id}/link/").status_code == 404


@pytest.mark.parametrize("who", ["dana", "dev", "ivy", "tom", "gwen", "theo", "eli"])
def test_only_whoever_gives_out_roles_asks(who: str, sign_in: SignIn) -> None:
    tom = with_factor(cast.sue())
    answer = sign_in(getattr(cast, who)()).post(f"/accounts/{tom.user_id}/lost-factor/", {"how": "in-person"})
    assert answer.status_code == 404
    assert not LostFactor.objects.exists()


def test_nobody_asks_or_confirms_for_themselves(sign_in: SignIn) -> None:
    hana = with_factor(cast.hana())
    assert sign_in(hana).post(f"/accounts/{hana.user_id}/lost-factor/", {"how": "in-person"}).status_code == 404
    dana = with_factor(cast.dana())
    request = ask(sign_in(hana), dana)
    assert confirm(sign_in(dana), request) == 404


def test_for_the_head_the_chair_asks_and_the_dsl_confirms(sign_in: SignIn) -> None:
    hana, chris, dana = with_factor(cast.hana()), cast.chris(), cast.dana()
    found = sign_in(chris).get("/accounts/lost-factors/?name=novak").content.decode()
    assert "Hana Novak" in found
    assert "Dana" not in sign_in(chris).get("/accounts/lost-factors/?name=dana").content.decode().partition("<main")[2]
    request = ask(sign_in(chris), hana)
    assert confirm(sign_in(dana), request) == 302


def test_it_and_a_conflict_of_interest_keep_out(sign_in: SignIn) -> None:
    dana, dev = with_factor(cast.dana()), cast.dev()
    exclude(actor=cast.SETTING_UP, person=dev, about_person=dana, reason="married", at=timezone.now())
    request = ask(sign_in(cast.hana()), dana)
    assert sign_in(dev).get(request).status_code == 404
    assert sign_in(cast.ivy()).get(request).status_code == 404
    assert sign_in(cast.eli()).get(request).status_code == 404


def test_a_teacher_needs_one_helper_and_no_day(sign_in: SignIn) -> None:
    tom = with_factor(cast.tom())
    hana = sign_in(cast.hana())
    code = code_from(hana, ask(hana, tom))
    browser = Client()
    sign_in_with_password(browser, tom)
    assert browser.post("/sign-in/code/", {"code": code})["Location"] == "/"
    assert browser.get("/account/").status_code == 200


def test_dana_did_not_lose_it_and_stops_it(sign_in: SignIn) -> None:
    dana = with_factor(cast.dana())
    request = ask(sign_in(cast.hana()), dana)
    confirm(sign_in(cast.dev()), request)
    client = sign_in(dana)
    assert "Somebody says that you lost your second factor" in client.get("/account/second-factor/").content.decode()
    assert "Stopped" in client.post("/account/second-factor/not-lost/", follow=True).content.decode()
    assert sign_in(cast.dev()).get(request).status_code == 404
    assert Authenticator.objects.filter(user=dana.user).exists()


def test_a_request_is_asked_once_and_ends_after_a_week(sign_in: SignIn) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        dana = with_factor(cast.dana())
        first = ask(sign_in(cast.hana()), dana)
        twice = sign_in(cast.hana()).post(f"/accounts/{dana.user_id}/lost-factor/", {"how": "video"})
        assert "Somebody asked for this person already" in twice.content.decode()
        clock.shift(timedelta(days=8))
        assert sign_in(cast.hana()).get(first).status_code == 404
        assert ask(sign_in(cast.hana()), dana) != first
        clock.shift(timedelta(days=8))
        assert operations.lapse_old_requests(timezone.now()) == 1


def test_another_code_ends_the_first_and_neither_stands_in_the_database(sign_in: SignIn) -> None:
    tom = with_factor(cast.tom())
    hana = sign_in(cast.hana())
    request = ask(hana, tom)
    first, second = code_from(hana, request), code_from(hana, request)
    assert not operations.is_help_code_right(tom.user, first, at=timezone.now())
    assert operations.is_help_code_right(tom.user, second.replace(" ", ""), at=timezone.now())
    row = LostFactor.objects.get()
    assert second.replace(" ", "").encode() not in bytes(row.code_hash)


def test_guessing_the_code_is_slowed_down_like_any_other(sign_in: SignIn) -> None:
    tom = with_factor(cast.tom())
    hana = sign_in(cast.hana())
    code = code_from(hana, ask(hana, tom))
    browser = Client()
    sign_in_with_password(browser, tom)
    for guess in range(5):
        browser.post("/sign-in/code/", {"code": f"9999999{guess}"})
    assert "Too many attempts" in browser.post("/sign-in/code/", {"code": code}).content.decode()


def test_with_a_passkey_and_no_password_link_and_code_come_from_two_hands(sign_in: SignIn) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        dana = cast.dana()
        TOTP.activate(dana.user, generate_totp_secret())
        cast.dev()
        request = ask(sign_in(cast.hana()), dana)
        confirm(sign_in(cast.dev()), request)
        clock.shift(DAY + timedelta(minutes=1))
        code = code_from(sign_in(cast.dev()), request)
        browser = Client()
        assert browser.post(link_for(dana))["Location"] == "/sign-in/code/"
        assert browser.post("/sign-in/code/", {"code": code})["Location"] == "/account/password/first/"
        assert browser.get("/account/password/first/")["Location"] == "/account/second-factor/app/"


def test_the_helpers_open_nothing_that_only_her_password_opens() -> None:
    from tutela.web.core import personal_keys
    from tutela.web.core.sealing import CannotOpen

    dana = with_factor(cast.dana())
    row = personal_keys.make_personal_key(dana.user, PASSWORD, at=NOON)
    Authenticator.objects.filter(user=dana.user).delete()
    dana.user.set_password("chosen by the helper")
    dana.user.save()
    with pytest.raises(CannotOpen):
        personal_keys.open_personal_key(row, "chosen by the helper")
    assert personal_keys.open_personal_key(row, PASSWORD)
