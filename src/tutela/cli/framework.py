"""`tutela framework`: whether a framework can be used, which there are, and their way in and out."""

import argparse
import sys
from pathlib import Path

import msgspec

from tutela.settings import Settings


def add_arguments(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The verb and its own verbs."""
    parser = subparsers.add_parser("framework", help="check, list, import and export frameworks of self-review")
    verbs = parser.add_subparsers(dest="what", metavar="lint|list", required=True)

    lint = verbs.add_parser("lint", help="say what is wrong with framework files, and where")
    lint.add_argument("files", nargs="+", type=Path, metavar="FILE", help="our YAML, CISO Assistant's, or a DfE export")
    lint.add_argument("--strict", action="store_true", help="also what two people might read differently")
    lint.set_defaults(run=run_lint)

    listing = verbs.add_parser("list", help="every framework there is")
    listing.add_argument("--json", action="store_true", help="one object for each: id, origin, version, statements")
    listing.set_defaults(run=run_list)


def run_lint(args: argparse.Namespace, _settings: Settings) -> int:
    """0 when every file can be used, 1 when something is wrong in one, 2 when one cannot be read."""
    from tutela.web.reviews.frameworks import bounded, lint, shelf
    from tutela.web.reviews.frameworks.model import list_statements

    status = 0
    for path in args.files:
        try:
            frameworks, mappings, others = shelf.read_any(path)
        except bounded.BadFramework as error:
            print(f"tutela framework: {error}", file=sys.stderr)
            status = 2
            continue
        for framework in frameworks:
            faults = lint.find_faults(framework)
            faults += lint.find_weaknesses(framework) if args.strict else []
            for fault in faults:
                print(f"{path}: {fault}")
            status = max(status, 1 if faults else 0)
            count = len(list_statements(framework))
            print(f"{path}: {framework.title}, version {framework.version}, {count} statements, {len(faults)} faults")
        for mapping in mappings:
            print(f"{path}: {mapping.title}, a mapping of {len(mapping.pairs)} pairs")
        for kind, count in others.items():
            print(f"{path}: {count} × {kind}, not used here")
    return status


def run_list(args: argparse.Namespace, _settings: Settings) -> int:
    """0; one line for each framework."""
    from tutela.web.reviews.frameworks import shelf
    from tutela.web.reviews.frameworks.model import list_statements

    for framework in shelf.list_shipped():
        count = len(list_statements(framework))
        if args.json:
            told = {"id": framework.id, "origin": framework.origin, "version": framework.version, "statements": count}
            print(msgspec.json.encode(told).decode())
        else:
            print(f"{framework.id}  version {framework.version}  {count} statements  {framework.title}")
    return 0
