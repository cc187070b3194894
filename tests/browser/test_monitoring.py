# ruff: noqa: F811  fixtures are imported from where they are made
"""Dana on Monday at a quarter to eight, and Ivy who keeps the filter well: their pages, on a desk and on a phone."""

from datetime import UTC, datetime, timedelta

import pytest

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, address, as_person, picture  # noqa: F401
from tests.web.conftest import key_folder, sign_in, tutela  # noqa: F401
from tests.web.filters.test_pages import gateway_reports
from tests.web.monitoring import matches
from tutela.events.store import connect
from tutela.settings import Settings, load
from tutela.web.core.actor import SystemActor
from tutela.web.filters import operations as filters
from tutela.web.monitoring.models import Alert

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "transient"])]

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


@pytest.mark.parametrize("size", ["page", "phone"])
def test_dana_finds_leo_first_reads_and_raises_a_concern(
    request: pytest.FixtureRequest,
    address: str,
    monday: datetime,
    sign_in: SignIn,
    size: str,
) -> None:
    page = as_person(request.getfixturevalue(size), address, sign_in, cast.dana())
    page.goto(f"{address}/alerts/")
    look.assert_sound(page, first_row=FIRST_ROW)
    picture(page, "inbox")
    assert "Leo Marsh" in page.locator(FIRST_ROW).first.inner_text()
    page.locator(f"{FIRST_ROW} a").first.click()
    look.assert_sound(page)
    picture(page, "alert")
    assert page.get_by_text("i want to die tonight").first.is_visible()
    assert page.get_by_role("button", name="Raise a concern").is_visible()
    page.get_by_role("button", name="Raise a concern").click()
    look.assert_sound(page)
    picture(page, "raise")
    page.get_by_label("Yes, or I am not sure").check()
    page.get_by_role("button", name="Raise concern").click()
    page.wait_for_url("**/alerts/")
    assert page.get_by_text("The concern was raised").is_visible()
    assert Alert._base_manager.filter(state="raised").count() == 1


@pytest.mark.parametrize("size", ["page", "phone"])
def test_dana_dismisses_what_is_nothing(
    request: pytest.FixtureRequest,
    address: str,
    monday: datetime,
    sign_in: SignIn,
    size: str,
) -> None:
    page = as_person(request.getfixturevalue(size), address, sign_in, cast.dana())
    alert = Alert._base_manager.get(subject=cast.tom())
    page.goto(f"{address}/alerts/{alert.pk}/dismiss/")
    page.get_by_role("button", name="Dismiss alert").click()
    look.assert_sound(page)
    picture(page, "dismiss")
    page.get_by_label("It belongs to school work").check()
    page.get_by_role("button", name="Dismiss alert").click()
    page.wait_for_url("**/alerts/")
    page.wait_for_load_state("networkidle")
    page.goto(f"{address}/alerts/?state=dismissed")
    look.assert_sound(page, first_row=FIRST_ROW)


@pytest.mark.parametrize("size", ["page", "phone"])
def test_dana_decides_a_filter_change(
    request: pytest.FixtureRequest,
    address: str,
    monday: datetime,
    sign_in: SignIn,
    size: str,
) -> None:
    page = as_person(request.getfixturevalue(size), address, sign_in, cast.dana())
    page.goto(f"{address}/filter/changes/")
    look.assert_sound(page, first_row=FIRST_ROW)
    picture(page, "changes")
    page.get_by_role("link", name="www.bet365.com").click()
    look.assert_sound(page)
    picture(page, "change")
    page.get_by_label("Leave it blocked").check()
    page.get_by_label("Reason").fill("Gambling stays closed at school.")
    page.get_by_role("button", name="Save decision").click()
    page.wait_for_url("**/filter/changes/")
    look.assert_sound(page)


@pytest.mark.parametrize("size", ["page", "phone"])
def test_ivy_sees_that_the_filter_is_well_and_nobodys_name(
    request: pytest.FixtureRequest,
    address: str,
    monday: datetime,
    sign_in: SignIn,
    size: str,
) -> None:
    page = as_person(request.getfixturevalue(size), address, sign_in, cast.ivy())
    page.goto(f"{address}/filter/")
    look.assert_sound(page, first_row=FIRST_ROW)
    picture(page, "health")
    assert not {"Leo", "Mia"} & set(page.locator("body").inner_text().split())
    page.goto(f"{address}/filter/what-would-happen/?address=www.bet365.com")
    look.assert_sound(page, first_row=FIRST_ROW)
    picture(page, "explain")
    for path in ("changes/", "rules/", "report/", "reports/"):
        page.goto(f"{address}/filter/{path}")
        look.assert_sound(page)
        picture(page, f"ivy-{path.strip('/')}")
