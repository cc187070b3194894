"""The same records through other lenses: the three duties, the four pillars, the seven areas."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from tests import cast
from tests.web.pages import words_of
from tests.web.reviews.test_reviewing import AT, answer, publish, shipped, start
from tutela.web.evidence.kinds import list_kinds
from tutela.web.reviews.frameworks.model import list_evidence, list_statements
from tutela.web.reviews.lenses import list_lenses

SignIn = Callable[..., Any]


def parts_of(client: Any, lens: str) -> dict[str, dict[str, Any]]:
    return {part["key"]: part for part in client.get(f"/reviews/elements/{lens}/").context["elements"]}


def test_every_figure_stands_in_one_part_of_each_lens() -> None:
    for lens in list_lenses():
        kinds = [kind for part in lens.parts for kind in part.kinds]
        assert sorted(kinds) == sorted(list_kinds()), lens.id


@pytest.mark.requirement("S1.1")
def test_gwen_sees_each_of_the_three_duties_scored_from_the_records_of_now_and_goes_to_what_is_behind(
    sign_in: SignIn,
) -> None:
    with time_machine.travel(AT, tick=False):
        gwen = sign_in(cast.gwen())
        before = parts_of(gwen, "duties")
        assert list(before) == ["policy", "education", "monitoring"]
        assert {part["share"] for part in before.values()} == {0}
        publish("policies.in-date", 100)
        publish("training.staff", 20)
        publish("filters.canaries", 100)
        publish("filters.in-force", 1)
        after = parts_of(gwen, "duties")
        assert 0 < after["policy"]["share"] < after["monitoring"]["share"] < 100
        assert after["education"]["share"] == 0
        assert [one["name"] for one in after["education"]["pressing"]] == ["training.staff"]
        page = gwen.get("/reviews/elements/duties/").content.decode()
        behind = reverse("evidence:kind", args=["training.staff"])
        assert f'href="{behind}"' in page
        assert "20 % of staff have finished the training they owe" in words_of(gwen.get(behind))
        publish("training.staff", 100, AT.replace(hour=AT.hour + 1))
    with time_machine.travel(AT.replace(hour=AT.hour + 2), tick=False):
        gwen = sign_in(cast.gwen())
        assert parts_of(gwen, "duties")["education"]["share"] > 0
        assert sign_in(cast.tom()).get("/reviews/elements/duties/").status_code == 404
        assert gwen.get("/reviews/elements/no-such/").status_code == 404


@pytest.mark.requirement("S1.15")
def test_the_four_pillars_have_a_page_that_says_how_each_stands(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        dana = sign_in(cast.dana())
        publish("filters.canaries", 100)
        publish("surveys.learners", 500)
        publish("reviews.completed", 10)
        found = parts_of(dana, "pillars")
        assert list(found) == ["policy", "infrastructure", "education", "standards"]
        assert [one["name"] for one in found["infrastructure"]["enough"]] == ["filters.canaries"]
        assert [one["name"] for one in found["education"]["pressing"]] == ["surveys.learners"]
        assert [one["name"] for one in found["standards"]["enough"]] == ["reviews.completed"]
        page = words_of(dana.get("/reviews/elements/pillars/"))
        assert "Policy: 0 %" in page
        assert "Becta (2008)" in page


@pytest.mark.requirement("S2.18")
def test_what_was_judged_in_a_review_is_read_a_second_time_by_other_areas_over_the_same_evidence(
    sign_in: SignIn,
) -> None:
    with time_machine.travel(AT, tick=False):
        review, dana = start(), sign_in(cast.dana())
        on_training = next(
            part for part in list_statements(shipped()) if list_evidence(shipped(), part) == ["training.staff"]
        )
        answer(review, on_training.id, 2)
        publish("training.staff", 20)
        areas = parts_of(dana, "areas")
        assert list(areas) == ["leadership", "infrastructure", "policies", "law", "learners", "staff", "access"]
        assert [one["name"] for one in areas["staff"]["pressing"]] == ["training.staff"]
        (judged,) = areas["staff"]["judged"]
        assert (judged.stated.part.id, judged.stated.level.level) == (on_training.id, 2)
        assert not any(part["judged"] for key, part in areas.items() if key != "staff")
        page = dana.get("/reviews/elements/areas/").content.decode()
        statement = reverse("reviews:statement", args=[review.pk, judged.stated.number])
        assert f'href="{statement}"' in page
        answer(review, on_training.id, 3, seen=judged.stated.answer.pk)
        (later,) = parts_of(dana, "areas")["staff"]["judged"]
        assert later.stated.level.level == 3
