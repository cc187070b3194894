"""How long until records are back from a back-up, and how long would it be for fifty thousand cases and 5 GB?

    ./tutela bench restore [--cases 2500] [--megabytes 250] [--json]

Two schools are backed up and put back, the second of twice the size: the line through both says what each case and
megabyte costs beyond what every restore costs, and is drawn on to 50,000 cases with 5 GB. Exhibits are random bytes,
sealed as they are when they come in. What is timed is all of `tutela backup restore`: opening the file, each part with
its hash, the keys, and the examination of what was put back. The data is made up, the same in every run.

A line through two points says nothing about what begins beyond them: a disc that is full, a cache that is too small.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutela.settings import Settings

CASES, MEGABYTES = 2_500, 250
WHOLE_CASES, WHOLE_MEGABYTES = 50_000, 5_000
MOST_SECONDS = 600
EXHIBIT_MEGABYTES = 5


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when fifty thousand cases would take longer than ten minutes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=CASES, help="of the larger of the two")
    parser.add_argument("--megabytes", type=int, default=MEGABYTES, help="of exhibits of the larger")
    parser.add_argument("--json", action="store_true", help="one object")
    args = parser.parse_args(arguments)
    large = _measure_apart(args.cases, args.megabytes)
    small = _measure_apart(args.cases // 2, args.megabytes // 2)
    found = {f"small_{name}": value for name, value in small.items()}
    found |= {f"large_{name}": value for name, value in large.items()}
    found |= _draw_on(small, large, args.cases)
    if args.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:36} {value:>14,}")
    return int(found["whole_seconds"] > MOST_SECONDS)


def _draw_on(small: dict[str, float], large: dict[str, float], cases: int) -> dict[str, float]:
    """The line through both. Where it would begin below nothing, it is drawn from nothing: the slower of the two."""
    begins = max(0.0, 2 * small["restore_seconds"] - large["restore_seconds"])
    slope = max(large["restore_seconds"] - begins, large["restore_seconds"] - small["restore_seconds"])
    return {
        "begins_at_seconds": round(begins, 2),
        "whole_cases": WHOLE_CASES,
        "whole_seconds": round(begins + slope * WHOLE_CASES / cases, 1),
    }


def _measure_apart(cases: int, megabytes: int) -> dict[str, float]:
    """In a process of its own: Django knows one data folder in a process."""
    folder = Path(tempfile.mkdtemp(prefix="tutela-bench-"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TUTELA_", "DJANGO_"))}
    words = [sys.executable, "-m", "benchmarks.restore", "apart", str(folder), str(cases), str(megabytes)]
    try:
        done = subprocess.run(
            words, env=kept | {"PYTHONPATH": os.pathsep.join(sys.path)}, stdout=subprocess.PIPE, text=True, check=False
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if done.returncode:
        raise SystemExit(done.returncode)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _measure(folder: Path, cases: int, megabytes: int) -> dict[str, float]:
    from benchmarks import caseload

    from tutela.keys import KeyFolder
    from tutela.settings import load
    from tutela.web import project

    settings = load(data=folder / "data", keys=folder / "keys", environment={})
    project.start(settings)
    project.migrate()
    from tutela.web.backups import creating, opening, recipients, restoring
    from tutela.web.core import checkpoints
    from tutela.web.core.actor import SystemActor, acting_as

    with acting_as(SystemActor("benchmark")):
        school, dana = caseload.make_school()
        caseload.fill(school, dana, cases)
        _add_exhibits(school, megabytes, settings)
    checkpoints.make_now(caseload.AT)
    person, private = recipients.make_pair("Hana Novak")
    began = time.perf_counter()
    made = creating.create(settings, folder / "away", [person], caseload.AT, _silent)
    written = time.perf_counter()
    root = KeyFolder(settings.keys).secret("root")
    _, key = opening.get_key(made.path, private)
    new = load(data=folder / "new-data", keys=folder / "new-keys", environment={})
    begun = time.perf_counter()
    examined = restoring.restore(new, made.path, key, root, _silent)
    ended = time.perf_counter()
    if examined.faults:
        raise SystemExit(examined.faults[0])
    return {
        "cases": cases,
        "exhibit_megabytes": megabytes,
        "rows": sum(made.manifest.rows.values()),
        "backup_megabytes": round(made.size_bytes / 1e6, 1),
        "backup_seconds": round(written - began, 2),
        "restore_seconds": round(ended - begun, 2),
    }


def _add_exhibits(school: object, megabytes: int, settings: "Settings") -> None:
    """Files of five megabytes, each with its case: as they lie when a scanner has said that they are clean."""
    from benchmarks import caseload

    from tutela.web.concerns.models import SafeguardingCase
    from tutela.web.core import sealing
    from tutela.web.exhibits import vault
    from tutela.web.exhibits.operations.receiving import make_row

    cases = list(SafeguardingCase._base_manager.filter(establishment=school)[: megabytes // EXHIBIT_MEGABYTES])
    from django.db import transaction

    from tutela.web.core.actor import SystemActor

    for number, case in enumerate(cases):
        sealer = vault.Sealer(settings.exhibits)
        for _ in range(EXHIBIT_MEGABYTES):
            sealer.write(os.urandom(1_000_000))
        sealed = sealer.finish()
        with transaction.atomic():
            make_row(
                SystemActor("benchmark"), case, sealing.open_case_key(case.case_key), sealed, kind="video", notes=(),
                name=f"{number}.mp4", about="From his phone.", zone="Europe/London", at=caseload.AT,
            )  # fmt: skip


def _silent(_words: str) -> None:
    pass


if __name__ == "__main__":
    if sys.argv[1:2] == ["apart"]:
        print(json.dumps(_measure(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))
        raise SystemExit(0)
    raise SystemExit(main())
