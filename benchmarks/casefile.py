"""How long does it take to print the chronology of a long case as PDF/UA, and to prove an export with Python alone?

    python -m benchmarks.casefile [--entries N] [--json]

The chronology is laid out from the page that an export uses, with made-up entries of about sixty words. The export is
that PDF with the entries of a record of a thousand, each with its proof. No network, and no database for the PDF.
"""

import argparse
import io
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from benchmarks.running import run

from tutela.keys import KeyFolder
from tutela.settings import load
from tutela.web import project

ENTRIES, ROUNDS, LIMIT_MS = 200, 5, 2000
BEGUN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
WORDS = (
    "Leo told his tutor that the messages began in the spring and that he answered the first of them. He showed none. "
    "The account was blocked in the app with him, its name was written down, and his mother was rung before the end of "
    "the day. She will keep the telephone downstairs at night; we speak again on Thursday."
)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when the PDF of 200 entries takes longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--json", action="store_true", help="one object")
    args = parser.parse_args(arguments)
    found = run(lambda folder: measure(folder, args.entries), as_json=args.json)
    return int(args.entries == ENTRIES and found["pdf_ms_median"] > LIMIT_MS)


def measure(folder: Path, entries: int) -> dict[str, float]:
    """Return every figure by its name; the unit is in the name."""
    settings = load(data=folder / "data", keys=folder / "keys", environment={})
    project.start(settings)
    project.migrate()
    from tutela.web.core import paper, verify_export

    context = _case(entries)
    made = paper.pdf(None, "referrals/chronology_paper.html", context)
    printed, worked = _timed(lambda: paper.pdf(None, "referrals/chronology_paper.html", context))
    export = _export(made, KeyFolder(settings.keys).signing_key())
    faults: list[str] = []
    checked, _ = _timed(
        lambda: verify_export.check(
            verify_export.read_container(export, faults.append), faults.append, lambda _said: None
        )
    )
    if faults:
        raise SystemExit(faults[0])
    return {
        "entries": entries,
        "pdf_ms_median": printed,
        "pdf_cpu_ms_median": worked,
        "pdf_bytes": len(made),
        "export_bytes": len(export),
        "verify_ms_median": checked,
    }


def _timed(work: Callable[[], Any]) -> tuple[float, float]:
    walls, cpus = [], []
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return round(statistics.median(walls) * 1000, 1), round(statistics.median(cpus) * 1000, 1)


def _case(entries: int) -> dict[str, Any]:
    moments = [
        SimpleNamespace(
            at=BEGUN + timedelta(hours=7 * number),
            written_at=BEGUN + timedelta(hours=7 * number + 2),
            title="Contact" if number % 3 else "Decision",
            by="Dana Shah",
            text=WORDS,
            corrections=(),
        )
        for number in range(entries)
    ]
    case = SimpleNamespace(number=1042, opened_at=BEGUN, is_closed=False, actions=(), closing=None)
    return {
        "case": case,
        "people": [("Leo Marsh", "May have been harmed")],
        "chronology": [{"moment": moment, "place": "Online"} for moment in moments],
        "referrals": [],
        "establishment": SimpleNamespace(name="Oakfield Academy"),
        "made_at": BEGUN + timedelta(days=300),
        "made_for": "A court",
    }


def _export(printed: bytes, key: Any) -> bytes:
    from django.db import transaction

    from tutela.web.core import audit, checkpoints, exports
    from tutela.web.core.actor import SystemActor

    with transaction.atomic():
        for number in range(1000):
            audit.record(SystemActor("bench"), "case.read", f"case:{number % 5}", at=BEGUN)
        checkpoint = checkpoints.make_now(BEGUN)
    if checkpoint is None:
        raise SystemExit("nothing was recorded")
    files = [
        ("chronology.pdf", printed),
        ("audit/entries.jsonl", exports.prove_entries(["case:1"], checkpoint)),
        ("audit/checkpoint.txt", checkpoint.note.encode()),
    ]
    out = io.BytesIO()
    exports.write_export(out, "case", {"made_at": BEGUN.isoformat()}, files, key)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
