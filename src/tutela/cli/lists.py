"""`tutela lists add|compile|status`: which lists of addresses the filter knows."""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tutela.cli.policy import policies_of
from tutela.filtering.compile import CannotCompile
from tutela.filtering.defaults import category, starter_lists
from tutela.filtering.index import BadIndex, open_index
from tutela.filtering.listfiles import CannotRead
from tutela.filtering.listlines import FORMATS
from tutela.filtering.lists import (
    INDEX,
    STARTER,
    BadList,
    Meta,
    Shrunk,
    add_list,
    all_lists,
    compile_lists,
    describe_bad,
    lists_hash,
)
from tutela.filtering.publish import publish_all
from tutela.filtering.ruleset import BadPolicy
from tutela.filtering.snapshot import BadSnapshot
from tutela.filtering.sources import read_source
from tutela.keys import KeyFolder
from tutela.settings import Settings

NO_ROW: dict[str, Any] = {
    "list": "",
    "index": "",
    "path": "",
    "licence": "",
    "added_at": "",
    "entries": 0,
    "categories": {},
    "lines": 0,
    "repeated": 0,
    "bad": 0,
    "exceptions": 0,
    "formats": {},
    "sets": 0,
    "bytes": 0,
    "current": True,
}
"""Every line has these keys, whether it is about a list or about the index of them all."""
DONE, FOUND_SOMETHING_WRONG, COULD_NOT_START = 0, 1, 2


