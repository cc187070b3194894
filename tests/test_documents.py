"""What the documents say is so: their links lead somewhere, their commands exist, and the README's are run."""

import os
import re
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import configuration
from tests.ports import free_port
from tutela.cli.main import main

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
READY = "Ctrl-C stops everything"


def test_the_page_of_settings_is_what_the_settings_say() -> None:
    assert configuration.PAGE.read_text("utf-8") == configuration.page(), "Run: python -m tests.configuration"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_every_link_of_a_document_leads_to_a_file(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text("utf-8"))
    dead = [link for link in links if "://" not in link and not (document.parent / link).exists()]
    assert dead == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_every_command_of_a_document_is_one_that_exists(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in commands(document):
        words = [word for word in shlex.split(command)[1:] if word not in ("|", ">")]
        verbs = [word for word in words[:2] if re.fullmatch(r"[a-z][a-z-]*", word)]
        # `--help` after the verbs: they are known; each option that is written must stand in what it prints
        with pytest.raises(SystemExit) as ended:
            main([*verbs, "--help"] if not words or words[0] != "manage" else ["manage", "--help"])
        helped = capsys.readouterr().out
        assert ended.value.code == 0, command
        unknown = [word for word in words if re.match(r"--\w", word) and word.partition("=")[0] not in helped]
        assert unknown == [], command


@pytest.mark.engine
def test_the_first_command_of_the_readme_opens_a_school_that_answers(tmp_path: Path) -> None:
    command = readme()[0]
    ports = {name: str(free_port()) for name in ("TUTELA_WEB_PORT", "TUTELA_PROXY_PORT", "TUTELA_PAGES_PORT")}
    printed = tmp_path / "printed.txt"
    with printed.open("w") as out:
        started = subprocess.Popen(shlex.split(command), cwd=ROOT, env=environment(tmp_path) | ports, stdout=out)
    try:
        until = time.monotonic() + 120
        while READY not in printed.read_text():
            assert started.poll() is None, printed.read_text()
            assert time.monotonic() < until, printed.read_text()
            time.sleep(0.2)
        assert f"http://localhost:{ports['TUTELA_WEB_PORT']}/sign-in/" in printed.read_text()
        assert tutela(tmp_path, "doctor", **ports).returncode in (0, 1)
    finally:
        started.send_signal(signal.SIGINT)
        started.wait(40)


def test_the_second_command_of_the_readme_ends_with_a_summary(tmp_path: Path) -> None:
    command = [*shlex.split(readme()[1]), "--", "tests/test_settings.py", "-q", "-n", "0", "-p", "no:cacheprovider"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\d+ passed", done.stdout.splitlines()[-1])


def readme() -> list[str]:
    """The commands of the README, in their order."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    found = [line for block in blocks for line in block.splitlines()]
    assert [line.partition(" --")[0] for line in found] == ["./tutela up", "./tutela test"]
    return found


def commands(document: Path) -> Iterator[str]:
    """Every `./tutela …` of a document, in a block or within a sentence."""
    text = document.read_text("utf-8")
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
        yield from (line.strip() for line in block.replace("\\\n", " ").splitlines() if line.startswith("./tutela "))
    yield from re.findall(r"`(\./tutela [a-z][^`]*)`", text)


def tutela(folder: Path, *words: str, **extra: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["./tutela", *words],
        cwd=ROOT,
        env=environment(folder) | extra,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def environment(folder: Path) -> dict[str, str]:
    """What somebody has who has just cloned, with the records elsewhere, so that none of ours are touched."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TUTELA_", "DJANGO_", "PYTEST_"))}
    kept.pop("PYTHONPATH", None)
    return kept | {"TUTELA_DATA": str(folder / "data"), "TUTELA_KEYS": str(folder / "keys")}
