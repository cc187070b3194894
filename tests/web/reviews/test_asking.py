"""What is asked of whom: groups of statements, paths along answers, questions that work out the level."""

import pytest

from tutela.web.reviews import rules
from tutela.web.reviews.frameworks.model import Choice, DependsOn, Framework, Level, Part, Question
from tutela.web.reviews.frameworks.translated import list_languages, translate
from tutela.web.reviews.rules.mapped import carry, turn
from tutela.web.reviews.rules.redaction import index_names, redact
from tutela.web.reviews.rules.working_out import applies, list_missing, list_shown, work_out

SCALE = tuple(Level(level=number, text=f"{number}") for number in range(3))


def framework(*parts: Part, **more: object) -> Framework:
    return Framework(id="x", version="1", title="X", scale=SCALE, parts=(Part(id="section", parts=parts),), **more)


def part(name: str, **more: object) -> Part:
    return Part(id=name, assessed=True, **more)


def test_only_the_statements_of_the_chosen_groups_are_asked_and_those_of_no_group() -> None:
    one = framework(part("basic", groups=("b",)), part("more", groups=("m",)), part("always"))
    asked = {
        groups: [p.id for p in rules.list_applying(one, "", "", "", groups)] for groups in ((), ("b",), ("b", "m"))
    }
    assert asked[()] == ["basic", "more", "always"]
    assert asked[("b",)] == ["basic", "always"]
    assert asked[("b", "m")] == ["basic", "more", "always"]


def test_a_choice_can_bring_in_a_group() -> None:
    question = Question(id="q", kind="unique_choice", text="?", choices=(Choice(id="c", text="yes", selects=("m",)),))
    assert rules.list_selected([part("p", questions=(question,))], {"p": {"q": "c"}}) == {"m"}
    assert rules.list_selected([part("p", questions=(question,))], {}) == set()


def with_paths() -> Framework:
    first = part(
        "first",
        levels=(Level(level=1, text="no", goto="third"), Level(level=3, text="yes", goto="second")),
    )
    second = part("second", levels=(Level(level=1, text="no", goto="third"), Level(level=3, text="yes", goto="third")))
    third = part("third", levels=(Level(level=1, text="no"), Level(level=3, text="yes")))
    return framework(first, second, third, scoring="lowest")


def test_an_answer_that_leads_past_a_question_leaves_it_out_of_the_score() -> None:
    one = with_paths()
    assert rules.find_unasked(one, {}) == set()
    assert rules.find_unasked(one, {"first": 1}) == {"second"}
    assert rules.find_unasked(one, {"first": 3}) == set()
    assert rules.find_unasked(one, {"first": 3, "second": 1}) == set()
    plain = framework(part("a"), part("b"))
    assert rules.find_unasked(plain, {"a": 1}) == set()


def computed(*choices: Choice, kind: str = "multiple_choice") -> Part:
    return part("p", questions=(Question(id="q", kind=kind, text="?", choices=choices),))


def test_points_of_choices_are_added_up_and_held_within_the_scale() -> None:
    one = computed(
        Choice(id="a", text="a", adds=1), Choice(id="b", text="b", adds=4), Choice(id="c", text="c", adds=-9)
    )
    of = framework(one)
    assert work_out(of, one, {"q": ["a"]}) == 1
    assert work_out(of, one, {"q": ["a", "b"]}) == 2
    assert work_out(of, one, {"q": ["c"]}) == 0
    assert work_out(of, one, {}) is None


@pytest.mark.parametrize(("chosen", "level"), [(["met"], 2), (["not"], 0), (["met", "not"], 1), (["partly"], 1)])
def test_results_of_choices_work_out_the_level(chosen: list[str], level: float) -> None:
    one = computed(
        Choice(id="met", text="m", result="compliant"),
        Choice(id="not", text="n", result="non_compliant"),
        Choice(id="partly", text="p", result="partially_compliant"),
    )
    assert work_out(framework(one), one, {"q": chosen}) == level


def test_choices_can_say_that_a_statement_does_not_apply() -> None:
    one = computed(Choice(id="none", text="-", result="not_applicable"), Choice(id="m", text="m", result="compliant"))
    assert not applies(one, {"q": ["none"]})
    assert applies(one, {"q": ["m"]})
    assert applies(one, {})


def test_a_question_that_depends_on_another_is_asked_once_that_is_answered_so() -> None:
    first = Question(
        id="q", kind="unique_choice", text="?", choices=(Choice(id="yes", text="y"), Choice(id="no", text="n"))
    )
    then = Question(
        id="r", kind="unique_choice", text="?", choices=(Choice(id="z", text="z", adds=2),),
        depends_on=DependsOn(question="q", answers=("yes",)),
    )  # fmt: skip
    one = part("p", questions=(first, then))
    assert [question.id for question in list_shown(one, {})] == ["q"]
    assert [question.id for question in list_shown(one, {"q": "yes"})] == ["q", "r"]
    assert [question.id for question in list_missing(one, {"q": "yes"})] == ["r"]
    assert list_missing(one, {"q": "no"}) == []


def test_a_framework_is_read_in_another_language_with_the_same_ids() -> None:
    one = framework(
        part("p", title="Doors", text="Shut.", translations={"fr": {"name": "Portes"}}),
        translations={"fr": {"name": "Le X"}, "de": {"name": "Das X"}},
    )
    assert list_languages(one) == ["en", "de", "fr"]
    french = translate(one, "fr")
    assert french.title == "Le X"
    assert (french.parts[0].parts[0].title, french.parts[0].parts[0].text) == ("Portes", "Shut.")
    assert french.parts[0].parts[0].id == "p"
    assert translate(one, "en") is one


def test_a_level_is_carried_only_where_the_other_framework_asks_for_all_of_it() -> None:
    wide = framework(part("w", levels=tuple(Level(level=n, text=f"{n}") for n in range(1, 5))))
    narrow = framework(part("n"))
    source, target = (wide, wide.parts[0].parts[0]), (narrow, narrow.parts[0].parts[0])
    assert [carry("equal", source, target, level) for level in (1, 2, 3, 4)] == [0, 0, 1, 2]
    assert carry("superset", source, target, 4) == 2
    assert carry("subset", source, target, 4) is None
    assert carry("intersect", source, target, 4) is None
    assert (turn("subset"), turn("superset"), turn("equal")) == ("superset", "subset", "equal")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Leo Park told us.", "[name] [name] told us."),
        ("We asked 3 learners and 12 parents.", "We asked fewer than 5 learners and 12 parents."),
        ("Two of our pupils said so.", "fewer than 5 of our pupils said so."),
        ("Call 01632 960 001 or write to head@oakfield.example.", "Call [contact] or write to [contact]"),
        ("Section 3.2, 4 % and 2 hours stay.", "Section 3.2, 4 % and 2 hours stay."),
        ("Nothing to hide.", "Nothing to hide."),
        ("Ask A1042, not A10421.", "Ask [name], not A10421."),
        ("NELL FOX was there, Nell was not.", "[name] was there, Nell was not."),
        ("Eh ?! yes", "Eh [name] yes"),
        ("", ""),
    ],
)
def test_names_ways_to_reach_people_and_small_numbers_are_left_out(text: str, read: str) -> None:
    assert redact(text, index_names(["Leo", "Park", "Mia", "A1042", "Nell Fox", "?!"])) == read
