"""Checks an export of Tutela with Python alone: nothing to install, no network, no Tutela.

    python3 verify.py EXPORT.zip [--key HEX] [--keys KEYS.json] [--from CHECKPOINT.txt]

EXPORT.zip may also be the folder it was unpacked into. The key is the school's own, 64 letters and digits, as the
school tells it by another way than this file; KEYS.json is the list of all keys it ever had, signed with that one. Ends
with 0 when all holds, 1 when something does not, 2 when it could not be read. What it says, and what it cannot say, is
in plain words. Python 3.9 or later.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

FORMAT = "tutela/export/1"
KEYS, NEXT_KEY = "tutela/keys/1", "tutela/next-key/1"
ORIGIN = "tutela/audit"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
MOST_FAULTS = 40
Say = Callable[[str], None]
Keys = list[dict[str, Any]]

# --- Ed25519 (RFC 8032), verification alone ---------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def _x_of(y: int, sign: int) -> int | None:
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def _point(raw: bytes) -> tuple[int, int, int, int] | None:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def _add(one: tuple[int, int, int, int], two: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(number: int, point: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _add(total, point)
        point, number = _add(point, point), number >> 1
    return total


def _encode(point: tuple[int, int, int, int]) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = _x_of(BASE_Y, 0) or 0
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of a key (32 bytes) signed exactly this message (signature: 64 bytes)."""
    if len(key) != 32 or len(signature) != 64:
        return False
    point, scalar = _point(key), int.from_bytes(signature[32:], "little")
    if point is None or scalar >= ORDER:
        return False
    hashed = hashlib.sha512(signature[:32] + key + message).digest()
    factor = int.from_bytes(hashed, "little") % ORDER
    minus = (P - point[0], point[1], 1, P - point[3])
    return _encode(_add(_times(scalar, BASE), _times(factor, minus))) == signature[:32]


# --- the school's keys, one after another -----------------------------------------------------------------------------


def read_keys(listed: Any, last: bytes) -> Keys | None:
    """Keys from the oldest to the newest, each signed by the one before and ending with `last`; None for others."""
    try:
        keys: Keys = [{**one, "key": bytes.fromhex(one["key"])} for one in listed]
        for before, after in zip(keys, keys[1:]):  # noqa: B905, RUF007  older Pythons know neither
            text = f"{NEXT_KEY}\n{after['key'].hex()}\n{after['since']}\n".encode()
            if not is_signed(before["key"], text, bytes.fromhex(before["next"])):
                return None
        for one in keys:
            for moment in ("since", "until", "distrusted_since"):
                if one[moment] is not None and datetime.fromisoformat(one[moment]).tzinfo is None:
                    return None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    return keys if keys and keys[-1]["key"] == last else None


def read_list_of_keys(raw: bytes) -> Keys | None:
    """The keys of a list that the school gave out, once its newest key is found to have signed it."""
    text, _, signature = raw.replace(b"\r\n", b"\n").rstrip(b"\n").rpartition(b"\n")
    try:
        told = json.loads(text)
        last = bytes.fromhex(told["keys"][-1]["key"])
        if told["format"] != KEYS or not is_signed(last, text + b"\n", bytes.fromhex(signature.decode())):
            return None
        return read_keys(told["keys"], last)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return None


def why_not(key: dict[str, Any], made_at: str | None) -> str | None:
    """Why what a key signed then does not count, as the end of a sentence; None when it does."""
    since = key["distrusted_since"]
    try:
        made = None if made_at is None else datetime.fromisoformat(made_at)
        if since is not None and (made is None or made >= datetime.fromisoformat(since)):
            return f"is signed with a key that is not relied on since {since}: somebody else may have had it"
    except (TypeError, ValueError):
        return "does not say when it was made"
    return None


def check_by_list(key: bytes, made_at: str | None, listed: Keys, fault: Say, say: Say) -> None:
    """Whether the school signed it, by the list of keys that it told by another way."""
    signer = next((one for one in listed if one["key"] == key), None)
    if signer is None:
        fault("Another key signed this export than any in the list you gave.")
    elif why := why_not(signer, made_at):
        fault(f"This export {why}. Ask the school for the export again.")
    elif signer["distrusted_since"] is not None:
        say(f"It says that it is from before {signer['distrusted_since']}, when its key was still relied on.")
    else:
        say("The key that signed this is in the list of keys you gave.")


