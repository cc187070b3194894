"""YAML and JSON from people we do not know: bounded in size and depth, without the tricks that blow up in memory."""

import json
import re
from pathlib import Path
from typing import Any

import yaml

MOST_BYTES = 8 * 1024 * 1024
"""The largest published library has 3.4 MB."""
MOST_DEPTH = 60


class BadFramework(ValueError):
    """A file that is no framework we can use; the message says what, where (file:line where known) and what to do."""


def read_file(path: Path) -> bytes:
    """The bytes of a file of at most `MOST_BYTES`. Raises `BadFramework`."""
    try:
        if not path.is_file():
            raise BadFramework(f"{path}: not a file. Name a YAML or JSON file.")
        if path.stat().st_size > MOST_BYTES:
            raise BadFramework(f"{path}: has more than {MOST_BYTES // 1024 // 1024} MB, which no framework needs.")
        return path.read_bytes()
    except OSError as error:
        raise BadFramework(f"{path}: {error.strerror}") from error


def load_yaml(raw: bytes, name: str) -> Any:
    """The content of one YAML document. Raises `BadFramework` for anchors, too much depth and what cannot be read.

    Anchors are refused because a few lines of them can stand for billions of values.
    """
    loader = yaml.CSafeLoader(raw)
    try:
        node = loader.get_single_node()
        if node is None:
            raise BadFramework(f"{name}:1: nothing stands in it.")
        _refuse_tricks(node, name)
        return loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadFramework(f"{name}:{line}: {error.problem}") from error
    except (yaml.YAMLError, UnicodeError, RecursionError, ValueError) as error:
        if isinstance(error, BadFramework):
            raise
        raise BadFramework(f"{name}:1: {re.sub(r'[^ -~]', '?', str(error))[:200]}") from error
    finally:
        loader.dispose()


def _refuse_tricks(root: yaml.Node, name: str) -> None:
    seen: set[int] = set()
    waiting = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        place = f"{name}:{node.start_mark.line + 1}"
        if id(node) in seen:
            raise BadFramework(f"{place}: is repeated by an anchor. Write the words out instead.")
        if depth > MOST_DEPTH:
            raise BadFramework(f"{place}: nested more than {MOST_DEPTH} deep.")
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            waiting += [(below, depth + 1) for pair in node.value for below in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += [(below, depth + 1) for below in node.value]


def load_json(raw: bytes, name: str) -> Any:
    """The content of one JSON document. Raises `BadFramework`."""
    try:
        return json.loads(raw)
    except (json.JSONDecodeError, RecursionError, UnicodeError) as error:
        line = getattr(error, "lineno", 1)
        raise BadFramework(f"{name}:{line}: {getattr(error, 'msg', 'not JSON that can be read')}") from error
