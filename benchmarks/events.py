"""How fast are records taken in and traced, and how much room do they need?

    python -m benchmarks.events [--rows N] [--json]

The requests are made up, the same in every run: 1,500 people on 900 devices, hosts by Zipf 1.05, in the hours of
school days. Times are wall-clock on one machine; trust ratios within one run more than figures from two.
"""

import argparse
import datetime as dt
import random
import resource
import sys
import time
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from typing import Any

from benchmarks.running import missed, run

from tutela.events.accesslog import parse
from tutela.events.establishments import Establishment
from tutela.events.event import Event
from tutela.events.importers.run import Importer
from tutela.events.pseudonym import pseudonym
from tutela.events.stores.chdb import ChdbStore
from tutela.events.trace import Asked, trace

SEED = 20261122
PEOPLE, DEVICES, HOSTS, PATHS = 1_500, 900, 20_000, 400_000
START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
BATCH = 5_000
SCHOOL = Establishment(1, "bench", frozenset())
KEY = b"k" * 32
MOST = {
    "bytes_per_row": 28,
    "timeline_of_an_hour_ms": 30,
    "trace_host_ms": 200,
    "blocked_by_category_ms": 50,
    "requests_per_day_ms": 50,
}
"""The goals: room on the disc, a person's hour, who asked for a host, and any figure of a page of figures."""


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="lines of the log that is imported")
    parser.add_argument("--json", action="store_true", help="one object")
    args = parser.parse_args(arguments)
    return missed(run(lambda folder: measure(folder, args.rows), as_json=args.json), MOST)


def measure(folder: Path, rows: int) -> dict[str, float]:
    """Return every figure by its name; the unit is in the name."""
    log = folder / "access.log"
    write_log(log, rows)
    store = ChdbStore(folder / "events")
    importer = Importer(store, SCHOOL, KEY, folder / "imports")
    seconds, cpu = timed(lambda: importer.import_file(log))
    found: dict[str, float] = {
        "import_rows": rows,
        "import_rows_per_second": round(rows / seconds),
        "import_cpu_us_per_row": round(cpu / rows * 1e6, 2),
    }
    again, _ = timed(lambda: importer.import_file(log))
    found["import_again_seconds"] = round(again, 2)
    found |= lines_of_squid() | batches(store) | traces(store, rows)
    store._run("OPTIMIZE TABLE events FINAL", "TSV", {})
    size = "SELECT sum(bytes_on_disk) / sum(rows) FROM system.parts WHERE table = 'events' AND active"
    found["bytes_per_row"] = round(float(store._run(size, "TSV", {})), 1)
    found["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    store.close()
    return found


def write_log(path: Path, rows: int) -> None:
    """Write a log in Squid's native form."""
    chance = random.Random(SEED)
    weights = list(accumulate(1 / (rank + 1) ** 1.05 for rank in range(HOSTS)))
    hosts = chance.choices([f"www.site{n}.example" for n in range(HOSTS)], cum_weights=weights, k=rows)
    with path.open("w") as file:
        for n, host in enumerate(hosts):
            person = chance.randrange(PEOPLE)
            at = START.timestamp() + n * 0.02
            result = "TCP_DENIED/403" if chance.random() < 0.03 else "TCP_MISS/200"
            url = f"GET http://{host}/page/{chance.randrange(PATHS)}" if n % 3 else f"CONNECT {host}:443"
            file.write(
                f"{at:.3f} {chance.randrange(900):6d} 10.1.{person % DEVICES // 250}.{person % 250} {result}"
                f" {chance.randrange(200, 90_000)} {url} person{person} HIER_DIRECT/192.0.2.1 text/html\n"
            )


def lines_of_squid() -> dict[str, float]:
    """Measure the parser of the gateway's own log."""
    note = "o=allow;r=default;c=;g=9B;p=pleo;d=pc-3;b=credential;s=default;v=7;n=1"
    lines = [
        f"1772442000.{n % 1000:03d} {n}     37 10.1.2.3 pleo - - TCP_MISS 200 133 1401 GET"
        f" http://www.site{n % 500}.example/page/{n} Mozilla/5.0%20(X11) {note}"
        for n in range(50_000)
    ]
    seconds, _ = timed(lambda: [parse(line, seq=1) for line in lines])
    return {"squid_lines_per_second": round(len(lines) / seconds)}


def batches(store: ChdbStore) -> dict[str, float]:
    """Measure what the recorder does: events in batches, each on the disc before it counts."""
    took = []
    for number in range(20):
        events = [
            Event(time=START + dt.timedelta(seconds=n), site_id=1, source_id="bench", seq=number * BATCH + n + 1,
                  user=f"p{n % PEOPLE}", host=f"www.site{n % 500}.example", url=f"http://www.site{n % 500}.example/{n}")
            for n in range(BATCH)
        ]  # fmt: skip
        seconds, _ = timed(lambda events=events, number=number: store.insert(events, f"bench:{number}"))  # type: ignore[misc]
        took.append(seconds)
    took.sort()
    return {
        "batch_rows_per_second": round(BATCH * len(took) / sum(took)),
        "batch_of_5000_ms_median": round(took[len(took) // 2] * 1000, 1),
        "batch_of_5000_ms_worst": round(took[-1] * 1000, 1),
    }


def traces(store: ChdbStore, rows: int) -> dict[str, float]:
    """Measure answers, each the median of seven."""
    person = pseudonym(KEY, SCHOOL.slug, "person7")
    whole = {"from": START, "until": START + dt.timedelta(seconds=rows * 0.02 + 60)}
    questions: dict[str, Callable[[], Any]] = {
        "trace_person_ms": lambda: trace(store, Asked(people=[person])),
        "trace_host_ms": lambda: trace(store, Asked(host="www.site9000.example")),
        "timeline_of_an_hour_ms": lambda: store.query(
            "timeline_of_person", site_id=1, user=person, limit=1000,
            **{"from": START, "until": START + dt.timedelta(hours=1)},  # type: ignore[arg-type]
        ),
        "around_event_ms": lambda: store.query("around_event", source_id="bench", seq=500, before=5, after=5),
        "blocked_by_category_ms": lambda: store.query("blocked_by_category_and_group", site_id=1, **whole),  # type: ignore[arg-type]
        "requests_per_day_ms": lambda: store.query(
            "requests_per_day", site_id=1, time_zone="Europe/London", **whole  # type: ignore[arg-type]
        ),
    }  # fmt: skip
    found = {}
    for name, question in questions.items():
        took = sorted(timed(question)[0] for _ in range(7))
        found[name] = round(took[3] * 1000, 1)
    return found


def timed(what: Callable[[], object]) -> tuple[float, float]:
    """Return wall-clock and processor seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    what()
    return time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    sys.exit(main())
