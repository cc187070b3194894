"""What the worker does for logs of other filters: sees what lies in the folder, imports one after another."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.conf import settings

from tutela.web.core.actor import SystemActor
from tutela.web.core.tick import Periodic
from tutela.web.establishments import queries as establishments
from tutela.web.records import folder, operations, process, queries, rules
from tutela.web.records.models import LogImport

_sizes: dict[str, int] = {}
_begun: dict[str, folder.Identity] = {}
"""Which file it was whose import this process began, by its row."""


def look_into_folder(at: datetime) -> None:
    """Take in the files that are whole: seen before at the same size, and left alone for a while."""
    places = {place.slug: place for place in establishments.list_establishments()}
    if not places:
        return
    first = establishments.get_first_establishment()
    actor = SystemActor("look into the folder of logs")
    seen = {}
    for dropped in folder.look(set(places)):
        seen[dropped.place] = dropped.size
        if not rules.is_whole(dropped.size, _sizes.get(dropped.place), dropped.changed_at, at):
            continue
        if folder.name_readably(dropped.place):
            continue  # it is seen under its new name at the next turn
        if not queries.is_known(actor, dropped.place):
            operations.receive(
                actor=actor,
                at=at,
                establishment=places.get(dropped.slug, first),
                file_name=dropped.place.rpartition("/")[2],
                place=dropped.place,
                source=LogImport.Source.FOLDER,
                size=dropped.size,
            )
    _sizes.clear()
    _sizes.update(seen)


def import_logs(at: datetime) -> None:
    """Follow what is being imported; when nothing is, start the next."""
    actor = SystemActor("import logs")
    for row in queries.list_running(actor):
        key, progress = str(row.pk), folder.results() / f"{row.pk}.json"
        if not process.is_ours(key):
            continue
        if process.has_ended(key):
            _finish(actor, row, at)
        elif not establishments.is_monitoring_signed_off(row.establishment, at):
            process.stop(key)
            operations.put_back(actor=actor, at=at, pk=row.pk)
        else:
            operations.note_progress(actor=actor, at=at, pk=row.pk, said=process.read_progress(progress))
    row = operations.claim_next(actor=actor, at=at)
    if row is not None:
        _start(row, actor, at)


def forget_old(at: datetime) -> None:
    """Let go of uploads that are done and of old bad lines."""
    actor = SystemActor("forget old logs")
    folder.forget_old(at, waiting=queries.list_waiting_places(actor))


def _start(row: LogImport, actor: SystemActor, at: datetime) -> None:
    """Import it, or, where an earlier try had stored all of it, only search what was stored."""
    chosen: Any = settings.TUTELA
    progress = folder.results() / f"{row.pk}.json"
    said = process.read_progress(progress)
    if said.get("phase") == rules.MATCHING and not row.search:
        operations.note_progress(actor=actor, at=at, pk=row.pk, said=said)
        row.refresh_from_db()
    progress.unlink(missing_ok=True)
    where: dict[str, Any] = {
        "key": str(row.pk), "establishment": row.establishment.slug, "progress": progress, "settings": chosen,
    }  # fmt: skip
    if row.search and row.first_at and row.last_at:
        process.start_look(since=row.first_at, until=row.last_at, **where)
    else:
        _begun[str(row.pk)] = folder.identity(row.place)
        process.start(log=folder.root() / row.place, form=row.form, **where)


def _finish(actor: SystemActor, row: LogImport, at: datetime) -> None:
    progress = folder.results() / f"{row.pk}.json"
    said = process.read_progress(progress)
    if said.get("phase") not in ("done", "failed"):
        kind = process.kind_of_fault(progress)
        said = {"error": f"The import broke off ({kind})." if kind else "The import ended without a word."}
    # People know the log by the name it came with, not by the one it lies under.
    lies = folder.root() / row.place
    said["error"] = str(said.get("error", "")).replace(str(lies), row.file_name).replace(lies.name, row.file_name)
    ended = operations.finish(actor=actor, at=at, pk=row.pk, said=said)
    if row.search != rules.AGAIN:
        _put_aside(row, ended, at)
    for path in (progress, progress.with_suffix(".log")):
        with suppress(OSError):
            path.unlink()


def _put_aside(row: LogImport, ended: LogImport, at: datetime) -> None:
    """Out of the folder; but a file that grew meanwhile, or was replaced, stays and is taken in once more: of what is
    known nothing is stored twice.
    """
    begun = _begun.pop(str(row.pk), None)
    if row.source == LogImport.Source.FOLDER and begun and begun != folder.identity(row.place):
        return
    if row.source == LogImport.Source.UPLOAD and ended.state == rules.DONE:
        (folder.root() / row.place).unlink(missing_ok=True)
    else:
        day = at.strftime("%Y%m%d-%H%M%S")
        aside = folder.DONE if ended.state == rules.DONE else folder.FAILED
        folder.put_aside(row.place, aside, f"{day}-{row.file_name}")


PERIODIC = (
    Periodic("look into the folder of logs", every_seconds=5, run=look_into_folder),
    Periodic("import logs", every_seconds=1, run=import_logs),
    Periodic("forget old logs", every_seconds=3600, run=forget_old),
)
