"""`tutela manage`: the few of Django's commands that maintenance needs; none that shows or copies what is kept."""

import argparse
import sys
from typing import Any

from tutela.cli.application import migrate, open_application
from tutela.settings import Settings

ALLOWED = {
    "check": "whether the application is put together rightly",
    "clearsessions": "forget sessions that are over",
    "collectstatic": "put style sheets and scripts where they may be cached",
    "createcachetable": "make the table of counters",
    "makemigrations": "write down changes of the tables, while developing",
    "makemessages": "collect texts to be translated, while developing",
    "compilemessages": "compile translations, while developing",
    "migrate": "bring the databases to the shape of this version",
    "setup": "answer the questions of the set-up from a file",
    "showmigrations": "which changes of the tables were made",
    "sqlmigrate": "what a change of the tables does",
}
"""Not among them: shell, dbshell, dumpdata, createsuperuser. They would walk past every net."""
NEEDS_RECORDS = frozenset({"setup"})
"""Those that work on a fresh data folder, too."""


def add_arguments(verbs: Any) -> None:
    parser = verbs.add_parser(
        "manage",
        help="maintenance commands of the web application",
        epilog="commands: " + "; ".join(f"{name}: {words}" for name, words in ALLOWED.items()),
    )
    parser.add_argument("command", metavar="COMMAND")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, metavar="ARGUMENTS")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """The command's own exit status; 2 for one that is not allowed."""
    if options.command not in ALLOWED:
        print(f"tutela: manage {options.command} is not allowed; {', '.join(ALLOWED)} are", file=sys.stderr)
        return 2
    open_application(settings)
    if options.command in NEEDS_RECORDS:
        migrate()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["tutela manage", options.command, *options.arguments])
    return 0
