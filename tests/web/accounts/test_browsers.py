"""Where somebody is signed in: listed for them alone, ended one by one or all at once, a strange browser told."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.accounts.test_signing_in import PASSWORD, link_for, sign_in_with_password, with_password
from tutela.web.accounts.browsers import describe
from tutela.web.accounts.models import SignedInBrowser
from tutela.web.accounts.operations import close_user
from tutela.web.accounts.tasks import forget_what_is_over
from tutela.web.core.models import OutboxMessage
from tutela.web.establishments.models import Person

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142 Safari/537.36 Edg/142"
)
IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/604.1"
)


def browser(person: Person, agent: str = EDGE) -> Client:
    client = Client(headers={"user-agent": agent})
    assert sign_in_with_password(client, person).status_code == 302
    return client


def page(client: Client) -> str:
    return client.get("/account/browsers/").content.decode()


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def notices(kind: str) -> list[str]:
    return list(OutboxMessage.objects.filter(kind=kind).values_list("recipient", flat=True))


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (EDGE, ("Edge", "Windows")),
        (IPAD, ("Safari", "iPad")),
        ("Mozilla/5.0 (X11; CrOS x86_64 16033) AppleWebKit/537.36 Chrome/141 Safari/537.36", ("Chrome", "Chromebook")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:144.0) Gecko/20100101 Firefox/144.0", ("Firefox", "Mac")),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141 Mobile Safari/537.36", ("Chrome", "Android")),
        ("curl/8.5", ("", "")),
        ("\x00" * 5000, ("", "")),
    ],
)
def test_a_browser_is_named_as_its_owner_would_name_it(agent: str, words: tuple[str, str]) -> None:
    assert describe(agent) == words


def test_tom_sees_both_his_browsers_and_which_one_he_is_in() -> None:
    tom = with_password(cast.tom())
    desk, sofa = browser(tom), browser(tom, IPAD)
    for client in (desk, sofa):
        assert "Edge on Windows" in page(client)
        assert "Safari on iPad" in page(client)
        assert page(client).count("This one") == 1
    assert "In 2 browsers" in desk.get("/account/").content.decode()


def test_tom_signs_out_the_one_he_left_on_the_sofa() -> None:
    tom = with_password(cast.tom())
    desk, sofa = browser(tom), browser(tom, IPAD)
    assert is_in(sofa)
    row = SignedInBrowser.objects.get(system="iPad")
    desk.post(f"/account/browsers/{row.pk}/end/")
    assert not is_in(sofa)
    assert is_in(desk)
    assert "iPad" not in page(desk)


def test_tom_signs_out_everywhere_else() -> None:
    tom = with_password(cast.tom())
    desk, others = browser(tom), [browser(tom, IPAD) for _ in range(3)]
    assert all(map(is_in, [desk, *others]))
    answer = desk.post("/account/browsers/others/end/", follow=True).content.decode()
    assert "3 other browsers are signed out" in answer
    assert is_in(desk)
    assert not any(map(is_in, others))


def test_nobody_signs_out_somebody_elses_browser() -> None:
    tom, sue = with_password(cast.tom()), with_password(cast.sue())
    toms, sues = browser(tom), browser(sue)
    row = SignedInBrowser.objects.get(user=tom.user)
    assert sues.post(f"/account/browsers/{row.pk}/end/").status_code == 404
    assert is_in(toms)
    assert "Windows" in page(sues)
    assert page(sues).count("<tr") == 2  # the headings and her own


def test_a_new_password_signs_out_whoever_knew_the_old_one_and_keeps_this_browser() -> None:
    tom = with_password(cast.tom())
    desk, thief = browser(tom), browser(tom, IPAD)
    new = "lantern orbit cabbage"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert desk.post("/account/password/", form)["Location"] == "/account/"
    assert is_in(desk)
    assert not is_in(thief)
    assert page(desk).count("This one") == 1
    assert "iPad" not in page(desk)


def test_closing_an_account_ends_its_sessions_and_links_at_once() -> None:
    tom = with_password(cast.tom())
    desk, link = browser(tom), link_for(tom)
    close_user(actor=cast.SETTING_UP, user=tom.user, at=timezone.now())
    assert not SignedInBrowser.objects.exists()
    assert not is_in(desk)
    assert Client().get(link).status_code == 404


def test_what_rested_too_long_is_not_shown_and_is_forgotten_after_ten_hours() -> None:
    tom = with_password(cast.tom())
    with time_machine.travel(NOON, tick=False) as clock:
        browser(tom, IPAD)
        clock.shift(timedelta(minutes=70))
        assert "iPad" not in page(browser(tom))
        clock.shift(timedelta(hours=11))
        forget_what_is_over(timezone.now())
        assert not SignedInBrowser.objects.exists()


def test_the_list_follows_what_is_used(sign_in: object) -> None:
    tom = with_password(cast.tom())
    with time_machine.travel(NOON, tick=False) as clock:
        desk = browser(tom)
        desk.get("/account/")
        clock.shift(timedelta(minutes=30))
        desk.get("/account/")
        assert SignedInBrowser.objects.get().seen_at == NOON + timedelta(minutes=30)


def test_a_strange_browser_is_told_to_its_owner_and_a_known_one_is_not() -> None:
    tom = with_password(cast.tom())
    desk = browser(tom)
    assert notices("new-browser") == []  # his first sign-in ever is no news
    desk.post("/sign-out/")
    sign_in_with_password(desk, tom)
    assert notices("new-browser") == []
    browser(tom, IPAD)
    assert notices("new-browser") == [tom.user.email]


def test_a_shared_computer_knows_all_who_work_at_it() -> None:
    tom, sue = with_password(cast.tom()), with_password(cast.sue())
    desk = Client()
    for person in (tom, sue, tom, sue):
        sign_in_with_password(desk, person)
        desk.post("/sign-out/")
    assert notices("new-browser") == []
