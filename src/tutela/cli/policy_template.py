"""`tutela policy-template`: whether a template of a policy or an agreement can be used, and which there are."""

import argparse
import sys
from pathlib import Path

from tutela.settings import Settings


def add_arguments(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The verb and its own verbs."""
    parser = subparsers.add_parser("policy-template", help="check templates of policies and agreements")
    verbs = parser.add_subparsers(dest="what", metavar="lint|list", required=True)
    lint = verbs.add_parser("lint", help="say what is wrong with template files, and where")
    lint.add_argument("files", nargs="+", type=Path, metavar="FILE", help="in the form of library/policies")
    lint.set_defaults(run=run_lint)
    listing = verbs.add_parser("list", help="every template that is shipped")
    listing.set_defaults(run=run_list)


def run_lint(args: argparse.Namespace, _settings: Settings) -> int:
    """0 when every file can be used, 1 when something is wrong in one, 2 when one cannot be read."""
    from tutela.library.read import BadLibraryFile
    from tutela.web.policies.authored import shelf

    status = 0
    for path in args.files:
        try:
            template, faults = shelf.read_template(path), shelf.list_faults(path)
        except BadLibraryFile as error:
            print(f"tutela policy-template: {error}", file=sys.stderr)
            status = 2
            continue
        for fault in faults:
            print(fault)
        status = max(status, 1 if faults else 0)
        print(f"{path}: {template.title}, version {template.version}, {len(template.clauses)} clauses, "
              f"{len(template.questions)} questions, {len(faults)} faults")  # fmt: skip
    return status


def run_list(_args: argparse.Namespace, _settings: Settings) -> int:
    """0; one line for each template."""
    from tutela.web.policies.authored import shelf

    for template in shelf.list_shipped().values():
        print(f"{template.id}  {template.kind}  version {template.version}  {template.title}")
    return 0
