"""What others may ask about logs of other filters."""

from collections.abc import Iterator

from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor
from tutela.web.records import folder, rules
from tutela.web.records.models import LogImport


def list_imports(actor: AnyActor) -> QuerySet[LogImport]:
    """The establishment's logs, newest first."""
    return LogImport.visible_to(actor).select_related("by").order_by("-received_at")


def is_known(actor: AnyActor, place: str) -> bool:
    """Whether the file at a place waits or is being imported already."""
    return LogImport.in_scope(actor).filter(place=place, finished_at=None).exists()


def list_waiting_places(actor: AnyActor) -> set[str]:
    """Where the files lie that wait or are being imported."""
    return set(LogImport.in_scope(actor).filter(finished_at=None).values_list("place", flat=True))


def list_running(actor: AnyActor) -> list[LogImport]:
    """What is being imported."""
    return list(LogImport.in_scope(actor).filter(state=rules.RUNNING).select_related("establishment"))


def read_bad_lines(row: LogImport) -> Iterator[str]:
    """Number and reason of each bad line, never its words: whoever has the log can look there."""
    path = folder.results() / row.bad_lines_file
    if not row.bad_lines_file or not path.is_file():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            number, _, rest = line.rstrip("\n").partition("\t")
            yield f"{number}\t{rest.partition(chr(9))[0]}\n"
