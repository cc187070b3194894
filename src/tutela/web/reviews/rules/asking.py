"""Which statements are asked: of whom, in which groups, and along which path the answers lead. No rows, no clock."""

from collections.abc import Collection, Iterable, Mapping

from tutela.web.reviews.frameworks.model import Framework, Part, levels_of, list_statements
from tutela.web.reviews.rules.working_out import ids_of


def list_applying(
    framework: Framework, nation: str, sector: str, phase: str, groups: Collection[str] = ()
) -> list[Part]:
    """The statements that are meant for such an establishment and stand in one of these groups, in the page's order.

    groups: ids of the framework's groups; none means that all count. A statement in no group is in all of them.
    """
    if not framework.applies.to(nation, sector, phase):
        return []
    chosen = set(groups)
    return [
        part
        for part in list_statements(framework)
        if part.applies.to(nation, sector, phase) and (not chosen or not part.groups or chosen & set(part.groups))
    ]


def list_selected(statements: Iterable[Part], given: Mapping[str, Mapping[str, object]]) -> set[str]:
    """The groups that the choices made so far bring in. given: statement → question → ids of choices."""
    return {
        group
        for part in statements
        for question in part.questions
        for choice in question.choices
        if choice.selects and choice.id in ids_of(given.get(part.id, {}).get(question.id))
        for group in choice.selects
    }


def find_unasked(framework: Framework, levels: Mapping[str, float | None]) -> set[str]:
    """The statements beside the path: in a section where answers lead onward, only what they lead to is asked.

    An answer there that leads nowhere ends its section. While a statement of the path has no answer, what could still
    follow it is asked; what its section says before it stays out. levels: statement → the level that was chosen.
    """
    unasked: set[str] = set()
    for section in _sections(framework):
        statements = [part for part in section.parts if part.assessed]
        if any(level.goto for part in statements for level in levels_of(framework, part)):
            unasked |= {part.id for part in statements} - _walk(framework, statements, levels)
    return unasked


def _walk(framework: Framework, statements: list[Part], levels: Mapping[str, float | None]) -> set[str]:
    known = {part.id: part for part in statements}
    asked: set[str] = set()
    waiting = [statements[0].id]
    while waiting:
        part = known.get(waiting.pop())
        if part is None or part.id in asked:
            continue
        asked.add(part.id)
        answers = levels_of(framework, part)
        chosen = [one for one in answers if part.id in levels and one.level == levels[part.id]]
        # two answers may be worth the same and lead to different questions: then both may follow
        waiting += [one.goto for one in chosen or answers if one.goto]
    return asked


def _sections(framework: Framework) -> Iterable[Part]:
    waiting = list(framework.parts)
    while waiting:
        part = waiting.pop()
        if any(below.assessed for below in part.parts):
            yield part
        waiting += part.parts
