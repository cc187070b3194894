"""Policies and agreements as Dana, Tom, Mia and Pat meet them, on a desk and on a phone."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.consents.scenes import a_parent
from tests.web.policies import scenes
from tests.web.policies.test_sharing import a_file
from tutela.web.core.actor import SystemActor
from tutela.web.policies import operations
from tutela.web.policies.texts import wording as words


def test_dana_begins_a_policy_and_sees_what_keeps_it_from_being_published(
    page: Page, address: str, sign_in: SignIn
) -> None:
    cast.name_contact()
    cast.hana()
    as_person(page, address, sign_in, cast.dana())
    page.goto(f"{address}/policies/")
    page.get_by_role("button", name="Begin Online safety policy").click()
    page.get_by_role("heading", name="Before it can be published").wait_for()
    look.assert_sound(page, "policies-draft")
    page.get_by_role("button", name="Fill the gaps").click()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="1. ").first.click()
    look.assert_sound(page, "policies-clause")
    page.get_by_label("Words").fill("<p class=MsoNormal><b>Ours</b> now.</p>")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Reworded").first.wait_for()


def test_dana_reads_a_policy_in_force_with_what_changed_and_who_has_agreed(
    page: Page, address: str, sign_in: SignIn
) -> None:
    at = datetime.now(UTC) - timedelta(days=30)
    first = scenes.published("acceptable-use-staff", at)
    clauses = words.from_text(first.content).clauses
    second = scenes.renewed(
        first, clauses[1].id, clauses[1].text.replace("the", "each", 2) + " And more.", at + timedelta(days=9)
    )
    claimed = [clause.id for clause in clauses if clause.rules or clause.bears]
    found = {claimed[0]: ("untrue", "“Gambling” is open to Staff."), claimed[1]: ("true", "“Adult” is blocked.")}
    operations.note_standing(
        actor=SystemActor("test", cast.oakfield().pk), at=at + timedelta(days=20), version=second, found=found
    )
    scenes.answers(cast.sue(), second, "disagrees", at + timedelta(days=21))
    cast.tom()
    cast.leo()
    as_person(page, address, sign_in, cast.dana())
    for name, path in {
        "list": "/policies/",
        "document": f"/policies/{second.document_id}/",
        "version": f"/policies/{second.document_id}/history/2/",
        "coverage": "/policies/coverage/",
    }.items():
        page.goto(f"{address}{path}")
        look.assert_sound(page, name)


def test_tom_reads_what_changed_and_agrees(page: Page, address: str, sign_in: SignIn) -> None:
    at = datetime.now(UTC) - timedelta(days=30)
    first = scenes.published("acceptable-use-staff", at)
    scenes.answers(cast.tom(), first, at=at)
    scenes.renewed(first, words.from_text(first.content).clauses[0].id, "Quite new.", at + timedelta(days=9))
    as_person(page, address, sign_in, cast.tom())
    page.goto(f"{address}/agreements/")
    page.get_by_role("button", name="Acceptable use").click()
    page.get_by_role("heading", name="What changed since you agreed").wait_for()
    look.assert_sound(page, "policies-agreement-tom")
    for question in page.get_by_role("group").all():
        question.get_by_role("radio").first.check()
    page.get_by_role("button", name="Send my answer").click()
    page.get_by_text("Thank you. Your answer is kept").wait_for()


def test_mia_of_seven_reads_promises_with_pictures_and_pat_answers_for_her(
    page: Page, address: str, sign_in: SignIn
) -> None:
    at = datetime.now(UTC) - timedelta(days=3)
    scenes.published("learners-5-to-7", at)
    scenes.published("parents", at)
    mia = cast.mia()
    mia.born_on = (at - timedelta(days=366 * 6)).date()
    mia.save()
    a_parent(mia)
    as_person(page, address, sign_in, mia)
    page.goto(f"{address}/agreements/")
    page.get_by_role("button", name="Read it").click()
    look.assert_sound(page, "policies-agreement-mia")
    as_person(page, address, sign_in, cast.pat())
    page.goto(f"{address}/agreements/")
    look.assert_sound(page, "policies-mine-pat")
    page.get_by_role("button", name="Mia Marsh").click()
    look.assert_sound(page, "policies-agreement-for-mia")


def test_dana_shares_a_text_and_takes_one_in(page: Page, address: str, sign_in: SignIn) -> None:
    at = datetime.now(UTC) - timedelta(days=2)
    first = scenes.published("acceptable-use-staff", at)
    clause = words.from_text(first.content).clauses[0].id
    cast.leo()
    operations.take_in_template(
        actor=scenes.dana(), at=at, establishment=cast.oakfield(), raw=a_file(first, text="We tell {contact}.")
    )
    as_person(page, address, sign_in, cast.dana())
    page.goto(f"{address}/policies/{first.document_id}/share/")
    look.assert_sound(page, "policies-share")
    scenes.renewed(first, clause, "Like Leo Marsh we tell {contact}.", at + timedelta(hours=2))
    page.goto(f"{address}/policies/{first.document_id}/share/")
    look.assert_sound(page, "policies-share-refused")
    page.goto(f"{address}/policies/")
    page.get_by_role("link", name="See templates of other establishments").click()
    look.assert_sound(page, "policies-shared")
    page.get_by_role("link", name="Phones at Elm Park").click()
    look.assert_sound(page, "policies-shared-one")
    page.goto(f"{address}/policies/map/")
    look.assert_sound(page, "policies-map")


def test_asa_of_another_body_says_where_two_policies_differ_and_dana_settles_it(
    page: Page, address: str, sign_in: SignIn
) -> None:
    version = scenes.published("partners", datetime.now(UTC) - timedelta(days=1))
    as_person(page, address, sign_in, cast.asa())
    page.goto(f"{address}/agreements/{version.pk}/")
    for question in words.from_text(version.content).questions:
        asked = page.get_by_role("group", name=question.ask.split("{")[0][:40])
        asked.get_by_role("radio").nth(question.right - 1).check()
    page.get_by_label("I agree", exact=True).check()
    page.get_by_role("button", name="Send my answer").click()
    look.assert_sound(page, "policies-own-policy-asked")
    page.get_by_label("What is your own organisation’s safeguarding policy called?").fill("Keeping safe at work")
    page.get_by_label("Does it differ from this agreement anywhere?").select_option("conduct")
    page.get_by_label("What does yours say there?").fill("Coaches may text from their own phones.")
    page.get_by_role("button", name="Send my answer").click()
    page.get_by_text("Until it is settled, the one that protects better holds.").wait_for()
    look.assert_sound(page, "policies-own-policy-kept")
    as_person(page, address, sign_in, cast.dana())
    page.goto(f"{address}/policies/coverage/")
    page.get_by_role("link", name="Where partners’ policies differ").click()
    look.assert_sound(page, "policies-differences")
    page.get_by_role("link", name="How our people write to those who learn").click()
    look.assert_sound(page, "policies-settle")
    page.get_by_label("What was agreed with them, and which of the two holds?").fill("Ours holds for our learners.")
    page.get_by_role("button", name="Settle it").click()
    page.get_by_text("whoever flagged it sees how").wait_for()
    look.assert_sound(page, "policies-differences-settled")


def test_leo_reads_his_agreement_in_easy_read(phone: Page, address: str, sign_in: SignIn) -> None:
    version = scenes.published("learners-11-to-16", datetime.now(UTC))
    scenes.published("learners-easy-read", datetime.now(UTC))
    leo = as_person(phone, address, sign_in, cast.leo())
    leo.goto(f"{address}/agreements/{version.pk}/")
    look.assert_sound(leo, "agreement-full")
    leo.get_by_role("link", name="Easy read, with pictures").click()
    look.assert_sound(leo, "agreement-easy-read")
    for shown in ("I tell somebody I trust", "I say no, and I tell", "I do not use it"):
        leo.get_by_label(shown, exact=True).check()
    leo.get_by_label("Yes", exact=True).check()
    leo.get_by_role("button", name="Send my answer").click()
    leo.goto(f"{address}/agreements/{version.pk}/")
    leo.get_by_text("You read it in easy read.").wait_for()
    look.assert_sound(leo, "agreement-easy-read-answered")


def test_tom_and_pat_read_theirs_in_easy_read(phone: Page, address: str, sign_in: SignIn) -> None:
    a_parent(cast.mia())
    for who, whole, easy in (
        (cast.tom(), "acceptable-use-staff", "staff-easy-read"), (cast.pat(), "parents", "parents-easy-read")
    ):  # fmt: skip
        version = scenes.published(whole, datetime.now(UTC))
        scenes.published(easy, datetime.now(UTC))
        page = as_person(phone, address, sign_in, who)
        page.goto(f"{address}/agreements/{version.pk}/")
        page.get_by_role("link", name="Easy read, with pictures").click()
        look.assert_sound(page, f"easy-read-{who.given_name}")
