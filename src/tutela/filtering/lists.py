"""The category lists of this installation, on disk, and the index that is made of them and the library's own.

    lists/<NAME>/meta.yaml               where it came from, licence, hash, counts, which folder holds its entries
    lists/<NAME>/<hash>/<category>.txt   one normal entry a line, sorted
    lists/index.tbl                      the compiled index of everything

A list is replaced whole: its entries are written into a folder of their own, and only when `meta.yaml` names that
folder do they count. A list that has shrunk by more than a fifth, or of which a category has turned empty, is taken
for a failed download until somebody says otherwise.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import yaml

from tutela.filtering.compile import compile_index
from tutela.filtering.defaults import described, starter_hash, starter_lists
from tutela.filtering.index import BadIndex, Index, open_index
from tutela.filtering.snapshot import write_durably
from tutela.filtering.sources import Reading
from tutela.library.read import read

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")
STARTER = "starter"
"""The name of the library's own list; it cannot be replaced, only added to."""
MOST_SHRINKING = 0.2
IF_MEANT = "If that is meant, add --force; until then the old list stays."
INDEX = "index.tbl"
META = "meta.yaml"


class BadList(ValueError):
    """A list that cannot be taken; the message says why."""


class Shrunk(BadList):
    """A list that has lost so much that a person has to say that this is meant."""

    def __init__(self, what: str, *, unless: str) -> None:
        """`what` it has lost, in a sentence; `unless` says on the command line how it is taken all the same."""
        super().__init__(f"{what} {unless}")
        self.what = what


