"""The newer state of a list, kept beside the one in force until somebody has seen what it would change.

    lists/<NAME>/waiting/draft.yaml       what is known of it, what is different, and why a person must look at it
    lists/<NAME>/waiting/difference.tsv   each difference: kind, category (`a > b` for one that moved), entry
    lists/<NAME>/waiting/entries/         its entries, as those of a list in force

There is one draft of a list; a newer one takes its place.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import yaml

from tutela.filtering.lists import (
    META,
    BadList,
    Meta,
    Shrunk,
    check_name,
    describe,
    entries_of,
    get_list,
    refuse_shrunk,
)
from tutela.filtering.snapshot import write_durably
from tutela.filtering.sources import Reading
from tutela.library.read import read

WAITING = "waiting"
DRAFT = "draft.yaml"
DIFFERENCE = "difference.tsv"
ENTRIES = "entries"
MOST_KEPT = 500_000
"""Differences that are kept to be looked through; all are counted."""
KINDS = ("new", "gone", "moved")


class Change(msgspec.Struct, frozen=True):
    """One difference: `kind` is new, gone or moved; a moved entry has `from > to` for its category."""

    kind: str
    category: str
    entry: str


class Draft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known of a draft."""

    meta: Meta
    new: dict[str, int]
    """Entries that are new in each category."""
    gone: dict[str, int]
    moved: dict[str, int]
    """Entries that changed their category, by `from > to`."""
    needs_person: str = ""
    """Why nobody but a person may put it in force; empty when nothing is out of the ordinary."""


def keep_draft(
    folder: Path, name: str, reading: Reading, *, at: datetime, path: str, licence: str = "", owner: str | None = None
) -> Draft | None:
    """Keep what was read as the draft of the list NAME; None, and no draft, if it is what is in force already.

    `owner` is the establishment that keeps it; it stays as it is where nobody says.
    Raises `BadList` or OSError.
    """
    check_name(name)
    before = get_list(folder, name)
    meta = describe(name, reading, before, at=at, path=path, licence=licence, owner=owner)
    discard_draft(folder, name)
    if before and before.hash == meta.hash:
        if before.owner != meta.owner:
            _put_meta(folder, msgspec.structs.replace(before, owner=meta.owner))
        return None
    needs_person = ""
    try:
        refuse_shrunk(name, before.categories if before else {}, meta.categories, reading)
    except Shrunk as error:
        needs_person = error.what
    target = folder / name / WAITING
    making = target.with_name(f".{WAITING}.{os.getpid()}")
    shutil.rmtree(making, ignore_errors=True)
    (making / ENTRIES).mkdir(parents=True)
    try:
        for category, entries in reading.entries.items():
            if entries:
                text = "".join(f"{one}\n" for one in sorted(entries))
                write_durably(making / ENTRIES / f"{category}.txt", text.encode())
        counts = _write_difference(making / DIFFERENCE, _difference(folder, before, reading.entries))
        draft = Draft(meta=meta, needs_person=needs_person, **counts)
        write_durably(making / DRAFT, yaml.safe_dump(msgspec.to_builtins(draft), sort_keys=False).encode())
        making.replace(target)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return draft


def get_draft(folder: Path, name: str) -> Draft | None:
    """The draft of a list; None if there is none."""
    path = folder / name / WAITING / DRAFT
    return read(path, Draft) if path.exists() else None


def activate_draft(folder: Path, name: str, *, at: datetime, hash: str = "") -> Meta:  # noqa: A002
    """Put the draft in force as the list NAME; `hash` is the draft that is meant. Raises `BadList` if it is not there.

    The index still has to be compiled.
    """
    draft = get_draft(folder, name)
    if draft is None or (hash and draft.meta.hash != hash):
        raise BadList(f"The newer state of “{name}” that was looked at is not there any more.")
    target = folder / name / draft.meta.hash[:12]
    if not target.exists():
        (folder / name / WAITING / ENTRIES).replace(target)
    meta = msgspec.structs.replace(draft.meta, added_at=at)
    _put_meta(folder, meta)
    for other in (folder / name).iterdir():
        if other.is_dir() and other != target:
            shutil.rmtree(other, ignore_errors=True)
    return meta


def _put_meta(folder: Path, meta: Meta) -> None:
    write_durably(folder / meta.name / META, yaml.safe_dump(msgspec.to_builtins(meta), sort_keys=False).encode())


def discard_draft(folder: Path, name: str) -> None:
    """Forget the draft. Twice is no more than once."""
    shutil.rmtree(folder / name / WAITING, ignore_errors=True)


def changes(
    folder: Path, name: str, *, kind: str = "", category: str = "", words: str = "", most: int = 50
) -> list[Change]:
    """The first differences of a draft that fit, in the order of their entries; `words` is looked for in the entry."""
    found: list[Change] = []
    try:
        with (folder / name / WAITING / DIFFERENCE).open(encoding="utf-8") as file:
            for line in file:
                one = Change(*line.rstrip("\n").split("\t", 2))
                fits = (not kind or one.kind == kind) and (not category or category in one.category.split(" > "))
                if fits and words.lower() in one.entry:
                    found.append(one)
                    if len(found) >= most:
                        break
    except FileNotFoundError:
        return []
    return found


def draft_entries(folder: Path, name: str) -> Iterator[tuple[str, list[str]]]:
    """Each category of a draft with its entries."""
    for file in sorted((folder / name / WAITING / ENTRIES).glob("*.txt")):
        yield file.stem, file.read_text("utf-8").split()


def _difference(folder: Path, before: Meta | None, now: Mapping[str, set[str]]) -> Iterator[Change]:
    was = {category: set(entries_of(folder, before, category)) for category in before.categories} if before else {}
    new: dict[str, list[str]] = {}
    gone: dict[str, list[str]] = {}
    for category in sorted({*was, *now}):
        for entry in now.get(category, set()) - was.get(category, set()):
            new.setdefault(entry, []).append(category)
        for entry in was.get(category, set()) - now.get(category, set()):
            gone.setdefault(entry, []).append(category)
    for entry in sorted({*new, *gone}):
        if entry in new and entry in gone:
            yield Change("moved", f"{', '.join(gone[entry])} > {', '.join(new[entry])}", entry)
        elif entry in new:
            yield from (Change("new", category, entry) for category in new[entry])
        else:
            yield from (Change("gone", category, entry) for category in gone[entry])


def _write_difference(path: Path, difference: Iterator[Change]) -> dict[str, Any]:
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    with path.open("w", encoding="utf-8") as file:
        for number, one in enumerate(difference):
            counts[one.kind][one.category] += 1
            if number < MOST_KEPT:
                file.write(f"{one.kind}\t{one.category}\t{one.entry}\n")
    return {kind: dict(sorted(found.items())) for kind, found in counts.items()}
