"""How long do the lists of cases and concerns, and one case, take where ten thousand cases have gathered?

    ./tutela bench cases [--cases 10000] [--database ADDRESS] [--json]

Each page is asked for through Django's own client, with everything that a person's request passes: session, second
factor, permissions, the audited reading, the queries, the template. Network and server are left out. The first call of
each page, which reads templates and fills what the process remembers, is told apart from the sixty that follow.
"""

import argparse
import logging
import statistics
import time
from pathlib import Path
from typing import Any

from benchmarks import caseload
from benchmarks.running import run
from benchmarks.web import _sign_in

from tutela.settings import load
from tutela.web import project

CASES, ROUNDS, MOST_MS = 10_000, 60, 150
LISTS = ("list", "list_last", "queue")
"""Held to the limit; one case takes what is written in it."""


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when a list takes longer than it may in more than one call of twenty."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--database", default="", help="an empty PostgreSQL instead of a file of its own")
    parser.add_argument("--json", action="store_true", help="one object")
    args = parser.parse_args(arguments)
    found = run(lambda folder: measure(folder, args.cases, args.database), as_json=args.json)
    return int(any(found[f"{name}_ms_p95"] > MOST_MS for name in LISTS))


def measure(folder: Path, cases: int, database: str) -> dict[str, float]:
    """Return every figure by its name; the unit is in the name."""
    chosen = {"database": database} if database else {}
    project.start(load(data=folder / "data", keys=folder / "keys", environment={}, **chosen))
    project.migrate()
    logging.disable(logging.WARNING)
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tutela.web.concerns.models import SafeguardingCase
    from tutela.web.core.actor import SystemActor, acting_as

    school, dana = caseload.make_school()
    with acting_as(SystemActor("benchmark")):
        found: dict[str, float] = dict(caseload.fill(school, dana, cases))
        one = SafeguardingCase._base_manager.get(establishment=school, number=cases // 2)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # as its own housekeeping does within a minute
            cursor.execute("ANALYZE")
    client = Client(SERVER_NAME="localhost")
    _sign_in(client, dana)
    for name, address in {
        "list": "/concerns/cases/",
        "list_last": f"/concerns/cases/?page={-(-cases // 25)}",
        "queue": "/concerns/",
        "case": f"/concerns/cases/{one.pk}/",
    }.items():
        walls, cpus = zip(*(_timed(client, address) for _ in range(ROUNDS + 1)), strict=True)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        found |= {
            f"{name}_cold_ms": round(walls[0], 1),
            f"{name}_ms_median": round(statistics.median(walls[1:]), 1),
            f"{name}_ms_p95": round(statistics.quantiles(walls[1:], n=20)[-1], 1),
            f"{name}_cpu_ms_p95": round(statistics.quantiles(cpus[1:], n=20)[-1], 1),
            f"{name}_queries": len(asked),
        }
    return found


def _timed(client: Any, address: str) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    answer = client.get(address)
    took = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return took


if __name__ == "__main__":
    raise SystemExit(main())
