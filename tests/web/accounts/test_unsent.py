"""What somebody typed into a page is there again after they have signed in anew: for them, here, for a day."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django import forms as django_forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import cast
from tests.web.accounts.test_signing_in import NOON, PASSWORD, sign_in_with_password, with_password
from tutela.web.accounts.models import UnsentPage
from tutela.web.accounts.tasks import forget_what_is_over
from tutela.web.core.forms.unsent import may_be_kept
from tutela.web.establishments.models import Person

STORY = (
    'Leo told me at the bus stop that his cousin takes his phone at night.\r\nHe was crying.  "Don\'t tell", he said.'
)
IDLE = timedelta(minutes=61)


def signed_in(person: Person, client: Client | None = None) -> Client:
    client = client or Client()
    sign_in_with_password(client, with_password(person))
    assert client.get("/report-a-concern/").status_code == 200
    return client


def begin_report(client: Client) -> str:
    """The page where it is asked what happened."""
    first = client.post("/report-a-concern/", {"danger": "no"})
    assert first.status_code == 302
    return first["Location"].replace("/who/", "/what/")


def sign_in_again(client: Client, person: Person, page: str) -> object:
    return client.post(page, {"login": person.login, "password": PASSWORD, "next": next_of(page)})


def next_of(page: str) -> str:
    return parse_qs(urlsplit(page).query)["next"][0]


def shown_in(client: Client, page: str, name: str = "what") -> object:
    return client.get(page).context["form"][name].value()


def test_what_tom_wrote_while_his_session_ended_is_there_again_when_he_has_signed_in_and_is_sent_once() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tom, client = cast.tom(), Client()
        signed_in(tom, client)
        page = begin_report(client)
        clock.shift(IDLE)
        door = client.post(page, {"what": STORY})
        assert door["Location"].startswith("/sign-in/?next=")
        assert next_of(door["Location"]) == page
        assert "What you wrote is kept" in client.get(door["Location"]).content.decode()
        assert sign_in_again(client, tom, door["Location"])["Location"] == page
        again = client.get(page)
        assert "This was not sent: who you are was asked first" in again.content.decode()
        assert "cousin takes his phone" in again.content.decode()
        assert shown_in(client, page) == STORY
        on = client.post(page, {"what": STORY})
        assert on.status_code == 302
        assert not UnsentPage.objects.exists()
        assert "This was not sent" not in client.get(page).content.decode()


def test_on_a_shared_computer_whoever_comes_next_sees_nothing_of_what_dana_wrote_and_she_still_does(
    sign_in: Callable[..., Client],
) -> None:
    page = "/actions/new/"  # a page that all three of them have, so that nothing but who they are keeps them apart
    with time_machine.travel(NOON, tick=False) as clock:
        dana = sign_in(cast.dana())
        boxes = re.findall(r'<(?:input|textarea)[^>]*name="([^"]+)"', dana.get(page).content.decode())
        clock.shift(timedelta(minutes=16))
        typed = dict.fromkeys(boxes, "") | {"detail": STORY}
        assert next_of(dana.post(page, typed)["Location"]) == page
        for somebody, is_shown in ((cast.dev(), False), (cast.hana(), False), (cast.dana(), True)):
            client = sign_in(somebody)
            client.cookies["unsent"] = dana.cookies["unsent"].value
            assert ("takes his phone" in client.get(page).content.decode()) is is_shown


def test_in_another_browser_it_is_not_found_and_a_stolen_database_does_not_tell_it() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tom, client = cast.tom(), Client()
        signed_in(tom, client)
        page = begin_report(client)
        clock.shift(IDLE)
        client.post(page, {"what": STORY})
        row = UnsentPage.objects.get()
        assert b"cousin" not in bytes(row.sealed)
        elsewhere = signed_in(tom)
        assert not shown_in(elsewhere, page)
        # neither does somebody who writes a cookie of their own
        elsewhere.cookies["unsent"] = client.cookies["unsent"].value + "x"
        assert not shown_in(elsewhere, page)


def test_after_a_day_it_is_gone_from_the_page_and_from_the_database() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tom, client = cast.tom(), Client()
        signed_in(tom, client)
        page = begin_report(client)
        clock.shift(IDLE)
        door = client.post(page, {"what": STORY})["Location"]
        clock.shift(timedelta(days=1, seconds=1))
        sign_in_again(client, tom, door)
        assert not shown_in(client, page)
        forget_what_is_over(NOON + IDLE + timedelta(days=1, seconds=1))
        assert not UnsentPage.objects.exists()


def test_a_second_page_left_open_is_kept_too_although_the_session_had_ended_with_the_first() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tom, client = cast.tom(), Client()
        signed_in(tom, client)
        page = begin_report(client)
        clock.shift(IDLE)
        assert next_of(client.get("/account/")["Location"]) == "/account/"
        door = client.post(page, {"what": STORY})["Location"]
        assert next_of(door) == page
        sign_in_again(client, tom, door)
        assert shown_in(client, page) == STORY


def test_a_stranger_without_a_session_leaves_nothing_behind() -> None:
    cast.tom()
    assert Client().post("/report-a-concern/", {"danger": "no", "text": STORY}).status_code == 302
    assert not UnsentPage.objects.exists()


def test_passwords_and_codes_are_never_kept() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tom, client = cast.tom(), Client()
        signed_in(tom, client)
        clock.shift(IDLE)
        client.post("/account/password/", {"oldpassword": PASSWORD, "password1": "x", "name": "Tom"})
        client.post("/account/again/", {"password": PASSWORD, "reason": "my words"})
        client.post("/report-a-concern/", {"password": PASSWORD, "code": "123456"})
        assert list(UnsentPage.objects.all()) == []


def test_every_field_that_hides_what_is_typed_or_takes_a_code_has_a_name_that_is_never_kept() -> None:
    def below(kind: type) -> set[type]:
        return {kind}.union(*(below(one) for one in kind.__subclasses__()))

    hidden = {
        name
        for form in below(django_forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, django_forms.PasswordInput)
        or field.widget.attrs.get("autocomplete") in ("one-time-code", "current-password", "new-password")
    }
    assert hidden >= {"password", "code"}
    assert [name for name in sorted(hidden) if may_be_kept(name)] == []


def test_a_file_that_comes_too_late_is_not_even_read_and_the_words_beside_it_are_kept() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tom, client = cast.tom(), Client()
        signed_in(tom, client)
        page = begin_report(client)
        clock.shift(IDLE)
        picture = SimpleUploadedFile("bus.png", b"picture" * 500_000)
        request = client.post(page, {"what": STORY, "document": picture}).wsgi_request
        assert not request.FILES
        assert b"picture" not in bytes(UnsentPage.objects.get().sealed)


def test_a_foreign_page_cannot_put_words_into_toms_page() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tom, client = cast.tom(), Client(enforce_csrf_checks=True)
        client.force_login(with_password(tom).user)
        client.get("/report-a-concern/")
        clock.shift(IDLE)
        foreign = {"HTTP_ORIGIN": "https://evil.example"}
        assert client.post("/report-a-concern/", {"what": STORY}, **foreign).status_code == 302
        assert not UnsentPage.objects.exists()


def test_whoever_was_on_a_page_comes_back_to_it_with_its_question() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tom, client = cast.tom(), Client()
        signed_in(tom, client)
        clock.shift(IDLE)
        door = client.get("/account/?one=1&two=2")["Location"]
        assert sign_in_again(client, tom, door)["Location"] == "/account/?one=1&two=2"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(elsewhere: str) -> None:
    tom, client = with_password(cast.tom()), Client()
    given = {"login": tom.login, "password": PASSWORD, "next": elsewhere}
    assert client.post("/sign-in/", given)["Location"] == "/"


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/x"])
def test_an_address_of_ours_that_looks_like_another_site_does_not_lead_there(path: str) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tom, client = cast.tom(), Client()
        signed_in(tom, client)
        clock.shift(IDLE)
        door = client.post("/report-a-concern/", {"danger": "no"}, HTTP_REFERER=f"http://testserver{path}")["Location"]
        assert door.startswith("/sign-in/")
        given = {"login": tom.login, "password": PASSWORD, "next": next_of(door)}
        assert client.post(door, given)["Location"] == "/"


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(cast.tom())
        clock.shift(IDLE)
        cookie = client.post("/report-a-concern/", {"danger": "no"}).cookies["unsent"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        assert bool(cookie["secure"]) == settings.SESSION_COOKIE_SECURE


def with_proof(page: object) -> str:
    """The proof in a page's form that it comes from us."""
    return re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[0]


