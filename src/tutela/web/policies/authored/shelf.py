"""The templates that are shipped, and any template by its file."""

from functools import lru_cache
from pathlib import Path

import msgspec
import yaml

from tutela.library.read import ROOT, read, read_folder
from tutela.web.policies.authored import lint
from tutela.web.policies.authored.model import Template

SHELF = ROOT / "policies"


def read_template(path: Path) -> Template:
    """One template. Raises `tutela.library.read.BadLibraryFile`, whose words begin with file:line."""
    return read(path, Template)


def list_shipped() -> dict[str, Template]:
    """Every template of the library, by its id. Raises `tutela.library.read.BadLibraryFile`."""
    return read_folder(SHELF, Template)


def list_faults(path: Path) -> list[str]:
    """What is wrong with a file that can be read: each begins with file:line. Raises `BadLibraryFile`."""
    template = read_template(path)
    # the same bytes were just read by the safe loader, so this cannot fail
    tree = yaml.compose(path.read_bytes(), Loader=yaml.CSafeLoader)
    faults = lint.find_faults(template)
    if path.stem != template.id:
        faults.insert(0, lint.Fault(("id",), f"the id is {template.id!r}, but the file is called {path.name!r}"))
    lines = [(_line(tree, fault.place), fault) for fault in faults]
    lines.sort(key=lambda one: one[0])
    return [f"{path}:{line}: {fault.words} ({'.'.join(str(key) for key in fault.place)})" for line, fault in lines]


def to_text(template: Template) -> str:
    """The template as it is kept word for word: the same content gives the same text."""
    return msgspec.json.encode(template, order="sorted").decode()


@lru_cache(maxsize=256)
def from_text(text: str) -> Template:
    """The template that was kept."""
    return msgspec.json.decode(text, type=Template)


def _line(node: yaml.Node, place: tuple[str | int, ...]) -> int:
    """Counted from 1; of the nearest thing above that is written where the place itself is not."""
    line = node.start_mark.line
    for key in place:
        if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            line = node.start_mark.line
        elif isinstance(node, yaml.MappingNode):
            found = [(name, value) for name, value in node.value if name.value == key]
            if not found:
                break
            line, node = found[0][0].start_mark.line, found[0][1]
        else:
            break
    return int(line) + 1
