"""Tom reports from the smallest phone, with and without scripts; Dana reads, opens a case and brings it to its end."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from typing import Any

import pytest
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.concerns.scenes import a_case, a_concern, by_playbook, named, somebody, take_steps, version_of
from tutela.web.concerns import operations, queries
from tutela.web.concerns.models import Concern, SafeguardingCase
from tutela.web.establishments import operations as establishments

FIRST_ROW = ".tutela-table tbody tr"


def everybody(case: SafeguardingCase) -> Any:
    return queries.read_people(actor=cast.acting(cast.dana()), case_id=case.pk, at=datetime.now(UTC)).people


def a_mark(case: SafeguardingCase) -> None:
    for side, view in (("left", "front"), ("right", "back")):
        operations.mark_body(
            actor=cast.acting(cast.dana()),
            case_id=case.pk,
            version=version_of(case.pk),
            involved_id=everybody(case)[0].involved_id,
            part="forearm",
            view=view,
            side=side,
            what="A bruise the size of a coin, blue.",
            seen_by="Tom Reed",
            seen_at=datetime.now(UTC) - timedelta(hours=3),
            at=datetime.now(UTC),
        )


LONG = (
    "At break Leo showed me messages from somebody who calls himself “drift”. They ask him to send pictures and say "
    "that everybody will see the last ones if he does not.\n\nHe said: “I can’t make it stop.” He was shaking."
)


@pytest.fixture
def monday(tutela: object) -> datetime:
    """What a weekend leaves in the queue, and a case that is under way."""
    now = datetime.now(UTC)
    cast.name_contact()
    cast.mia(), cast.hana(), cast.chris()
    friday = now - timedelta(days=3)
    case = a_case(
        a_concern(
            somebody(cast.leo()),
            named("Somebody who calls himself drift"),
            somebody(cast.mia(), "bystander"),
            at=friday,
            what_happened=LONG,
            theme="sexual-images",
            four_c="conduct",
            where="A chat in a game",
            place="online",
            events=[
                {
                    "time": (friday - timedelta(hours=3)).isoformat(),
                    "url": "https://chat.a-game-with-a-very-long-name.example/rooms/leo-and-drift/a1b2c3d4e5f6",
                    "action": "block",
                }
            ],
        ),
        at=friday,
    )
    dana, dev = cast.acting(cast.dana()), cast.acting(cast.dev())

    def write(operation: Callable[..., Any], actor: Any, hours: float, **more: Any) -> Any:
        at = friday + timedelta(hours=hours)
        return operation(actor=actor, case_id=case.pk, version=version_of(case.pk), at=at, **more)

    entry = write(
        operations.add_entry,
        dana,
        2,
        kind="contact",
        happened_at=friday - timedelta(hours=20),
        place="offline",
        words="Pat rang: Leo did not sleep and would not say why.",
    )
    write(operations.correct_entry, dev, 3, entry_id=entry.pk, words="It was Pat’s sister who rang.")
    due = (now - timedelta(days=1)).date()
    write(operations.set_action, dana, 3, words="Call CEOP with Leo and Pat", due_on=due, owner_id=cast.dev().pk)
    done = write(operations.set_action, dana, 3, words="Keep the phone safe", due_on=due, owner_name="Tom Reed")
    write(operations.finish_action, dana, 4, action_id=done.pk, words="Tom brought it; it is in the safe.")
    by_playbook(case.pk, "image-sharing", at=friday)
    a_concern(somebody(cast.mia()), at=friday, theme="bullying", four_c="conduct", place="both")
    a_concern(somebody(cast.leo()), at=now - timedelta(hours=11), immediate_danger=True)
    a_concern(named("A boy in year 9, perhaps called Alexander-Maximilian"), at=now, theme="not-sure", four_c="unsure")
    return now


def report(page: Page, address: str, check: Callable[[str], None]) -> None:
    """Answer every question, as somebody in a hurry does."""
    page.goto(f"{address}/report-a-concern/")
    check("1-danger")
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    check("2-who")
    page.get_by_label("Name").fill("leo")
    page.get_by_role("button", name="Find").click()
    check("2-who-found")
    page.get_by_label("Leo Marsh").check()
    page.get_by_label("May have been harmed").check()
    page.get_by_role("button", name="Add this person").click()
    check("2-who-added")
    page.get_by_role("button", name="Continue").click()
    check("3-told")
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Continue").click()
    check("4-what")
    page.get_by_label("What happened?").fill(LONG)
    page.get_by_role("button", name="Continue").click()
    check("5-when")
    page.get_by_label("Online", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    check("6-kind")
    page.get_by_label("Nude or sexual pictures").check()
    page.get_by_role("button", name="Continue").click()
    check("7-check")
    page.get_by_role("button", name="Send this report").click()
    page.wait_for_url("**/sent/")
    check("8-sent")


@pytest.mark.requirement("S3.25")
def test_tom_reports_a_concern_on_a_sound_page_at_every_step(phone: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    cast.leo()
    page = as_person(phone, address, sign_in, cast.tom())

    def check(name: str) -> None:
        look.assert_sound(page, f"report-{name}")

    report(page, address, check)
    concern = Concern._base_manager.get()
    assert page.get_by_text(concern.receipt).is_visible()
    page.get_by_role("link", name="See how your reports stand").click()
    check("mine")
    assert page.get_by_text("Received").is_visible()


@pytest.mark.requirement("S3.25")
def test_a_report_is_sent_without_any_script(scriptless: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    cast.leo()
    page = as_person(scriptless, address, sign_in, cast.tom())
    report(page, address, lambda name: None)
    assert Concern._base_manager.count() == 1


def test_what_is_missing_is_said_and_nothing_is_lost(phone: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    page = as_person(phone, address, sign_in, cast.tom())
    page.goto(f"{address}/report-a-concern/")
    page.get_by_role("button", name="Continue").click()
    look.assert_sound(page, "report-error")
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_text("Call 999 now").is_visible()
    look.assert_sound(page, "report-danger")


def test_dana_reads_what_waits_and_opens_a_case(phone: Page, address: str, monday: datetime, sign_in: SignIn) -> None:
    page = as_person(phone, address, sign_in, cast.dana())
    page.goto(f"{address}/concerns/")
    look.assert_sound(page, "queue", first_row=FIRST_ROW)
    assert "Leo Marsh" in page.locator(FIRST_ROW).first.inner_text()
    page.goto(f"{address}/concerns/?status=closed")
    look.assert_sound(page, "queue-empty")
    page.goto(f"{address}/concerns/")
    page.get_by_role("link", name="Mia Marsh").click()
    look.assert_sound(page, "concern-again")
    page.get_by_role("link", name="Note").click()
    look.assert_sound(page, "circumstances")
    page.goto(f"{address}/concerns/")
    page.get_by_role("link", name="Alexander-Maximilian").click()
    look.assert_sound(page, "concern")
    page.get_by_role("button", name="Open a case").click()
    look.assert_sound(page, "open-case")
    page.get_by_role("radio", name="Contact").check()
    page.get_by_role("button", name="Open a case").click()
    page.wait_for_url("**/cases/**")
    look.assert_sound(page, "case-new")
    assert SafeguardingCase._base_manager.count() == 2


def test_dana_brings_a_case_to_its_end(phone: Page, address: str, monday: datetime, sign_in: SignIn) -> None:
    page = as_person(phone, address, sign_in, cast.dana())

    def check(name: str) -> None:
        look.assert_sound(page, name)

    page.goto(f"{address}/concerns/cases/")
    check("cases")
    page.get_by_role("link", name="Case ").click()
    check("case")
    page.get_by_role("link", name="The concern").first.click()
    check("concern-in-case")
    page.get_by_role("link", name="Who has seen this").click()
    check("readers")
    case = SafeguardingCase._base_manager.get()
    home = f"{address}/concerns/cases/{case.pk}/"
    for part in ("add/", "action/", "person/", "close/"):
        page.goto(home + part)
        check(f"case-{part.strip('/')}")
    drift = next(one for one in everybody(case) if one.name.startswith("Somebody who")).involved_id
    a_mark(case)
    for part in (
        "ask/",
        "body/",
        "body/add/",
        "link/",
        "what-to-do/",
        "what-to-do/kind/",
        "people/",
        f"people/{drift}/accord/",
        f"people/{drift}/sanction/",
    ):
        page.goto(home + part)
        check(f"case-{part.strip('/').replace('/', '-').replace(str(drift), 'drift')}")
    page.goto(f"{home}what-to-do/")
    page.get_by_role("link", name="Decide whether to refer").click()
    check("case-step")
    page.get_by_label("Yes, it was done").check()
    page.get_by_label("What was done").fill("Referred to the police and to social care at once.")
    page.get_by_role("button", name="Save").click()
    check("case-step-done")
    take_steps(case.pk, at=monday)
    page.goto(home)
    page.get_by_role("link", name="Call CEOP with Leo and Pat").click()
    check("case-action-done")
    page.get_by_label("What was done").fill("Reported on Friday with both of them there.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Close the case").click()
    page.get_by_label("Police took over").check()
    page.get_by_label("What was the outcome").fill("The officer has the phone. Leo sees the counsellor on Tuesdays.")
    page.get_by_role("group", name="What support does Mia Marsh").get_by_label("Support was given").check()
    page.get_by_label("Yes").check()
    page.get_by_label("What was it, or why").fill("Tutors say in assembly what to do when somebody asks for pictures.")
    page.get_by_role("button", name="Close the case").click()
    page.wait_for_url(home)
    check("case-closed")
    assert page.get_by_text("How it ended").is_visible()
    assert queries.list_own_reports(cast.acting(cast.tom()))[-1].status == "finished"


def test_outside_of_the_hours_tom_reads_on_his_phone_who_looks_at_it_and_when(
    phone: Page, address: str, tutela: object, sign_in: SignIn
) -> None:
    cast.name_contact()
    hours = [((datetime.now(UTC).weekday() + 2) % 7, clock(8), clock(17))]
    establishments.publish_cover_hours(
        actor=cast.SETTING_UP, establishment=cast.oakfield(), hours=hours, at=cast.MADE_AT
    )
    concern = a_concern(at=datetime.now(UTC), immediate_danger=True)
    window = as_person(phone, address, sign_in, cast.tom())
    window.goto(f"{address}/report-a-concern/")
    look.assert_sound(window, "report-at-night")
    window.goto(f"{address}/my-reports/")
    window.get_by_role("link", name=concern.receipt, exact=True).click()
    window.get_by_text("Now is outside of their hours").wait_for()
    look.assert_sound(window, "receipt-at-night")


def asked_what_happened() -> str:
    """The page that asks Tom so, the questions before it answered."""
    answers = {"danger": "no", "immediate_danger": False, "told_in_person": True, "people_asked": True}
    draft = operations.start_draft(actor=cast.acting(cast.tom()), answers=answers, at=datetime.now(UTC))
    return f"/report-a-concern/{draft.pk}/what/"


def test_what_tom_types_is_kept_while_he_does_and_without_a_connection_the_button_loses_nothing(
    phone: Page, address: str, sign_in: SignIn
) -> None:
    cast.name_contact()
    page = as_person(phone, address, sign_in, cast.tom())
    page.goto(f"{address}{asked_what_happened()}")
    box = page.get_by_label("What happened?")
    with page.expect_response(lambda answer: answer.request.method == "POST") as kept:
        box.press_sequentially("Leo told me")
    assert kept.value.status == 204
    page.context.set_offline(True)
    box.press_sequentially(" at the bus stop")
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("There is no connection").wait_for()
    look.assert_sound(page, "concerns-no-connection")
    assert box.input_value() == "Leo told me at the bus stop"
    page.context.set_offline(False)
    page.get_by_text("There is no connection").wait_for(state="hidden")
    with page.expect_response(lambda answer: answer.status == 204):
        box.press_sequentially(".")
    page.reload()
    assert box.input_value() == "Leo told me at the bus stop."


def test_tom_comes_back_to_a_page_that_is_filled_in_as_it_was(phone: Page, address: str, sign_in: SignIn) -> None:
    cast.name_contact()
    tom = cast.tom()
    client = sign_in(tom)
    session = client.session
    session["session_started_at"] = session["session_seen_at"] = datetime.now(UTC).timestamp() - 3660
    session.save()
    what = asked_what_happened()
    door = client.post(what, {"what": LONG})
    assert door.status_code == 302
    unsent = {"name": "unsent", "value": client.cookies["unsent"].value, "url": address}
    phone.context.add_cookies([unsent])
    phone.goto(f"{address}{door['Location']}")
    phone.get_by_text("What you wrote is kept").wait_for()
    look.assert_sound(phone, "sign-in-kept")
    as_person(phone, address, sign_in, tom).goto(f"{address}{what}")
    assert phone.get_by_label("What happened?").input_value() == LONG
    phone.get_by_text("What you wrote is here again").wait_for()
    look.assert_sound(phone, "concerns-here-again")
