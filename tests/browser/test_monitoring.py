"""Dana on Monday at a quarter to eight, and Ivy who keeps the filter well: their pages, on a desk and on a phone."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.filters.test_pages import gateway_reports
from tests.web.monitoring import matches
from tutela.events.store import connect
from tutela.settings import Settings, load
from tutela.web.core.actor import SystemActor
from tutela.web.filters import operations as filters
from tutela.web.monitoring import operations as triage
from tutela.web.monitoring.models import Alert

SETTING_UP = SystemActor("test")
FIRST_ROW = ".tutela-table tbody tr"


@pytest.fixture
def monday(tutela: Settings, settings: object) -> datetime:
    """What a weekend leaves behind: alerts of five people, records around one of them, reports about the filter."""
    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})
    store = connect(settings.TUTELA)
    cast.name_contact()
    cast.hana(), cast.tom(), cast.ivy()
    filters.begin(actor=SETTING_UP, at=cast.MADE_AT, establishment=cast.oakfield())
    now = datetime.now(UTC)
    ago = (now - matches.AT) / timedelta(minutes=1)
    found = [
        matches.a_match(cast.leo(), "i want to die", ago - 49, seq=903),
        matches.a_match(cast.leo(), "i want to die tonight", ago - 48, seq=904),
        matches.a_match(cast.leo(), "how to make it painless", ago - 45, rule="suicide-method", seq=905),
        matches.a_match(cast.mia(), "why do people hurt themselves", ago - 900, rule="suicide-topic", severity=3),
        matches.a_match(cast.tom(), "suicide prevention policy template", ago - 2800, rule="suicide-topic", severity=3),
        matches.a_match(
            user="", words="everyone would be better off without me", minutes=ago - 1500, rule="despair", severity=2
        ),
    ]
    leo = found[0]
    around = [
        (901, -9, {"search_terms": "", "host": "www.bbc.co.uk", "path": "/bitesize/subjects/z2f3cdm"}),
        (902, -4, {"search_terms": "what happens after you die"}),
        (903, 0, {}),
        (904, 1, {"search_terms": "i want to die tonight"}),
        (905, 4, {"search_terms": "how to make it painless"}),
        (
            906,
            6,
            {
                "search_terms": "",
                "host": "a-very-long-name-of-a-forum-about-hopelessness.example",
                "path": "/threads/1",
                "action": "block",
                "reason": "Self-harm",
            },
        ),
    ]
    store.insert(
        [
            matches.event_of(leo, seq, **({"time": leo["time"] + timedelta(minutes=minutes)} | fields))
            for seq, minutes, fields in around
        ],
        "events",
    )
    for match in found:
        matches.record(match, at=match["time"])
    presses = [
        ("http://www.bet365.com/", 14),
        ("https://a-rather-long-name-of-a-games-site.example/play/now/level-one", 3),
    ]
    for site, times in presses:
        for number in range(times):
            report = {
                "record": f"{site}:{number}",
                "at": now - timedelta(hours=3),
                "site": site,
                "categories": ["gambling"],
            }
            filters.report_wrong(actor=SETTING_UP, at=now, establishment=cast.oakfield(), report=report)
    filters.report_site(
        actor=cast.acting(cast.tom()),
        at=now,
        address="www.unsuitable.example/gallery",
        wanted="block",
        words="Seen in 9B",
    )
    filters.publish_policy(actor=SETTING_UP, at=now, establishment=cast.oakfield())
    gateway_reports(settings.TUTELA)
    return now


def test_dana_finds_leo_first_reads_and_raises_a_concern(
    phone: Page, address: str, monday: datetime, sign_in: SignIn
) -> None:
    page = as_person(phone, address, sign_in, cast.dana())
    page.goto(f"{address}/alerts/")
    look.assert_sound(page, "inbox", first_row=FIRST_ROW)
    assert "Leo Marsh" in page.locator(FIRST_ROW).first.inner_text()
    page.locator(f"{FIRST_ROW} a").first.click()
    look.assert_sound(page, "alert")
    assert page.get_by_text("i want to die tonight").first.is_visible()
    assert page.get_by_role("button", name="Raise a concern").is_visible()
    page.get_by_role("button", name="Raise a concern").click()
    look.assert_sound(page, "raise")
    page.get_by_label("Yes, or I am not sure").check()
    page.get_by_role("button", name="Raise concern").click()
    page.wait_for_url("**/concerns/*/")
    assert page.get_by_text("The concern was raised").is_visible()
    look.picture(page, "raised")
    assert Alert._base_manager.filter(state="raised").count() == 1


def test_dana_looks_closer_and_hands_over_what_dev_knows_more_about(
    phone: Page, address: str, monday: datetime, sign_in: SignIn
) -> None:
    cast.dev()
    page = as_person(phone, address, sign_in, cast.dana())
    alert = Alert._base_manager.filter(subject=cast.leo(), rule="suicide-intent").get()
    page.goto(f"{address}/alerts/{alert.pk}/?minutes=60")
    look.assert_sound(page, "alert-60")
    page.get_by_role("link", name="searches and blocks of the days before").click()
    page.get_by_label("What do you need it for?").fill("To see whether this is new for him")
    look.assert_sound(page, "look-back")
    page.get_by_role("button", name="Look").click()
    page.wait_for_url("**/looked-back/*/")
    look.assert_sound(page, "looked-back")
    page.goto(f"{address}/alerts/{alert.pk}/add-note/")
    page.get_by_label("What do you want to note?").fill("Spoke with his tutor at break.")
    page.get_by_role("button", name="Save note").click()
    page.get_by_role("button", name="Hand over").click()
    page.get_by_label("Dev Okafor").check()
    page.get_by_label("Why?").fill("You know the family.")
    look.assert_sound(page, "hand-over")
    page.get_by_role("button", name="Hand over").click()
    page.wait_for_url(f"**/alerts/{alert.pk}/")
    look.assert_sound(page, "handed-over")
    page.goto(f"{address}/alerts/?held_by=others&state=unread")
    look.assert_sound(page, "inbox-narrowed", first_row=FIRST_ROW)


def test_dana_settles_two_alerts_of_leo_together(phone: Page, address: str, monday: datetime, sign_in: SignIn) -> None:
    page = as_person(phone, address, sign_in, cast.dana())
    page.goto(f"{address}/alerts/")
    page.get_by_role("link", name="Settle several of 2").click()
    look.assert_sound(page, "together")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Keep a pastoral note with each").check()
    page.get_by_label("What did you see or do?").fill("Talked with Leo and his mother.")
    page.get_by_role("button", name="Decide").click()
    page.wait_for_url("**/alerts/")
    assert page.get_by_text("2 alerts were settled").is_visible()


def test_dana_dismisses_what_is_nothing(phone: Page, address: str, monday: datetime, sign_in: SignIn) -> None:
    page = as_person(phone, address, sign_in, cast.dana())
    alert = Alert._base_manager.get(subject=cast.tom())
    page.goto(f"{address}/alerts/{alert.pk}/dismiss/")
    page.get_by_role("button", name="Dismiss alert").click()
    look.assert_sound(page, "dismiss")
    page.get_by_label("It belongs to school work").check()
    page.get_by_role("button", name="Dismiss alert").click()
    page.wait_for_url("**/alerts/")
    page.wait_for_load_state("networkidle")
    page.goto(f"{address}/alerts/?state=dismissed")
    look.assert_sound(page, first_row=FIRST_ROW)


def test_dana_proposes_to_make_a_rule_quieter_and_hana_decides(
    phone: Page, address: str, monday: datetime, sign_in: SignIn
) -> None:
    dana = cast.acting(cast.dana())
    essays = [matches.a_match(cast.leo(), "romeo and juliet suicide", n * 61, "suicide-topic", 3) for n in range(6)]
    for match in essays:
        matches.record(match, at=monday)
    for alert in Alert._base_manager.filter(subject=cast.leo(), rule="suicide-topic"):
        triage.dismiss(actor=dana, at=monday, pk=alert.pk, seen=1, reason="school-work")
    page = as_person(phone, address, sign_in, cast.dana())
    page.goto(f"{address}/alerts/rules/")
    look.assert_sound(page, "rules", first_row=FIRST_ROW)
    page.get_by_role("link", name="searched for as a subject").first.click()
    page.get_by_label("Leave these words alone").check()
    page.get_by_label("Which words?").fill("romeo and juliet")
    day = monday + timedelta(days=90)
    for name, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(name, exact=True).fill(str(number))
    page.get_by_label("Why?").fill("Year 9 reads the play.")
    look.assert_sound(page, "propose")
    page.get_by_role("button", name="Propose").click()
    page.wait_for_url("**/proposals/*/")
    look.assert_sound(page)
    proposal = page.url
    page.context.clear_cookies()
    page = as_person(page, address, sign_in, cast.hana())
    page.goto(proposal)
    page.get_by_label("Accept it").check()
    page.get_by_label("Why?").fill("The figures are clear.")
    look.assert_sound(page, "tuning")
    page.get_by_role("button", name="Save decision").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("definition").filter(has_text="In force").is_visible()
    page.goto(f"{address}/alerts/daily-mail/")
    look.assert_sound(page, "daily-mail")


def test_dana_decides_a_filter_change(phone: Page, address: str, monday: datetime, sign_in: SignIn) -> None:
    page = as_person(phone, address, sign_in, cast.dana())
    page.goto(f"{address}/filter/changes/")
    look.assert_sound(page, "changes", first_row=FIRST_ROW)
    page.get_by_role("link", name="www.bet365.com").click()
    look.assert_sound(page, "change")
    page.get_by_label("Leave it blocked").check()
    page.get_by_label("Reason").fill("Gambling stays closed at school.")
    page.get_by_role("button", name="Save decision").click()
    page.wait_for_url("**/filter/changes/")
    look.assert_sound(page)


def test_ivy_sees_that_the_filter_is_well_and_nobodys_name(
    phone: Page, address: str, monday: datetime, sign_in: SignIn
) -> None:
    page = as_person(phone, address, sign_in, cast.ivy())
    page.goto(f"{address}/filter/")
    look.assert_sound(page, "health", first_row=FIRST_ROW)
    assert not {"Leo", "Mia"} & set(page.locator("body").inner_text().split())
    page.goto(f"{address}/filter/what-would-happen/?address=www.bet365.com")
    look.assert_sound(page, "explain", first_row=FIRST_ROW)
    for path in ("changes/", "rules/", "report/", "reports/"):
        page.goto(f"{address}/filter/{path}")
        look.assert_sound(page, f"ivy-{path.strip('/')}")
