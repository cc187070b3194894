"""Files of people, and an import of them from beginning to end."""

from datetime import UTC, date, datetime

from tests import cast
from tutela.web.core.actor import SystemActor
from tutela.web.establishments import queries
from tutela.web.establishments.models import Establishment, PeopleImport
from tutela.web.establishments.operations import imports

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def csv_of(*rows: str) -> bytes:
    return "\r\n".join(rows).encode()


def hold(content: bytes, kind: str = "", name: str = "people.csv", at: datetime = AT) -> PeopleImport:
    """Ivy uploads a file."""
    ivy = cast.ivy()
    return imports.hold_file(
        actor=cast.acting(ivy), at=at, establishment=ivy.establishment, name=name, content=content, kind=kind
    )


def work(held: PeopleImport, at: datetime = AT) -> PeopleImport:
    """The worker takes every step there is."""
    while imports.take_step(actor=SystemActor("test", held.establishment_id), at=at, pk=held.pk):
        pass
    held.refresh_from_db()
    return held


def check(content: bytes, kind: str = "", at: datetime = AT) -> PeopleImport:
    """A file, looked at."""
    return work(hold(content, kind, at=at), at)


def bring_in(content: bytes, kind: str = "", at: datetime = AT) -> PeopleImport:
    """A file, looked at and imported."""
    held = check(content, kind, at)
    imports.confirm_import(actor=cast.acting(cast.ivy()), at=at, held=held)
    return work(held, at)


def counts(held: PeopleImport) -> tuple[int, int, int, int]:
    """New, changed, unchanged, refused."""
    return held.new, held.changed, held.unchanged, held.refused


def faults(held: PeopleImport) -> list[str]:
    """What is said of each refused row: "row, column, what, what to do"."""
    rows = queries.get_outcome(held)["rows"]
    return [f"{row['row']} {column} {what}. {do}" for row in rows for column, what, do in row.get("faults", ())]


def oakfield() -> Establishment:
    return cast.oakfield()
