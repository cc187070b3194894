"""What a completed review found: risks and areas to improve, ranked, each with somebody and a day."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import docx
import pytest
import time_machine

from tests import cast
from tests.web.pages import parts, words_of
from tests.web.reviews.test_reviewing import AT, answer, publish, resting_on_evidence, shipped, start, whole
from tutela.web.actions import operations as actions
from tutela.web.actions.models import Action
from tutela.web.core.actor import acting_as
from tutela.web.reviews import operations, queries
from tutela.web.reviews.frameworks.model import list_statements
from tutela.web.reviews.models import Review, origin_of

SignIn = Callable[..., Any]


def judged() -> tuple[Review, str, str, str]:
    """All is in place but three statements: one that the records contradict, one at the bottom, one half-way."""
    review = start()
    contradicted, kind, share = resting_on_evidence(shipped())
    publish(kind, share - 20)
    speaks = {part.id for part in list_statements(shipped()) for level in part.levels if level.holds}
    bottom, half = [part.id for part in list_statements(shipped()) if part.id not in speaks][:2]
    levels = {bottom: 1, half: 2}
    for part in list_statements(shipped()):
        answer(review, part.id, levels.get(part.id, 3))
    return review, contradicted, bottom, half


def found_in(review: Review) -> list[queries.FoundRow]:
    dana = cast.acting(cast.dana())
    with acting_as(dana):
        return queries.list_found(dana, whole(review))


@pytest.mark.requirement("S0.4")
def test_completing_a_review_yields_ranked_risks_and_improvements_each_with_somebody_and_a_day(
    sign_in: SignIn,
) -> None:
    with time_machine.travel(AT, tick=False):
        review, contradicted, bottom, half = judged()
        client, page = sign_in(cast.dana()), f"/reviews/{review.pk}/complete/"
        assert "Risks that the review found" not in words_of(client.get(f"/reviews/{review.pk}/"))
        asked = words_of(client.get(page))
        assert "1 area to improve" in asked
        sent = parts("risks_by", 14) | parts("improvements_by", 90)
        assert "Select who sees to what was found" in words_of(client.post(page, sent))
        sent["owner"] = str(cast.hana().pk)
        late = words_of(client.post(page, sent | parts("risks_by", -3)))
        assert "by which day from today on" in late
        assert Review._base_manager.get().completed_at is None, "whoever finds nobody for it has not completed it"
        assert not Action._base_manager.exists()
        assert client.post(page, sent).status_code == 302
        rows = found_in(review)
        risks = [row.found.part.id for row in rows if row.found.is_risk]
        assert risks[0] in (contradicted, bottom)
        assert {contradicted, bottom} <= set(risks)
        assert [row.found.part.id for row in rows if not row.found.is_risk] == [half]
        assert [row.found.gravity for row in rows[: len(risks)]] == sorted(
            (row.found.gravity for row in rows[: len(risks)]), reverse=True
        )
        today = AT.date()
        for row in rows:
            assert row.action is not None
            assert row.action.owner == cast.hana()
            assert row.action.due_on == today + timedelta(days=14 if row.found.is_risk else 90)
        shown = words_of(sign_in(cast.gwen()).get(f"/reviews/{review.pk}/"))
        assert shown.index("Risks that the review found") < shown.index("What is to be improved")
        assert "Hana" in shown
        paper = docx.Document(io.BytesIO(client.get(f"/reviews/{review.pk}/word/").content))
        said = " ".join(one.text for one in paper.paragraphs)
        assert "The levels, from the lowest: Not yet, Begun, In place, Proved." in said
        assert "Published by: Department for Education, 2026" in said
        cells = " ".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
        assert rows[0].action is not None
        assert rows[0].action.title in cells


def test_what_became_an_action_before_keeps_its_owner_and_is_given_a_day() -> None:
    review, _contradicted, bottom, _half = judged()
    dana = cast.acting(cast.dana())
    before = actions.open_action(
        actor=dana, at=AT, establishment_id=review.establishment_id, title="Name the four", owner=cast.tom(),
        source="Self-review", origin=origin_of(review, bottom),
    )  # fmt: skip
    day = AT.date() + timedelta(days=20)
    operations.complete_and_share_out(
        actor=dana, at=AT, review=review, person_id=cast.dana().pk, owner=cast.hana(), risks_by=day,
        improvements_by=day,
    )  # fmt: skip
    now = next(row.action for row in found_in(review) if row.found.part.id == bottom)
    assert now is not None
    assert (now.pk, now.owner, now.due_on) == (before.pk, cast.tom(), day)


def test_a_review_that_found_nothing_asks_for_nobody(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review = start()
        for part in list_statements(shipped()):
            answer(review, part.id, None)
        client = sign_in(cast.dana())
        assert "Everything that was asked is in place" in words_of(client.get(f"/reviews/{review.pk}/complete/"))
        assert client.post(f"/reviews/{review.pk}/complete/").status_code == 302
        assert Review._base_manager.get().completed_at == AT
        assert found_in(review) == []
