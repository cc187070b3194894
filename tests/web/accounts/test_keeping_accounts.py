"""How well accounts are kept: who sees the list, what it finds, and what may be done about it by whom."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.accounts.test_signing_in import sign_in_with_password, with_password
from tutela.web.accounts import queries
from tutela.web.accounts.operations import close_user
from tutela.web.accounts.queries.hygiene import FLAGS
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.establishments.models import Person
from tutela.web.establishments.operations import exclude

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SignIn = Callable[..., Client]


def text(client: Client, query: str = "") -> str:
    page = client.get(f"/accounts/{query}").content.decode()
    return re.sub(r"<[^>]+>", " ", page.partition("<tbody")[2].partition("</tbody")[0])


def flags(person: Person, by: Person | None = None, at: datetime | None = None) -> tuple[str, ...]:
    actor = cast.acting(by or cast.ivy())
    return queries.get_account(actor, person.user_id, at=at or timezone.now()).flags


def leaves(person: Person, on: date) -> None:
    person.left_on = on
    person.save(update_fields=["left_on"])


@pytest.mark.requirement("S3.18")
def test_ivy_finds_leavers_unused_and_shared_accounts_and_readers_without_a_factor() -> None:
    with time_machine.travel(NOON, tick=False):
        tom, sue, dana, dev = cast.tom(), cast.sue(), cast.dana(), cast.dev()
        for person in (tom, sue, dana, dev):
            person.user.last_login = NOON - timedelta(days=1)
            person.user.save()
        TOTP.activate(dev.user, generate_totp_secret())
        assert [flags(person) for person in (tom, sue, dana, dev)] == [(), (), ("no-factor",), ()]
        leaves(tom, date(2026, 11, 20))
        sue.user.last_login = NOON - timedelta(days=91)
        sue.user.email = dev.user.email.upper()
        sue.user.save()
        assert flags(tom) == ("leaver",)
        assert flags(sue) == ("dormant", "shared")
        assert flags(dev) == ("shared",)
        counted = queries.count_flags(cast.acting(cast.ivy()), at=NOON)
        assert counted["leaver"] == 1
        assert counted["shared"] == 2


def test_an_account_that_was_never_used_counts_from_when_it_was_made() -> None:
    tom = cast.tom()
    assert flags(tom) == ("dormant",)  # made in 2020
    tom.user.made_at = timezone.now() - timedelta(days=89)
    tom.user.save()
    assert flags(tom) == ()


def test_the_list_is_narrowed_by_its_address(sign_in: SignIn) -> None:
    for person in (cast.tom(), cast.leo(), cast.dana()):
        assert person.user
    leaves(cast.tom(), date(2026, 1, 1))
    ivy = sign_in(cast.ivy())
    assert "Tom Reed" in text(ivy)
    assert "Leo Marsh" not in text(ivy, "?kind=staff")
    assert text(ivy, "?show=leaver").count("Has left") == 1
    assert "Dana Shah" in text(ivy, "?name=sha")
    assert "Tom Reed" not in text(ivy, "?name=sha")
    assert ivy.get("/accounts/?show=nonsense&kind=x&page=minus").status_code == 200


def test_the_list_ends_at_the_establishment_and_at_a_conflict_of_interest(sign_in: SignIn) -> None:
    eli, tom, ivy = cast.eli(), cast.tom(), cast.ivy()
    exclude(actor=cast.SETTING_UP, person=ivy, about_person=tom, reason="married", at=timezone.now())
    page = text(sign_in(ivy))
    assert "Eli" not in page
    assert "Tom" not in page
    for other in (eli, tom):
        assert sign_in(ivy).get(f"/accounts/{other.user_id}/").status_code == 404
        assert sign_in(ivy).post(f"/accounts/{other.user_id}/close/").status_code == 404


def test_without_a_second_factor_nobody_keeps_accounts(sign_in: SignIn) -> None:
    ivy = sign_in(cast.ivy(), second_factor=False)
    assert ivy.get("/accounts/")["Location"] == "/account/second-factor/app/"


def test_ivy_closes_a_leavers_account_and_opens_it_again(sign_in: SignIn) -> None:
    tom, ivy = with_password(cast.tom()), sign_in(cast.ivy())
    leaves(tom, date(2026, 1, 1))
    desk = Client()
    sign_in_with_password(desk, tom)
    page = f"/accounts/{tom.user_id}/"
    assert "Do you want to close the account of Tom Reed?" in ivy.get(f"{page}close/").content.decode()
    assert "is closed" in ivy.post(f"{page}close/", follow=True).content.decode()
    assert desk.get("/account/").status_code == 302
    assert sign_in_with_password(Client(), tom)["Location"] == "/sign-in/closed/"
    assert flags(tom) == ("closed",)
    assert "is open again" in ivy.post(f"{page}reopen/", follow=True).content.decode()
    assert sign_in_with_password(Client(), tom)["Location"] == "/"
    done = AuditEntry.objects.filter(action__in=("user.close", "user.reopen")).order_by("seq")
    assert [entry.actor for entry in done] == [f"user:{cast.ivy().user_id}"] * 2


def test_it_never_closes_the_account_of_whoever_reads_about_people(sign_in: SignIn) -> None:
    dana, ivy = cast.dana(), sign_in(cast.ivy())
    page = f"/accounts/{dana.user_id}/"
    assert "Only whoever gives out roles" in ivy.get(page).content.decode()
    assert ivy.post(f"{page}close/").status_code == 404
    assert sign_in(cast.hana()).post(f"{page}close/").status_code == 302


def test_it_makes_no_link_that_would_let_it_read_about_people(sign_in: SignIn) -> None:
    dana, ivy = cast.dana(), sign_in(cast.ivy())
    link = f"/accounts/{dana.user_id}/link/"
    assert ivy.post(link).status_code == 404  # with a link alone one would set up a factor of one's own
    TOTP.activate(dana.user, generate_totp_secret())
    page = ivy.post(link).content.decode()
    url = re.search(r'id="link">http://[^/]+(/sign-in/[\w-]+/)<', page)[1]
    taken = Client()
    assert taken.post(url)["Location"] == "/sign-in/code/"
    assert taken.get("/account/").status_code == 302


def test_a_link_is_told_to_the_owner_of_an_account_in_use(sign_in: SignIn) -> None:
    tom, ivy = with_password(cast.tom()), sign_in(cast.ivy())
    ivy.post(f"/accounts/{tom.user_id}/link/")
    assert not OutboxMessage.objects.filter(kind="sign-in-link-made").exists()  # he is new
    sign_in_with_password(Client(), tom)
    ivy.post(f"/accounts/{tom.user_id}/link/")
    assert OutboxMessage.objects.get(kind="sign-in-link-made").recipient == tom.user.email


def test_nobody_keeps_their_own_account(sign_in: SignIn) -> None:
    hana = cast.hana()
    client = sign_in(hana)
    for step in ("link", "close", "reopen"):
        assert client.post(f"/accounts/{hana.user_id}/{step}/").status_code == 404
    assert "Somebody else has to look after it" in client.get(f"/accounts/{hana.user_id}/").content.decode()


def test_what_matters_is_asked_again_first(sign_in: SignIn) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tom, ivy = cast.tom(), sign_in(cast.ivy())
        clock.shift(301)
        assert ivy.get(f"/accounts/{tom.user_id}/").status_code == 200
        for step in ("link", "close", "reopen"):
            assert ivy.post(f"/accounts/{tom.user_id}/{step}/")["Location"].startswith("/account/again/"), step


def test_the_list_takes_as_many_questions_for_many_as_for_few(
    sign_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for make in cast.EVERYBODY:
        make()
    ivy = sign_in(cast.ivy())
    ivy.get("/accounts/")
    with django_assert_max_num_queries(26):
        ivy.get("/accounts/")


@pytest.mark.parametrize("flag", FLAGS)
def test_what_the_filter_finds_is_what_each_account_says_of_itself(flag: str) -> None:
    with time_machine.travel(NOON, tick=False):
        for make in cast.EVERYBODY:
            make()
        tom = cast.tom()
        tom.user.email = "DANA@oakfield.example"
        tom.user.save()
        leaves(cast.dev(), date(2026, 11, 23))
        leaves(cast.sue(), date(2026, 11, 24))
        TOTP.activate(cast.hana().user, generate_totp_secret())
        close_user(actor=cast.SETTING_UP, user=cast.gwen().user, at=NOON)
        actor = cast.acting(cast.ivy())
        everyone = queries.describe_accounts(actor, queries.find_accounts(actor, at=NOON), at=NOON)
        found = queries.find_accounts(actor, at=NOON, flag=flag)
        assert {one.user.pk for one in everyone if flag in one.flags} == set(found.values_list("pk", flat=True))
        assert found
