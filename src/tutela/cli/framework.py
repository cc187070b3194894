"""`tutela framework`: whether a framework can be used, which there are, and their way in and out."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tutela.settings import Settings

if TYPE_CHECKING:
    from tutela.web.reviews.frameworks.model import Framework


def add_arguments(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The verb and its own verbs."""
    parser = subparsers.add_parser("framework", help="check, list, import and export frameworks of self-review")
    verbs = parser.add_subparsers(dest="what", metavar="lint|list|import|export", required=True)

    lint = verbs.add_parser("lint", help="say what is wrong with framework files, and where")
    lint.add_argument("files", nargs="+", type=Path, metavar="FILE", help="our YAML, CISO Assistant's, or a DfE export")
    lint.add_argument("--strict", action="store_true", help="also what two people might read differently")
    lint.set_defaults(run=run_lint)

    bring = verbs.add_parser("import", help="take frameworks in, so that establishments can review themselves by them")
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CISO Assistant's YAML, or a DfE export")
    bring.set_defaults(run=run_import)

    leave = verbs.add_parser("export", help="write a framework as a library of CISO Assistant")
    leave.add_argument("ids", nargs="+", metavar="ID", help="as `framework list` names it")
    leave.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="a folder; here if not given")
    leave.set_defaults(run=run_export)

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


def run_import(args: argparse.Namespace, settings: Settings) -> int:
    """0 when every framework was taken in, 1 when one has faults, 2 when a file cannot be read; none stops another."""
    from tutela.web import project
    from tutela.web.reviews.frameworks import bounded, shelf

    project.start(settings)
    project.migrate()
    from tutela.web.core.actor import SystemActor
    from tutela.web.reviews import operations

    status, actor = 0, SystemActor("import frameworks")
    for path in args.files:
        try:
            frameworks, mappings, _ = shelf.read_any(path)
        except bounded.BadFramework as error:
            print(f"tutela framework: {error}", file=sys.stderr)
            status = 2
            continue
        for framework in frameworks:
            try:
                kept = operations.keep_framework(actor=actor, at=datetime.now(UTC), framework=framework)
            except operations.UnusableFramework as error:
                print(f"tutela framework: {path}: {error}", file=sys.stderr)
                status = max(status, 1)
            else:
                print(f"{framework.id}  version {kept.version}  {kept.statements} statements")
        for mapping in mappings:
            operations.keep_mapping(actor=actor, at=datetime.now(UTC), mapping=mapping)
            print(f"{mapping.id}  a mapping of {len(mapping.pairs)} pairs")
    return status


def run_export(args: argparse.Namespace, settings: Settings) -> int:
    """0 when all were written, 2 when there is no such framework or no such folder."""
    import yaml

    from tutela.web.reviews.frameworks.ciso_export import to_library

    known = {framework.id: framework for framework in _every(settings)}
    for wanted in args.ids:
        if wanted not in known:
            print(
                f"tutela framework: there is no {wanted}. `tutela framework list` names what there is", file=sys.stderr
            )
            return 2
        path = args.out / f"{wanted.rsplit(':', 1)[-1]}.yaml"
        try:
            path.write_text(yaml.safe_dump(to_library(known[wanted]), sort_keys=False, allow_unicode=True))
        except OSError as error:
            print(f"tutela framework: {path}: {error.strerror}", file=sys.stderr)
            return 2
        print(path)
    return 0


def _every(settings: Settings) -> "list[Framework]":
    """What is shipped and what was brought in."""
    from tutela.web import project

    project.start(settings)
    project.migrate()
    from tutela.web.reviews import queries

    return queries.list_frameworks()


def run_list(args: argparse.Namespace, settings: Settings) -> int:
    """0; one line for each framework, shipped or brought in."""
    from tutela.web.reviews.frameworks.model import list_statements

    for framework in _every(settings):
        count = len(list_statements(framework))
        if args.json:
            told = {"id": framework.id, "origin": framework.origin, "version": framework.version, "statements": count}
            print(msgspec.json.encode(told).decode())
        else:
            print(f"{framework.id}  version {framework.version}  {count} statements  {framework.title}")
    return 0
