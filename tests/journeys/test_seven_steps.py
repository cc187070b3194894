"""A new primary is led through the seven steps to its first agreement, signed by a class, in one sitting.

While the scene stands: a level that live evidence contradicts, an action closed by evidence, a clause untrue after a
rule changed and true again, a framework's next version with the answers kept, the paper for the board, and the same
as governor, teacher, learner of seven and parent on a phone. One browser, one database, no stand-ins but two: figures
that only a running gateway gives are published as it gives them, and the worker's turns are taken by hand.
"""

import os
import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import look
from tests.browser.conftest import address as address
from tests.browser.conftest import browser as browser
from tests.browser.conftest import key_folder as key_folder
from tests.browser.conftest import page as page
from tests.browser.conftest import sign_in as sign_in
from tests.browser.conftest import tutela as tutela
from tests.browser.site import SignIn, as_person, on_day
from tests.journeys.desk import fill, heading
from tests.journeys.sitting import SYSTEM, a_class, acting, press, primary, someone
from tests.web.filters.test_pages import gateway_reports
from tests.web.setup.typed import an_empty_school
from tutela.settings import Settings, load
from tutela.web.core.actor import acting_as
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Establishment, Person
from tutela.web.evidence import operations as evidence
from tutela.web.evidence.rules import Figure
from tutela.web.filters import clauses
from tutela.web.filters import operations as filters
from tutela.web.policies.models import Document, Draft, Version
from tutela.web.policies.texts import wording as wordings
from tutela.web.project.tasks import publish_evidence
from tutela.web.registers import operations as registers
from tutela.web.registers.models import Risk
from tutela.web.responsibilities import operations as responsibilities
from tutela.web.responsibilities.journey import list_steps
from tutela.web.responsibilities.queries.duties import sections_of
from tutela.web.reviews import operations as reviews
from tutela.web.reviews.frameworks import shelf
from tutela.web.reviews.frameworks.model import list_statements
from tutela.web.reviews.models import Review

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(databases=["default", "transient"]),
]
FRAMEWORK, TEMPLATE = "policies-and-agreements", "learners-7-to-11"
STEPS = "/responsibilities/seven-steps/"
PICTURES = Path(os.environ["PICTURES"]) if "PICTURES" in os.environ else None


def now() -> datetime:
    return datetime.now(UTC)


class Sitting:
    """The browser on Dana's desk, and who is there."""

    def __init__(self, page: Page, address: str, sign_in: SignIn) -> None:
        self.page, self.address, self.sign_in = page, address, sign_in
        self.here: Establishment
        self.people: dict[str, Person] = {}

    def be(self, name: str) -> None:
        """From now on this person sits there."""
        as_person(self.page, self.address, self.sign_in, self.people[name])

    def go(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def see(self, name: str) -> None:
        """A picture on a desk and on the smallest phone, for a person to judge, where pictures are wanted."""
        if PICTURES:
            for size in (look.PHONE, look.DESK):
                self.page.set_viewport_size(size)
                look.picture(self.page, f"sitting-{name}")

    def examine(self, name: str) -> None:
        """A page that only comes about in such a sitting: sound on a desk and on a phone."""
        look.assert_sound(self.page, f"sitting-{name}")


@pytest.fixture
def sitting(page: Page, address: str, sign_in: SignIn, tutela: Settings, settings: Any) -> Sitting:
    """The school, set up in the browser a moment ago, with a class of seven-year-olds."""
    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})
    held = Sitting(page, address, sign_in)
    as_person(page, address, sign_in, an_empty_school())
    held.go("/")
    press(page, "Start now")
    for question, fields in primary().items():
        page.wait_for_url(f"**/question/{question}/")
        fill(page, fields)
        page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/check/")
    press(page, "Set up the school")
    at = now()
    with acting_as(SYSTEM):
        held.here = Establishment.objects.get()
        filters.begin(actor=SYSTEM, establishment=held.here, at=at)  # as the first start does
        held.people = {one.given_name.lower(): one for one in Person.objects.select_related("user", "establishment")}
    for name, kind, role in (
        ("Gwen Price", "staff", "governor"),
        ("Tom Reed", "staff", "teacher"),
        ("Ivy Chen", "staff", "it"),
        ("Pat Marsh", "parent", "parent"),
    ):
        held.people[name.split()[0].lower()] = someone(held.here, name, kind, role, at)
    held.people |= {child.given_name.lower(): child for child in a_class(held.here, at)}
    establishments.note_parent(
        actor=SYSTEM, at=at, parent=held.people["pat"], child=held.people["mia"], has_responsibility=True,
        no_contact=False, source="the office", on=at.date(),
    )  # fmt: skip
    return held


