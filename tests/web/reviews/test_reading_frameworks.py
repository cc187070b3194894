"""Frameworks come in three forms; each becomes the same tree, and what cannot be used is refused with its place."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tutela.web.reviews.frameworks import bounded, ciso, ciso_export, shelf
from tutela.web.reviews.frameworks.model import Framework, list_parts, list_statements

URN = "urn:intuitem:risk"
OURS = """
id: short
version: 2
title: A short one
summary: For a test.
source: Written for a test
publisher: Nobody
year: 2026
licence: CC0-1.0
element: review
sections:
  - id: first
    title: First
    statements:
      - id: one
        title: One
        text: We do one thing.
        tag: protect
        levels:
          1: {is: We do not., next: [Begin.]}
          2: {is: We began., next: [Go on.]}
          3: {is: We do it., next: [Show it.], holds: [{evidence: filters.canaries, at_least: 95}]}
          4: {is: We can show it.}
"""


def library(*nodes: dict[str, Any], **framework: Any) -> dict[str, Any]:
    """A library in CISO Assistant's form."""
    return {
        "urn": f"{URN}:library:x",
        "locale": "en",
        "ref_id": "X",
        "name": "The library of X",
        "description": "All of X",
        "copyright": "CC0-1.0",
        "version": 3,
        "publication_date": "2025-03-01",
        "provider": "X",
        "packager": "Y",
        "objects": {
            "framework": {
                "urn": f"{URN}:framework:x",
                "ref_id": "X",
                "name": "X",
                "description": "X, all of it",
                "requirement_nodes": list(nodes),
            }
            | framework
        },
    }


def node(name: str, parent: str = "", **more: Any) -> dict[str, Any]:
    """One requirement."""
    given = {"urn": f"{URN}:req_node:x:{name}", "assessable": False, "depth": 1, "name": name}
    return given | ({"parent_urn": f"{URN}:req_node:x:{parent}"} if parent else {}) | more


def written(folder: Path, text: str, name: str = "framework.yaml") -> Path:
    """A file with this text."""
    path = folder / name
    path.write_text(text)
    return path


def read_one(path: Path) -> Framework:
    frameworks, _, _ = shelf.read_any(path)
    assert len(frameworks) == 1
    return frameworks[0]


def test_our_own_form_gives_statements_with_levels_and_the_next_steps(tmp_path: Path) -> None:
    framework = read_one(written(tmp_path, OURS))
    (statement,) = list_statements(framework)
    assert (framework.id, framework.version, framework.licence) == ("short", "2", "CC0-1.0")
    assert [(level.level, level.name) for level in statement.levels] == [
        (1, "Not yet"),
        (2, "Begun"),
        (3, "In place"),
        (4, "Proved"),
    ]
    assert statement.levels[1].next == ("Go on.",)
    assert statement.levels[2].holds[0].at_least == 95
    assert statement.element == "review"


def test_a_library_of_ciso_assistant_becomes_a_tree_in_the_order_of_the_page() -> None:
    given = library(node("a"), node("b", "a", assessable=True), node("c", "b", assessable=True), node("d"))
    (framework,), _, _ = ciso.read_library(given, "x")
    assert [part.title for part in list_parts(framework)] == ["a", "b", "c", "d"]
    assert [part.title for part in list_statements(framework)] == ["b", "c"]
    assert [level.name for level in framework.scale] == ["Not met", "Partly met", "Met"]
    assert (framework.version, framework.year, framework.licence) == ("3", 2025, "CC0-1.0")


def test_scores_of_a_library_are_its_scale() -> None:
    defined = [
        {"score": 2, "name": "Two", "description": "Second"},
        {"score": 1, "name": "One", "description": "First"},
    ]
    (framework,), _, _ = ciso.read_library(library(node("a", assessable=True), scores_definition=defined), "x")
    assert [(level.level, level.name) for level in framework.scale] == [(1, "One"), (2, "Two")]
    (wide,), _, _ = ciso.read_library(library(node("a", assessable=True), min_score=0, max_score=100), "x")
    assert [level.level for level in wide.scale] == [0, 100]


def test_a_mapping_tells_how_the_parts_of_two_frameworks_stand_to_each_other() -> None:
    given = library()
    given["objects"] = {
        "requirement_mapping_sets": [
            {
                "urn": "urn:m",
                "name": "M",
                "description": "",
                "source_framework_urn": "urn:s",
                "target_framework_urn": "urn:t",
                "requirement_mappings": [
                    {"source_requirement_urn": "urn:s:1", "target_requirement_urn": "urn:t:1", "relationship": "equal"}
                ],
            }
        ],
        "risk_matrix": [{}, {}],
    }
    frameworks, (mapping,), others = ciso.read_library(given, "x")
    assert (frameworks, others) == ([], {"risk_matrix": 2})
    assert mapping.pairs[0].relation == "equal"


def test_what_is_read_from_ciso_assistant_and_written_back_is_the_same() -> None:
    question = {
        f"{URN}:q:1": {
            "type": "unique_choice",
            "text": "Is it so?",
            "choices": [
                {"urn": f"{URN}:q:1:c:1", "value": "Yes", "add_score": 20, "compute_result": "compliant"},
                {"urn": f"{URN}:q:1:c:2", "value": "No", "select_implementation_groups": ["more"]},
            ],
        }
    }
    given = library(
        node("a", ref_id="1", description="Words\non two lines", annotation="A hint"),
        node("b", "a", assessable=True, questions=question, implementation_groups=["more"], weight=2),
        implementation_groups_definition=[{"ref_id": "more", "name": "More"}],
        translations={"fr": {"name": "X en français"}},
    )
    (framework,), _, _ = ciso.read_library(given, "x")
    again, _, _ = ciso.read_library(yaml.safe_load(yaml.safe_dump(ciso_export.to_library(framework))), "x")
    assert again == [framework]


