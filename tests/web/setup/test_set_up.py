"""A new school is set up by one person in one sitting, or in several, and nothing happens before the end."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils.html import escape

from tests import cast
from tests.web.setup.typed import BEGIN, CHECK, START, Typed, an_empty_school, answer, oakfield, village
from tutela.events import retention
from tutela.settings import Settings
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.establishments import operations, queries
from tutela.web.establishments.models import CoverHours, Establishment, Person
from tutela.web.filters.policies import build_policy
from tutela.web.project import first_start
from tutela.web.setup.models import SetUp
from tutela.web.setup.questions import PAGES

SignIn = Callable[..., Client]


def now() -> datetime:
    return datetime.now(UTC)


def holders(school: Establishment, role: str) -> list[str]:
    return [one.full_name for one in queries.list_holders(school, role, at=now())]


@pytest.mark.requirement("S0.13")
@pytest.mark.requirement("S1.16")
def test_a_school_is_set_up_in_seven_questions(sign_in: SignIn) -> None:
    assert len(PAGES) == 7
    school = an_empty_school().establishment
    browser = sign_in(Person._base_manager.get(login="setup"))
    answer(browser, oakfield())
    assert holders(school, "dsl") == []  # nothing has happened yet
    page = browser.get(CHECK).content.decode()
    assert "Dana Shah, login dana, dana@oakfield.example" in page
    assert "Hillside Learning Trust" in page
    links = browser.post(CHECK).content.decode()
    assert links.count("/sign-in/") == 3
    school.refresh_from_db()
    assert (school.name, school.nation, school.trust.name) == ("Oakfield Academy", "england", "Hillside Learning Trust")
    assert (holders(school, "dsl"), holders(school, "deputy-dsl"), holders(school, "head")) == (
        ["Dana Shah"],
        ["Dev Okafor"],
        ["Hana Novak"],
    )
    assert queries.get_named_contact(school, at=now()).name == "Dana Shah"
    assert CoverHours._base_manager.filter(establishment=school).count() == 5
    assert build_policy(school, now())["fail_policy"]["chosen_by"] == "Hana Novak"
    asked = queries.get_asked_to_sign(school)
    assert (asked.person.full_name, asked.role_words, asked.note) == ("Hana Novak", "Headteacher", "Office, folder 3")
    assert not queries.is_monitoring_signed_off(school, now()), "she has not signed yet"
    assert "Hana Novak is asked to sign, and has not yet" in browser.get("/setting-up/ready/").content.decode()
    assert browser.get(START).url == "/setting-up/ready/"


@pytest.mark.parametrize("typed", [oakfield, village])
def test_the_same_times_are_proposed_everywhere_and_the_page_says_why(
    sign_in: SignIn, typed: Callable[[], Typed]
) -> None:
    browser = sign_in(an_empty_school())
    answer(browser, typed())
    check = browser.get(CHECK).content.decode()
    for kind in retention.proposed():
        assert f"{escape(kind.name)}: {kind.days} days" in check
    assert "The same is proposed in every nation, sector and phase, as no law names a time." in check


def test_what_was_typed_about_people_is_not_kept_twice(sign_in: SignIn) -> None:
    browser = sign_in(an_empty_school())
    answer(browser, oakfield())
    assert "Dana" in str(SetUp._base_manager.get().answers)
    browser.post(CHECK)
    set_up = SetUp._base_manager.get()
    assert (set_up.answers, set_up.hold) == ({}, "")
    assert set_up.finished_at


@pytest.mark.requirement("S0.26")
@pytest.mark.requirement("S0.27")
def test_a_village_school_in_wales_reads_its_own_words_and_asks_six_questions(sign_in: SignIn) -> None:
    school = an_empty_school().establishment
    browser = sign_in(Person._base_manager.get(login="setup"))
    answer(browser, village())
    page = browser.get("/setting-up/question/lead/").content.decode()
    assert "Who is the designated safeguarding person?" in page
    assert "of 6" in page
    check = browser.get(CHECK).content.decode()
    assert "Social services" in check
    assert "Children’s social care" not in check
    browser.post(CHECK)
    school.refresh_from_db()
    assert (school.preset, school.filtering_by, school.provider_name) == ("small", "provider", "The council")


def test_where_the_lead_is_the_head_what_is_about_her_goes_to_the_chair(sign_in: SignIn) -> None:
    school = an_empty_school().establishment
    browser = sign_in(Person._base_manager.get(login="setup"))
    answer(browser, village())
    browser.post(CHECK)
    dana = Person._base_manager.get(login="dana")
    assert queries.list_roles(dana, school, at=now()) == ["dsl", "head"]
    assert [one.full_name for one in queries.list_reviewers(school, about={dana.pk}, at=now())] == ["Chris Adeyemi"]


def test_nobody_is_monitored_until_somebody_has_signed(sign_in: SignIn) -> None:
    school = an_empty_school().establishment
    browser = sign_in(Person._base_manager.get(login="setup"))
    answer(browser, village())
    browser.post(CHECK)
    assert not queries.is_monitoring_signed_off(school, now())
    assert "Nobody has signed" in browser.get("/setting-up/ready/").content.decode()
    dana = Person._base_manager.get(login="dana")
    browser.post("/setting-up/monitoring/", {"person": str(dana.pk)})
    assert not queries.is_monitoring_signed_off(school, now()), "asked is not signed"
    chris = Person._base_manager.get(login="chris")
    assert queries.get_asked_to_sign(school).person == dana
    signing = sign_in(dana)  # the head of this school is its lead as well
    assert "decision about monitoring" in signing.get("/").content.decode()
    wrong = signing.post("/setting-up/monitoring/", {"role_words": "Head"}).content.decode()
    assert "Tick the box" in wrong
    signing.post("/setting-up/monitoring/", {"role_words": "Head", "agreed": "on"})
    assert queries.get_monitoring_sign_off(school, now()).person == dana
    assert "decision about monitoring" not in signing.get("/").content.decode()
    browser.post("/setting-up/monitoring/", {"person": str(chris.pk), "note": "The assessment is out of date"})
    assert not queries.is_monitoring_signed_off(school, now())
    page = browser.get("/setting-up/monitoring/").content.decode()
    assert "The assessment is out of date" in page
    assert OutboxMessage.objects.filter(kind="monitoring-stopped", recipient=dana.email).count() == 1


def test_hana_signs_for_herself_and_names_the_adviser_from_outside(sign_in: SignIn) -> None:
    hana, dana = cast.hana(), cast.dana()
    browser = sign_in(hana)
    page = browser.get("/setting-up/monitoring/").content.decode()
    assert f"You sign as {hana.full_name}" in page
    assert "Who signs?" not in page
    given = {"role_words": "Headteacher", "adviser": "Ade Bello, County data protection", "agreed": "on"}
    browser.post("/setting-up/monitoring/", given | {"person": str(dana.pk)})
    signed = queries.get_monitoring_sign_off(cast.oakfield(), now())
    assert signed is not None
    assert (signed.person, signed.adviser) == (hana, "Ade Bello, County data protection")
    assert "Advised by Ade Bello" in browser.get("/setting-up/monitoring/").content.decode()
    browser.post("/setting-up/monitoring/", {"note": "The assessment is out of date"})
    assert not queries.is_monitoring_signed_off(cast.oakfield(), now())


@pytest.mark.requirement("S4.12")
def test_ivy_asks_hana_to_sign_and_can_sign_neither_for_her_nor_for_herself(sign_in: SignIn) -> None:
    ivy, hana, dana = cast.ivy(), cast.hana(), cast.dana()
    browser = sign_in(ivy)
    page = "/setting-up/monitoring/"
    signature = {"role_words": "Headteacher", "agreed": "on"}
    assert "Select whom you ask" in browser.post(page, signature).content.decode()
    for nobody in (ivy, dana):
        browser.post(page, signature | {"person": str(nobody.pk)})
        assert queries.get_asked_to_sign(cast.oakfield()) is None
    browser.post(page, signature | {"person": str(hana.pk), "note": "Office, folder 3"})
    assert not queries.is_monitoring_signed_off(cast.oakfield(), now())
    assert "has not signed yet" in browser.get(page).content.decode()
    assert OutboxMessage.objects.get(kind="please-sign").recipient == hana.email
    with pytest.raises(operations.NotTheirs):
        operations.sign_off_monitoring(
            actor=cast.acting(ivy), at=now(), establishment=cast.oakfield(), person=hana, role_words="Headteacher"
        )
    signing = sign_in(hana)
    words = signing.get(page).content.decode()
    assert "You are asked to decide" in words
    assert "Office, folder 3" in words
    signing.post(page, signature)
    assert queries.get_monitoring_sign_off(cast.oakfield(), now()).person == hana
    assert queries.get_asked_to_sign(cast.oakfield()) is None


def test_dana_who_reads_the_alerts_does_not_sign_for_them(sign_in: SignIn) -> None:
    assert sign_in(cast.dana()).get("/setting-up/monitoring/").status_code == 404


def test_half_an_answer_can_be_put_aside_and_is_there_again(sign_in: SignIn) -> None:
    setup = an_empty_school()
    browser = sign_in(setup)
    browser.post(BEGIN)
    browser.post("/setting-up/question/school/", {**oakfield()["school"], "phase": "", "later": ""})
    assert "Set up your school" in browser.get("/").content.decode()
    another = sign_in(setup)
    assert another.post(BEGIN).url == "/setting-up/question/school/"
    page = another.get("/setting-up/question/school/").content.decode()
    assert "Oakfield Academy" in page
    assert "Select whom it teaches" in page


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_page_is_refused_with_words_and_never_breaks(sign_in: SignIn, page: str) -> None:
    browser = sign_in(an_empty_school())
    browser.post(BEGIN)
    answered = browser.post(f"/setting-up/question/{page}/", {})
    assert answered.status_code == 200
    assert "There is a problem" in answered.content.decode()


def test_answers_that_contradict_each_other_are_asked_again(sign_in: SignIn) -> None:
    browser = sign_in(an_empty_school())
    answer(browser, oakfield())
    without = {key: "" if key.startswith("deputy_") else value for key, value in oakfield()["others"].items()}
    browser.post("/setting-up/question/contact/", {**oakfield()["contact"], "contact": "deputy-dsl"})
    answered = browser.post("/setting-up/question/others/", without)
    assert answered.url == "/setting-up/question/contact/"
    assert browser.post(CHECK).url == START
    assert Establishment.objects.get().name == "Our school"


@pytest.mark.parametrize(
    ("page", "wrong", "words"),
    [
        ("school", {"trust": ""}, "Enter the name of the trust or group"),
        ("school", {"nation": "atlantis"}, "Select one of the answers shown"),
        ("lead", {"login": "dana shah"}, "Use letters, digits, dots and dashes only"),
        ("lead", {"login": "SETUP"}, "Somebody has this login already"),
        ("lead", {"email": "dana"}, "like name@example.com"),
        ("others", {"deputy_login": "Dana"}, "Each person has a login of their own"),
        ("others", {"deputy_email": ""}, "Enter the email address of the deputy"),
        ("others", {"reviewer_login": ""}, "Enter the login of the person it goes to"),
        ("contact", {"closes": "7am"}, "must be after the time it begins"),
        ("contact", {"opens": "soon"}, "Enter a time, like 9:12am or 2pm"),
        ("contact", {"contact": "chair"}, "Select one of the answers shown"),
        ("filtering", {"filtering_by": "provider"}, "Enter the name of the provider"),
        ("filtering", {"preset": "small"}, "Select Everything"),
        ("fails", {"lists": "more", "list_place": "http://lists.example/x"}, "begins with https://"),
        ("monitoring", {"signed_by": ""}, "Select whom we shall ask"),
        ("monitoring", {"signed_by": "dsl"}, "Select one of the answers shown"),
    ],
)
def test_a_wrong_answer_is_said_in_plain_words(sign_in: SignIn, page: str, wrong: dict[str, str], words: str) -> None:
    browser = sign_in(an_empty_school())
    typed = oakfield()
    answer(browser, {key: fields for key, fields in typed.items() if list(typed).index(key) < list(typed).index(page)})
    answered = browser.post(f"/setting-up/question/{page}/", {**typed[page], **wrong})
    assert answered.status_code == 200
    assert words in answered.content.decode()


def test_ivy_finds_who_is_there_already_and_is_not_asked_for_people(sign_in: SignIn) -> None:
    cast.dana(), cast.hana()
    browser = sign_in(cast.ivy())
    browser.post(BEGIN)
    page = browser.get(START).content.decode()
    assert "Who is the" not in page
    assert browser.get("/setting-up/question/lead/").status_code == 404
    typed = oakfield()
    del typed["lead"], typed["others"]
    answer(browser, typed)
    assert "/sign-in/" not in browser.post(CHECK).content.decode()
    assert holders(cast.oakfield(), "dsl") == ["Dana Shah"]
    assert queries.get_named_contact(cast.oakfield(), at=now()).name == "Dana Shah"


def test_every_step_is_audited_and_no_name_or_secret_is(sign_in: SignIn) -> None:
    browser = sign_in(an_empty_school())
    answer(browser, oakfield())
    secret = browser.post(CHECK).content.decode().split("/sign-in/")[1].split("/")[0]
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"setup.begin", "setup.answer", "setup.finish", "monitoring.ask-to-sign", "named-contact.name"} <= actions
    told = " ".join(str(details) for details in AuditEntry.objects.values_list("details", flat=True))
    assert secret not in told
    assert "Shah" not in told


@pytest.mark.parametrize("page", [START, CHECK, "/setting-up/ready/", "/setting-up/monitoring/"])
def test_tom_does_not_set_up_a_school(sign_in: SignIn, page: str) -> None:
    assert sign_in(cast.tom()).get(page).status_code == 404


def test_a_small_school_sees_no_gateway_in_its_menu_nor_on_its_first_page(sign_in: SignIn) -> None:
    browser = sign_in(an_empty_school())
    answer(browser, village())
    browser.post(CHECK)
    page = browser.get("/").content.decode()
    assert 'href="/filter/"' not in page
    for of_a_filter in ('href="/reports/filter/"', "Report a website", "reports about the filter"):
        assert of_a_filter not in page
    assert "The gateway" not in page
    assert "What happens if the filter cannot be proved" not in page
    ready = browser.get("/setting-up/ready/").content.decode()
    assert "The council filters" in ready
    assert "Send devices through the gateway" not in ready


def test_no_gateway_is_started_where_a_provider_filters(sign_in: SignIn, tutela: Settings) -> None:
    browser = sign_in(an_empty_school())
    assert first_start.open_school(tutela, demo=False).filters_here
    answer(browser, village())
    browser.post(CHECK)
    assert not first_start.open_school(tutela, demo=False).filters_here


def test_the_first_list_is_fetched_and_waits_to_be_looked_at(sign_in: SignIn, tmp_path: Path) -> None:
    browser = sign_in(an_empty_school())
    typed, lists = oakfield(), tmp_path / "our-lists"
    lists.mkdir()
    typed["fails"] |= {"lists": "more", "list_place": str(lists)}
    answer(browser, typed)
    assert browser.post(CHECK).content.decode().count("/sign-in/") == 3
    assert f"{lists} is being fetched" in browser.get("/setting-up/ready/").content.decode()
    assert "first-list" in browser.get("/filter/lists/").content.decode()


def test_every_step_on_the_last_page_leads_somewhere_its_reader_may_go(sign_in: SignIn) -> None:
    browser = sign_in(an_empty_school())
    answer(browser, oakfield())
    browser.post(CHECK)
    main = browser.get("/setting-up/ready/").content.decode().split("<main")[1].split("</main>")[0]
    links = set(re.findall(r'href="(/[^"#]*)', main))
    assert len(links) >= 4
    assert {link: browser.get(link).status_code for link in links} == dict.fromkeys(links, 200)
