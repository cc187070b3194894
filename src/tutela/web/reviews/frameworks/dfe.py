"""The content export of the Department for Education's "Plan technology for your school".

Categories hold sections, sections hold questions, questions hold answers with a maturity (Low, Medium, High) and the
question that follows. Its own rule: a section is worth its lowest answer.
"""

from typing import Any

from tutela.web.reviews.frameworks.bounded import BadFramework
from tutela.web.reviews.frameworks.model import Framework, Level, Part

MATURITY = {"low": 1.0, "medium": 2.0, "high": 3.0}
SCALE = tuple(Level(level=level, name=name.capitalize(), text=name.capitalize()) for name, level in MATURITY.items())
LICENCE = "MIT (the software) and OGL-UK-3.0 (the words)"
ATTRIBUTION = "Contains public sector information licensed under the Open Government Licence v3.0."


def read_export(content: Any, name: str) -> Framework:
    """The questions of one export. Raises `BadFramework`."""
    if not isinstance(content, dict) or not isinstance(content.get("entries"), list):
        raise BadFramework(f"{name}: no list of `entries`. Give the whole export, as JSON.")
    try:
        entries = {entry["sys"]["id"]: entry for entry in content["entries"]}
        kinds: dict[str, list[str]] = {}
        for key, entry in entries.items():
            kinds.setdefault(entry["sys"]["contentType"]["sys"]["id"], []).append(key)
        parts = tuple(_category(entries, key) for key in kinds.get("category", []))
        placed = {part.id for category in parts for part in category.parts}
        loose = tuple(_section(entries, key) for key in kinds.get("section", []) if key not in placed)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise BadFramework(f"{name}: an entry has not the form of the export: {error!r:.120}") from error
    if not parts and not loose:
        raise BadFramework(f"{name}: holds neither categories nor sections.")
    latest = max(str(entry["sys"].get("updatedAt", "")) for entry in entries.values())
    return Framework(
        id="dfe-plan-technology",
        version=latest[:10],
        title="Plan technology for your school",
        origin="dfe",
        source="Content export of Plan technology for your school",
        publisher="Department for Education",
        year=int(latest[:4]) if latest[:4].isdigit() else 0,
        licence=LICENCE,
        attribution=ATTRIBUTION,
        scoring="lowest",
        scale=SCALE,
        parts=(*parts, *loose),
    )


def _category(entries: dict[str, Any], key: str) -> Part:
    header = _one(entries[key], "header")
    title = _words(entries[header["sys"]["id"]], "text") if header else _words(entries[key], "internalName")
    sections = [link["sys"]["id"] for link in _one(entries[key], "sections") or []]
    return Part(id=key, title=title, parts=tuple(_section(entries, one) for one in sections if one in entries))


def _section(entries: dict[str, Any], key: str) -> Part:
    questions = [link["sys"]["id"] for link in _one(entries[key], "questions") or []]
    return Part(
        id=key,
        title=_words(entries[key], "name"),
        parts=tuple(_question(entries, one) for one in questions if one in entries),
    )


def _question(entries: dict[str, Any], key: str) -> Part:
    answers = [link["sys"]["id"] for link in _one(entries[key], "answers") or []]
    levels = [_answer(entries, one) for one in answers if one in entries]
    return Part(
        id=key,
        title=_words(entries[key], "text"),
        guidance=_words(entries[key], "helpText"),
        assessed=True,
        levels=tuple(sorted(levels, key=lambda level: level.level)),
    )


def _answer(entries: dict[str, Any], key: str) -> Level:
    onward = _one(entries[key], "nextQuestion")
    maturity = _words(entries[key], "maturity").casefold()
    counts = maturity not in {"", "none"}
    if counts and maturity not in MATURITY:
        raise ValueError(f"the maturity {maturity!r} is neither Low, Medium, High nor None")
    return Level(
        level=MATURITY[maturity] if counts else 0,
        name=maturity.capitalize() if counts else "",
        counts=counts,
        text=_words(entries[key], "text"),
        id=key,
        goto=onward["sys"]["id"] if onward and onward["sys"]["id"] in entries else "",
    )


def _one(entry: dict[str, Any], field: str) -> Any:
    """The field in its only language."""
    languages = entry["fields"].get(field)
    return next(iter(languages.values()), None) if languages else None


def _words(entry: dict[str, Any], field: str) -> str:
    return str(_one(entry, field) or "").strip()
