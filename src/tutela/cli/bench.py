"""`tutela bench`: measure one part, with its peers in the same run where they are installed."""

import argparse
import importlib
import sys
from typing import Any

from tutela.cli.install import ROOT
from tutela.settings import Settings

QUESTIONS = (
    "filtering",
    "gateway",
    "events",
    "web",
    "detection",
    "people",
    "searching",
    "reviews",
    "policies",
    "casefile",
    "cases",
    "restore",
    "demo",
)


def add_arguments(verbs: Any) -> None:
    parser = verbs.add_parser("bench", help="measure, with peers in the same run")
    parser.add_argument("question", choices=QUESTIONS, help="what is measured")
    parser.add_argument("--json", action="store_true", help="one object per line")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, _settings: Settings) -> int:
    """Exit status 2 where the benchmarks are not there, as in an installed package."""
    if not (ROOT / "benchmarks").is_dir():
        print("tutela bench: the benchmarks are part of the source, not of an installed package", file=sys.stderr)
        return 2
    sys.path.insert(0, str(ROOT))
    benchmark = importlib.import_module(f"benchmarks.{options.question}")
    return int(benchmark.main(["--json"] if options.json else []) or 0)
