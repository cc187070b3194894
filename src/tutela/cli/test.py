"""`tutela test`: installs what the checks need, then lint, types, directions and tests; pytest's summary is last.

What keeps records is tested twice: on a PostgreSQL that the tests start for themselves, then with everything else on
SQLite. Single pages in a browser are looked at once, unless `--full` asks for the long rounds.
"""

import argparse
import os
import subprocess
import sys
import time
from typing import Any

from tutela.cli import install
from tutela.cli.prepare import prepare_front_end
from tutela.gateway import debian
from tutela.settings import Settings

# one more than there are cores: many tests wait for an engine, a browser or a process of their own
WORKERS = str(len(os.sched_getaffinity(0)) + 1)
# where so much fails, one thing is wrong; going on would keep everybody waiting for page after page
ENOUGH = "30"
# the settings of this machine must not reach the tests, and hundreds of processes that compile everything take long
NOT_FOR_TESTS = ("TUTELA_", "PYTHONDONTWRITEBYTECODE")
CHECKS = (
    ("lint", ["-m", "ruff", "check", "--quiet", "."]),
    ("format", ["-m", "ruff", "format", "--check", "--quiet", "."]),
    ("types", ["-m", "mypy"]),
    ("directions", ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"]),
    ("requirements", ["-m", "tests.requirements", "--check"]),
)


def add_arguments(verbs: Any) -> None:
    parser = verbs.add_parser("test", help="run every check of this software")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--fast", action="store_true", help="leave out what needs a browser or an engine")
    length.add_argument("--full", action="store_true", help="with the long rounds as well")
    parser.add_argument(
        "--strict", action="store_true", help="what cannot be tried on PostgreSQL here is a failure, unless --fast"
    )
    parser.add_argument("--database", default="", metavar="URL", help="only what keeps records, in this PostgreSQL")
    parser.add_argument("pytest", nargs="*", metavar="-- PYTEST ARGUMENT", help="handed to pytest")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, _settings: Settings) -> int:
    """Exit status 0 when everything holds, 1 when something does not, 2 when a check could not be installed.

    With --strict a missing PostgreSQL is 2 as well, before anything is tried: nobody takes half a run for a whole one.
    """
    try:
        _install(fast=options.fast)
    except install.CannotInstall as error:
        print(f"tutela test: {error}", file=sys.stderr)
        return 2
    if options.strict and not options.fast and _lacks_postgresql():
        print(f"tutela test: PostgreSQL is not installed. Add: {_add_postgresql()}", file=sys.stderr)
        return 2
    failed = [] if options.pytest else [name for name, command in CHECKS if not _holds(name, command)]
    if options.database:
        status = _pytest(options, options.database)
    else:
        if not (options.fast or options.pytest) and not _holds_on_postgresql(options):
            failed.append("PostgreSQL")
        status = _pytest(options)
    if failed:
        print(f"Not clean: {', '.join(failed)} (shown above the tests)")
    return 1 if status or failed else 0


def _install(*, fast: bool) -> None:
    started = time.monotonic()
    install.python_packages("test")
    if not fast:
        missing = [name for need in install.NEEDS for name in install.missing_debian_packages(need)]
        if missing and install.may_install_debian_packages():
            print(f"Installing {' '.join(missing)} …", flush=True)
            install.install_debian_packages(missing)
        elif missing:
            print(f"Tests that need {' '.join(missing)} are skipped. Add: {debian.add_command(missing)}")
    prepare_front_end(check=not fast)
    print(f"What the checks need is there ({time.monotonic() - started:.1f} s)", flush=True)


def _holds(name: str, command: list[str]) -> bool:
    started = time.monotonic()
    done = subprocess.run([sys.executable, *command], cwd=install.ROOT, capture_output=True, text=True, check=False)
    print(
        f"{name}: {'clean' if done.returncode == 0 else 'not clean'} ({time.monotonic() - started:.1f} s)", flush=True
    )
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def _holds_on_postgresql(options: argparse.Namespace) -> bool:
    if _lacks_postgresql():
        print(f"Not tried on PostgreSQL, which is not installed. Add: {_add_postgresql()}", flush=True)
        return True
    print("What keeps records, on PostgreSQL:", flush=True)
    return _pytest(options, "postgresql") == 0


def _lacks_postgresql() -> bool:
    return "postgresql" in install.missing_debian_packages("test")


def _add_postgresql() -> str:
    return debian.add_command(["postgresql"])


def _pytest(options: argparse.Namespace, database: str = "") -> int:
    left_out = ["not full"] if not options.full else []
    left_out += ["not engine", "not browser"] if options.fast else []
    # a page looks the same whichever database its rows come from; what a person does with it is tried on both
    left_out += ["not once and (not browser or records)"] if database and not options.full else []
    command = [sys.executable, "-m", "pytest", "-n", WORKERS, "--maxfail", ENOUGH]
    command += ["-m", " and ".join(left_out)] if left_out else []
    command += ["--database", database] if database else []
    environment = {name: value for name, value in os.environ.items() if not name.startswith(NOT_FOR_TESTS)}
    return subprocess.run([*command, *options.pytest], cwd=install.ROOT, check=False, env=environment).returncode
