"""A template says what it must, or the linter says where it does not."""

from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from tutela.cli.main import main
from tutela.library.read import BadLibraryFile
from tutela.web.policies.authored import lint, shelf
from tutela.web.policies.authored.model import Audience

SOUND: dict[str, Any] = {
    "id": "sound",
    "version": 1,
    "kind": "agreement",
    "title": "Agreement of those who are here",
    "summary": "For a test.",
    "audience": "staff",
    "source": "Written for a test",
    "publisher": "Nobody",
    "year": 2026,
    "licence": "CC0-1.0",
    "review_months": 12,
    "variables": [{"id": "contact", "label": "Whom to tell", "fact": "contact.name"}],
    "clauses": [
        {"id": "tell", "title": "Tell", "text": "Tell {contact}, whoever the {learner} is.", "tags": ["prevent"]},
        {"id": "share", "title": "Share", "text": "Share [what helps](https://example.org/)."},
    ],
    "questions": [
        {"ask": "Whom do you tell?", "answers": ["Nobody", "{contact}"], "right": 2, "because": "They help."},
        {"ask": "And then?", "answers": ["Wait", "Ask"], "right": 2, "because": "So it is."},
        {"ask": "And last?", "answers": ["Help", "Leave"], "right": 1, "because": "It matters."},
    ],
}


def written(folder: Path, content: dict[str, Any]) -> Path:
    path = folder / "sound.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False))
    return path


def faults(folder: Path, **changed: Any) -> list[str]:
    return shelf.list_faults(written(folder, SOUND | changed))


def clause(**changed: Any) -> list[dict[str, Any]]:
    return [SOUND["clauses"][0], SOUND["clauses"][1] | changed]


def test_a_sound_template_has_no_faults_and_is_kept_word_for_word(tmp_path: Path) -> None:
    path = written(tmp_path, SOUND)
    assert shelf.list_faults(path) == []
    template = shelf.read_template(path)
    assert shelf.from_text(shelf.to_text(template)) == template


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"id": "other"}, "the id is 'other'"),
        ({"ages": {"from": 5}}, "only what learners agree to goes by age"),
        ({"audience": "learners", "ages": {"from": 9, "below": 7}}, "from 9 is not below 7"),
        ({"audience": "everyone"}, "an agreement says who agrees"),
        ({"kind": "policy"}, "a policy asks no questions"),
        ({"questions": SOUND["questions"][:2]}, "3 or 4 questions"),
        ({"clauses": SOUND["clauses"][1:]}, "no clause is tagged prevent"),
        ({"clauses": SOUND["clauses"][1:]}, "no clause says whom to tell"),
        ({"clauses": [SOUND["clauses"][0]] * 2}, "'tell' stands 2 times"),
        ({"variables": []}, "{contact} is neither a variable"),
        ({"variables": [*SOUND["variables"], {"id": "phones", "label": "Phones"}]}, "no text uses {phones}"),
        ({"variables": [{"id": "learner", "label": "Who"}]}, "a word of terms already"),
        ({"clauses": clause(text="We are robust.")}, "'robust' says nothing"),
        ({"clauses": clause(text="<b>Bold</b> words.")}, "only paragraphs, lists, bold and links"),
        ({"clauses": clause(text="See [this](javascript:x).")}, "leads nowhere"),
        ({"clauses": clause(symbol="tell")}, "symbols are for what is read by pictures"),
        ({"clauses": clause(bears=[{"kind": "x.y", "at_least": 1}])}, "no kind of evidence"),
        ({"clauses": clause(bears=[{"kind": "filters.canaries"}])}, "either at_least or at_most"),
        (
            {"clauses": clause(rules=[{"group": "staff", "category": "x", "outcome": "block"}])},
            "no category is called 'x'",
        ),
        ({"clauses": clause(legal=[{"words": "An Act", "url": "http://example.org"}])}, "begins with https://"),
        ({"questions": [SOUND["questions"][0] | {"right": 3}, *SOUND["questions"][1:]]}, "but there are 2"),
        ({"questions": [SOUND["questions"][0] | {"answers": ["No", "yes"]}, *SOUND["questions"][1:]]}, "in quotes"),
    ],
)
def test_a_fault_is_named_with_file_and_line(tmp_path: Path, changed: dict[str, Any], says: str) -> None:
    told = faults(tmp_path, **changed)
    assert any(says in fault for fault in told), told
    assert all(fault.startswith(f"{tmp_path}/sound.yaml:") for fault in told)


def test_what_children_read_has_short_sentences_and_for_the_smallest_a_symbol(tmp_path: Path) -> None:
    long = "one two three four five six seven eight nine ten eleven twelve thirteen."
    told = faults(tmp_path, audience="learners", reading="pictures", clauses=clause(text=f"Short. {long}"))
    assert any("13 words in one sentence, at most 12" in fault for fault in told)
    assert any("has no symbol" in fault for fault in told)
    assert not any("13 words" in fault for fault in faults(tmp_path, reading="easy", clauses=clause(text=long)))


def test_every_item_of_a_list_is_a_sentence_of_its_own() -> None:
    assert lint.sentences("We do:\n\n- one thing\n- [two](https://x.example) things. And rest") == [
        "We do:",
        "one thing",
        "two things.",
        "And rest",
    ]


def test_an_unknown_key_and_a_key_that_stands_twice_are_refused_with_their_line(tmp_path: Path) -> None:
    with pytest.raises(BadLibraryFile, match="unknown field `colour`"):
        shelf.read_template(written(tmp_path, SOUND | {"colour": "red"}))
    path = written(tmp_path, SOUND)
    path.write_text(path.read_text() + "id: again\n")
    with pytest.raises(BadLibraryFile, match="'id' stands twice"):
        shelf.read_template(path)


def test_the_command_line_says_what_is_wrong_and_stops_at_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, SOUND)
    assert main(["policy-template", "lint", str(path)]) == 0
    assert "2 clauses, 3 questions, 0 faults" in capsys.readouterr().out
    assert main(["policy-template", "lint", str(tmp_path / "gone.yaml"), str(path)]) == 2
    path.write_text(yaml.safe_dump(SOUND | {"questions": []}))
    assert main(["policy-template", "lint", str(path)]) == 1


def test_a_version_that_no_database_could_keep_is_refused_with_its_line(tmp_path: Path) -> None:
    assert faults(tmp_path, version=2**31 - 1) == []
    with pytest.raises(BadLibraryFile, match=r"sound.yaml:\d+: Expected `int` <= 2147483647 .*version"):
        shelf.read_template(written(tmp_path, SOUND | {"version": 2**31}))


def test_every_group_has_an_agreement_with_a_short_check_of_three_questions() -> None:
    agreements = [one for one in shelf.list_shipped().values() if one.kind == "agreement"]
    assert {one.audience for one in agreements} == set(get_args(Audience)) - {"everyone"}
    of_learners = [one for one in agreements if one.audience == "learners" and one.reading != "easy-read"]
    ages = sorted((one.ages.first, one.ages.below or 0) for one in of_learners)
    assert ages == [(4, 7), (7, 11), (11, 16), (16, 18), (18, 0)]
    assert [one.id for one in agreements if len(one.questions) < 3] == []


@pytest.mark.parametrize("path", sorted(shelf.SHELF.glob("*.yaml")), ids=lambda path: path.stem)
def test_what_is_shipped_has_no_faults(path: Path) -> None:
    assert shelf.list_faults(path) == []
