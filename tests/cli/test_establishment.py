"""Whoever runs the machine opens a second school and lets the trust's lead look on there; a refusal is one line."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINK = r"http\S+/sign-in/\S+"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one school, Elm Park of the Hillside trust."""
    folder = tmp_path_factory.mktemp("trust") / "data"
    done = tutela(folder, "establishment", "add", "elm-park", "--name", "Elm Park", "--trust", "Hillside Trust")
    assert done.returncode == 0, done.stderr
    assert len(re.findall(LINK, done.stdout)) == 1
    return folder


def tutela(data: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TUTELA_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "tutela.cli", *words, "--data", str(data)],
        capture_output=True, text=True, check=False, env={**kept, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip


def refused(data: Path, *words: str) -> str:
    """The one line that says why not."""
    done = tutela(data, *words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done
    return done.stderr


def test_a_second_school_gets_a_link_for_an_account_of_its_own(data: Path) -> None:
    done = tutela(data, "establishment", "add", "ridgeway", "--name", "Ridgeway", "--trust", "hillside trust")
    assert done.returncode == 0, done.stderr
    assert "Ridgeway is open and empty" in done.stdout
    assert len(re.findall(LINK, done.stdout)) == 1
    assert re.search(LINK, tutela(data, "user", "link", "setup").stdout)
    assert re.search(LINK, tutela(data, "user", "link", "setup-ridgeway").stdout)


def test_a_short_name_that_is_taken_or_cannot_be_one_is_refused_in_a_line(data: Path) -> None:
    add = ("establishment", "add")
    assert "There is an establishment elm-park already" in refused(data, *add, "elm-park", "--name", "Elm Park")
    assert "slug: " in refused(data, *add, "Elm Park", "--name", "Elm Park")
    assert "name: " in refused(data, *add, "elm-green", "--name", "")


def test_a_role_elsewhere_is_given_where_it_reads_about_nobody(data: Path) -> None:
    role = ("user", "role", "theo", "--establishment", "elm-park", "--role")
    assert "nobody with the login theo" in refused(data, *role, "trust-lead")
    made = tutela(data, "establishment", "add", "oakfield", "--name", "Oakfield")
    assert made.returncode == 0, made.stderr
    named = ("--given-name", "Theo", "--family-name", "Banks", "--role", "trust-lead", "--establishment", "oakfield")
    assert tutela(data, "user", "add", "theo", *named).returncode == 0
    assert "Theo Banks holds the role trust-lead at Elm Park too" in tutela(data, *role, "trust-lead").stdout
    assert "dsl reads about people" in refused(data, *role, "dsl")
    assert "There is no role “captain”" in refused(data, *role, "captain")