def check_by_key(key: bytes, keys: Keys, known: bytes, fault: Say, say: Say) -> None:
    """Whether the school signed it, by the one key that it told; the export's own earlier keys may lead from it on."""
    at = next((place for place, one in enumerate(keys) if one["key"] == known), None)
    if at is None:
        fault("Another key signed this export than the one you gave.")
    elif any(one["distrusted_since"] is not None for one in keys[at:]):
        fault("The school does not rely on the key you gave any more. Ask it for the one it has now.")
    elif key != known:
        say(f"The key you gave was replaced by the one that signed this on {keys[-1]['since']}, as it signed itself.")


# --- the container: a ZIP whose every byte follows from its files -----------------------------------------------------

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
DAY = 0x21  # 1 January 1980, so that the same files give the same bytes


def local_header(name: bytes, content: bytes) -> bytes:
    """What stands before a file in the container."""
    sizes = (zlib.crc32(content), len(content), len(content), len(name), 0)
    return LOCAL + struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, DAY, *sizes) + name


def list_of_files(entries: list[tuple[bytes, int, int, int]]) -> bytes:
    """What stands at the end; entries: (name, checksum, size, offset)."""
    listed, at = b"", entries[-1][3] + 30 + len(entries[-1][0]) + entries[-1][2] if entries else 0
    for name, checksum, size, offset in entries:
        listed += (
            CENTRAL
            + struct.pack(
                "<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, DAY, checksum, size, size, len(name), 0, 0, 0, 0, 0, offset
            )
            + name
        )
    return listed + END + struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(listed), at, 0)


def read_container(raw: bytes, fault: Say) -> dict[str, bytes]:
    """The files of a container by name; everything in it that is not as it was made is a fault."""
    files: dict[str, bytes] = {}
    entries: list[tuple[bytes, int, int, int]] = []
    at = 0
    while raw[at : at + 4] == LOCAL and at + 30 <= len(raw):
        size, name_size = struct.unpack("<I", raw[at + 22 : at + 26])[0], struct.unpack("<H", raw[at + 26 : at + 28])[0]
        start = at + 30 + name_size
        name, content = raw[at + 30 : start], raw[start : start + size]
        shown = name.decode("ascii", "replace")
        if len(content) != size:
            fault(f"The container is cut off in {shown}.")
            return files
        if raw[at:start] != local_header(name, content):
            fault(f"The container was changed where {shown} begins (byte {at}).")
        if shown in files:
            fault(f"{shown} is in the container twice.")
        files[shown] = content
        entries.append((name, zlib.crc32(content), size, at))
        at = start + size
    if raw[at:] != list_of_files(entries):
        fault(f"The end of the container was changed or cut off (after byte {at}).")
    return files


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of an unpacked export by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


# --- the record of who did and read what ------------------------------------------------------------------------------


def canonical(value: dict[str, Any]) -> str:
    """The one text of a value, as it was hashed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def hash_leaf(content: bytes) -> bytes:
    """The digest of a leaf (RFC 6962)."""
    return hashlib.sha256(b"\x00" + content).digest()


def hash_nodes(left: bytes, right: bytes) -> bytes:
    """The digest of two subtrees side by side."""
    return hashlib.sha256(b"\x01" + left + right).digest()


LEAF = ("seq", "at", "establishment", "actor", "action", "object", "commitment")


def leaf_of(entry: dict[str, Any]) -> bytes:
    """The digest that an entry's own words give."""
    return hash_leaf(canonical({name: entry[name] for name in LEAF}).encode())


