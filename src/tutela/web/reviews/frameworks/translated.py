"""A framework in one of its other languages: the same ids, so that answers fit whichever is read."""

from collections.abc import Mapping

import msgspec

from tutela.web.reviews.frameworks.model import Framework, Group, Part

TITLE, TEXT, GUIDANCE, EVIDENCE = "name", "description", "annotation", "typical_evidence"
"""How the fields of a translation are called in the files that have them."""


def list_languages(framework: Framework) -> list[str]:
    """Codes of the languages it can be read in, its own first."""
    found = {framework.language: None}
    found |= dict.fromkeys(sorted(framework.translations))
    waiting = list(framework.parts)
    while waiting:
        part = waiting.pop()
        found |= dict.fromkeys(sorted(part.translations))
        waiting += part.parts
    return list(found)


def translate(framework: Framework, language: str) -> Framework:
    """Its words in that language; what has not been translated stays as it was written."""
    if language == framework.language:
        return framework
    words = framework.translations.get(language, {})
    return msgspec.structs.replace(
        framework,
        language=language,
        title=words.get(TITLE) or framework.title,
        summary=words.get(TEXT) or framework.summary,
        groups=tuple(_group(group, language) for group in framework.groups),
        parts=tuple(_part(part, language) for part in framework.parts),
    )


def _part(part: Part, language: str) -> Part:
    words: Mapping[str, str] = part.translations.get(language, {})
    return msgspec.structs.replace(
        part,
        title=words.get(TITLE) or part.title,
        text=words.get(TEXT) or part.text,
        guidance=words.get(GUIDANCE) or part.guidance,
        typical_evidence=words.get(EVIDENCE) or part.typical_evidence,
        parts=tuple(_part(below, language) for below in part.parts),
    )


def _group(group: Group, language: str) -> Group:
    words = group.translations.get(language, {})
    return msgspec.structs.replace(
        group, name=words.get(TITLE) or group.name, description=words.get(TEXT) or group.description
    )
