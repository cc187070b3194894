"""`tutela lock`: write requirements/*.txt from requirements/*.in, with hashes and without any address."""

import argparse
import shutil
import subprocess
import sys
from typing import Any

from tutela.cli.install import ROOT
from tutela.settings import Settings

LOCKS = ("run", "test", "node")


def add_arguments(verbs: Any) -> None:
    parser = verbs.add_parser("lock", help="lock the versions of what is installed")
    parser.add_argument("--upgrade", action="store_true", help="move every package to its newest accepted version")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, _settings: Settings) -> int:
    """Needs uv. Exit status 2 without it."""
    uv = shutil.which("uv")
    if uv is None:
        print("tutela lock: uv is needed to lock versions. Run: pip install uv", file=sys.stderr)
        return 2
    for lock in LOCKS:
        folder = ROOT / "requirements"
        command = [uv, "pip", "compile", "--quiet", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"]
        command += ["--universal", "--python-version", "3.11", "--custom-compile-command", "./tutela lock"]
        command += ["--upgrade"] if options.upgrade else []
        subprocess.run([*command, str(folder / f"{lock}.in"), "-o", str(folder / f"{lock}.txt")], check=True)
        print(f"requirements/{lock}.txt")
    return 0
