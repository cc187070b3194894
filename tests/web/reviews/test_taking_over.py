"""Answer once: what was answered in one framework is proposed in another, and counts when a person confirms it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests import cast
from tests.web import pages
from tests.web.reviews.test_reviewing import AT, answer, shipped, start, whole
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.reviews import operations, queries
from tutela.web.reviews.frameworks import bounded, shelf
from tutela.web.reviews.frameworks.model import (
    Choice,
    Framework,
    Group,
    Level,
    Mapping,
    Pair,
    Part,
    Question,
    list_statements,
)
from tutela.web.reviews.models import Answer

SignIn = Callable[..., Any]


def brought_in(*parts: Part, name: str = "urn:other", **more: Any) -> Framework:
    scale = tuple(Level(level=n, name=f"Level {n}", text=f"It is {n}") for n in range(3))
    given = {"scale": scale, "source": "A test", "licence": "CC0-1.0"} | more
    return Framework(
        id=name, version="1", title="The other", parts=(Part(id="top", title="Top", parts=parts),), **given
    )


def test_every_statement_of_the_mappings_that_are_shipped_exists() -> None:
    known = {framework.id: {part.id for part in list_statements(framework)} for framework in shelf.list_shipped()}
    mappings = shelf.list_shipped_mappings()
    assert len(mappings) >= 2
    for mapping in mappings:
        assert len({(pair.source, pair.target) for pair in mapping.pairs}) == len(mapping.pairs)
        for pair in mapping.pairs:
            assert pair.source in known[mapping.source], pair
            assert pair.target in known[mapping.target], pair
            assert pair.why


def test_an_answer_is_proposed_with_where_it_comes_from_and_is_kept_only_when_dana_saves_it(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        steps = start(shipped("seven-steps"))
        source = answer(steps, "improvement-actions", 3, commentary="Seen in the list.")
        review, client = start(shipped("four-elements")), sign_in(cast.dana())
        listed = client.get(f"/reviews/{review.pk}/proposed/").content.decode()
        number = next(one.number for one in whole(review).statements if one.part.id == "watching-actions")
        link = f"/reviews/{review.pk}/{number}/?take={source.pk}"
        assert link in listed
        shown = client.get(link).content.decode()
        assert "asks for the same" in shown
        assert "Seen in the list." in shown
        assert whole(review).score.answered == 0
        given = {"level": "2", "commentary": "Seen in the list.", "seen": "", "taken": str(source.pk)}
        client.post(f"/reviews/{review.pk}/{number}/", given)
        kept = whole(review).statements[number - 1].answer
        assert (kept.level, kept.carried_from_id) == (3, source.pk)
        assert kept.origin.endswith("Actions end with proof")
        assert "confirmed by Dana" in client.get(f"/reviews/{review.pk}/{number}/").content.decode()
        assert "Nothing is proposed" in client.get(f"/reviews/{review.pk}/proposed/").content.decode()


def test_an_origin_that_is_not_proposed_here_is_not_kept(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        other = answer(start(shipped("seven-steps")), "vision-written", 3)
        review = start(shipped("four-elements"))
        given = {"level": "2", "commentary": "", "seen": "", "taken": str(other.pk)}
        sign_in(cast.dana()).post(f"/reviews/{review.pk}/1/", given)
        kept = whole(review).statements[0].answer
        assert (kept.origin, kept.carried_from_id) == ("", None)


def test_a_mapping_that_was_brought_in_works_both_ways_and_never_carries_from_less_to_more() -> None:
    actor = SystemActor("import")
    mapping = Mapping(
        id="urn:m", title="M", source="filtering-and-monitoring", target="urn:other",
        pairs=(
            Pair(source="roles-named", target="a", relation="equal"),
            Pair(source="dsl-leads", target="b", relation="subset"),
        ),
    )  # fmt: skip
    for _ in range(2):
        operations.keep_mapping(actor=actor, at=AT, mapping=mapping)
    ours, theirs = start(), start(brought_in(Part(id="a", assessed=True), Part(id="b", assessed=True)))
    answer(ours, "roles-named", 4)
    answer(ours, "dsl-leads", 4)
    dana = cast.acting(cast.dana())
    with acting_as(dana):
        found = queries.list_likenesses(dana, theirs)
        assert {name: [like.level for like, _ in likes] for name, likes in found.items()} == {"a": [2], "b": [None]}
        assert [part.id for _, part, _, _ in queries.list_open_likenesses(dana, theirs)] == ["a"]
    answer(theirs, "b", 2)
    with acting_as(dana):
        assert [like.relation for like, _ in queries.list_likenesses(dana, ours)["dsl-leads"]] == ["superset"]


def asked() -> Framework:
    choices = (
        Choice(id="yes", text="Yes, all", result="compliant"),
        Choice(id="no", text="No", result="non_compliant"),
    )
    question = Question(id="q1", kind="unique_choice", text="Is there a plan?", choices=choices)
    words = Question(id="q2", kind="text", text="Which one?")
    groups = (Group(id="basic", name="Basic", chosen_at_first=True), Group(id="more", name="More"))
    return brought_in(
        Part(id="a", title="A plan", assessed=True, questions=(question, words), groups=("basic",)),
        Part(id="b", title="Beyond", assessed=True, groups=("more",), translations={"fr": {"name": "Plus loin"}}),
        groups=groups,
        translations={"fr": {"name": "L’autre"}},
    )


def test_questions_of_a_framework_that_was_brought_in_are_asked_and_work_out_the_level(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review, client = start(asked()), sign_in(cast.dana())
        page = client.get(f"/reviews/{review.pk}/1/").content.decode()
        assert "Is there a plan?" in page
        assert "Which of these describes us?" not in page
        empty = client.post(f"/reviews/{review.pk}/1/", {"commentary": "", "seen": ""})
        assert "There is a problem" in empty.content.decode()
        client.post(f"/reviews/{review.pk}/1/", {"q0": "yes", "q1": "The green one", "commentary": "", "seen": ""})
        with acting_as(SystemActor("look")):
            kept = Answer.objects.get()
        assert (kept.level, kept.given) == (2, {"q1": "yes", "q2": "The green one"})
        assert "The green one" in sign_in(cast.gwen()).get(f"/reviews/{review.pk}/1/").content.decode()


def test_a_choice_that_says_nothing_of_the_level_is_kept_without_one(sign_in: SignIn) -> None:
    choices = (Choice(id="yes", text="Yes", result="compliant"), Choice(id="other", text="Something else"))
    question = Question(id="q1", kind="unique_choice", text="Is there a plan?", choices=choices)
    with time_machine.travel(AT, tick=False):
        review = start(brought_in(Part(id="a", title="A plan", assessed=True, questions=(question,))))
        client = sign_in(cast.dana())
        sent = client.post(f"/reviews/{review.pk}/1/", {"q0": "other", "commentary": "", "seen": ""})
        assert sent.status_code == 302
        kept = whole(review).statements[0].answer
        assert (kept.level, kept.applies, kept.given) == (None, True, {"q1": "other"})
        assert "Answered" in client.get(f"/reviews/{review.pk}/").content.decode()


def test_what_is_filled_in_never_ticks_that_a_statement_does_not_apply(sign_in: SignIn) -> None:
    mapping = Mapping(
        id="urn:m", title="M", source="filtering-and-monitoring", target="urn:other",
        pairs=(Pair(source="roles-named", target="a", relation="equal"),),
    )  # fmt: skip
    operations.keep_mapping(actor=SystemActor("import"), at=AT, mapping=mapping)
    with time_machine.travel(AT, tick=False):
        source = answer(start(), "roles-named", 1, commentary="Seen in the list.")
        review, client = start(asked()), sign_in(cast.dana())
        form = client.get(f"/reviews/{review.pk}/1/?take={source.pk}").context["form"]
        assert form["commentary"].value() == "Seen in the list."
        assert not form["level"].value()


def test_groups_say_which_statements_count_and_no_answer_is_lost_by_a_change(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review, client = start(asked()), sign_in(cast.dana())
        assert [one.number for one in whole(review).asked] == [1]
        client.post(f"/reviews/{review.pk}/groups/", {"group": ["basic", "more"]})
        assert [one.number for one in whole(review).asked] == [1, 2]
        client.post(f"/reviews/{review.pk}/2/", {"level": "1", "commentary": "", "seen": ""})
        client.post(f"/reviews/{review.pk}/groups/", {"group": ["basic"]})
        assert whole(review).score.answered == 0
        client.post(f"/reviews/{review.pk}/groups/", {"group": []})
        assert whole(review).score.answered == 1
        client.post(f"/reviews/{review.pk}/groups/", {"group": ["gone"]})
        assert [one.number for one in whole(review).asked] == [1, 2]


def test_gwen_reads_a_framework_in_its_other_language(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        review, client = start(asked()), sign_in(cast.gwen())
        assert "The other" in client.get(f"/reviews/{review.pk}/").content.decode()
        assert "L’autre" in client.get(f"/reviews/{review.pk}/?language=fr").content.decode()
        assert "Plus loin" in client.get(f"/reviews/{review.pk}/2/").content.decode()
        assert "L’autre" not in client.get(f"/reviews/{review.pk}/?language=en").content.decode()
        assert client.get(f"/reviews/{review.pk}/?language=xx").status_code == 200


def test_a_path_leaves_a_question_out_of_the_review_and_of_what_is_missing(sign_in: SignIn) -> None:
    yes_no = {"first": ("third", "second"), "second": ("third", "third")}
    parts = [
        Part(
            id=name,
            title=name,
            assessed=True,
            levels=(
                Level(level=1, name="Low", text="no", goto=yes_no.get(name, ("", ""))[0]),
                Level(level=3, name="High", text="yes", goto=yes_no.get(name, ("", ""))[1]),
            ),
        )
        for name in ("first", "second", "third")
    ]
    with time_machine.travel(AT, tick=False):
        review, client = start(brought_in(*parts, scoring="lowest", origin="dfe")), sign_in(cast.dana())
        went = client.post(f"/reviews/{review.pk}/1/", {"level": "0", "commentary": "", "seen": ""})
        assert went.url == f"/reviews/{review.pk}/3/"
        client.post(f"/reviews/{review.pk}/3/", {"level": "1", "commentary": "", "seen": ""})
        read = whole(review)
        assert (read.score.answered, read.score.total, read.score.level) == (2, 2, 1)
        assert "Not asked" in client.get(f"/reviews/{review.pk}/").content.decode()
        seen_to = {"owner": str(cast.dana().pk)} | pages.parts("risks_by", 9)
        client.post(f"/reviews/{review.pk}/complete/", seen_to)
        with acting_as(SystemActor("look")):
            review.refresh_from_db()
        assert review.completed_at is not None


def test_a_mapping_file_of_ours_is_read_and_its_faults_are_told_with_their_line(tmp_path: Path) -> None:
    path = next(iter(sorted(shelf.MAPPINGS.glob("*.yaml"))))
    frameworks, (mapping,), others = shelf.read_any(path)
    assert (frameworks, others, mapping.target) == ([], {}, "four-elements")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(path.read_text().replace("relation: subset", "relation: similar", 1))
    with pytest.raises(bounded.BadFramework, match=r"wrong\.yaml:\d+: .*similar"):
        shelf.read_any(wrong)