class Meta(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known of one list."""

    name: str
    path: str
    licence: str
    added_at: datetime
    hash: str
    """SHA-256 over its categories and entries; the first 12 digits name the folder that holds them."""
    categories: dict[str, int]
    """Entries in each category."""
    lines: int
    repeated: int
    bad: int
    bad_lines: list[str] = []
    """The first of the bad lines, as `file:line: reason`."""
    exceptions: int = 0
    """Lines that would have opened something; they are not used."""
    forms: dict[str, int] = {}
    """Lines by the way they are written."""
    owner: str = ""
    """The short name of the establishment that keeps it and alone is filtered by it; "" for all of the installation."""

    def serves(self, establishment: str) -> bool:
        """Whether an establishment is filtered by it."""
        return self.owner in ("", establishment)

    @property
    def count(self) -> int:
        return sum(self.categories.values())


def add_list(
    folder: Path, name: str, reading: Reading, *, at: datetime, path: str, licence: str = "", force: bool = False
) -> Meta:
    """Keep what was read from a source as the list NAME, in place of what it was before.

    Raises `Shrunk` unless forced, `BadList` for a name that cannot be used, OSError when the disk fails.
    """
    check_name(name)
    before = get_list(folder, name)
    meta = describe(name, reading, before, at=at, path=path, licence=licence)
    if not force:
        refuse_shrunk(name, before.categories if before else {}, meta.categories, reading)
    target = folder / name / meta.hash[:12]
    if not target.exists():
        _write_entries(target, reading)
    write_durably(folder / name / META, yaml.safe_dump(msgspec.to_builtins(meta), sort_keys=False).encode())
    for other in (folder / name).iterdir():
        if other.is_dir() and other != target:
            shutil.rmtree(other, ignore_errors=True)
    return meta


def describe(
    name: str,
    reading: Reading,
    before: Meta | None,
    *,
    at: datetime,
    path: str,
    licence: str = "",
    owner: str | None = None,
) -> Meta:
    """What is known of what was read, as the list NAME; what was known `before` and is not said anew stays.

    Raises `BadList` for a name that cannot be used.
    """
    check_name(name)
    return Meta(
        name=name,
        path=path,
        licence=licence or (before.licence if before else ""),
        added_at=at,
        hash=_hash(reading),
        categories={category: len(entries) for category, entries in sorted(reading.entries.items()) if entries},
        lines=reading.lines,
        repeated=reading.repeated,
        bad=reading.bad,
        bad_lines=[str(line) for line in reading.bad_lines],
        exceptions=reading.exceptions,
        forms=dict(reading.forms.most_common()),
        owner=(before.owner if before else "") if owner is None else owner,
    )


def check_name(name: str) -> None:
    """Raise `BadList` for a name that a list cannot have."""
    if not NAME.fullmatch(name) or name == STARTER:
        raise BadList(f"A list cannot be called “{name}”: use small letters, digits, - and _, and not “{STARTER}”.")


def remove_list(folder: Path, name: str) -> None:
    """Take a list out, with its newer state. The index still has to be compiled. Twice is no more than once."""
    check_name(name)
    (folder / name / META).unlink(missing_ok=True)
    shutil.rmtree(folder / name, ignore_errors=True)


def get_list(folder: Path, name: str) -> Meta | None:
    """What is known of a list; None if there is none of that name. Raises `BadLibraryFile` if its file is damaged."""
    path = folder / name / META
    return read(path, Meta) if path.exists() else None


def all_lists(folder: Path) -> list[Meta]:
    """Every list that was added, by name."""
    found = (get_list(folder, path.parent.name) for path in sorted(folder.glob(f"*/{META}")))
    return [meta for meta in found if meta]


def lists_of(folder: Path, establishment: str = "") -> list[Meta]:
    """The lists that an establishment is filtered by: the shared ones and its own; every list where none is named."""
    return [meta for meta in all_lists(folder) if not establishment or meta.serves(establishment)]


def lists_hash(folder: Path, establishment: str = "") -> str:
    """Changes whenever any answer of the index could: the library's lists, the added ones, names of categories."""
    digest = hashlib.sha256(starter_hash().encode())
    for meta in lists_of(folder, establishment):
        digest.update(f"\0{meta.name}\0{meta.hash}".encode())
    return digest.hexdigest()


def index_place(folder: Path, establishment: str = "") -> Path:
    """Where the index of an establishment's lists lies: one file for all who are filtered by the same lists."""
    names = [meta.name for meta in lists_of(folder, establishment)]
    if len(names) == len(all_lists(folder)):
        return folder / INDEX
    return folder / f"index-{hashlib.sha256(' '.join(names).encode()).hexdigest()[:12]}.tbl"


def compile_lists(
    folder: Path, *, establishment: str = "", say: Callable[[str], None] = lambda _: None, anew: bool = False
) -> Path:
    """The index file of an establishment's lists, of all where none is named; made anew only if one of them has changed
    since (or `anew`).

    Raises `CannotCompile`, `BadList` when entries are missing, or OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target, wanted = index_place(folder, establishment), lists_hash(folder, establishment)
    if not anew and _origin(target) == wanted:
        say("No list has changed; the index is up to date.")
        return target
    entries: dict[str, list[str]] = {}
    for category, hosts in starter_lists().items():
        entries.setdefault(category, []).extend(hosts)
    for meta in lists_of(folder, establishment):
        for category in meta.categories:
            entries.setdefault(category, []).extend(entries_of(folder, meta, category))
    known = {category: described(category) for category in entries}
    write_durably(target, compile_index(entries, known, lists_hash=wanted, say=say))
    _prune(folder)
    return target


def _prune(folder: Path) -> None:
    """Remove indexes for sets of lists that nobody is filtered by any more."""
    owners = {meta.owner for meta in all_lists(folder)}
    # one that owns nothing stands for all who have no list of their own
    wanted = {index_place(folder, owner) for owner in (*owners - {""}, "-")}
    for file in folder.glob("index-*.tbl"):
        if file not in wanted:
            file.unlink(missing_ok=True)


def refuse_shrunk(name: str, before: dict[str, int], now: dict[str, int], reading: Reading) -> None:
    """Raise `Shrunk` when a list has lost more than a fifth, or all of a category, or is empty."""
    if not now:
        raise Shrunk(f"Nothing in “{name}” can be read ({reading.bad:,} bad lines).", unless="--force takes it empty.")
    was, has = sum(before.values()), sum(now.values())
    if has < was * (1 - MOST_SHRINKING):
        raise Shrunk(
            f"“{name}” had {was:,} entries and now has {has:,}, {100 * (was - has) / was:.0f} % less.", unless=IF_MEANT
        )
    if gone := sorted(set(before) - set(now)):
        raise Shrunk(f"In “{name}” there is nothing left of: {', '.join(gone)}.", unless=IF_MEANT)


def _hash(reading: Reading) -> str:
    digest = hashlib.sha256()
    for category, entries in sorted(reading.entries.items()):
        if entries:
            digest.update(f"\0{category}\n".encode())
            digest.update("\n".join(sorted(entries)).encode())
    return digest.hexdigest()


def _write_entries(target: Path, reading: Reading) -> None:
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        for category, entries in reading.entries.items():
            if entries:
                write_durably(draft / f"{category}.txt", "".join(f"{one}\n" for one in sorted(entries)).encode())
        draft.replace(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def entries_of(folder: Path, meta: Meta, category: str) -> Iterable[str]:
    """The entries of a list in one category. Raises `BadList` when they are not all there."""
    path = folder / meta.name / meta.hash[:12] / f"{category}.txt"
    try:
        lines = path.read_text().split()
    except OSError as error:
        raise BadList(f"The list “{meta.name}” is damaged: {path} cannot be read. Add it again.") from error
    if len(lines) != meta.categories[category]:
        raise BadList(f"The list “{meta.name}” is damaged: {path} has {len(lines):,} entries. Add it again.")
    return lines


def _origin(path: Path) -> str:
    """Of which lists an index was made; "" if there is none or it is damaged."""
    try:
        index: Index = open_index(path)
    except (OSError, BadIndex):
        return ""
    made_of = str(index.origin.get("lists", ""))
    index.close()
    return made_of


def describe_bad(reading: Reading, *, most: int = 10) -> Iterator[str]:
    """The bad lines in words: the first ones with file, number and reason, then how many more there are."""
    for line in reading.bad_lines[:most]:
        yield str(line)
    if reading.bad > most:
        yield f"… and {reading.bad - most:,} more bad lines"