OURS = {"HTTP_ORIGIN": "http://testserver"}


def test_a_second_tab_that_was_open_before_tom_signed_in_anew_keeps_what_he_wrote() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tom, client = with_password(cast.tom()), Client(enforce_csrf_checks=True)
        client.force_login(tom.user)
        start = {"danger": "no", "csrfmiddlewaretoken": with_proof(client.get("/report-a-concern/"))}
        page = client.post("/report-a-concern/", start, **OURS)["Location"].replace("/who/", "/what/")
        old = with_proof(client.get(page))
        clock.shift(IDLE)
        # the other tab
        door = client.get("/account/")["Location"]
        given = {"login": tom.login, "password": PASSWORD, "csrfmiddlewaretoken": with_proof(client.get(door))}
        assert client.post(door, given, **OURS)["Location"] == "/account/"
        # and this one
        refused = client.post(page, {"what": STORY, "csrfmiddlewaretoken": old}, **OURS)
        assert (refused.status_code, refused["Location"]) == (302, page)
        assert b"cousin" not in bytes(UnsentPage.objects.get().sealed)
        again = client.get(page)
        assert "This was not sent" in again.content.decode()
        assert again.context["form"]["what"].value() == STORY
        sent = {"what": STORY, "csrfmiddlewaretoken": with_proof(again)}
        on = client.post(page, sent, **OURS)
        assert (on.status_code, on["Location"]) != (302, page)
        assert not UnsentPage.objects.exists()


