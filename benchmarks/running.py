"""How a benchmark runs that keeps something: in a folder of its own, and with a line for each figure."""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path


def run(measure: Callable[[Path], dict[str, float]], *, as_json: bool) -> dict[str, float]:
    """Measure in a folder that is thrown away, print what was found, and return it."""
    folder = Path(tempfile.mkdtemp(prefix="tutela-bench-"))
    try:
        found = measure(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if as_json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:36} {value:>12,}")
    return found


def missed(found: Mapping[str, float], most: Mapping[str, float]) -> int:
    """Say on standard error which figures are above the most that they may be; 1 if there is one, else 0, as an exit
    status. A goal without its figure is a `KeyError`: it would never be missed.
    """
    over = [name for name, limit in most.items() if found[name] > limit]
    for name in over:
        print(f"missed: {name} is {found[name]:,}, may be {most[name]:,}", file=sys.stderr)
    return int(bool(over))