@pytest.mark.requirement("S2.1")
def test_from_an_empty_school_to_an_agreement_that_a_class_has_signed(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    _the_vision(sitting)
    _the_group(sitting)
    review = _where_we_stand(sitting)
    version = _the_agreement(sitting)
    _a_level_is_contradicted(sitting, review)
    _a_class_signs(sitting, version)
    _the_action_closes_by_evidence(sitting, review)
    _a_clause_is_untrue_and_true_again(sitting, version)
    _the_paper_for_the_board(sitting, review)
    _the_next_version_keeps_the_answers(sitting, review, monkeypatch)
    _all_seven_steps(sitting)
    _each_on_a_phone(sitting, version)


def _the_vision(sitting: Sitting) -> None:
    page = sitting.page
    sitting.be("dana")
    sitting.go("/")
    sitting.see("home-of-a-new-school")
    sitting.go(STEPS)
    expect(page.get_by_text("0 of 7 steps are complete")).to_be_visible()
    sitting.see("steps-at-first")
    press(page, "Begin")
    for words in ("On our website; Willow wrote a line of it.", "Governing body, minute 3.1."):
        fill(page, {"words": words})
        on_day(page, "on", now().date())
        press(page, "Save")
        press(page, "Begin") if words.startswith("On") else None
    page.get_by_role("link", name="Which problems online is this to solve").click()
    fill(
        page, {"words": "Games at night, and strangers in them.", "action_title": "Ask Willow what they play at night"}
    )
    sitting.see("question-of-a-step")
    press(page, "Save")
    expect(page.get_by_text("1 of 7 steps are complete")).to_be_visible()


def _the_group(sitting: Sitting) -> None:
    page = sitting.page
    press(page, "Begin")
    heading(page, "E-safety group")
    sitting.see("group-empty")
    for perspective, name in (
        ("leadership", "hana"),
        ("curriculum", "tom"),
        ("technical", "ivy"),
        ("safeguarding", "dana"),
    ):
        sitting.go(f"/responsibilities/group/members/new/?perspective={perspective}")
        page.get_by_role("radio", name="Somebody else").check()
        fill(page, {"perspective": perspective, "owner_name": sitting.people[name].full_name})
        press(page, "Save")
    press(page, "Call a meeting")
    on_day(page, "on", now().date())
    press(page, "Save")
    press(page, "Write the minutes")
    for box in page.get_by_role("checkbox").all():
        box.check()
    fill(page, {"text": "We begin with games at night. Ivy looks at the filter, Tom asks Willow."})
    press(page, "Save")
    sitting.see("meeting")
    sitting.go(STEPS)
    page.get_by_role("link", name="How are people won for it").click()
    fill(page, {"words": "Each meeting ends with one thing that learners will notice."})
    page.locator("[name=measure]").select_option("group.met")
    press(page, "Save")
    expect(page.get_by_text("2 of 7 steps are complete")).to_be_visible()
    sitting.examine("steps-after-two")


def _where_we_stand(sitting: Sitting) -> Review:
    """Dana claims in the browser what she believes, and the rest as it is."""
    page = sitting.page
    sitting.go("/reviews/")
    page.get_by_role("button", name=re.compile("^Start .*olicies and agreements")).click()
    press(page, "Begin")
    page.get_by_role("radio").nth(1).check()
    page.get_by_label("What shows it?").fill("Named all but the watches.")
    press(page, "Save and go on")
    with acting_as(SYSTEM):
        review = Review.objects.select_related("framework", "establishment").get()
    dana, person = acting(sitting.people["dana"], now()), sitting.people["dana"].pk
    claimed = {"learners-and-parents-agree": 3.0}
    for part in list_statements(_framework())[1:]:
        reviews.answer(
            actor=dana, at=now(), review=review, person_id=person, statement=part.id,
            level=claimed.get(part.id, 2.0), applies=True, commentary="Seen on our first day.", seen=None,
        )  # fmt: skip
    return review


def _framework() -> Any:
    return next(one for one in shelf.list_shipped() if one.id == FRAMEWORK)


def _the_agreement(sitting: Sitting) -> Version:
    """From the template to the version in force, by the pages alone."""
    page = sitting.page
    sitting.go("/policies/")
    sitting.see("policies-none-yet")
    page.get_by_role("button", name=re.compile(r"^Begin .*7 to 11")).click()
    heading(page, "7 to 11")
    sitting.see("draft-at-first")
    with acting_as(SYSTEM):
        document = Document.objects.get()
        draft = Draft.objects.select_related("base").get()
    here = f"/policies/{document.pk}/draft/"
    sitting.go(f"{here}gaps/")
    for one in wordings.from_text(draft.content).variables:
        if one.example:
            page.locator(f"[name=gap_{one.id}]").fill(one.example)
    on_day(page, "review_on", now().date() + timedelta(days=300))
    press(page, "Save")
    for slug in sorted({slug for one in wordings.from_text(draft.content).clauses for slug in one.links}):
        sitting.go(f"/policies/elsewhere/{slug}/?for={document.pk}")
        fill(page, {"title": slug.replace("-", " ").capitalize(), "where": "Staff handbook"})
        press(page, "Save")
    for group in ("staff", "learners", "parents", "governors"):
        sitting.go(f"{here}heard/")
        page.locator("[name=group]").select_option(group)
        fill(page, {"kind": "heard", "who": "Six of them", "words": "Shorter, please."})
        on_day(page, "heard_on", now().date())
        press(page, "Save")
    sitting.be("hana")
    sitting.go(here)
    press(page, "Sign it as head")
    sitting.be("dana")
    sitting.go(f"{here}minute/")
    fill(page, {"body": "Full governing body", "reference": "3.2"})
    on_day(page, "held_on", now().date())
    press(page, "Save")
    expect(page.get_by_text("Nothing stands against publishing it")).to_be_visible()
    sitting.see("draft-ready")
    press(page, "Publish it")
    sitting.see("agreement-in-force")
    with acting_as(SYSTEM):
        return Version.objects.select_related("document__establishment").get()


def _a_level_is_contradicted(sitting: Sitting, review: Review) -> None:
    page = sitting.page
    publish_evidence(now())
    sitting.go(f"/reviews/{review.pk}/")
    page.get_by_role("heading", name="Where evidence speaks against a level").wait_for()
    sitting.examine("level-contradicted")
    page.get_by_role("link", name="Learners and families agree").first.click()
    expect(page.get_by_text("0 % of learners").first).to_be_visible()
    expect(page.get_by_text(re.compile("at least 90", re.IGNORECASE)).first).to_be_visible()
    sitting.see("statement-contradicted")
    paper = _paper_of(sitting, review)
    assert "Where evidence speaks against a level" in paper
    assert "0 % of learners" in paper
    assert re.search("at least 90", paper, re.IGNORECASE)
    sitting.go("/actions/new/")
    fill(page, {"title": "Have Willow sign the agreement", "detail": "Read it with them first."})
    page.get_by_role("radio", name=re.compile("^Dana Shah")).check()
    on_day(page, "due_on", now().date() + timedelta(days=14))
    page.locator("[name=bar_kind]").select_option("agreements.learners")
    page.locator("[name=bar_value]").fill("90")
    sitting.see("action-with-a-figure")
    press(page, "Set the action")
    press(page, "Close with proof")
    expect(page.get_by_text(re.compile("0 % of learners")).first).to_be_visible()
    expect(page.get_by_role("button", name="Close the action")).to_have_count(0)
    sitting.examine("action-not-yet")


def _a_class_signs(sitting: Sitting, version: Version) -> None:
    """Mia signs on a tablet; the others' forms come back on paper."""
    page = sitting.page
    sitting.be("mia")
    sitting.go("/agreements/")
    sitting.see("agreements-of-mia")
    page.get_by_role("button").filter(has_text=re.compile("Read it")).first.click()
    sitting.see("agreement-of-mia")
    for number, one in enumerate(wordings.from_text(version.content).questions):
        page.locator(f"[name=q{number}][value='{one.right}']").check()
    page.locator("[name=answer][value=agrees]").check()
    press(page, "Send my answer")
    sitting.see("agreement-of-mia-sent")
    sitting.be("dana")
    sitting.go(f"/policies/{version.document_id}/people/")
    sitting.see("who-has-not-signed")
    sitting.go(f"/policies/{version.document_id}/forms/?class=willow")
    fill(page, {"kept": "Folder Willow, office", "answer": "agrees"})
    on_day(page, "returned_on", now().date())
    for box in page.get_by_role("checkbox").all():
        box.check()
    sitting.see("paper-forms")
    press(page, "Save")
    expect(page.get_by_text("7 forms are entered")).to_be_visible()
    sitting.go("/policies/coverage/")
    expect(page.get_by_text("100").first).to_be_visible()
    sitting.see("coverage")


def _the_action_closes_by_evidence(sitting: Sitting, review: Review) -> None:
    page = sitting.page
    publish_evidence(now())
    sitting.go("/actions/")
    page.get_by_role("link", name="Have Willow sign the agreement").click()
    press(page, "Close with proof")
    press(page, "Close the action")
    expect(page.get_by_text("The action is done")).to_be_visible()
    expect(page.get_by_text(re.compile("100 % of learners")).first).to_be_visible()
    sitting.see("action-closed-by-evidence")
    sitting.go(f"/reviews/{review.pk}/")
    assert "speaks against a level" not in page.get_by_role("main").inner_text()


def _a_clause_is_untrue_and_true_again(sitting: Sitting, version: Version) -> None:
    """Ivy asks for a site and Dana opens it, each on their own pages; the worker's turns are taken by hand.

    The policy in force is a real signed snapshot.
    """
    page, here = sitting.page, sitting.here
    paper = f"/policies/{version.document_id}/"

    def turn() -> None:
        made = filters.publish_policy(actor=SYSTEM, at=now(), establishment=here)
        gateway_reports(settings.TUTELA, establishment=here.slug, version=made.version)
        with acting_as(SYSTEM):
            clauses.hold_clauses(now(), Establishment.objects.get(pk=here.pk))

    turn()
    sitting.go(paper)
    assert "opens it" not in page.get_by_role("main").inner_text()
    _ivy_asks_for_a_site_and_dana_opens_it(sitting)
    turn()
    sitting.go(paper)
    expect(page.get_by_text(re.compile(r"bet365\.com, a site of .*is open to")).first).to_be_visible()
    sitting.examine("clause-untrue")
    sitting.go("/filter/rules/")
    press(page, "the rule for www.bet365.com")
    expect(page.get_by_text("The rule for www.bet365.com has ended")).to_be_visible()
    turn()
    sitting.go(paper)
    assert "bet365.com" not in page.get_by_role("main").inner_text()
    sitting.see("clause-true-again")


def _ivy_asks_for_a_site_and_dana_opens_it(sitting: Sitting) -> None:
    page = sitting.page
    sitting.be("ivy")
    sitting.go("/filter/report/")
    fill(page, {"address": "www.bet365.com", "wanted": "allow", "words": "The odds are for maths in Willow."})
    press(page, "Send report")
    sitting.go("/filter/changes/")
    page.get_by_role("link", name="bet365.com").first.click()
    expect(page.get_by_role("heading", name="bet365.com")).to_be_visible()
    assert page.get_by_role("button", name="Save decision").count() == 0, "Ivy may ask, and does not decide"
    sitting.examine("filter-change-of-ivy")
    sitting.be("dana")
    sitting.go("/filter/changes/")
    page.get_by_role("link", name="bet365.com").first.click()
    fill(page, {"decision": "approve", "reason": "For the maths of this week."})
    press(page, "Save decision")
    expect(page.get_by_text("It holds on the network within seconds")).to_be_visible()


def _the_paper_for_the_board(sitting: Sitting, review: Review) -> None:
    """What was claimed and why, and the figure that spoke against a level no more."""
    sitting.go(f"/reviews/{review.pk}/")
    sitting.see("review")
    paper = _paper_of(sitting, review)
    statements = list(list_statements(_framework()))
    assert "Bridge Lane Primary" in paper
    assert f"{len(statements)} of {len(statements)} statements are answered" in paper
    assert "Named all but the watches." in paper
    assert paper.count("Seen on our first day.") == len(statements) - 1
    assert "evidence speaks against" not in paper
    assert not re.search(r"\b0 % of learners", paper)
    assert re.search(r"On \d+ \w+ \d+: 100 % of learners", paper)  # what bears the level out now, and of which day


def _paper_of(sitting: Sitting, review: Review) -> str:
    """What the paper for the board says today, all pages on one line."""
    answer = sitting.page.request.get(f"{sitting.address}/reviews/{review.pk}/paper/")
    assert answer.headers["content-type"] == "application/pdf"
    if PICTURES:
        (PICTURES / "board-paper.pdf").write_bytes(answer.body())
    said = " ".join(one.extract_text() for one in PdfReader(BytesIO(answer.body())).pages)
    return re.sub(r"\s+", " ", said)


def _the_next_version_keeps_the_answers(sitting: Sitting, review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    page = sitting.page
    sitting.go(f"/reviews/{review.pk}/")
    press(page, "Complete this review")
    page.get_by_label("(you)").check()
    press(page, "Complete it")
    shipped = shelf.list_shipped()
    framework = _framework()
    section = framework.parts[0]
    first = msgspec.structs.replace(section.parts[0], text="Our policy says whom and what it covers, watches included.")
    newer = msgspec.structs.replace(
        framework,
        version="2",
        parts=(msgspec.structs.replace(section, parts=(first, *section.parts[1:])), *framework.parts[1:]),
    )
    others = [one for one in shipped if one.id != FRAMEWORK]
    monkeypatch.setattr(shelf, "list_shipped", lambda: [*others, newer])
    sitting.go("/reviews/")
    expect(page.get_by_text("Newer than version 1, which you completed. Your answers are kept")).to_be_visible()
    sitting.see("reviews-with-a-newer-version")
    page.get_by_role("button", name=re.compile("^Start .*olicies and agreements")).click()
    expect(page.get_by_text("1 answer was carried over from the last review and needs a look")).to_be_visible()
    sitting.examine("review-of-the-next-version")


def _all_seven_steps(sitting: Sitting) -> None:
    """What is left is noted by the same operations as the pages use; then the page says so."""
    page, here, at, today = sitting.page, sitting.here, now(), now().date()
    dana, hana = acting(sitting.people["dana"], at), acting(sitting.people["hana"], at)
    registers.make_risks(actor=dana, at=at, establishment_id=here.pk, technologies=["game"])
    with acting_as(SYSTEM):
        risks = list(Risk.objects.all())
    for risk in risks:
        for place in ("in-care", "beyond"):
            registers.add_control(
                actor=dana, at=at, pk=risk.pk, place=place, words="Read with the class", technical=False, tag="educate"
            )
    for section in sections_of(here):
        for duty in section.duties:
            responsibilities.assign(
                actor=hana,
                at=now(),
                establishment=here,
                duty=duty.id,
                part="accountable",
                person=sitting.people["dana"],
            )
    _heard(sitting, dana, today)
    at = now()
    figures = [
        Figure("filters.canaries", 100, at), Figure("surveys.learners", 0, at), Figure("surveys.staff", 0, at),
    ]  # fmt: skip
    evidence.publish(actor=SYSTEM, at=at, establishment_id=here.pk, figures=figures)
    publish_evidence(now())
    sitting.go(STEPS)
    expect(page.get_by_text("All seven steps are complete today")).to_be_visible()
    sitting.examine("steps-all")


def _heard(sitting: Sitting, dana: Any, today: date) -> None:
    for group in ("governors", "teachers", "support-staff", "learners", "parents", "authority"):
        responsibilities.note_contact(
            actor=dana, at=now(), establishment=sitting.here, group=group, on=today, asked="What worries you?",
            said="Games at night.",
        )  # fmt: skip
    for record in ("staff-trained", "feedback-answered"):
        responsibilities.note_step(
            actor=dana, at=now(), establishment=sitting.here, record=record, words="On our first day.", on=today
        )
    for step in list_steps()[2:]:
        responsibilities.answer_question(
            actor=dana, at=now(), establishment=sitting.here, step=step.id, words="As the figure shows.",
            measure="surveys.learners",
        )  # fmt: skip


def _each_on_a_phone(sitting: Sitting, version: Version) -> None:
    """Each page is sound on a phone of 320 pixels too, and says what whoever opens it came for."""
    for name, pages in {
        "gwen": {"/": "", STEPS: "steps are complete", f"/policies/{version.document_id}/": "", "/reviews/": ""},
        "tom": {"/my-part/": "", "/agreements/": ""},
        "mia": {"/": "", "/my-part/": "", "/agreements/": ""},
        "pat": {"/": "", "/my-part/": "", "/agreements/": ""},
    }.items():
        sitting.be(name)
        for number, (path, words) in enumerate(pages.items()):
            answer = sitting.page.goto(f"{sitting.address}{path}")
            assert answer is not None, path
            assert answer.status == 200, path
            sitting.examine(f"{name}-{number}")
            assert words in sitting.page.get_by_role("main").inner_text()
