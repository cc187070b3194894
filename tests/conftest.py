"""What every test shares: a data folder of its own, and no setting of the machine."""

import atexit
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import postgresql
from tests.browser import looked_at

SETTINGS = "DJANGO_SETTINGS_MODULE"

for name in [name for name in os.environ if name.startswith("TUTELA_")]:
    del os.environ[name]
# started in the background, as by a script, we would tell every process that we start that Ctrl-C is not for it
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# Django reads its settings once in a process; these are the folders of the tests in this one
FOLDER = Path(tempfile.mkdtemp(prefix="tutela-test-"))
OWNER = os.getpid()
os.environ |= {
    "TUTELA_DATA": str(FOLDER / "data"),
    "TUTELA_KEYS": str(FOLDER / "keys"),
    SETTINGS: "tutela.web.project.settings",
}
if os.environ.get(postgresql.ADDRESS):
    os.environ["TUTELA_DATABASE"] = os.environ[postgresql.ADDRESS]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", default="", help="postgresql (one of the tests' own) or the address of one")


def pytest_configure(config: pytest.Config) -> None:
    """Workers must not find Django's settings named before they have read this file: they would take our folders."""
    wanted = config.getoption("database")
    if wanted and not os.environ.get(postgresql.ADDRESS):
        os.environ[postgresql.ADDRESS] = os.environ["TUTELA_DATABASE"] = (
            _start_postgresql() if wanted == "postgresql" else wanted
        )
    if config.getoption("numprocesses", None):
        os.environ.pop(SETTINGS, None)
    # here, since whoever hands tests out to workers reads no conftest of a folder below
    config.pluginmanager.register(looked_at)


TOGETHER = {"tests/journeys/": "the journeys, each of which starts a whole school"}
"""Tests that one worker runs in their order, by how their address begins."""
BY_FILE = ("tests/cli/", "tests/faults/", "tests/gateway/", "tests/recorder/")
"""Where the tests of a file share what it took long to start."""


def kept_together(nodeid: str) -> str:
    """What goes to the same worker as this test; most tests stand alone."""
    for beginning, group in TOGETHER.items():
        if nodeid.startswith(beginning):
            return group
    return nodeid.partition("::")[0] if nodeid.startswith(BY_FILE) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """xdist's own groups rename tests, which this pytest no longer allows: they went to whichever worker was free."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return kept_together(nodeid)

    return Together(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another database only what keeps records has anything new to say."""
    if not config.getoption("database"):
        return
    kept = [item for item in items if item.get_closest_marker("django_db") or item.get_closest_marker("records")]
    config.hook.pytest_deselected(items=list(set(items) - set(kept)))
    items[:] = kept


def _start_postgresql() -> str:
    programs = postgresql.programs()
    if programs is None:
        pytest.exit("PostgreSQL is not installed. Add it: sudo apt-get install postgresql", returncode=2)
    running = postgresql.cluster(programs)
    address = running.__enter__()
    atexit.register(running.__exit__, None, None, None)
    return address


@atexit.register
def _remove_folder() -> None:
    if os.getpid() == OWNER:  # and not a child that was forked for a moment
        shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds the README."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Any]:
    """What drives browsers; a process has room for one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started
