"""Taking a log in, starting its import, noting how far it is and how it ended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.queries import is_monitoring_signed_off as is_signed_off
from tutela.web.records import folder, rules
from tutela.web.records.models import LogImport


@operation
def receive(
    *, actor: AnyActor, at: datetime, establishment: Any, file_name: str, place: str, source: str, size: int,
    form: str = "auto", by_id: UUID | None = None,
) -> LogImport:  # fmt: skip
    """A log has arrived and waits. One that waits already at the same place is not taken twice."""
    waiting = LogImport.objects.filter(establishment=establishment, place=place, finished_at=None).first()
    if waiting is not None:
        return waiting
    row = LogImport(
        establishment=establishment, file_name=file_name[:255], place=place, source=source, size_bytes=size, form=form,
        by_id=by_id, received_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    audit.record(actor, "log.receive", row, at=at, source=source, bytes=size)
    return row


@operation
def claim_next(*, actor: AnyActor, at: datetime) -> LogImport | None:
    """Take the oldest log that waits, or whose import was cut off, unless one is being imported; None if there is none.

    Of several workers one gets it. Where nobody has signed for monitoring logs wait, and nothing of them is kept.
    """
    lost = Q(state=rules.RUNNING, alive_at__lt=at - rules.SILENT_FOR)
    if LogImport.objects.filter(state=rules.RUNNING).exclude(lost).exists():
        return None
    signed = [place for place in establishments.list_establishments() if is_signed_off(place, at)]
    due = LogImport.objects.filter(lost | Q(state=rules.WAITING), establishment__in=signed)
    row = due.order_by("received_at").first()
    if row is None:
        return None
    if row.tries >= rules.MOST_TRIES:
        was = row.search
        if was:
            _end(actor, row, at, rules.FAILED, {"error": "The search was cut off again and again."})
        else:
            _end(actor, row, at, rules.FAILED, {"error": "The import was cut off again and again."})
        if was == rules.AGAIN:
            return None
        # left where it is it would be taken for a new one
        folder.put_aside(row.place, folder.FAILED, f"{at:%Y%m%d-%H%M%S}-{row.file_name}")
        return None
    same = LogImport.objects.filter(pk=row.pk, state=row.state, tries=row.tries)
    new = {
        "state": rules.RUNNING,
        "tries": row.tries + 1,
        "started_at": at,
        "alive_at": at,
        "phase": "",
        "done_pct": None,
    }
    return LogImport.objects.get(pk=row.pk) if same.update(**new) else None


@operation
def put_back(*, actor: AnyActor, at: datetime, pk: UUID) -> None:
    """Its import was ended because nobody has signed for monitoring any more: it waits, and has not failed."""
    row = LogImport.objects.select_for_update().get(pk=pk)
    if row.state == rules.RUNNING:
        row.state, row.tries, row.phase, row.done_pct = rules.WAITING, max(0, row.tries - 1), "", None
        row.save(update_fields=["state", "tries", "phase", "done_pct"])
        audit.record(actor, "log.wait", row, at=at)


@operation
def note_progress(*, actor: AnyActor, at: datetime, pk: UUID, said: Mapping[str, Any]) -> None:
    """It is alive, and so far."""
    done = rules.share_done(int(said.get("done", 0)), int(said.get("total", 0)))
    LogImport.objects.filter(pk=pk, state=rules.RUNNING).update(
        alive_at=at, phase=str(said.get("phase", ""))[:10], done_pct=done
    )
    row = LogImport.objects.filter(pk=pk, state=rules.RUNNING, search=rules.SEARCHED).first()
    if row is None:
        return
    if said.get("phase") == rules.MATCHING and said.get("from"):
        # all of it is stored: if the import is cut off from here on, what is left to do is the search
        row.search = rules.OWED
        _take_counts(row, said)
    else:
        row.lines = int(said.get("lines", 0))
    row.save()


@operation
def finish(*, actor: AnyActor, at: datetime, pk: UUID, said: Mapping[str, Any]) -> LogImport:
    """It has ended, as the import itself says; without its word it has failed."""
    row = LogImport.objects.select_for_update().get(pk=pk)
    if row.state == rules.RUNNING:
        _end(actor, row, at, rules.DONE if said.get("phase") == "done" else rules.FAILED, said)
    return row


@operation
def search_again(*, actor: AnyActor, at: datetime, pk: UUID) -> LogImport:
    """Have a log that could not be searched for what needs eyes searched once more. Twice changes nothing."""
    row: LogImport = get_visible(LogImport, actor, pk)
    # locked, so that of two people who ask at once one is enough
    row = LogImport.objects.select_for_update().get(pk=row.pk)
    if row.state == rules.DONE and row.search == rules.NOT_SEARCHED:
        row.state, row.search, row.tries, row.finished_at = rules.WAITING, rules.AGAIN, 0, None
        row.save(update_fields=["state", "search", "tries", "finished_at"])
        audit.record(actor, "log.search-again", row, at=at)
    return row


def _end(actor: AnyActor, row: LogImport, at: datetime, state: str, said: Mapping[str, Any]) -> None:
    """What was stored is imported, also where the search through it failed: that is said apart."""
    row.finished_at, row.trouble = at, str(said.get("error", ""))
    if row.search:
        row.state = rules.DONE
        row.search = rules.SEARCHED if state == rules.DONE and not row.trouble else rules.NOT_SEARCHED
    else:
        row.state = state
        if state == rules.DONE and row.trouble:
            row.search = rules.NOT_SEARCHED
    if row.state == rules.DONE and "new_events" in said:
        _take_counts(row, said)
    row.save()
    audit.record(
        actor, "log.import", row, at=at, state=row.state, lines=row.lines, bad=row.bad_lines, searched=not row.search
    )


def _take_counts(row: LogImport, said: Mapping[str, Any]) -> None:
    row.read_as = str(said.get("format", ""))[:200]
    for name in ("lines", "new_events", "known_lines", "other_lines", "bad_lines", "doubtful_times"):
        setattr(row, name, int(said.get(name, 0)))
    row.bad_lines_file = str(said.get("bad_lines_file", "")).rpartition("/")[2][:100]
    row.first_at = _moment(said.get("from"))
    row.last_at = _moment(said.get("until"))


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(str(text)) if text else None
