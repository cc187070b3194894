"""Category lists → the index file. Uses NumPy and as much memory as the lists are long; never runs at the edge.

Takes entries that `sources` has already brought to their normal form. In which order lists or entries come makes no
difference to any answer.
"""

import io
import json
import secrets
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from tutela.filtering.index import DEEPER, FORMAT, HEADER, MAGIC, SET_BITS, Category, beginnings, seal

FULLEST = 0.7
"""Share of homes that may be taken: fuller is smaller, emptier is quicker."""
SEED_BYTES = 16

Keys = npt.NDArray[np.uint64]
Say = Callable[[str], None]


class CannotCompile(ValueError):
    """The lists cannot become an index; the message says why."""


def compile_index(
    entries: Mapping[str, Iterable[str]],
    categories: Mapping[str, Category] | None = None,
    *,
    lists_hash: str = "",
    say: Say = lambda _: None,
) -> bytes:
    """The whole index file for `{category: entries}`; an entry is a host, an IP address or `host/path?query`.

    `categories` tells what is known of a category by name; others come under nothing. About 4 s per million entries.
    Raises `CannotCompile`.
    """
    started = time.perf_counter()
    names = sorted(entries)
    known = categories or {}
    described = [known.get(name) or Category(name, "", name.replace("-", " ").replace("_", " ")) for name in names]
    hosts, pages = _gather(names, entries)
    listed = {"hosts": len(hosts), "pages": len(pages)}
    say(f"{len(hosts):,} hosts and {len(pages):,} pages in {len(names)} categories")
    masks = _fold(hosts, pages, pages_bit=1 << len(names))
    sets, values = _number_sets(masks.values())
    keyed = dict(zip(masks, values, strict=True))
    _mark_ancestors(keyed)
    tail = {
        "categories": [category._asdict() for category in described],
        "sets": [[place for place in range(len(names)) if mask >> place & 1] for mask in sets],
        "has_paths": [mask >> len(names) & 1 for mask in sets],
        "counts": listed | {"entries": len(keyed), "categories": len(names), "sets": len(sets)},
        "origin": {"lists": lists_hash},
    }
    file = _write(keyed, tail)
    say(f"{len(file) / 1e6:.1f} MB, {len(sets):,} different sets, in {time.perf_counter() - started:.1f} s")
    return file


def _gather(names: Sequence[str], entries: Mapping[str, Iterable[str]]) -> tuple[dict[str, int], dict[str, int]]:
    """Entries with the bits of their categories: hosts apart from pages."""
    hosts: dict[str, int] = {}
    pages: dict[str, int] = {}
    for place, name in enumerate(names):
        bit = 1 << place
        for entry in entries[name]:
            into = pages if "/" in entry else hosts
            into[entry] = into.get(entry, 0) | bit
    return hosts, pages


def _fold(hosts: dict[str, int], pages: dict[str, int], pages_bit: int) -> dict[str, int]:
    """Give every entry what its parents have, and leave out entries that add nothing to their parents."""
    by_page: dict[str, int] = {}
    for entry, mask in pages.items():
        page = entry.removeprefix("www.").lower()
        by_page[page] = by_page.get(page, 0) | mask
    for page in by_page:
        host = page.partition("/")[0]
        hosts[host] = hosts.get(host, 0) | pages_bit
    kept: dict[str, int] = {}
    for host, mask in hosts.items():
        inherited = _inherited(hosts, host)
        if mask | inherited != inherited:
            kept[host] = mask | inherited
    for page, mask in by_page.items():
        host, _, rest = page.partition("/")
        path, _, query = rest.partition("?")
        mask |= hosts[host] | _inherited(hosts, host) | hosts.get(f"www.{host}", 0)  # noqa: PLW2901
        for beginning in beginnings(f"/{path}", query):
            mask |= by_page.get(host + beginning, 0)  # noqa: PLW2901
        kept[page] = mask
    return kept


def _inherited(hosts: dict[str, int], host: str) -> int:
    if _is_ip(host):
        return 0
    mask = 0
    dot = host.find(".")
    last = host.rfind(".")
    while 0 <= dot < last:
        mask |= hosts.get(host[dot + 1 :], 0)
        dot = host.find(".", dot + 1)
    return mask


def _is_ip(host: str) -> bool:
    return ":" in host or host[-1:].isdigit()


def _number_sets(masks: Iterable[int]) -> tuple[list[int], list[int]]:
    numbers: dict[int, int] = {0: 0}
    values = [numbers.setdefault(mask, len(numbers)) for mask in masks]
    if len(numbers) > SET_BITS:
        raise CannotCompile(
            f"The lists put sites into {len(numbers):,} different combinations of categories; an index holds "
            f"{SET_BITS:,}. Leave out lists that give one site many categories."
        )
    return list(numbers), values


def _mark_ancestors(keyed: dict[str, int]) -> None:
    """Mark every name below which another is listed, and add those that were not listed themselves."""
    for name in [name for name in keyed if "/" not in name and not _is_ip(name)]:
        dot = name.find(".")
        last = name.rfind(".")
        while 0 <= dot < last:
            parent = name[dot + 1 :]
            value = keyed.get(parent, 0)
            if value & DEEPER:
                break
            keyed[parent] = value | DEEPER
            dot = name.find(".", dot + 1)


def _write(keyed: dict[str, int], tail: dict[str, Any]) -> bytes:
    """Lay the table out: sorted by home, each entry stands at its home or in the first free slot after it."""
    homes = max(1, int(len(keyed) / FULLEST))
    seed, keys = _hash_all(list(keyed))
    order = np.argsort(keys % np.uint64(homes), kind="stable")
    home = (keys[order] % np.uint64(homes)).astype(np.int64)
    place = np.arange(len(keyed), dtype=np.int64)
    slot = place + np.maximum.accumulate(home - place) if len(keyed) else place
    # One slot at the end always stays empty, so that no search runs out of the table.
    slots = max(homes, int(slot[-1]) + 1 if len(keyed) else 0) + 1
    table, values = np.zeros(slots, np.uint64), np.zeros(slots, np.uint16)
    table[slot] = keys[order]
    values[slot] = np.fromiter(keyed.values(), np.uint16, len(keyed))[order]
    ending = json.dumps(tail, separators=(",", ":"), ensure_ascii=False).encode()
    out = io.BytesIO()
    out.write(HEADER.pack(MAGIC, FORMAT, 0, homes, slots, len(ending), seed, bytes(32)))
    out.write(table.tobytes())
    out.write(values.tobytes())
    out.write(ending)
    with out.getbuffer() as buffer:
        buffer[HEADER.size - 32 : HEADER.size] = seal(buffer)
    return out.getvalue()


def _hash_all(names: list[str]) -> tuple[bytes, Keys]:
    """The keys of all names under a new seed; another seed is drawn if two fall together or one falls on "empty"."""
    encoded = [name.encode() for name in names]
    while True:
        seed = secrets.token_bytes(SEED_BYTES)
        base = blake2b(digest_size=8, key=seed)
        digests = bytearray()
        for name in encoded:
            state = base.copy()
            state.update(name)
            digests += state.digest()
        keys = np.frombuffer(bytes(digests), np.dtype("<u8"))
        if len(np.unique(keys)) == len(keys) and not (keys == 0).any():
            return seed, keys
