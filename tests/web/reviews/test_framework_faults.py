"""A framework is judged before it judges anybody: ids, levels, evidence and paths; ours also for their wording."""

import msgspec
import pytest

from tutela.web.reviews.frameworks import lint, shelf
from tutela.web.reviews.frameworks.model import Bar, Framework, Level, Part, list_statements

TWO = (Level(level=1, text="No", next=("Begin.",)), Level(level=2, text="Yes"))
SOUND = Framework(
    id="f",
    version="1",
    title="F",
    licence="CC0-1.0",
    source="Us",
    parts=(Part(id="a", assessed=True, levels=TWO), Part(id="b", assessed=True, levels=TWO)),
)


def with_first(**changes: object) -> Framework:
    first, second = SOUND.parts
    return msgspec.structs.replace(SOUND, parts=(msgspec.structs.replace(first, **changes), second))


def leading(*onward: str) -> Framework:
    """Parts a, b, c …, each leading to the one named."""
    parts = [
        Part(id=chr(97 + number), assessed=True, levels=(Level(level=1, text="Any", goto=goto),))
        for number, goto in enumerate(onward)
    ]
    return msgspec.structs.replace(SOUND, parts=tuple(parts))


def test_a_sound_framework_has_no_faults() -> None:
    assert lint.find_faults(SOUND) == []


@pytest.mark.parametrize(
    ("framework", "says"),
    [
        (msgspec.structs.replace(SOUND, licence=""), "no licence"),
        (msgspec.structs.replace(SOUND, source=""), "no source"),
        (msgspec.structs.replace(SOUND, parts=()), "nothing in it can be answered"),
        (with_first(id="b"), "b: stands 2 times"),
        (with_first(levels=()), "a: has no levels"),
        (with_first(levels=TWO[::-1]), "level 2 stands before level 1"),
        (with_first(evidence=("x.y",)), "no kind of evidence is called 'x.y'"),
        (with_first(levels=(Level(level=1, text="x", holds=(Bar(evidence="x.y", at_least=1),)),)), "'x.y'"),
        (
            with_first(levels=(Level(level=1, text="x", holds=(Bar(evidence="audit.verified"),)),)),
            "at_least or at_most",
        ),
        (leading("gone"), "leads to 'gone'"),
        (leading("b", "c", "a"), "round in a circle: a → b → c → a"),
        (leading("a"), "round in a circle: a → a"),
    ],
)
def test_a_fault_is_named_with_its_place(framework: Framework, says: str) -> None:
    assert any(says in fault for fault in lint.find_faults(framework)), lint.find_faults(framework)


def test_two_ways_to_one_question_are_no_circle() -> None:
    assert lint.find_faults(leading("c", "c", "")) == []


@pytest.mark.parametrize("framework", shelf.list_shipped(), ids=lambda framework: framework.id)
def test_a_framework_that_is_shipped_has_neither_faults_nor_words_that_two_people_read_differently(
    framework: Framework,
) -> None:
    assert lint.find_faults(framework) + lint.find_weaknesses(framework) == []


def test_words_that_two_people_read_differently_are_named() -> None:
    vague = Level(level=1, text="Checks are made regularly", next=("x",))
    faults = lint.find_weaknesses(with_first(levels=(vague, *TWO)))
    assert any("'regularly'" in fault for fault in faults)
    assert any("tagged neither" in fault for fault in faults)
    assert any("not the levels 1 to 4" in fault for fault in faults)


def test_a_framework_without_ids_twice_is_read_in_the_order_it_was_written() -> None:
    assert [part.id for part in list_statements(SOUND)] == ["a", "b"]
