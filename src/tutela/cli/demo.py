"""`tutela demo load`: the fictitious school, and a link to sign in for each role."""

import argparse
from typing import Any

from tutela.cli.application import migrate, open_application
from tutela.cli.supervise import say
from tutela.settings import Settings


def add_arguments(verbs: Any) -> None:
    parser = verbs.add_parser("demo", help="load the fictitious school")
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="DEED")
    load = deeds.add_parser("load", help="make the school, unless it is there, and print new one-time links")
    load.set_defaults(run=run)


def run(_options: argparse.Namespace, settings: Settings) -> int:
    open_application(settings)
    migrate()
    from tutela.web.project import first_start

    opened = first_start.open_school(settings, demo=True)
    for note in opened.notes:
        say(note)
    for who, link in opened.links:
        print(f"{who}\t{link}")
    return 0
