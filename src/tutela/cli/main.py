"""Finds the verb, reads the settings, runs it. A verb's module is imported only when it is asked for."""

import argparse
import importlib
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence

from tutela.cli import records
from tutela.keys import KeyFolderError
from tutela.settings import BadSetting, load

DONE, FOUND_SOMETHING_WRONG, COULD_NOT_START, INTERRUPTED = 0, 1, 2, 130

# verb -> what it does, in the order of the help page; its module is tutela.cli.<verb>, with _ for -
VERBS = {
    "up": "set up what is missing, then run everything",
    "doctor": "say in plain words whether all is well",
    "check": "say whether the configuration is right",
    "user": "add people who may sign in",
    "establishment": "add another school, college or provider",
    "lists": "add and compile lists of addresses",
    "policy": "publish, roll back or print what the network enforces",
    "decide": "say what would happen to an address, and why",
    "gateway": "the parts beside the proxy: helper, configuration, canaries",
    "events": "import and trace records of requests",
    "detect": "explain and measure the detection rules",
    "framework": "check, list, import and export frameworks of self-review",
    "policy-template": "check templates of policies and agreements",
    "audit": "verify the record of who did and read what",
    "keys": "look after the keys",
    "backup": "make, prove and put back copies of everything",
    "demo": "load the fictitious school",
    "test": "run every check of this software",
    "bench": "measure, with peers in the same run",
    "lock": "lock the versions of what is installed",
    "manage": "maintenance commands of the web application",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; the exit status is 0 done, 1 found something wrong, 2 bad use or could not start."""
    arguments = _folders_first(list(sys.argv[1:] if arguments is None else arguments))
    parser = _parser(arguments)
    options = parser.parse_args(arguments)
    if options.verb is None:
        parser.print_help()
        return COULD_NOT_START
    overrides = {key: getattr(options, key, None) for key in ("web_port", "proxy_port")}
    try:
        settings = load(getattr(options, "data", None), getattr(options, "keys", None), **overrides)
        options.policy_source = records.policies
        options.audit_purpose, options.open_people = records.audit_purpose, records.open_people
        return int(options.run(options, settings) or DONE)
    except (BadSetting, KeyFolderError, PermissionError) as error:
        print(f"tutela: {_closed(error) if isinstance(error, PermissionError) else error}", file=sys.stderr)
        return COULD_NOT_START
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # the reader of our output has gone (`| head`); Python would complain once more when it flushes
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        return _unforeseen(error)


def _closed(error: PermissionError) -> str:
    """What this person may not read or write: nothing of ours went wrong."""
    return f"{error.filename or 'A file'} may not be read or written by you ({error.strerror})."


def _unforeseen(error: Exception) -> int:
    """Say a fault of ours in one line; where it happened goes into a file for whoever mends it."""
    words = next(iter(str(error).splitlines()), "")
    try:
        with tempfile.NamedTemporaryFile("w", prefix="tutela-fault-", suffix=".txt", delete=False) as file:
            traceback.print_exception(error, file=file)
        where = f" (the details are in {file.name})"
    except OSError:
        where = ""
    print(f"tutela: this went wrong and should not have: {type(error).__name__}: {words}{where}", file=sys.stderr)
    return COULD_NOT_START


def _folders_first(arguments: list[str]) -> list[str]:
    """Put `--data` and `--keys` before the command of `manage`, which takes all that comes after it for its own."""
    if arguments[:1] != ["manage"]:
        return arguments
    folders, rest = argparse.ArgumentParser(add_help=False, allow_abbrev=False), arguments[1:]
    folders.add_argument("--data")
    folders.add_argument("--keys")
    found, rest = folders.parse_known_args(rest)
    given = [word for key, value in vars(found).items() if value is not None for word in (f"--{key}", value)]
    return ["manage", *given, *rest]


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tutela", description="Keeps learners safe online across an establishment.")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", title="verbs")
    asked = next((word for word in arguments if not word.startswith("-")), None)
    for verb, words in VERBS.items():
        if verb == asked:
            importlib.import_module(f"tutela.cli.{verb.replace('-', '_')}").add_arguments(verbs)
        else:
            verbs.add_parser(verb, help=words)
    _add_folders(verbs)
    return parser


def _add_folders(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Give every verb, and every verb's verb, `--data` and `--keys`."""
    for parser in set(verbs.choices.values()):
        parser.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help="folder of the records")
        parser.add_argument("--keys", metavar="DIR", default=argparse.SUPPRESS, help="folder of the keys")
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                _add_folders(action)
