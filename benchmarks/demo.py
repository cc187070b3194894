"""How long does it take until the whole demo is there, from an empty folder?

    ./tutela bench demo [--json]

The command that a person types, in a process of its own: the database is made, three schools with a fortnight of what
happens there are loaded, and the links are printed.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.running import missed, run

from tutela.cli.install import ROOT

MOST_SECONDS = 60


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when loading takes longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one object")
    args = parser.parse_args(arguments)
    return missed(run(measure, as_json=args.json), {"load_seconds": MOST_SECONDS})


def measure(folder: Path) -> dict[str, float]:
    """Return every figure by its name. Raises `SystemExit` with what was said where the demo could not be loaded."""
    command = [sys.executable, "-m", "tutela.cli", "demo", "load"]
    # a database or folder named in the environment is somebody's own
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TUTELA_")}
    environment["PYTHONPATH"] = str(ROOT / "src")
    began, before = time.perf_counter(), os.times()
    done = subprocess.run(
        [*command, "--data", str(folder / "data"), "--keys", str(folder / "keys")],
        check=False, capture_output=True, text=True, env=environment,
    )  # fmt: skip
    took, after = time.perf_counter() - began, os.times()
    if done.returncode:
        raise SystemExit(done.stderr)
    worked = after.children_user + after.children_system - before.children_user - before.children_system
    return {
        "load_seconds": round(took, 1),
        "load_cpu_seconds": round(worked, 1),
        "links": sum("http" in line for line in done.stdout.splitlines()),
    }


if __name__ == "__main__":
    sys.exit(main())
