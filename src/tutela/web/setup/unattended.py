"""The set-up from a file: the same questions, the same checks, everything or nothing.

    school: {name: Ysgol y Bryn, nation: wales, sector: school, phase: primary, belongs: "no"}
    lead: {given_name: Dana, family_name: Shah, login: dana, email: dana@bryn.example}

A page of questions is a key, each of its fields a key below it; docs/how-to/set-up-a-school.md has a whole file.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from tutela.web.core import forms
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.setup import handing_over, operations
from tutela.web.setup.answers import Answers
from tutela.web.setup.carrying_out import Link
from tutela.web.setup.handing_over import IT, ItManager
from tutela.web.setup.queries import list_staff
from tutela.web.setup.questions import PAGES, Page, form_of, pages_for

MOST_BYTES = 100_000
HOLD = "from a file"


class BadFile(ValueError):
    """The file cannot be used; one sentence for each fault, each with file, line, key, value and what is accepted."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def read_answers(path: Path, staff: dict[str, str]) -> Answers:
    """The answers of a file, checked. Raises `BadFile`."""
    lines, given = _load(path)
    answers = Answers(given, staff)
    asked = pages_for(answers)
    accepted = [*asked, IT]
    faults = [
        f"{path}:{lines[key]}: {key} is not asked here. Accepted: {', '.join(accepted)}"
        for key in given
        if key not in accepted
    ]
    for page in asked:
        if page not in given:
            faults.append(f"{path}: {page} is missing. It takes: {', '.join(form_of(page, answers).fields)}")
        else:
            faults += _faults(path, lines, page, form_of(page, answers))
    if IT in given:
        faults += _faults(path, lines, IT, ItManager(given[IT], answers=answers))
    if faults:
        raise BadFile(faults)
    return answers


@operation
def set_up_from(*, actor: AnyActor, at: datetime, establishment: Any, path: Path) -> list[Link]:
    """Set a school up as the file says. Raises `BadFile`, and what `operations.finish` raises."""
    who = {"actor": actor, "at": at, "establishment": establishment, "hold": HOLD}
    operations.begin(**who, take_over=True)
    answers = read_answers(path, list_staff(establishment, at=at))
    for page in pages_for(answers):
        operations.save_page(**who, page=page, typed=form_of(page, answers).typed())
    links = operations.finish(**who)
    if IT in answers.given:
        form = ItManager(answers.given[IT], answers=answers)
        form.full_clean()
        links.append(handing_over.carry_out(actor=actor, at=at, establishment=establishment, form=form))
    return links


def _load(path: Path) -> tuple[dict[str, int], dict[str, dict[str, Any]]]:
    """Lines of all keys ("school", "school.name"), and what they say; every value is text, or a list of text."""
    try:
        raw = path.read_bytes()[: MOST_BYTES + 1]
        if len(raw) > MOST_BYTES:
            raise BadFile([f"{path}: is longer than {MOST_BYTES:,} bytes; that is no set-up"])
        # nodes alone, without types: "no" stays a word, 08:00 stays a time, and nothing is made of what is there
        root = yaml.compose(raw, Loader=yaml.CBaseLoader)
    except OSError as error:
        raise BadFile([f"{path}: {error.strerror}"]) from error
    except (yaml.YAMLError, UnicodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise BadFile([f"{path}:{line}: {getattr(error, 'problem', None) or error}"]) from error
    if not isinstance(root, yaml.MappingNode):
        raise BadFile([f"{path}:1: a set-up is made of pages: {', '.join(PAGES)}"])
    wrong = [f"{path}:{line}: {key} stands twice" for key, line in _repeated(_lines(root))]
    wrong += [
        f"{path}:{page.start_mark.line + 1}: {page.value} takes fields, each with its value"
        for page, fields in root.value
        if not isinstance(fields, yaml.MappingNode)
    ]
    if wrong:
        raise BadFile(wrong)
    content = {
        str(page.value): {str(name.value): _plain(value) for name, value in fields.value} for page, fields in root.value
    }
    return dict(_lines(root)), content


def _plain(node: Any) -> Any:
    """Text, or a list of text; None for anything deeper, which no question takes."""
    if isinstance(node, yaml.SequenceNode):
        return [one.value if isinstance(one, yaml.ScalarNode) else "" for one in node.value]
    return node.value if isinstance(node, yaml.ScalarNode) else None


def _repeated(keys: Iterator[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    seen: set[str] = set()
    for key, line in keys:
        if key in seen:
            yield key, line
        seen.add(key)


def _lines(root: Any) -> Iterator[tuple[str, int]]:
    for key, value in root.value:
        yield str(key.value), key.start_mark.line + 1
        if isinstance(value, yaml.MappingNode):
            for name, _value in value.value:
                yield f"{key.value}.{name.value}", name.start_mark.line + 1


def _faults(path: Path, lines: dict[str, int], page: str, form: Page) -> Iterator[str]:
    for name in form.data:
        if name not in form.fields:
            known = ", ".join(form.fields)
            yield f"{path}:{lines[f'{page}.{name}']}: {page}.{name} is not a question. Accepted: {known}"
        elif not isinstance(form.data[name], list if _takes_many(form, name) else str):
            many = "a list, such as [0, 1]" if _takes_many(form, name) else "one value"
            yield f"{path}:{lines[f'{page}.{name}']}: {page}.{name} takes {many}"
    for name, messages in form.errors.items():
        line = lines.get(f"{page}.{name}", lines[page])
        said = f" = {form.data[name]!r}" if name in form.data else " is missing"
        accepted = [str(key) for key, _words in getattr(form.fields.get(name), "choices", ())]
        hint = f" Accepted: {', '.join(accepted)}" if accepted else ""
        yield f"{path}:{line}: {page}.{name}{said}. {'. '.join(map(str, messages))}.{hint}"


def _takes_many(form: Page, name: str) -> bool:
    return isinstance(form.fields[name], forms.MultipleChoiceField)