def root_from(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes | None:
    """The root that a proof leads to (RFC 6962), lowest digest first; None for a proof of another length."""
    at, last, digest, left = index, size - 1, leaf, list(proof)
    while last:
        if at & 1 or at < last:
            if not left:
                return None
            beside = left.pop(0)
            digest = hash_nodes(beside, digest) if at & 1 else hash_nodes(digest, beside)
        at, last = at >> 1, last >> 1
    return None if left else digest


def read_checkpoint(note: str, key: bytes) -> tuple[int, bytes] | None:
    """Size and root of a signed statement of how long the record was; None when it was not signed with the key.

    Of which of several keys it is, `read_statement` finds.
    """
    try:
        text, signed = note.split("\n\n", 1)
        origin, size, root = text.split("\n")
        dash, name, encoded = signed.rstrip("\n").split(" ")
        raw = base64.b64decode(encoded, validate=True)
        stated, decoded = int(size), base64.b64decode(root, validate=True)
    except (ValueError, binascii.Error):
        return None
    known = hashlib.sha256(ORIGIN.encode() + b"\n\x01" + key).digest()[:4]
    written = base64.b64encode(raw).decode()  # the last letter has bits that mean nothing: they must not differ either
    whole = f"{origin}\n{size}\n{root}\n\n{dash} {name} {written}\n"
    if (origin, name, dash) != (ORIGIN, ORIGIN, "\u2014") or raw[:4] != known or whole != note:
        return None
    return (stated, decoded) if is_signed(key, (text + "\n").encode(), raw[4:]) else None


def read_statement(note: str, keys: Keys) -> tuple[int, bytes, dict[str, Any]] | None:
    """The same by whichever of the school's keys signed it, and that key; the newest is tried first."""
    for one in reversed(keys):
        read = read_checkpoint(note, one["key"])
        if read:
            return (*read, one)
    return None


def check_entry(entry: dict[str, Any], where: str, fault: Say) -> bytes | None:
    """One entry by itself: whether what it tells is what it was bound to. Its leaf, or None."""
    try:
        leaf = leaf_of(entry)
        details, salt = entry["details"], entry["salt"]
        bound = (
            details is None or hashlib.sha256(bytes.fromhex(salt) + details.encode()).hexdigest() == entry["commitment"]
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        fault(f"{where} is no entry of a record.")
        return None
    if not bound:
        fault(f"{where} (entry {entry['seq']}): its details were changed.")
    return leaf


def lines_of(content: bytes, name: str, fault: Say) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each line with where it stands."""
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        try:
            yield f"{name}, line {number}", json.loads(line)
        except ValueError:
            fault(f"{name}, line {number} is no entry of a record.")


def check_case_entries(files: dict[str, bytes], keys: Keys, fault: Say, say: Say) -> None:
    """Entries of one case, each with its proof that it stands in the whole record."""
    checkpoint = read_statement(files.get("audit/checkpoint.txt", b"").decode("utf-8", "replace"), keys)
    if checkpoint is None:
        fault("audit/checkpoint.txt was changed, or another key signed it.")
        return
    size, root, _signer = checkpoint  # whoever signed the export vouches for what is in it
    last = count = 0
    for where, entry in lines_of(files.get("audit/entries.jsonl", b""), "audit/entries.jsonl", fault):
        leaf = check_entry(entry, where, fault)
        if leaf is None:
            continue
        try:
            seq, proof = entry["seq"], [bytes.fromhex(one) for one in entry["proof"]]
            stands = 1 <= seq <= size and root_from(leaf, seq - 1, size, proof) == root
        except (KeyError, TypeError, ValueError):
            seq, stands = last, False
        if not stands:
            fault(f"{where} (entry {seq}) was changed, or does not stand in the record.")
        elif seq <= last:
            fault(f"{where} (entry {seq}) is out of its order, or there twice.")
        last, count = max(last, seq), count + 1
    say(f"{count} entries of who did and read what stand in a record of {size} entries, at the numbers they give.")


def read_statements(
    files: dict[str, bytes], keys: Keys, outside_note: str | None, fault: Say
) -> tuple[dict[int, list[bytes]], int]:
    """The roots that were signed, by size, and how many statements count. One that does not has to be covered."""
    expected: dict[int, list[bytes]] = {}
    made: dict[str, str | None] = {}
    unrelied: dict[int, str] = {}
    count = relied_to = 0
    for where, row in lines_of(files.get("audit/checkpoints.jsonl", b""), "audit/checkpoints.jsonl", fault):
        note = row.get("note") if isinstance(row, dict) else None
        read = read_statement(note, keys) if isinstance(note, str) else None
        if read is None or note is None:
            fault(f"{where} was changed, or another key signed it.")
            continue
        expected.setdefault(read[0], []).append(read[1])
        made[note.strip()] = row.get("at")
        why = why_not(read[2], row.get("at"))
        if why:
            unrelied[read[0]] = f"{where} {why}."
        else:
            count, relied_to = count + 1, max(relied_to, read[0])
    for covered, words in unrelied.items():
        if covered > relied_to:
            fault(f"{words} No later one vouches for what it covered.")
    if outside_note is not None:
        outside = read_statement(outside_note, keys)
        if outside is None:
            fault("The statement from outside was changed, or another key signed it.")
            return expected, count
        why = why_not(outside[2], made.get(outside_note.strip()))
        if why:
            fault(f"The statement from outside {why}. Give one from before, or one of a later key.")
        expected.setdefault(outside[0], []).append(outside[1])
    return expected, count


def check_all_entries(
    files: dict[str, bytes], expected: dict[int, list[bytes]], checkpoints: int, fault: Say, say: Say
) -> None:
    """The whole record: no gap, every entry as it was, and every signed statement of it true."""
    size = 0
    frontier: list[bytes] = []
    for name in sorted(name for name in files if name.startswith("audit/entries-")):
        for where, entry in lines_of(files[name], name, fault):
            leaf = check_entry(entry, where, fault)
            if leaf is None:
                continue
            if entry["seq"] != size + 1:
                fault(f"{where}: entry {size + 1} is missing or out of its order; this is entry {entry['seq']}.")
            frontier.append(leaf)
            rest = size
            while rest & 1:
                right = frontier.pop()
                frontier[-1], rest = hash_nodes(frontier[-1], right), rest >> 1
            size += 1
            for root in expected.pop(size, ()):
                if root != _top(frontier):
                    fault(f"The entries up to {size} are not those that were signed when there were {size}.")
    for missing in sorted(expected):
        fault(f"The record ends at entry {size}, but a statement was signed when there were {missing}.")
    say(f"{size} entries stand without a gap, and {checkpoints} signed statements agree with them.")


def _top(frontier: list[bytes]) -> bytes:
    root = frontier[-1]
    for left in reversed(frontier[:-1]):
        root = hash_nodes(left, root)
    return root


# --- all of it --------------------------------------------------------------------------------------------------------


def signed_text(manifest: bytes) -> bytes:
    """What the signature of an export is over."""
    return f"{FORMAT}\n{hashlib.sha256(manifest).hexdigest()}\n".encode()


def check(
    files: dict[str, bytes],
    fault: Say,
    say: Say,
    known_key: bytes | None = None,
    outside_note: str | None = None,
    *,
    known_keys: Keys | None = None,
) -> dict[str, Any] | None:
    """Everything but the container. `fault` and `say` take a sentence each; known is what the school told apart."""
    manifest = files.get(MANIFEST, b"")
    try:
        told = json.loads(manifest.decode())
        key, listed = bytes.fromhex(told["key"]), {row["name"]: row for row in told["files"]}
        kind, signature = told["kind"], bytes.fromhex(files[SIGNATURE].decode())
        sizes = [(row["size"], row["sha256"]) for row in told["files"]]
    except (AttributeError, KeyError, TypeError, ValueError):
        fault(f"{MANIFEST} or {SIGNATURE} is missing or cannot be read: it cannot be said what was exported.")
        return None
    alone = [{"key": key.hex(), "since": None, "until": None, "distrusted_since": None, "next": None}]
    keys = read_keys(told.get("keys", alone), key)
    if keys is None:
        fault("The school's earlier keys do not lead to the one that signed this.")
        keys = read_keys(alone, key) or []
    if known_keys is not None:
        if known_key not in (None, known_keys[-1]["key"]):
            fault("The list of keys ends with another key than the one you gave.")
        check_by_list(key, told.get("made_at"), known_keys, fault, say)
    elif known_key is not None:
        check_by_key(key, keys, known_key, fault, say)
    if (
        told.get("format") != FORMAT
        or len(sizes) != len(listed)
        or not is_signed(key, signed_text(manifest), signature)
    ):
        fault(f"{MANIFEST} was changed after it was signed, or another key signed it.")
    elif files[SIGNATURE] != signature.hex().encode() + b"\n":
        fault(f"{SIGNATURE} was changed.")
    check_files(files, listed, fault)
    say(f"{len(listed)} files were exported on {told.get('made_at', '?')}, and signed.")
    if kind == "audit":
        check_all_entries(files, *read_statements(files, keys, outside_note, fault), fault, say)
    else:
        if outside_note is not None and read_statement(outside_note, keys) is None:
            fault("The statement from outside was changed, or another key signed it.")
        check_case_entries(files, keys, fault, say)
    return told


def check_files(files: dict[str, bytes], listed: dict[str, Any], fault: Say) -> None:
    """Whether exactly those files are there that were listed, and as they were."""
    for name in sorted({*files, *listed} - {MANIFEST, SIGNATURE}):
        if name not in listed:
            fault(f"{name} was added: it is not in the list of what was exported.")
        elif name not in files:
            fault(f"{name} is missing.")
        elif (len(files[name]), hashlib.sha256(files[name]).hexdigest()) != (
            listed[name]["size"],
            listed[name]["sha256"],
        ):
            fault(f"{name} was changed.")


def verify(
    path: Path,
    known_key: bytes | None = None,
    outside_note: str | None = None,
    known_keys: Keys | None = None,
) -> tuple[list[str], list[str], dict[str, Any] | None]:
    """Faults, what holds, and what the export says of itself (or None); each a sentence. Raises OSError."""
    faults: list[str] = []
    held: list[str] = []
    files = read_folder(path) if path.is_dir() else read_container(path.read_bytes(), faults.append)
    told = check(files, faults.append, held.append, known_key, outside_note, known_keys=known_keys)
    return faults, held, told


def main(arguments: list[str] | None = None) -> int:
    """The command: 0 when all holds, 1 when something does not, 2 when it could not be read."""
    parser = argparse.ArgumentParser(description="Checks an export of Tutela with Python alone.")
    parser.add_argument("export", type=Path, help="the ZIP, or the folder it was unpacked into")
    parser.add_argument("--key", help="the school's key: 64 letters and digits, got by another way than this file")
    parser.add_argument("--keys", type=Path, help="the school's list of all its keys, signed with that one")
    parser.add_argument("--from", dest="outside", type=Path, help="a signed statement of the record, kept elsewhere")
    options = parser.parse_args(arguments)
    try:
        known = bytes.fromhex(options.key.strip()) if options.key else None
        note = options.outside.read_text("utf-8") if options.outside else None
        listed = read_list_of_keys(options.keys.read_bytes()) if options.keys else None
        if options.keys and listed is None:
            print(f"It could not be read: {options.keys} is no list of keys, or it was changed.")
            return 2
        faults, held, told = verify(options.export, known, note, listed)
    except (OSError, ValueError) as error:
        print(f"It could not be read: {error}")
        return 2
    for fault in faults[:MOST_FAULTS]:
        print(f"FAULT: {fault}")
    if len(faults) > MOST_FAULTS:
        print(f"... and {len(faults) - MOST_FAULTS} more.")
    if faults or told is None:
        print("This is not what was exported. Do not rely on it; ask the school for the export again.")
        return 1
    for sentence in held:
        print(f"Holds: {sentence}")
    print(f"Key: {told['key']}")
    if known is None:
        print("Not checked: whose key that is. Ask the school for its key by another way and give it with --key.")
    if told["kind"] != "audit":
        print(
            "Not said by this: whether the school exported every file it has; it shows that these are unchanged since."
        )
    elif note is None:
        print(
            "Not checked: whether the end of the record was cut off before the export. "
            "Give a statement kept elsewhere with --from."
        )
    print("All that was exported is here and unchanged.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
