"""CISO Assistant's library files: frameworks and mappings read from them, and written back.

The format is the one its published libraries use: `objects` holds a framework as a flat list of `requirement_nodes`,
each with the `parent_urn` it belongs under. What we have no use for (risk matrices, threats) is counted and passed by.
"""

from typing import Any

import msgspec

from tutela.web.reviews.frameworks.authored import LEVELS
from tutela.web.reviews.frameworks.bounded import BadFramework
from tutela.web.reviews.frameworks.model import (
    Choice,
    DependsOn,
    Framework,
    Group,
    Level,
    Mapping,
    Pair,
    Part,
    Question,
)

RESULTS = (
    Level(level=0, name="Not met", text="Not met", id="non_compliant"),
    Level(level=1, name="Partly met", text="Partly met", id="partially_compliant"),
    Level(level=2, name="Met", text="Met", id="compliant"),
)
"""The scale of a framework that gives no scores of its own."""
URN = "urn:tutela:risk"
"""How the names of our own frameworks begin in that format."""
LEVELS_QUESTION = ":levels"
"""How the name of the question ends that stands for a statement's own levels."""
MOST_LEVELS = 10
"""A wider range of scores is shown by its ends; nobody tells 37 from 38 points by words."""
CONTROL_CHARACTERS = dict.fromkeys(range(32), " ")


def read_library(content: dict[str, Any], name: str) -> tuple[list[Framework], list[Mapping], dict[str, int]]:
    """What one library holds. Raises `BadFramework` with the place and what is wrong there."""
    objects = content.get("objects")
    if not isinstance(objects, dict):
        raise BadFramework(f"{name}: `objects` is missing or is no mapping.")
    try:
        frameworks = [_framework(content, given, name) for given in _several(objects, "framework", "frameworks")]
        sets = _several(objects, "requirement_mapping_set", "requirement_mapping_sets")
        mappings = [_mapping(given) for given in sets]
    except KeyError as error:
        raise BadFramework(f"{name}: {error.args[0]!r} is missing.") from error
    except (TypeError, AttributeError, msgspec.ValidationError, ValueError) as error:
        if isinstance(error, BadFramework):
            raise
        raise BadFramework(f"{name}: {str(error)[:200]}") from error
    used = {"framework", "frameworks", "requirement_mapping_set", "requirement_mapping_sets"}
    others = {kind: len(given) if isinstance(given, list) else 1 for kind, given in objects.items() if kind not in used}
    return frameworks, mappings, others


def _several(objects: dict[str, Any], one: str, many: str) -> list[dict[str, Any]]:
    found = objects.get(one) or []
    return [*(found if isinstance(found, list) else [found]), *(objects.get(many) or [])]


def _framework(library: dict[str, Any], given: dict[str, Any], name: str) -> Framework:
    return Framework(
        id=_ours(given["urn"], "framework"),
        version=str(library["version"]),
        title=_line(given["name"]),
        summary=_text(given.get("description")),
        language=str(library.get("locale", "en")),
        origin="tutela" if str(given["urn"]).startswith(URN) else "ciso-assistant",
        source=_text(library.get("name")),
        publisher=_text(library.get("provider")),
        packager=_text(library.get("packager")),
        year=_year(library.get("publication_date")),
        licence=_text(library.get("copyright")),
        scoring="average",
        scale=_scale(given),
        groups=tuple(_group(group) for group in given.get("implementation_groups_definition") or []),
        translations=_translations(given.get("translations")),
        parts=_tree(given["requirement_nodes"], name),
    )


def _ours(urn: Any, kind: str) -> str:
    """Our own short id, where the framework is ours."""
    return str(urn).removeprefix(f"{URN}:{kind}:")


def _scale(given: dict[str, Any]) -> tuple[Level, ...]:
    defined = given.get("scores_definition")
    if defined:
        levels = [
            Level(level=float(one["score"]), name=_line(one.get("name")), text=_text(one.get("description")))
            for one in defined
        ]
        return tuple(sorted(levels, key=lambda level: level.level))
    low, high = given.get("min_score"), given.get("max_score")
    if low is not None and high is not None:
        scores = range(low, high + 1) if high - low <= MOST_LEVELS else (low, high)
        return tuple(Level(level=float(score), name=str(score), text=str(score)) for score in scores)
    return RESULTS


def _group(given: dict[str, Any]) -> Group:
    return Group(
        id=str(given["ref_id"]),
        name=_line(given.get("name")),
        description=_text(given.get("description")),
        chosen_at_first=bool(given.get("default_selected", False)),
        translations=_translations(given.get("translations")),
    )