def add_arguments(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the verb."""
    parser = subparsers.add_parser("lists", help="add and compile lists of addresses")
    verbs = parser.add_subparsers(dest="lists_verb", metavar="VERB", required=True)
    add = verbs.add_parser("add", help="take a list in, or the newer state of one; compile and publish it")
    add.add_argument("name", metavar="NAME", help="what the list is called here, for example ut1")
    add.add_argument("path", metavar="PATH", type=Path, help="a folder, a file or an archive (tar, zip, gz, xz)")
    add.add_argument("--category", metavar="C", default="", help="put everything into this category")
    add.add_argument("--format", choices=FORMATS, default="auto", help="how lines are written; usually seen by itself")
    add.add_argument("--licence", metavar="TEXT", default="", help="under which licence the list is given")
    add.add_argument("--force", action="store_true", help="also if the list has shrunk or is empty")
    add.add_argument("--no-compile", action="store_true", help="only take it in; it counts after `lists compile`")
    add.set_defaults(run=add_one)
    compiling = verbs.add_parser("compile", help="compile all lists and publish the result")
    compiling.add_argument("--anew", action="store_true", help="also if no list has changed")
    compiling.set_defaults(run=compile_all)
    status = verbs.add_parser("status", help="show the lists and whether they are in force")
    status.add_argument("--json", action="store_true", help="one object per line")
    status.set_defaults(run=show_status)


def add_one(args: argparse.Namespace, settings: Settings) -> int:
    """Take one list in. Exit status 1 if it has shrunk and is not forced, 2 if it cannot be read."""
    settings.make_folders()
    path: Path = args.path
    _say(f"Reading {path} …")
    try:
        reading = read_source(path, category=args.category.lower(), form=args.format)
        meta = add_list(
            settings.lists,
            args.name,
            reading,
            at=datetime.now(UTC),
            path=str(path),
            licence=args.licence,
            force=args.force,
        )
    except Shrunk as error:
        return _failed(error, FOUND_SOMETHING_WRONG)
    except (CannotRead, BadList, OSError) as error:
        return _failed(error, COULD_NOT_START)
    for line in [*describe_bad(reading), *(f"Left alone: {one}" for one in reading.skipped[:10])]:
        _say(line)
    for name in meta.categories:
        if not category(name):
            _say(f"“{name}” is no category we know. Learners' groups are kept from it until the school chooses.")
    print(_summary(meta))
    return DONE if args.no_compile else _put_in_force(args, settings)


def compile_all(args: argparse.Namespace, settings: Settings) -> int:
    """Compile every list and publish. Exit status 1 if that would make a filter that fails its checks."""
    settings.make_folders()
    if args.anew:
        try:
            compile_lists(settings.lists, say=_say, anew=True)
        except (CannotCompile, BadList, OSError) as error:
            return _failed(error, FOUND_SOMETHING_WRONG)
    return _put_in_force(args, settings)


def show_status(args: argparse.Namespace, settings: Settings) -> int:
    """Show each list, then the index. Exit status 0 also when the index is older than the lists: that is no fault."""
    if settings.lists.exists() and not os.access(settings.lists, os.R_OK | os.X_OK):
        return _failed(PermissionError(f"{settings.lists} cannot be read by {getpass.getuser()}."), COULD_NOT_START)
    rows = [_starter_row(), *map(_row, all_lists(settings.lists))]
    index = _index_row(settings)
    if args.json:
        for row in [*rows, index]:
            print(json.dumps(NO_ROW | row, ensure_ascii=False))
        return DONE
    for row in rows:
        bad = f", bad lines: {row['bad']:,}" if row["bad"] else ""
        when, licence = row["added_at"] or "part of Tutela", row["licence"] or "not known"
        print(f"{row['list']:16} {row['entries']:>10,} entries in {len(row['categories'])} categories{bad}")
        print(f"{'':16} from {row['path']}, {when}, licence: {licence}")
    state = "up to date" if index["current"] else "older than the lists: run `tutela lists compile`"
    print(f"{'index':16} {index['entries']:>10,} entries, {index['bytes'] / 1e6:.1f} MB, {state}")
    return DONE


def _put_in_force(args: argparse.Namespace, settings: Settings) -> int:
    try:
        keys = KeyFolder(settings.keys)
        keys.ensure()
        made = publish_all(
            settings.snapshots,
            settings.lists,
            policies_of(args, settings),
            keys.signing_key(),
            datetime.now(UTC),
            say=_say,
            known=keys.ring(),
        )
    except (CannotCompile, BadList, BadSnapshot, BadPolicy, BadIndex, OSError) as error:
        return _failed(error, FOUND_SOMETHING_WRONG)
    print("In force: " + ", ".join(f"{manifest.name} version {manifest.version}" for manifest in made))
    return DONE


def _summary(meta: Meta) -> str:
    return (
        f"{meta.name}: {meta.count:,} entries in {len(meta.categories)} categories from {meta.lines:,} lines, "
        f"{meta.repeated:,} repeated, {meta.bad:,} bad, {meta.exceptions:,} exceptions not used"
    )


def _row(meta: Meta) -> dict[str, Any]:
    return {
        "list": meta.name,
        "path": meta.path,
        "licence": meta.licence,
        "added_at": meta.added_at.isoformat(),
        "entries": meta.count,
        "categories": meta.categories,
        "lines": meta.lines,
        "repeated": meta.repeated,
        "bad": meta.bad,
        "exceptions": meta.exceptions,
        "formats": meta.forms,
    }


def _starter_row() -> dict[str, Any]:
    counts = {name: len(hosts) for name, hosts in starter_lists().items()}
    total = sum(counts.values())
    row: dict[str, Any] = {"list": STARTER, "path": "the library", "licence": "AGPL-3.0-or-later", "added_at": ""}
    return row | {"entries": total, "categories": counts, "lines": total, "repeated": 0, "bad": 0}


def _index_row(settings: Settings) -> dict[str, Any]:
    path = settings.lists / INDEX
    row: dict[str, Any] = {"index": str(path), "entries": 0, "sets": 0, "bytes": 0, "current": False}
    try:
        index = open_index(path)
    except (OSError, BadIndex):
        return row
    current = index.origin.get("lists") == lists_hash(settings.lists)
    counts = {key: index.counts[key] for key in ("entries", "sets")}
    return row | counts | {"bytes": path.stat().st_size, "current": current}


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _failed(error: Exception, status: int) -> int:
    for line in _lines_of(error):
        _say(f"tutela: {line}")
    return status


def _lines_of(error: Exception) -> Iterable[str]:
    if isinstance(error, OSError) and error.strerror:
        return [f"{error.filename or 'a file'}: {error.strerror}"]
    return str(error).splitlines()
