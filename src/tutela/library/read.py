"""Library files → frozen values. One way for every kind of data: YAML in, a `msgspec.Struct` out.

A mistake names its file and line. A file is read once per content: the same bytes give the same object, and a file
that changes is read anew. Nothing here knows what the data means; each part declares the struct it expects, with
`frozen=True, forbid_unknown_fields=True`, and derives it from `Sourced`, so that no file lacks source and licence.
"""

import hashlib
import re
from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec
import yaml

ROOT = Path(__file__).parent
"""The library's folder."""

Content = TypeVar("Content")


class BadLibraryFile(ValueError):
    """A file of the library that cannot be used; the message begins with file:line."""


class Sourced(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every file of the library says of itself."""

    source: str
    """Who wrote it, or what it was taken from."""
    licence: str
    """SPDX identifier, or the name the licensor gives it."""


def read(path: Path, kind: type[Content]) -> Content:
    """The content of one YAML file. Raises `BadLibraryFile`."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadLibraryFile(f"{path}: {error.strerror}") from error
    content: Content = _read(str(path), raw, cast("Any", kind))
    return content


def read_folder(folder: Path, kind: type[Content]) -> dict[str, Content]:
    """Every `*.yaml` directly in a folder, by its name without the ending, in the order of the names."""
    return {path.stem: read(path, kind) for path in sorted(folder.glob("*.yaml"))}


def content_hash(*paths: Path) -> str:
    """SHA-256 in hex over the content of files, and of all YAML files in folders; renaming a file changes it."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*.yaml")) if path.is_dir() else [path]:
            digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


@lru_cache(maxsize=1024)
def _read(name: str, raw: bytes, kind: Any) -> Any:
    try:
        content = yaml.load(raw, Loader=_Loader)  # noqa: S506  derived from the safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadLibraryFile(f"{name}:{line}: {error.problem}") from error
    except (yaml.YAMLError, UnicodeError, RecursionError) as error:
        raise BadLibraryFile(f"{name}:1: {error}") from error
    try:
        return msgspec.convert(content, kind)
    except msgspec.ValidationError as error:
        problem, _, place = str(error).partition(" - at `$")
        raise BadLibraryFile(f"{name}:{_line(raw, place.rstrip('`'))}: {problem}{_named(place)}") from error


class _Loader(yaml.CSafeLoader):
    """The safe loader, but a key that stands twice in one mapping is a mistake and not the last one's luck."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value != "<<":
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} stands twice", key.start_mark)
                seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def _line(raw: bytes, place: str) -> int:
    """The line of a place such as `.groups[2].name`, or of the nearest thing above it that exists; from 1."""
    node = yaml.compose(raw, Loader=_Loader)
    line = node.start_mark.line if node else 0
    for key, number in re.findall(r"\.([^.\[\]]+)|\[([0-9]+|\.\.\.)\]", place):
        if isinstance(node, yaml.SequenceNode) and number.isdigit() and int(number) < len(node.value):
            node = node.value[int(number)]
        elif isinstance(node, yaml.MappingNode):
            found = [(name, value) for name, value in node.value if name.value == key]
            if not found:
                break
            line, node = found[0][0].start_mark.line, found[0][1]
            continue
        else:
            break
        line = node.start_mark.line
    return line + 1


def _named(place: str) -> str:
    return f" ({place.strip('.`')})" if place.strip(".`") else ""
