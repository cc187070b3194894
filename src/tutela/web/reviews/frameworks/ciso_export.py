"""A framework as a library of CISO Assistant, so that a school can leave with what it has.

What that format has no place for is left out: bars of evidence, tags, elements, and for whom a statement is meant.
"""

from typing import Any

from tutela.web.reviews.frameworks.ciso import LEVELS_QUESTION, RESULTS, URN
from tutela.web.reviews.frameworks.model import Choice, Framework, Group, Level, Part, Question


def to_library(framework: Framework) -> dict[str, Any]:
    """The library as a mapping ready for YAML; reading it back gives the same framework."""
    slug = framework.id.rsplit(":", 1)[-1]
    given = {
        "urn": _urn("framework", framework.id),
        "ref_id": slug,
        "name": framework.title,
        "description": framework.summary or framework.title,
        "translations": framework.translations,
        **_scores(framework),
        "implementation_groups_definition": [_group(group) for group in framework.groups],
        "requirement_nodes": _nodes(framework, framework.parts, depth=1, parent=""),
    }
    return _filled(
        {
            "urn": _urn("library", framework.id) if framework.origin == "tutela" else f"{framework.id}:library",
            "locale": framework.language,
            "ref_id": slug,
            "name": framework.source or framework.title,
            "description": framework.summary or framework.title,
            "copyright": framework.licence,
            "version": int(framework.version) if framework.version.isdigit() else 1,
            "publication_date": f"{framework.year}-01-01" if framework.year else None,
            "provider": framework.publisher,
            "packager": framework.packager or ("tutela" if framework.origin == "tutela" else ""),
            "objects": {"framework": _filled(given)},
        }
    )


def _urn(kind: str, slug: str, part: str = "") -> str:
    if slug.startswith("urn:"):
        return part or slug
    return f"{URN}:{kind}:{slug}" + (f":{part}" if part else "")


def _scores(framework: Framework) -> dict[str, Any]:
    scale = framework.scale
    if not scale or scale == RESULTS:
        return {}
    bounds = {"min_score": _number(scale[0].level), "max_score": _number(scale[-1].level)}
    if all(level.text == f"{level.level:g}" for level in scale):
        return bounds
    defined = [{"score": _number(level.level), "name": level.name, "description": level.text} for level in scale]
    return {**bounds, "scores_definition": defined}


def _nodes(framework: Framework, parts: tuple[Part, ...], *, depth: int, parent: str) -> list[dict[str, Any]]:
    nodes = []
    for part in parts:
        urn = _urn("req_node", framework.id, part.id)
        questions = {question.id: _question(question) for question in part.questions}
        if part.levels:
            questions |= {f"{urn}{LEVELS_QUESTION}": _levels(part.levels, f"{urn}{LEVELS_QUESTION}")}
        nodes.append(
            _filled(
                {
                    "urn": urn,
                    "parent_urn": parent,
                    "ref_id": part.ref,
                    "name": part.title,
                    "description": part.text,
                    "annotation": part.guidance,
                    "typical_evidence": part.typical_evidence,
                    "display_mode": part.display,
                    "implementation_groups": list(part.groups),
                    "reference_controls": list(part.controls),
                    "threats": list(part.threats),
                    "weight": None if part.weight == 1 else _number(part.weight),
                    "translations": part.translations,
                    "questions": questions,
                }
            )
            | {"assessable": part.assessed, "depth": depth}
        )
        nodes += _nodes(framework, part.parts, depth=depth + 1, parent=urn)
    return nodes


def _levels(levels: tuple[Level, ...], urn: str) -> dict[str, Any]:
    choices = [
        _filled(
            {
                "urn": f"{urn}:choice:{number}",
                "value": level.text,
                "add_score": _number(level.level),
                "description": "\n".join(level.next),
            }
        )
        for number, level in enumerate(levels, 1)
    ]
    return {"type": "unique_choice", "text": "Which of these describes you?", "choices": choices}


def _question(question: Question) -> dict[str, Any]:
    depends = question.depends_on
    told: dict[str, Any] = {"type": question.kind, "text": question.text}
    if question.choices:
        told["choices"] = [_choice(choice) for choice in question.choices]
    if depends:
        told["depends_on"] = {
            "question": depends.question,
            "answers": list(depends.answers),
            "condition": depends.condition,
        }
    return told


def _choice(choice: Choice) -> dict[str, Any]:
    return {"value": choice.text} | _filled(
        {
            "urn": choice.id,
            "description": choice.description,
            "color": choice.color,
            "add_score": None if choice.adds is None else _number(choice.adds),
            "compute_result": choice.result,
            "select_implementation_groups": list(choice.selects),
        }
    )


def _group(group: Group) -> dict[str, Any]:
    return _filled(
        {
            "ref_id": group.id,
            "name": group.name,
            "description": group.description,
            "default_selected": group.chosen_at_first or None,
            "translations": group.translations,
        }
    )


def _filled(given: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty."""
    return {key: value for key, value in given.items() if value not in (None, "", [], {})}


def _number(given: float) -> float | int:
    return int(given) if given == int(given) else given