def test_a_button_of_an_old_page_does_nothing_and_says_so() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(with_password(cast.tom()).user)
    client.get("/report-a-concern/")
    refused = client.post("/report-a-concern/", {"danger": "", "csrfmiddlewaretoken": "X" * 64}, **OURS)
    assert refused["Location"] == "/report-a-concern/"
    assert "so nothing was done" in client.get("/report-a-concern/").content.decode()
    assert not UnsentPage.objects.exists()
    # who wants to leave is not led round
    assert client.post("/sign-out/", {}, **OURS).status_code == 403


@pytest.mark.parametrize("headers", [{"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}, {}])
def test_what_is_not_shown_to_come_from_our_page_is_refused_and_not_kept(headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(with_password(cast.tom()).user)
    assert client.post("/report-a-concern/", {"danger": "no", "what": STORY}, **headers).status_code == 403
    assert not UnsentPage.objects.exists()


def test_who_is_asked_for_the_password_again_finds_the_page_as_it_was_filled_in(
    sign_in: Callable[..., Client],
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        hana = sign_in(with_password(cast.hana()))
        page = f"/people/{cast.tom().pk}/give-role/"
        boxes = re.findall(r'<(?:input|textarea)[^>]*name="([^"]+)"', hana.get(page).content.decode())
        assert "reason" in boxes
        clock.shift(timedelta(minutes=6))
        asked = hana.post(page, dict.fromkeys(boxes, "") | {"reason": STORY})
        assert asked["Location"].startswith("/account/again/")
        assert next_of(asked["Location"]) == page
        # the session is not sealed: nothing of it stands there
        assert STORY not in str(dict(hana.session.items()))
        assert b"cousin" not in bytes(UnsentPage.objects.get().sealed)
        on = hana.post(asked["Location"], {"password": PASSWORD})
        assert on["Location"] == page
        again = hana.get(page)
        assert "This was not sent" in again.content.decode()
        assert "takes his phone" in again.content.decode()
