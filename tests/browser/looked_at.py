"""Which pages somebody looked at in this run: at its end each page of the URL conf was looked at, or it says why not.

Each process keeps the addresses that `look.assert_sound` judged within the tests of this folder; whoever leads the run
gathers them. A run that leaves out a test here, skips one or sees one fail says nothing: only a whole one can tell.
`not_looked_at.yaml` holds the addresses that nobody needs to look at, each group with its reason.
"""

import gzip
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
import yaml

HERE = Path(__file__).parent
EXCEPTIONS = HERE / "not_looked_at.yaml"
FOLDER = "looked_at"
"""What the folder is called among what a worker is told."""
HEAVIEST_BYTES = 250_000
"""What a page may bring over the wire to somebody who was never here: itself as it is, static files as they are served,
compressed."""
SEEN = """() => {
  const [page] = performance.getEntriesByType('navigation');
  // by name: what is fetched again and again while somebody stays weighs once
  const parts = new Map(performance.getEntriesByType('resource').map(one => [one.name, one.encodedBodySize]));
  return {status: page.responseStatus, bytes: page.encodedBodySize, parts: [...parts]};
}"""


class Run(NamedTuple):
    """What one process knows at its end, or all of them together."""

    routes: frozenset[str] = frozenset()
    collected: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()

    def __or__(self, other: "Run") -> "Run":  # type: ignore[override]
        return Run(*(mine | theirs for mine, theirs in zip(self, other, strict=True)))


_seen: set[str] = set()
_passed: set[str] = set()
_collected: set[str] = set()


def note(page: Any) -> list[str]:
    """Keep that the page was looked at, where it is one of ours and no refusal; says what is wrong with its weight."""
    # a journey looks at a school that runs elsewhere, and has no Django of its own
    if not os.environ.get("PYTEST_CURRENT_TEST", "").startswith("tests/browser/"):
        return []
    from django.conf import settings
    from django.urls import Resolver404, resolve

    from tutela.web.project import urls

    if urls.__name__ != settings.ROOT_URLCONF:  # a site of parts, made for the tests
        return []
    found = page.evaluate(SEEN)
    if found["status"] >= 400:
        return []
    try:
        _seen.add(resolve(unquote(urlsplit(page.url).path), urls.__name__).view_name)
    except Resolver404:
        return []
    weight = found["bytes"] + sum(_over_the_wire(address, size) for address, size in found["parts"])
    return [f"The page weighs {weight:,} bytes"] if weight > HEAVIEST_BYTES else []


@cache
def _over_the_wire(address: str, size: int) -> int:
    """What a part of a page weighs: a static file is served compressed where that makes it smaller."""
    from django.conf import settings
    from django.contrib.staticfiles import finders

    path = urlsplit(address).path
    file = finders.find(path.removeprefix(settings.STATIC_URL)) if path.startswith(settings.STATIC_URL) else None
    return min(size, len(gzip.compress(Path(file).read_bytes()))) if file else size


def read_exceptions() -> dict[str, str]:
    """The reviewed list: address name → why nobody needs to look at it."""
    groups = yaml.safe_load(EXCEPTIONS.read_text("utf-8"))
    return {name: group["reason"] for group in groups for name in group["addresses"]}


def is_whole(collected: Iterable[str], passed: Iterable[str], files: Iterable[str]) -> bool:
    """Whether each file of this folder was collected and each test in it passed; all are node ids and their files."""
    collected = set(collected)
    return {one.partition("::")[0] for one in collected} >= set(files) and collected <= set(passed)


def missing(run: Run, read: Iterable[str], exceptions: Mapping[str, str]) -> list[str]:
    """What is wrong after a whole run, one sentence for each address; `read` are the addresses that answer to GET."""
    pages = run.routes & set(read)
    wrong = [f"{name} was never looked at" for name in sorted(pages - run.seen - set(exceptions))]
    wrong += [f"{name} was looked at: strike it from {EXCEPTIONS.name}" for name in sorted(run.seen & set(exceptions))]
    return wrong + [f"{name} of {EXCEPTIONS.name} is no page" for name in sorted(set(exceptions) - pages)]


def pages_to_read() -> set[str]:
    """The addresses that answer to GET, by the reviewed table of who opens what."""
    from tests.permissions import golden

    table = golden.read()
    only_post = {
        name for (name, _), cells in table.items() if any(cell[0] == golden.NO_METHOD for cell in cells.values())
    }
    return {name for name, _ in table} - only_post


# --- what pytest calls ---


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        folder = tempfile.TemporaryDirectory(prefix="tutela-looked-at-")
        config.add_cleanup(folder.cleanup)
        config.stash[_folder] = Path(folder.name)
    else:
        config.stash[_folder] = Path(config.workerinput[FOLDER])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Every worker writes into the folder of whoever leads."""
    node.workerinput[FOLDER] = str(node.config.stash[_folder])


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder, before any is left out; but for the long ones, which few runs ask for."""
    _collected.update(one.nodeid for one in items if _is_here(one.nodeid) and not one.get_closest_marker("full"))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.passed and _is_here(report.nodeid):
        _passed.add(report.nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    folder = session.config.stash[_folder]
    if _collected:
        (folder / f"{os.getpid()}.json").write_text(json.dumps([sorted(one) for one in _mine()]))
    if hasattr(session.config, "workerinput"):
        return
    run = Run()
    for file in folder.glob("*.json"):
        run |= Run(*map(frozenset, json.loads(file.read_text())))
    files = [f"tests/browser/{file.name}" for file in HERE.glob("test_*.py")]
    if is_whole(run.collected, _passed, files):
        wrong = missing(run, pages_to_read(), read_exceptions())
        session.config.stash[_wrong] = wrong
        if wrong:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    wrong = config.stash.get(_wrong, None)
    if wrong:
        terminalreporter.section("Pages that nobody looked at", red=True)
        terminalreporter.write("".join(f"{one}\n" for one in wrong))


_folder = pytest.StashKey[Path]()
_wrong = pytest.StashKey[list[str]]()


def _mine() -> Run:
    from tutela.web.core.routing import walk

    return Run(frozenset(found.name for found in walk()), frozenset(_collected), frozenset(_seen))


def _is_here(nodeid: str) -> bool:
    return nodeid.startswith("tests/browser/")
