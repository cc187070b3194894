"""What leaves the house and has to stand there alone: files, a signed list of them, the record's entries with proofs.

The container is a ZIP whose every byte follows from its files, so that a change anywhere shows; `verify_export` travels
with it, checks all of it with Python alone, and says where the format is laid down.
"""

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tutela.keyring import Ring
from tutela.web.core import audit, merkle, verify_export
from tutela.web.core.models import AuditCheckpoint, AuditEntry

VERIFIER = Path(verify_export.__file__)
LARGEST_BYTES = 2**32 - 2**24
"""A container without the extension for larger ones; it is said before anything is written."""
PER_FILE = 50_000

README = """What this is
------------
An export from Tutela. manifest.json lists every file with its SHA-256; manifest.sig is the school's signature over it.
audit/ holds entries of the record of who did and read what, with what is needed to prove them.

How to check it
---------------
You need Python 3.9 or later and nothing else, and no network:

    python3 verify.py {name}

Better use a verify.py that you have from somewhere else than this file, and ask the school by telephone for its key:

    python3 verify.py {name} --key KEY

The key you were told may be older or newer than the one that signed this. Ask the school for its list of keys then:

    python3 verify.py {name} --key KEY --keys KEYS.json

It says in plain words what holds and what does not. "Changed" means changed after the export; whether what people wrote
was true, no program can say.
"""


class TooLarge(ValueError):
    """The export would be larger than its container can hold. Its text says by how much."""


def write_export(
    out: BinaryIO,
    kind: str,
    about: Mapping[str, Any],
    files: Iterable[tuple[str, bytes]],
    key: Ed25519PrivateKey,
    *,
    ring: Ring | None = None,
) -> None:
    """Write an export: these files in their order, README, verifier, the list and its signature.

    `ring` has the keys before this one, which may have signed what is in the files; their owner is told by it too.
    `files` are read one at a time; names are plain ASCII with "/". `about` says when and of what. Raises `TooLarge`.
    """
    listed: list[dict[str, Any]] = []
    entries: list[tuple[bytes, int, int, int]] = []
    at = 0

    def put(name: str, content: bytes) -> None:
        nonlocal at
        raw = name.encode("ascii")
        if at + len(content) > LARGEST_BYTES:
            raise TooLarge(f"The export is larger than {LARGEST_BYTES} bytes at {name}.")
        header = verify_export.local_header(raw, content)
        out.write(header)
        out.write(content)
        entries.append((raw, zlib.crc32(content), len(content), at))
        at += len(header) + len(content)

    readme = README.format(name=about.get("file", "EXPORT.zip")).encode()
    for name, content in _with(files, [("README.txt", readme), ("verify.py", VERIFIER.read_bytes())]):
        put(name, content)
        listed.append({"name": name, "size": len(content), "sha256": sha256(content).hexdigest()})
    public = key.public_key().public_bytes_raw().hex()
    told = {"format": verify_export.FORMAT, "kind": kind, **about, "key": public, "files": listed}
    if ring is not None and (earlier := ring.tell_earlier(bytes.fromhex(public))):
        told["keys"] = earlier
    manifest = json.dumps(told, indent=1, ensure_ascii=False).encode() + b"\n"
    put(verify_export.MANIFEST, manifest)
    put(verify_export.SIGNATURE, key.sign(verify_export.signed_text(manifest)).hex().encode() + b"\n")
    out.write(verify_export.list_of_files(entries))


def prove_entries(objects: Collection[str], checkpoint: AuditCheckpoint) -> bytes:
    """The entries about these objects up to a checkpoint, each with the proof that it stands there, one a line.

    Reads every leaf once: about two seconds for a million.
    """
    rows = list(AuditEntry.objects.filter(object__in=objects, seq__lte=checkpoint.size).order_by("seq"))
    everything = AuditEntry.objects.filter(seq__lte=checkpoint.size).order_by("seq").values_list("leaf", flat=True)
    leaves = [bytes(leaf) for leaf in everything.iterator(chunk_size=PER_FILE)]
    proofs = merkle.inclusion_proofs(leaves, {row.seq - 1 for row in rows})
    return b"".join(_line({**tell(row), "proof": [digest.hex() for digest in proofs[row.seq - 1]]}) for row in rows)


def list_audit_files() -> Iterator[tuple[str, bytes]]:
    """The whole record, so many entries to a file, and every signed statement of it."""
    chunk: list[bytes] = []
    number = 1
    for row in AuditEntry.objects.order_by("seq").iterator(chunk_size=2000):
        chunk.append(_line(tell(row)))
        if len(chunk) == PER_FILE:
            yield f"audit/entries-{number:05}.jsonl", b"".join(chunk)
            chunk, number = [], number + 1
    if chunk or number == 1:
        yield f"audit/entries-{number:05}.jsonl", b"".join(chunk)
    notes = AuditCheckpoint.objects.order_by("size").values_list("size", "at", "note")
    lines = (_line({"size": size, "at": at.isoformat(), "note": note}) for size, at, note in notes)
    yield "audit/checkpoints.jsonl", b"".join(lines)


def tell(entry: AuditEntry) -> dict[str, Any]:
    """An entry as an export has it: its leaf's content, and what it was bound to; null where that was erased."""
    leaf: dict[str, Any] = json.loads(audit.leaf_content(entry))
    erased = entry.details is None or entry.salt is None
    return {
        **leaf,
        "details": None if erased else entry.details,
        "salt": None if erased or entry.salt is None else bytes(entry.salt).hex(),
    }


def _line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def _with(files: Iterable[tuple[str, bytes]], more: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    yield from files
    yield from more