def _tree(nodes: list[dict[str, Any]], name: str) -> tuple[Part, ...]:
    """The flat list as a tree; urns are compared without regard to case, as their makers do."""
    known: dict[str, dict[str, Any]] = {}
    below: dict[str, list[str]] = {}
    for node in nodes:
        urn = str(node["urn"]).casefold()
        if urn in known:
            raise BadFramework(f"{name}: {node['urn']} stands twice. Every requirement needs a urn of its own.")
        known[urn] = node
        below.setdefault(str(node.get("parent_urn") or "").casefold(), []).append(urn)
    for parent in below:
        if parent and parent not in known:
            raise BadFramework(f"{name}: the parent {parent} does not exist.")
    placed = 0

    def build(urn: str) -> Part:
        nonlocal placed
        placed += 1
        return _part(known[urn], tuple(build(child) for child in below.get(urn, [])))

    tree = tuple(build(urn) for urn in below.get("", []))
    if placed < len(known):
        raise BadFramework(
            f"{name}: {len(known) - placed} requirements are their own ancestors; nothing leads to them."
        )
    return tree


def _part(node: dict[str, Any], parts: tuple[Part, ...]) -> Part:
    urn = str(node["urn"])
    questions = dict(node.get("questions") or {})
    own_levels = questions.pop(f"{urn}{LEVELS_QUESTION}", None)
    return Part(
        id=urn.rsplit(":", 1)[-1] if urn.startswith(URN) else urn,
        ref=_line(node.get("ref_id")),
        title=_line(node.get("name")),
        text=_text(node.get("description")),
        guidance=_text(node.get("annotation")),
        typical_evidence=_text(node.get("typical_evidence")),
        assessed=bool(node.get("assessable")),
        levels=tuple(_level(choice) for choice in own_levels["choices"]) if own_levels else (),
        questions=tuple(_question(urn, question) for urn, question in questions.items()),
        groups=_names(node.get("implementation_groups")),
        controls=_names(node.get("reference_controls")),
        threats=_names(node.get("threats")),
        weight=float(node.get("weight") or 1),
        display=_text(node.get("display_mode")),
        translations=_translations(node.get("translations")),
        parts=parts,
    )


def _level(choice: dict[str, Any]) -> Level:
    score = float(choice["add_score"])
    following = tuple(_text(choice.get("description")).splitlines())
    return Level(level=score, name=LEVELS.get(int(score), ""), text=_text(choice["value"]), next=following)


def _question(urn: str, given: dict[str, Any]) -> Question:
    depends = given.get("depends_on")
    return msgspec.convert(
        {
            "id": urn,
            "kind": given["type"],
            "text": _text(given.get("text")),
            "choices": [_choice(choice) for choice in given.get("choices") or []],
            "depends_on": DependsOn(
                question=str(depends["question"]),
                answers=_names(depends.get("answers")),
                condition=str(depends.get("condition", "any")),
            )
            if depends
            else None,
        },
        Question,
    )


def _choice(given: dict[str, Any]) -> Choice:
    adds = given.get("add_score")
    result = given.get("compute_result")
    return msgspec.convert(
        {
            "text": _text(given.get("value")),
            "id": str(given.get("urn", "")),
            "description": _text(given.get("description")),
            "color": _text(given.get("color")),
            "adds": None if adds is None else float(adds),
            "result": {True: "compliant", False: "non_compliant", None: ""}.get(result, result)
            if not isinstance(result, str)
            else result,
            "selects": _names(given.get("select_implementation_groups")),
        },
        Choice,
    )


def _mapping(given: dict[str, Any]) -> Mapping:
    return Mapping(
        id=str(given["urn"]),
        title=_line(given.get("name")),
        summary=_text(given.get("description")),
        source=str(given["source_framework_urn"]),
        target=str(given["target_framework_urn"]),
        pairs=tuple(
            msgspec.convert(
                {
                    "source": str(pair["source_requirement_urn"]),
                    "target": str(pair["target_requirement_urn"]),
                    "relation": pair["relationship"],
                    "why": _text(pair.get("rationale")),
                },
                Pair,
            )
            for pair in given["requirement_mappings"]
        ),
    )


def _translations(given: Any) -> dict[str, dict[str, str]]:
    return {
        str(language): {str(field): _text(words) for field, words in fields.items() if not isinstance(words, dict)}
        for language, fields in (given or {}).items()
        if isinstance(fields, dict)
    }


def _names(given: Any) -> tuple[str, ...]:
    if isinstance(given, str):
        return tuple(word.strip() for word in given.split(","))
    return tuple(str(name) for name in given or ())


def _text(given: Any) -> str:
    return "" if given is None else str(given)


def _line(given: Any) -> str:
    return " ".join(_text(given).translate(CONTROL_CHARACTERS).split())


def _year(given: Any) -> int:
    digits = str(given or "")[:4]
    return int(digits) if digits.isdigit() else 0