@pytest.mark.parametrize("framework", shelf.list_shipped(), ids=lambda framework: framework.id)
def test_a_framework_of_ours_can_leave_for_ciso_assistant_with_its_levels_and_next_steps(framework: Framework) -> None:
    (again,), _, _ = ciso.read_library(ciso_export.to_library(framework), "x")
    assert (again.id, again.title, again.licence) == (framework.id, framework.title, framework.licence)
    for before, after in zip(list_statements(framework), list_statements(again), strict=True):
        assert (before.id, before.title, before.text) == (after.id, after.title, after.text)
        assert [(level.level, level.name, level.text, level.next) for level in before.levels] == [
            (level.level, level.name, level.text, level.next) for level in after.levels
        ]


def export(*, maturity: str = "Low") -> dict[str, Any]:
    """The Department's content, as small as it can be."""

    def entry(key: str, kind: str, **fields: Any) -> dict[str, Any]:
        about = {"id": key, "contentType": {"sys": {"id": kind}}, "updatedAt": "2024-03-14T10:00:00Z"}
        return {"sys": about, "fields": {name: {"en-US": value} for name, value in fields.items()}}

    def link(key: str) -> dict[str, Any]:
        return {"sys": {"type": "Link", "linkType": "Entry", "id": key}}

    return {
        "entries": [
            entry("h", "header", text="Leadership"),
            entry("c", "category", internalName="c", header=link("h"), sections=[link("s")]),
            entry("s", "section", name="Roles", questions=[link("q1"), link("q2")]),
            entry("q1", "question", text="Is there a governor?", helpText="For IT.", answers=[link("yes"), link("no")]),
            entry("q2", "question", text="Who is it?", answers=[link("other")]),
            entry("yes", "answer", text="Yes", maturity="High", nextQuestion=link("q2")),
            entry("no", "answer", text="No", maturity=maturity),
            entry("other", "answer", text="Somebody", maturity="none"),
        ]
    }


def test_the_departments_export_keeps_its_maturity_and_the_question_that_follows(tmp_path: Path) -> None:
    framework = read_one(written(tmp_path, json.dumps(export()), "export.json"))
    first, second = list_statements(framework)
    assert (framework.scoring, framework.version) == ("lowest", "2024-03-14")
    assert [part.title for part in framework.parts] == ["Leadership"]
    assert [(level.text, level.name, level.level) for level in first.levels] == [("No", "Low", 1), ("Yes", "High", 3)]
    assert first.levels[1].goto == second.id
    assert [level.counts for level in second.levels] == [False]


BAD = {
    "no licence": (OURS.replace("licence: CC0-1.0", ""), "licence"),
    "unknown key": (OURS.replace("summary:", "sumary: x\nsummary:"), "sumary"),
    "twice the same key": (OURS.replace("version: 2", "version: 2\nversion: 3"), "'version' stands twice"),
    "a level that is none": (OURS.replace("          4:", "          5:"), "5"),
    "anchors": ("a: &a [x]\nobjects: {b: *a, c: *a}\n", "repeated by an anchor"),
    "depth": ("[" * 80 + "]" * 80, "nested more than 60 deep"),
    "not YAML": ("a: [", "framework.yaml:"),
    "empty": ("", "nothing stands in it"),
    "bytes": ("\x00\x01", "framework.yaml:1"),
}


@pytest.mark.parametrize(("text", "says"), BAD.values(), ids=BAD)
def test_a_file_that_is_no_framework_is_refused_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(bounded.BadFramework) as refused:
        shelf.read_any(written(tmp_path, text))
    assert says in str(refused.value)
    assert "framework.yaml" in str(refused.value)


def test_a_file_of_ten_megabytes_and_a_device_are_refused_before_they_are_read(tmp_path: Path) -> None:
    with pytest.raises(bounded.BadFramework, match="more than 8 MB"):
        shelf.read_any(written(tmp_path, "x" * 10_000_000))
    with pytest.raises(bounded.BadFramework, match="not a file"):
        shelf.read_any(Path("/dev/zero"))


@pytest.mark.parametrize(
    ("nodes", "says"),
    [
        ([node("a"), node("a")], "stands twice"),
        ([node("a", "b"), node("b", "a"), node("c")], "2 requirements are their own ancestors"),
        ([node("a", "gone")], "does not exist"),
        ([{"assessable": True}], "'urn' is missing"),
        ([node("a", questions={"q": {"type": "guess", "text": ""}})], "guess"),
    ],
)
def test_a_library_that_contradicts_itself_is_refused(nodes: list[dict[str, Any]], says: str) -> None:
    with pytest.raises(bounded.BadFramework, match=says):
        ciso.read_library(library(*nodes), "x")


@pytest.mark.parametrize("content", [[], {"entries": 3}, {"entries": [{}]}, {"entries": []}, export(maturity="Some")])
def test_an_export_in_another_form_is_refused(content: Any, tmp_path: Path) -> None:
    with pytest.raises(bounded.BadFramework, match="export"):
        shelf.read_any(written(tmp_path, json.dumps(content), "export.json"))
