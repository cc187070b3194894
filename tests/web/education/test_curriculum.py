"""What Oakfield's year groups are taught about being safe online, as those who teach it note it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.pages import parts, words_of
from tutela.web.education import proofs
from tutela.web.education.models import Lesson
from tutela.web.education.rules import curriculum as rules
from tutela.web.education.shipped.curriculum import Topic, list_topics

SignIn = Callable[..., Client]


def test_a_lesson_counts_for_a_year_and_only_in_its_own_place() -> None:
    one, other = uuid4(), uuid4()
    topics = [Topic(id="a", title="A", text="T"), Topic(id="b", title="B", text="T", bands=("11-16",))]
    cells = rules.list_cells(topics, {one: "5-7", other: "11-16"})
    assert cells == [("a", one), ("a", other), ("b", other)]
    day = date(2026, 9, 1)
    assert rules.share(cells, {("a", one): day}, day) == 33.3
    assert rules.share(cells, {("a", one): day}, day + rules.COUNTS) == 0
    assert rules.share([], {}, day) is None


def test_the_plan_has_the_eight_strands() -> None:
    assert len(list_topics()) == 8


@pytest.mark.requirement("S2.7")
def test_the_map_of_what_is_taught_says_who_was_not_taught_it(sign_in: SignIn) -> None:
    cast.leo(), cast.mia()
    client = sign_in(cast.tom())
    sent = {"group": str(cast.learners_11_16().pk), "what": "We sorted ten messages.", "link": ""}
    client.post("/curriculum/privacy/taught/", sent | parts("taught_on", -3))
    page = words_of(client.get("/curriculum/"))
    assert "6.2 % of the plan was taught" in page, "one of eight strands, in one of two groups"
    row = page[page.index("Private and secure") : page.index("Mine and theirs")]
    taught, missing = row.index("Years 7 to 11"), row.index(cast.learners_7_11().name)
    assert taught < missing, "the one stands under taught, the other under not yet"


def test_tom_notes_a_lesson_and_the_figure_follows(sign_in: SignIn) -> None:
    cast.leo(), cast.mia()
    client = sign_in(cast.tom())
    assert list(proofs.list_figures(cast.oakfield(), timezone.now())) == []
    assert "Enter what you did" in words_of(client.post("/curriculum/privacy/taught/", {}))
    sent = {"group": str(cast.learners_11_16().pk), "what": "We sorted ten messages.", "link": ""}
    client.post("/curriculum/privacy/taught/", sent | parts("taught_on", -3))
    assert "We sorted ten messages." in words_of(client.get("/curriculum/privacy/"))
    assert "Years 7 to 11" in words_of(client.get("/curriculum/"))
    (figure,) = proofs.list_figures(cast.oakfield(), timezone.now())
    assert (figure.kind, figure.value) == ("curriculum.covered", 6.2)
    (later,) = proofs.list_figures(cast.oakfield(), timezone.now() + timedelta(days=400))
    assert later.value == 0
    client.post(f"/curriculum/lessons/{Lesson._base_manager.get().pk}/strike/", {"reason": "Next week."})
    assert list(proofs.list_figures(cast.oakfield(), datetime.now(UTC))) == []


def test_leo_and_pat_have_no_such_page_and_eli_sees_none_of_ours(sign_in: SignIn) -> None:
    for person in (cast.leo(), cast.pat()):
        assert sign_in(person).get("/curriculum/").status_code == 404
    cast.mia()
    client = sign_in(cast.tom())
    sent = {"group": str(cast.learners_7_11().pk), "what": "We drew our secrets.", "link": ""}
    client.post("/curriculum/privacy/taught/", sent | parts("taught_on", -3))
    assert "We drew" not in words_of(sign_in(cast.eli()).get("/curriculum/privacy/"))
