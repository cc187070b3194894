"""How long does a file of 20,000 people take, from the upload to the last row written?

    ./tutela bench people [--rows 20000] [--json]

A list of learners with classes, as a records system writes it, one row in a hundred faulty; then the same list again
with one row in fifty changed. The worker's own turns do the work, and what the page of progress would say is counted.
"""

import argparse
import random
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.running import run

from tutela.settings import load
from tutela.web import project

ROWS = 20_000
MOST_SECONDS = 60
SEED = 20261123
HEADINGS = "Admission number,Forename,Surname,Date of birth,Year,Reg,Username,Email"


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when either list takes longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--database", default="", help="a PostgreSQL instead of a file of its own")
    parser.add_argument("--json", action="store_true", help="one object")
    args = parser.parse_args(arguments)
    found = run(lambda folder: measure(folder, args.rows, args.database), as_json=args.json)
    return int(max(found["new_seconds"], found["again_seconds"]) > MOST_SECONDS)


def measure(folder: Path, rows: int, database: str) -> dict[str, float]:
    """Return every figure by its name; the unit is in the name. Raises `AssertionError` if a row went astray."""
    chosen = {"database": database} if database else {}
    project.start(load(data=folder / "data", keys=folder / "keys", environment={}, **chosen))
    project.migrate()
    from tutela.web.core.actor import SystemActor, acting_as
    from tutela.web.establishments import operations
    from tutela.web.establishments.models import Person

    at = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    with acting_as(SystemActor("benchmark")) as actor:
        school = operations.make_establishment(actor=actor, slug="bench", name="Bench College", at=at)
        first = _bring_in(school, _list(rows, wrong=100, changed=0), at)
        again = _bring_in(school, _list(rows, wrong=100, changed=50), at + timedelta(days=1))
        assert Person._base_manager.filter(kind="learner").count() == rows - rows // 100
    return {
        "rows": rows,
        "refused": first["refused"],
        "new_seconds": first["seconds"],
        "new_steps_seen": first["steps"],
        "changed": again["changed"],
        "again_seconds": again["seconds"],
    }


def _bring_in(school: Any, content: bytes, at: datetime) -> dict[str, float]:
    """Upload, look, confirm and write, as the page and the worker do."""
    from tutela.web.core.actor import SystemActor
    from tutela.web.establishments.operations import imports

    actor = SystemActor("benchmark", school.pk)
    began, steps = time.perf_counter(), 0
    held = imports.hold_file(actor=actor, at=at, establishment=school, name="people.csv", content=content, kind="")
    for confirmed in (False, True):
        while imports.take_step(actor=actor, at=at, pk=held.pk):
            steps += 1
        held.refresh_from_db()
        if not confirmed:
            imports.confirm_import(actor=actor, at=at, held=held)
    seconds = time.perf_counter() - began
    return {"seconds": round(seconds, 1), "steps": steps, "refused": held.refused, "changed": held.changed}


def _list(rows: int, *, wrong: int, changed: int) -> bytes:
    """One row in `wrong` has a birthday that never was; one in `changed` (0: none) has got another name."""
    chance = random.Random(SEED)
    lines = [HEADINGS]
    for number in range(rows):
        born = date(2009, 9, 1) + timedelta(days=chance.randrange(7 * 365))
        birthday = "31/02/2014" if number % wrong == wrong - 1 else f"{born:%d/%m/%Y}"
        year = 7 + number % 7
        name = f"Other{number}" if changed and number % changed == 0 else f"Given{number}"
        lines.append(
            f"{number:06},{name},Family{number % 3000},{birthday},{year},{year}{'ABCDEF'[number % 6]},"
            f"u{number},u{number}@bench.example"
        )
    return "\r\n".join(lines).encode()


if __name__ == "__main__":
    raise SystemExit(main())
