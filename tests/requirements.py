"""docs/requirements.md: which requirement is proved by which test, taken from the marks on the tests.

python -m tests.requirements            write the page
python -m tests.requirements --check    exit with 1 where it is not what the marks say
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "requirements.md"
HEAD = """\
# Requirements and the tests that prove them

Written by `python -m tests.requirements` from the marks on the tests; nothing here is typed by hand. A requirement that
is missing from this page is not proved yet. One that is here is proved as far as the test's sentence says, no further.

| requirement | what the test says | where |
|---|---|---|
"""
SAME = {
    "S3.2": ("S1.24",),
    "S3.15": ("S1.31", "S4.15"),
    "S3.40": ("S1.20",),
    "S4.5": ("S1.22",),
    "S4.13": ("S0.14",),
    "S4.18": ("S1.8",),
    "S4.27": ("S1.6",),
    "S4.28": ("S1.18",),
    "S4.29": ("S0.10", "S1.19"),
    "S4.30": ("S1.20",),
    "S4.31": ("S1.16",),
    "S4.33": ("S1.14",),
    "S4.34": ("S1.30",),
    "S4.35": ("S1.31",),
    "S4.36": ("S1.26",),
    "S4.37": ("S1.31",),
    "S4.38": ("S1.28",),
    "S4.39": ("S1.28",),
}
"""Requirements of one source that another source has too: proved when all of those are."""


def proofs() -> Iterator[tuple[str, str, str]]:
    """(requirement, the test's name as a sentence, file) of every marked test, read without running anything."""
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for requirement in _marks(node):
                    sentence = node.name.removeprefix("test_").replace("_", " ")
                    yield requirement, sentence, file.relative_to(ROOT).as_posix()


def _marks(test: ast.FunctionDef) -> Iterator[str]:
    for decorator in test.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("mark.requirement"):
            yield from (str(ast.literal_eval(argument)) for argument in decorator.args)


def page() -> str:
    """The page as the marks want it, in the order of the requirements' numbers."""
    found: dict[str, list[str]] = defaultdict(list)
    for requirement, sentence, file in proofs():
        found[requirement].append(f"| {requirement} | {sentence} | `{file}` |")
    proved = found.keys() & set(chain(*SAME.values()))
    for requirement, others in SAME.items():
        if set(others) <= proved:
            found[requirement].append(f"| {requirement} | asks the same as {' and '.join(others)} | |")
    return HEAD + "".join(f"{row}\n" for number in sorted(found, key=_order) for row in sorted(found[number]))


def _order(requirement: str) -> tuple[str, int]:
    source, _, number = requirement.partition(".")
    return source, int(number or 0)


def main() -> int:
    if "--check" in sys.argv[1:]:
        if PAGE.exists() and PAGE.read_text("utf-8") == page():
            return 0
        print("docs/requirements.md is not what the marks say. Run: python -m tests.requirements", file=sys.stderr)
        return 1
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
