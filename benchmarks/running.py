"""How a benchmark runs that keeps something: in a folder of its own, and with a line for each figure."""

import json
import shutil
import tempfile
from collections.abc import Callable
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
