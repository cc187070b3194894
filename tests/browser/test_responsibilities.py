"""Dana leads a new school; a teacher, a parent and a learner of seven find their part: at a desk and on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.browser.site import SignIn, as_person
from tests.web.actions.scenes import a_figure, an_action
from tests.web.responsibilities.test_duties import takes
from tests.web.responsibilities.test_group import FOUR, a_group, a_meeting, write
from tests.web.responsibilities.test_journey import answers, notes
from tests.web.responsibilities.test_stakeholders import heard
from tutela.web.responsibilities import operations
from tutela.web.responsibilities.models import Meeting
from tutela.web.responsibilities.rules.duties import Part


@pytest.fixture
def school() -> Meeting:
    """Oakfield in its first term: some duties have somebody, the group has met, two groups were heard."""
    now, today = timezone.now(), timezone.localdate()
    cast.name_contact()
    for who in (*FOUR.values(), cast.dev, cast.sue, cast.chris):
        who()
    takes(cast.dana(), at=now)
    takes(cast.tom(), part=Part.RESPONSIBLE, at=now)
    takes(cast.sue(), part=Part.INFORMED, at=now)
    takes(cast.ivy(), "filtering-decide", at=now, note="Until Dana is back.")
    takes(cast.hana(), "vision", at=now)
    takes(cast.tom(), "learners-heard", at=now)
    a_figure("filters.canaries", 82, now - timedelta(hours=2))
    a_figure("monitoring.waiting", 2, now - timedelta(hours=2))
    an_action("Mend what the last checks found", at=now - timedelta(days=40), due_on=today - timedelta(days=12))
    a_group(now)
    cast.leo()
    meeting = a_meeting(today, now)
    write(meeting, "We looked at the checks of the filter.\n\nIvy will speak with the provider.", at=now)
    dana = cast.acting(cast.dana())
    decided = {"words": "Have the provider mend what the checks found", "owner": cast.ivy()}
    operations.decide(actor=dana, at=now, pk=meeting.pk, due_on=today + timedelta(days=14), **decided)
    operations.adopt_terms(
        actor=dana, at=now, establishment=cast.oakfield(), text="We keep learners safe online.\n\nWe meet each term.",
        approved_on=today, approved_by="Hana Novak, headteacher", follows=0,
    )  # fmt: skip
    heard("learners", today - timedelta(days=30))
    heard("parents", today - timedelta(days=400), promised="Hold an evening on phones", owner=cast.dana())
    advice = operations.ask_advice(
        actor=dana, at=now, establishment=cast.oakfield(), asked_of="Jo Field, Professionals Online Safety Helpline",
        question="May phones stay in lockers all day?", on=today - timedelta(days=9),
    )  # fmt: skip
    operations.note_advice(actor=dana, at=now, pk=advice.pk, said="Yes, with a way to reach home.", on=today)
    operations.adopt_vision(
        actor=dana, at=now, establishment=cast.oakfield(), measures=["filters.canaries", "surveys.learners"],
        text="Everybody here may ask, and nobody is laughed at.\n\nWe learn to look after ourselves and each other.",
        approved_by="Hana Novak, headteacher", approved_on=today, minute="Full governing body, 7.2",
    )  # fmt: skip
    notes("vision-approved", today, now)
    notes("vision-minuted", today, now)
    answers("vision", now)
    return meeting


def test_dana_sees_who_answers_for_what_and_what_comes_next(
    phone: Page, address: str, school: Meeting, sign_in: SignIn
) -> None:
    window = as_person(phone, address, sign_in, cast.dana())
    meeting = f"group/meetings/{school.pk}/"
    pages = {
        "journey": "seven-steps/",
        "duties": "",
        "meeting": meeting,
        "minutes": f"{meeting}minutes/",
        "answer": "seven-steps/group/answer/",
        "duty": "duties/filtering-decide/",
        "group": "group/",
        "stakeholders": "stakeholders/",
        "advice": "advice/",
        "adopt-vision": "vision/new/",
        "ask-advice": "advice/new/",
        "note-look": "looks/filtering/note/",
    }
    for name, path in pages.items():
        window.goto(f"{address}/responsibilities/{path}")
        look.assert_sound(window, f"responsibilities-{name}")


def test_each_finds_their_part_on_a_phone(address: str, school: Meeting, sign_in: SignIn, phone: Page) -> None:
    assert school
    for who in (cast.dana, cast.mia):
        window = as_person(phone, address, sign_in, who())
        window.goto(f"{address}/my-part/vision/")
        look.assert_sound(window, f"vision-{who.__name__}")
    for who in (cast.tom, cast.mia, cast.pat):
        window = as_person(phone, address, sign_in, who())
        window.goto(f"{address}/my-part/")
        look.assert_sound(window, f"part-{who.__name__}")
