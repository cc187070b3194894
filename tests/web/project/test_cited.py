"""Whatever a shipped framework, the seven steps or a look cites as evidence, some part of Tutela publishes."""

import ast
import re
from functools import cache
from pathlib import Path

import tutela.web
from tutela.web.evidence.kinds import list_kinds
from tutela.web.responsibilities.looks import list_looks
from tutela.web.reviews.frameworks import shelf
from tutela.web.reviews.frameworks.model import list_evidence, list_statements

WEB = Path(tutela.web.__file__).parent


@cache
def published() -> str:
    """A pattern of every kind that is published: read in the code, where each `Figure` is made."""
    found = [re.escape(look.figure) for look in list_looks().values()]  # made from the library
    for path in WEB.rglob("*.py"):
        text = path.read_text()
        for call in ast.walk(ast.parse(text)) if "Figure(" in text else ():
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Figure" and call.args:
                found += _patterns(call.args[0])
    return "|".join(sorted(set(found)))


def _patterns(said: ast.expr) -> list[str]:
    if isinstance(said, ast.Constant):
        return [re.escape(str(said.value))]
    if isinstance(said, ast.JoinedStr):
        parts = (re.escape(str(one.value)) if isinstance(one, ast.Constant) else "[a-z-]+" for one in said.values)
        return ["".join(parts)]
    return []


def cited() -> set[str]:
    """Every kind of evidence that a shipped framework cites or rests on."""
    return {
        kind
        for framework in shelf.list_shipped()
        for part in list_statements(framework)
        for kind in list_evidence(framework, part)
    }


def test_every_figure_that_a_framework_cites_is_published_by_somebody() -> None:
    kinds = cited()
    assert len(kinds) > 30
    assert {one for one in kinds if not re.fullmatch(published(), one)} == set()


def test_every_kind_of_evidence_is_published_and_none_is_published_that_nobody_knows() -> None:
    pattern = published()
    assert {one for one in list_kinds() if not re.fullmatch(pattern, one)} == set()
    plain = {one.replace("\\", "") for one in pattern.split("|") if "[" not in one}
    assert plain - list_kinds().keys() == set()
