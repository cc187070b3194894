"""The playbooks that are shipped: complete, sourced, and refused with the place of the mistake where one is not."""

import string
from pathlib import Path

import pytest

from tutela.library.read import BadLibraryFile
from tutela.web.concerns import words
from tutela.web.concerns.shipped import lists, playbooks
from tutela.web.concerns.shipped.playbooks import list_playbooks, list_suggested

WANTED = {
    "bullying",
    "emotional-abuse",
    "harm-at-home",
    "image-sharing",
    "sexual-abuse",
    "grooming",
    "radicalisation",
    "scams-and-money",
    "self-harm-and-suicide",
    "domestic-abuse",
    "peer-on-peer-sexual",
    "online-challenges",
    "extremist-content",
    "compromise",
    "other",
}


@pytest.mark.requirement("S3.36")
def test_each_kind_of_abuse_has_its_playbook_with_what_must_be_done_why_and_where_it_comes_from() -> None:
    library = list_playbooks()
    assert set(library) == WANTED
    assert list(library)[-1] == "other"
    for name, playbook in library.items():
        assert playbook.steps[0].id == "safe-now", name
        assert {"listen", "support-harmed"} <= {step.id for step in playbook.steps}, name
        assert sum(step.must for step in playbook.steps) >= 7, name
        assert any(not step.must for step in playbook.steps), name
        assert playbook.source.startswith("The Tutela contributors, after "), name
        assert 1989 <= playbook.year <= 2026, name


def test_every_theme_of_a_concern_suggests_a_playbook() -> None:
    for theme in words.THEMES:
        assert list_suggested([theme]), theme
    assert list_suggested(["sexual-images"]) == ["image-sharing", "peer-on-peer-sexual"]


def test_where_pictures_are_meant_nobody_is_ever_told_to_look_copy_or_keep_one() -> None:
    images = list_playbooks()["image-sharing"]
    assert any("Never ask to see it" in line for line in images.never)
    no_looking = next(step for step in images.steps if step.id == "images-no-looking")
    assert (no_looking.must, no_looking.by) == (True, "at-once")


def test_what_was_done_to_somebody_is_not_a_matter_for_sanctions() -> None:
    without = {name for name, one in list_playbooks().items() if one.sanctions is None}
    assert {"self-harm-and-suicide", "domestic-abuse", "harm-at-home", "grooming", "sexual-abuse"} <= without


def test_the_words_leave_open_what_people_are_called() -> None:
    known = {"learner", "learners", "lead", "place"}
    for playbook in list_playbooks().values():
        lines = [*playbook.know, *playbook.never, *(line for step in playbook.steps for line in (step.text, step.why))]
        for line in lines:
            assert {field for _, field, _, _ in string.Formatter().parse(line) if field} <= known, line
            assert "pupil" not in line
            assert "—" not in line


def test_the_short_lists_are_in_order() -> None:
    levels = [one.level for one in lists.list_sanctions().values()]
    assert levels == sorted(levels)
    days = [check.days for check in lists.list_checks()]
    assert days == sorted(days)
    assert days[0] == 14
    assert {"school", "home", "foster-home", "library", "cafe", "youth-centre", "bus-stop", "elsewhere"} <= set(
        lists.get_circumstances().settings
    )
    assert {part for part, one in lists.list_parts().items() if one.paired} >= {"hand", "foot", "eye"}


def test_a_step_that_is_not_there_is_named_with_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in (playbooks.FOLDER / "other.yaml", playbooks.SHARED / "steps.yaml"):
        copy = tmp_path / file.relative_to(playbooks.FOLDER)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(file.read_text())
    monkeypatch.setattr(playbooks, "FOLDER", tmp_path)
    monkeypatch.setattr(playbooks, "SHARED", tmp_path / "shared")
    assert set(list_playbooks()) == {"other"}
    other = tmp_path / "other.yaml"
    whole = other.read_text()
    for wrong, message in (
        (whole.replace("use: listen", "use: lissen"), r"other\.yaml:1: .*lissen"),
        (whole.replace("  - use: wishes", "  - title: Ask"), r"other\.yaml:1: a step has either"),
        (whole.replace("from: 1", "from: 8"), r"other\.yaml:\d+: .*<= 7"),
        (whole.replace("year: 2023", "yaer: 2023"), r"other\.yaml:\d+: .*yaer"),
    ):
        other.write_text(wrong)
        with pytest.raises(BadLibraryFile, match=message):
            list_playbooks()
