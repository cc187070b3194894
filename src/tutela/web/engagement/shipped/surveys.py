"""Questions for each audience and age: library/surveys.yaml."""

from typing import Annotated, Literal

import msgspec

from tutela.library.read import ROOT, BadLibraryFile, Sourced, read

Audience = Literal["staff", "teachers", "support", "learners", "parents", "governors"]
Reading = Literal["plain", "easy", "pictures"]
Slug = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question. A choice is known by its number, counted from 1."""

    id: Slug
    kind: Literal["one", "many", "words"]
    ask: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    choices: list[str] = []
    good: list[int] = []


class Template(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is asked of whom."""

    title: str
    intro: str
    audience: Audience
    bands: list[Literal["5-7", "7-11", "11-16", "16-plus", "adult"]] = []
    reading: Reading = "plain"
    questions: list[Question]


class _File(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    surveys: dict[Slug, Template]


def list_templates() -> dict[str, Template]:
    """By key. Raises `BadLibraryFile`, also where a question cannot be answered or compared."""
    path = ROOT / "surveys.yaml"
    found = read(path, _File).surveys
    for key, template in found.items():
        if len({question.id for question in template.questions}) != len(template.questions):
            raise BadLibraryFile(f"{path}:1: {key} has two questions of one id")
        for question in template.questions:
            if (question.kind == "words") == bool(question.choices):
                raise BadLibraryFile(f"{path}:1: {key}, {question.id}: choices belong to a choice, and to nothing else")
            if any(not 1 <= number <= len(question.choices) for number in question.good):
                raise BadLibraryFile(f"{path}:1: {key}, {question.id}: good names a choice that is not there")
    return found
