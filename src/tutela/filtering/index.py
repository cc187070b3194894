"""The category index: host or address → the set of categories that lists give it. Looked up, never changed.

One immutable file, mapped into memory and shared by every process of the machine:

    header     128 bytes: magic, format, number of homes and slots, length of the tail, seed, SHA-256 of all the rest
    keys       one u64 per slot: the keyed 8-byte BLAKE2b of a name; 0 = empty
    values     one u16 per slot: low 15 bits the number of a category set (0 = none), top bit "deeper names are listed"
    tail       JSON: categories (name, what it comes under, title), category sets, counts, where it came from

A name is looked for from its right end: `bbc.co.uk` asks for `co.uk`, and goes on to `bbc.co.uk` only if `co.uk` says
that deeper names are listed. So most names cost one probe. Sets are folded when the file is made: what a name's parents
are listed for, the name is listed for too, and the deepest answer is the whole answer. Addresses with a path stand in
the same table and are asked for only when the host's set says that there are any.

The hash is keyed with a secret random seed for each file, so nobody can make a name that falls on another; the compiler
chooses a new seed in the (never seen) case that two listed names fall together. Standard library only.
"""

import json
import mmap
import struct
import sys
from collections.abc import Iterator
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any, NamedTuple

MAGIC = b"TUTELAIX"
FORMAT = 1
HEADER = struct.Struct("<8sIIQQQ16s40x32s")
"""magic, format, reserved, homes, slots, bytes of the tail, seed, reserved, SHA-256 of header (without it) and body."""
SHA_AT = HEADER.size - 32
SLOT_BYTES = 10
SET_BITS = 0x7FFF
DEEPER = 0x8000
DEEPEST_PATH = 32
DEEPEST_QUERY = 8


class BadIndex(ValueError):
    """The file is not a whole, unaltered category index; the message says what is wrong."""


class Category(NamedTuple):
    """A category as a list names it."""

    name: str
    under: str
    """The category of the library that it comes under; the same as `name` when the library has it, "" when unknown."""
    title: str
    """What people read."""


class Index:
    """An open category index. Look-ups may come from several threads; nothing in it changes."""

    def __init__(self, buffer: memoryview, mapped: mmap.mmap | None = None) -> None:
        _, _, _, self._homes, slots, tail_bytes, seed, _ = HEADER.unpack_from(buffer)
        self._mapped = mapped
        self._base = blake2b(digest_size=8, key=seed)
        end_of_keys = HEADER.size + 8 * slots
        end_of_values = end_of_keys + 2 * slots
        self._keys = buffer[HEADER.size : end_of_keys].cast("Q")
        self._values = buffer[end_of_keys:end_of_values].cast("H")
        tail = json.loads(bytes(buffer[end_of_values : end_of_values + tail_bytes]))
        self.categories = tuple(Category(**entry) for entry in tail["categories"])
        self.counts: dict[str, int] = tail["counts"]
        self.origin: dict[str, Any] = tail["origin"]
        """Which lists it was made of: `{"lists": hash of their content}`."""
        self.sets = tuple(tuple(self.categories[number] for number in members) for members in tail["sets"])
        """Category sets by number; 0 is the empty one."""
        self.has_paths = bytes(tail["has_paths"])
        """By set number: 1 if single pages below such a host are listed too."""

    def find(self, host: str, is_ip: bool = False) -> int:
        """The number of the category set that a host belongs to, its parents' included; 0 if none. About 1.5 µs."""
        name = host.encode()
        base, homes, keys, values = self._base, self._homes, self._keys, self._values
        dot = -1 if is_ip else name.rfind(b".", 0, name.rfind(b"."))
        found = 0
        while True:
            state = base.copy()
            state.update(name[dot + 1 :])
            key = int.from_bytes(state.digest(), "little")
            slot = key % homes
            there = keys[slot]
            while there != key:
                if not there:
                    return found
                slot += 1
                there = keys[slot]
            value = values[slot]
            if value & SET_BITS:
                found = value & SET_BITS
            if value < DEEPER or dot < 0:
                return found
            dot = name.rfind(b".", 0, dot)

    def find_page(self, host: str, path: str, query: str = "") -> int:
        """The category set of the longest listed beginning of an address; 0 if none is listed. Case does not count."""
        found = 0
        for beginning in beginnings(path.lower(), query.lower()):
            found = self._exact((host.removeprefix("www.") + beginning).encode()) or found
        return found

    def close(self) -> None:
        """Let go of the file. Look-ups after it raise ValueError."""
        self._keys.release()
        self._values.release()
        if self._mapped is not None:
            self._mapped.close()

    def _exact(self, name: bytes) -> int:
        state = self._base.copy()
        state.update(name)
        key = int.from_bytes(state.digest(), "little")
        slot = key % self._homes
        while (there := self._keys[slot]) != key:
            if not there:
                return 0
            slot += 1
        value: int = self._values[slot]
        return value & SET_BITS


def beginnings(path: str, query: str) -> Iterator[str]:
    """What an address may be listed under: `/a`, `/a/b`, `/a/b?x=1`, `/a/b?x=1&y=2`; shortest first, at most 40."""
    path = path.rstrip("/")
    at = 0
    for _ in range(DEEPEST_PATH):
        at = path.find("/", at + 1)
        if at < 0:
            break
        yield path[:at]
    if at < 0:
        if path:
            yield path
        if query:
            at = -1
            for _ in range(DEEPEST_QUERY):
                at = query.find("&", at + 1)
                if at < 0:
                    yield f"{path or '/'}?{query}"
                    return
                yield f"{path or '/'}?{query[:at]}"


def open_index(path: Path | str, *, promised: str = "") -> Index:
    """Map an index file and prove it whole; `promised` is the SHA-256 of the file that a manifest named, if one did.

    Costs about 1 ms per MB, nearly all of it the SHA-256. Raises `BadIndex` or `OSError`.
    """
    with Path(path).open("rb") as file:
        size = file.seek(0, 2)
        if size < HEADER.size:
            raise BadIndex(f"{path} is too short to be a category index: {size} bytes.")
        mapped = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
    return _opened(memoryview(mapped), str(path), promised, mapped)


def index_from_bytes(raw: bytes) -> Index:
    """An index that was just made and is not in a file yet. Raises `BadIndex`."""
    return _opened(memoryview(raw), "the index", "", None)


def _opened(buffer: memoryview, name: str, promised: str, mapped: mmap.mmap | None) -> Index:
    if sys.byteorder != "little":
        raise BadIndex("The category index can only be read on a little-endian machine.")
    magic, file_format, _, homes, slots, tail_bytes, _, inner = HEADER.unpack_from(buffer)
    if magic != MAGIC or file_format != FORMAT:
        raise BadIndex(f"{name} is not a category index of format {FORMAT}.")
    expected = HEADER.size + slots * SLOT_BYTES + tail_bytes
    if len(buffer) != expected or not 0 < homes < slots:
        raise BadIndex(f"{name} is damaged: {len(buffer)} bytes where {expected} belong.")
    if promised:
        if sha256(buffer).hexdigest() != promised:
            raise BadIndex(f"{name} is not the index that was promised: its SHA-256 differs.")
    elif seal(buffer) != inner:
        raise BadIndex(f"{name} is damaged: its SHA-256 is not the one it was made with.")
    try:
        return Index(buffer, mapped)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise BadIndex(f"{name} is damaged: {error}") from error


def seal(buffer: memoryview) -> bytes:
    """SHA-256 of everything but the place in the header where it stands."""
    digest = sha256(buffer[:SHA_AT])
    digest.update(buffer[HEADER.size :])
    return digest.digest()
