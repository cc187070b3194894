"""Reviews and evidence as Dana and Gwen see them, on a desk and on a phone."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.reviews.test_reviewing import answer, shipped, start
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.evidence import operations as evidence
from tutela.web.evidence.rules import Figure
from tutela.web.project import tasks
from tutela.web.reviews import operations
from tutela.web.reviews.frameworks.model import list_statements
from tutela.web.reviews.models import Answer, Review

HOLD = """(text) => {
  const form = document.querySelector("form[data-draft]");
  sessionStorage.setItem(`draft ${form.dataset.person} ${location.pathname}`, text);
}"""


def newest(review: Review) -> Answer:
    """The answer that was given last."""
    with acting_as(SystemActor("look")):
        return Answer.objects.filter(review=review).latest("at")


def test_dana_begins_a_review_answers_and_makes_an_action_of_the_next_step(
    page: Page, address: str, sign_in: SignIn
) -> None:
    cast.name_contact()
    cast.hana()
    tasks.publish_evidence(datetime.now(UTC))
    as_person(page, address, sign_in, cast.dana())
    page.goto(address)
    look.assert_sound(page, "home-with-reviews")
    page.get_by_role("link", name="Review", exact=True).click()
    page.get_by_role("link", name="Self-review", exact=True).click()
    look.assert_sound(page, "reviews")
    page.get_by_role("button", name="Start Filtering and monitoring").click()
    look.assert_sound(page, "review-begun")
    page.get_by_role("button", name="Begin").click()
    look.assert_sound(page, "statement")
    page.get_by_role("radio").nth(1).check()
    page.get_by_label("What shows it?").fill("Asked Ivy and looked at the last three weeks.")
    page.get_by_role("button", name="Save and go back to the overview").click()
    page.get_by_text("1 of").wait_for()
    look.assert_sound(page, "review-one-answer")
    page.locator("tbody th a").first.click()
    look.assert_sound(page, "statement-answered")
    page.get_by_role("button", name="Make this an action").first.click()
    page.get_by_text("This is an action now").wait_for()
    look.assert_sound(page, "action-of-a-step")


def test_gwen_reads_where_evidence_speaks_against_a_level(page: Page, address: str, sign_in: SignIn) -> None:
    at = datetime.now(UTC)
    review = start(at=at)
    part = next(part for part in list_statements(shipped()) if any(level.holds for level in part.levels[:3]))
    answer(review, part.id, 4, at=at)
    bar = next(bar for level in part.levels for bar in level.holds)
    value = (bar.at_least or 1) - 1 if bar.at_least is not None else (bar.at_most or 0) + 40
    figures = [Figure(kind=bar.evidence, value=max(0, value), as_at=at, address="/reports/half-term/")]
    place = cast.oakfield()
    evidence.publish(actor=SystemActor("test", place.pk), at=at, establishment_id=place.pk, figures=figures)
    as_person(page, address, sign_in, cast.gwen())
    page.goto(f"{address}/reviews/{review.pk}/")
    page.get_by_role("heading", name="Where evidence speaks against a level").wait_for()
    look.assert_sound(page, "review-challenged")
    page.get_by_role("link", name=part.title).first.click()
    look.assert_sound(page, "statement-challenged")
    page.goto(f"{address}/evidence/")
    look.assert_sound(page, "evidence")
    page.goto(f"{address}/evidence/{bar.evidence}/")
    look.assert_sound(page, "evidence-one")


def test_what_dana_types_survives_leaving_the_page_and_a_lost_connection(
    page: Page, address: str, sign_in: SignIn
) -> None:
    review = start(at=datetime.now(UTC))
    as_person(page, address, sign_in, cast.dana())
    statement = f"{address}/reviews/{review.pk}/1/"
    page.goto(statement)
    page.get_by_label("What shows it?").fill("Asked Ivy about it")
    page.get_by_text("A draft of this is kept").wait_for()
    page.goto(f"{address}/reviews/")
    page.goto(statement)
    expect(page.get_by_label("What shows it?")).to_have_value("Asked Ivy about it")
    look.assert_sound(page, "statement-draft")
    page.context.set_offline(True)
    page.get_by_label("What shows it?").fill("Asked Ivy and Tom about it")
    page.get_by_text("This tab remembers what you wrote").wait_for()
    page.context.set_offline(False)
    as_person(page, address, sign_in, cast.hana())
    page.goto(statement)
    expect(page.get_by_label("What shows it?")).to_have_value("")
    as_person(page, address, sign_in, cast.dana())
    page.goto(statement)
    expect(page.get_by_label("What shows it?")).to_have_value("Asked Ivy and Tom about it")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/2/")
    page.goto(statement)
    expect(page.get_by_label("What shows it?")).to_have_value("Asked Ivy and Tom about it")
    expect(page.get_by_text("This is what you")).to_have_count(0)
    # what the tab still held was saved, though somebody else has answered since
    mine = newest(review)
    answer(review, mine.statement, 3, cast.hana(), seen=mine.pk, at=datetime.now(UTC), commentary="Hana looked too")
    page.evaluate(HOLD, "level=0&commentary=Asked+Ivy&seen=")
    page.goto(statement)
    expect(page.get_by_label("What shows it?")).to_have_value("Hana looked too")


def test_dana_completes_a_review_and_finds_who_sees_to_what(page: Page, address: str, sign_in: SignIn) -> None:
    at = datetime.now(UTC)
    review = start(at=at)
    for number, part in enumerate(list_statements(shipped())):
        answer(review, part.id, 1 + number % 4, at=at)
    as_person(page, address, sign_in, cast.dana())
    page.goto(f"{address}/reviews/{review.pk}/")
    page.get_by_role("button", name="Complete this review").click()
    look.assert_sound(page, "review-complete")
    page.get_by_label("(you)").check()
    page.get_by_role("button", name="Complete it").click()
    page.get_by_role("heading", name="Risks that the review found").wait_for()
    look.assert_sound(page, "review-found")


def test_gwen_reads_the_four_elements_and_vera_the_one_review_she_is_invited_to(
    page: Page, address: str, sign_in: SignIn
) -> None:
    at = datetime.now(UTC)
    review = start(at=at)
    tasks.publish_evidence(at)
    for number, part in enumerate(list_statements(shipped())):
        answer(review, part.id, 2 + (number // 5) % 3, at=at)
    as_person(page, address, sign_in, cast.gwen())
    page.goto(f"{address}/reviews/elements/")
    look.assert_sound(page, "elements")
    page.get_by_role("link", name="Three duties").click()
    look.assert_sound(page, "lens-duties")
    page.get_by_role("link", name="Seven areas").click()
    page.get_by_text("statements of your self-reviews").first.click()
    look.assert_sound(page, "lens-areas")
    page.goto(f"{address}/reviews/{review.pk}/")
    look.assert_sound(page, "review-radar")
    guest, _ = operations.invite_guest(
        actor=cast.acting(cast.hana()), at=at, review=review, given_name="Vera", family_name="Lund",
        email="vera@inspect.example", until_on=(at + timedelta(days=9)).date(),
    )  # fmt: skip
    as_person(page, address, sign_in, guest.person)
    page.goto(address)
    look.assert_sound(page, "guest-home")
    page.get_by_role("link", name="Reviews", exact=True).first.click()
    page.get_by_role("link", name="Filtering and monitoring").click()
    look.assert_sound(page, "guest-review")
    page.get_by_role("link", name="Four roles are named").click()
    page.get_by_label("Your comment").fill("Show me the list.")
    page.get_by_role("button", name="Keep this comment").click()
    page.get_by_text("kept with what you saw").wait_for()
    look.assert_sound(page, "guest-statement")
