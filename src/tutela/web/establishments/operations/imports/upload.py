"""A file is held, looked at, and then imported or dropped: one at a time for each establishment."""

from datetime import datetime, timedelta
from hashlib import sha256

from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments.importing.columns import read_header
from tutela.web.establishments.importing.reading import read_rows, read_sheet
from tutela.web.establishments.models import Establishment, PeopleImport

State = PeopleImport.State
DECIDED_WITHIN = timedelta(hours=24)
"""A file that nobody decides on is dropped after this time."""
REFUSED_KEPT_FOR = timedelta(days=7)


class AnotherImport(Exception):
    """Another file of people is being imported here; finish or drop that one first."""

    def __init__(self, other: PeopleImport) -> None:
        super().__init__(str(other.pk))
        self.other = other


class NotWaiting(Exception):
    """The import does not wait for a decision: it is being checked, or somebody decided already."""


@operation
def hold_file(
    *, actor: AnyActor, at: datetime, establishment: Establishment, name: str, content: bytes, kind: str = ""
) -> PeopleImport:
    """Take a file in, sealed; the worker checks it. Nothing is imported yet.

    kind: of `PeopleImport.Kind`; empty means what its first row says. Raises `AnotherImport`, and for what nobody
    could read `reading.CannotRead` or `columns.BadHeader`.
    """
    sheet = read_sheet(content)
    header = read_header(sheet.first, kind)
    lines = sum(1 for _row in read_rows(sheet.text, sheet.separator))
    # locked, so that of two people at the same moment the second finds the first one's
    Establishment.objects.select_for_update().get(pk=establishment.pk)
    other = PeopleImport._base_manager.filter(establishment=establishment, state__in=PeopleImport.OPEN).first()
    if other is not None:
        raise AnotherImport(other)
    case_key, key = sealing.make_case_key(actor, establishment.pk, at=at)
    held = PeopleImport(
        establishment=establishment,
        kind=header.kind,
        file_name=name[-120:],
        encoding=sheet.encoding,
        separator=sheet.separator,
        sha256=sha256(content).hexdigest(),
        uploaded_by_id=actor.person_id,
        uploaded_at=at,
        case_key=case_key,
        lines=lines,
        unused=", ".join(header.unused)[:500],
    )
    sealing.seal_field(held, "content", sheet.text, key)
    held.save(force_insert=True)
    audit.record(actor, "people-import.hold", held, at=at, kind=held.kind, rows=lines, sha256=held.sha256)
    return held


@operation
def confirm_import(*, actor: AnyActor, at: datetime, held: PeopleImport) -> PeopleImport:
    """Import what was shown; the worker writes it. Raises `NotWaiting`."""
    held = _lock(held, State.CHECKED)
    held.state, held.lines_done = State.WRITING, 0
    held.new = held.changed = held.unchanged = held.refused = 0
    held.save()
    audit.record(actor, "people-import.confirm", held, at=at, kind=held.kind, sha256=held.sha256)
    return held


@operation
def drop_import(*, actor: AnyActor, at: datetime, held: PeopleImport) -> PeopleImport:
    """Import nothing of it, and forget the file. Raises `NotWaiting` once writing has begun."""
    held = _lock(held, State.CHECKING, State.CHECKED)
    held.state, held.finished_at = State.DROPPED, at
    _forget(held, at)
    audit.record(actor, "people-import.drop", held, at=at, kind=held.kind)
    return held


@operation
def forget_old_imports(*, actor: AnyActor, at: datetime) -> int:
    """Drop files that nobody decided on in a day, and what was refused a week ago; how many."""
    waiting = PeopleImport._base_manager.filter(state=State.CHECKED, uploaded_at__lte=at - DECIDED_WITHIN)
    for held in waiting.select_for_update():
        drop_import(actor=actor, at=at, held=held)
    done = PeopleImport._base_manager.filter(
        state=State.DONE, outcome__isnull=False, finished_at__lte=at - REFUSED_KEPT_FOR
    )
    old = list(done.select_related("case_key"))
    for held in old:
        _forget(held, at)
    return len(old)


def _lock(held: PeopleImport, *states: str) -> PeopleImport:
    locked = PeopleImport._base_manager.select_for_update().select_related("case_key").get(pk=held.pk)
    if locked.state not in states:
        raise NotWaiting(locked.state)
    return locked


def _forget(held: PeopleImport, at: datetime) -> None:
    held.content = held.outcome = None
    held.save()
    sealing.destroy_case_key(held.case_key, at=at)
