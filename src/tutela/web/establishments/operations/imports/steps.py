"""An import, step by step: checked, then written, some hundred rows in each transaction.

A step ends with how far it came, in the transaction of what it did; so the next step, after whatever happened, goes on
where this one was.
"""

import json
import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries
from tutela.web.establishments.importing.columns import Header, read_header
from tutela.web.establishments.importing.lines import Line, Twin, find_twins, read_line, refuse_twin
from tutela.web.establishments.importing.reading import read_first, read_rows
from tutela.web.establishments.models import PeopleImport, Person
from tutela.web.establishments.operations.imports.matching import Known
from tutela.web.establishments.operations.imports.planning import NEW, REFUSED, Plan, plan_line
from tutela.web.establishments.operations.imports.writing import Writer

ROWS_A_STEP = 500
State = PeopleImport.State


@operation
def take_step(*, actor: AnyActor, at: datetime, pk: UUID) -> bool:
    """Do the next step of an import, if it has one; whether another one follows."""
    held = PeopleImport._base_manager.select_for_update().select_related("establishment", "case_key").get(pk=pk)
    if held.state not in (State.CHECKING, State.WRITING):
        return False
    key = sealing.open_case_key(held.case_key)
    today = queries.local_day(held.establishment, at)
    lines = _lines(held, key, today)
    known = Known(held.establishment, lines, today)
    if held.state == State.CHECKING:
        _check(held, key, lines, known)
    else:
        _write(held, lines, known, actor, at)
    held.lines_done += len(lines)
    if held.lines_done >= held.lines:
        _finish_stage(held, key, actor, at)
    held.save()
    return held.state in (State.CHECKING, State.WRITING)


def _check(held: PeopleImport, key: bytes, lines: list[Line], known: Known) -> None:
    told = read_outcome(held, key)
    for line in lines:
        plan = plan_line(line, held.kind, known)
        if plan.outcome == NEW and plan.fields:
            known.remember(Person(establishment=held.establishment, **plan.fields))
        setattr(held, plan.outcome, getattr(held, plan.outcome) + 1)
        told["rows"].append(_told(plan))
        if plan.person is not None:
            told["seen"].append(str(plan.person.pk))
    told["groups"] += [group.name for group in known.groups if group._state.adding]
    told["groups"] = sorted(set(told["groups"]), key=_as_counted)
    sealing.seal_field(held, "outcome", json.dumps(told, ensure_ascii=False), key)


def _as_counted(name: str) -> list[str | int]:
    """Names in the order of people: 7A, 8A, 10A."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"([0-9]+)", name)]


def _write(held: PeopleImport, lines: list[Line], known: Known, actor: AnyActor, at: datetime) -> None:
    writer = Writer(
        actor=actor,
        at=at,
        establishment=held.establishment,
        known=known,
        source=held.file_name,
        import_id=str(held.pk),
    )
    for line in lines:
        plan = plan_line(line, held.kind, known)
        setattr(held, plan.outcome, getattr(held, plan.outcome) + 1)
        writer.take(plan)
    writer.finish()


def _finish_stage(held: PeopleImport, key: bytes, actor: AnyActor, at: datetime) -> None:
    _parse.cache_clear()
    if held.state == State.CHECKING:
        held.state = State.CHECKED
        return
    held.state, held.finished_at, held.content = State.DONE, at, None
    outcome = read_outcome(held, key)
    # what was refused can still be read for a week, so that somebody mends the file; the rest has been done
    outcome["rows"] = [row for row in outcome["rows"] if row["outcome"] == REFUSED]
    sealing.seal_field(held, "outcome", json.dumps(outcome, ensure_ascii=False), key)
    told = {"new": held.new, "changed": held.changed, "unchanged": held.unchanged, "refused": held.refused}
    audit.record(actor, "people-import.finish", held, at=at, kind=held.kind, sha256=held.sha256, **told)


def _lines(held: PeopleImport, key: bytes, today: date) -> list[Line]:
    """The rows of the next step with their own faults; those that only a comparison shows come later."""
    header, rows, twins = _parse(sealing.unseal_field(held, "content", key), held.separator, held.kind)
    lines = []
    for number, cells in rows[held.lines_done : held.lines_done + ROWS_A_STEP]:
        line = read_line(number, cells, header, nation=held.establishment.nation, today=today)
        refuse_twin(line, twins.get(number))
        lines.append(line)
    return lines


@lru_cache(maxsize=1)  # from step to step of one file; forgotten at the end of each stage
def _parse(text: str, separator: str, kind: str) -> tuple[Header, list[tuple[int, list[str]]], dict[int, Twin]]:
    header = read_header(read_first(text, separator), kind)
    rows = list(read_rows(text, separator))
    return header, rows, find_twins(rows, header)


def read_outcome(held: PeopleImport, key: bytes) -> dict[str, Any]:
    """What the check told so far: rows, who was seen, which groups would be new."""
    if held.outcome is None:
        return {"rows": [], "seen": [], "groups": []}
    told: dict[str, Any] = json.loads(sealing.unseal_field(held, "outcome", key))
    return told


def _told(plan: Plan) -> dict[str, Any]:
    told: dict[str, Any] = {"row": plan.line.number, "outcome": plan.outcome, "name": plan.line.name}
    if plan.outcome == REFUSED:
        told["faults"] = [[fault.column, fault.what, fault.do] for fault in plan.line.faults]
    elif plan.outcome != NEW:
        told["changes"] = [list(change) for change in plan.changes]
    return told
