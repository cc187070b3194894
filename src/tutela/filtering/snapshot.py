"""Snapshots: what one process has decided and another is to act on, as signed files that are swapped whole.

A snapshot NAME (an establishment's slug, or "detection") is a manifest and the files it lists:

    index-<SHA-256, 12 hex>.tbl          shared by all establishments that were published with the same lists
    policy-<NAME>-<version>.json
    <NAME>-<version>.manifest            line 1: JSON; line 2: base64 of the Ed25519 signature over line 1
    <NAME>.manifest                      the one in force: a copy of one of them

Everything is written beside its place, made durable and renamed, so a reader finds the old or the new, never a half.
The versions of a name only grow. Signing needs `cryptography`; nothing here runs inside Squid's helper.
"""

import base64
import binascii
import contextlib
import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tutela.keyring import Known, NotVerified, UnknownSigner, ring_of

FORMAT = 1
KEEP = 3
# A name must not end like a version does: "school-2" would share its files with version 2 of "school".
NAME = re.compile(r"(?!.*-[0-9]+$)[a-z0-9][a-z0-9-]{0,62}")
FILE = re.compile(r"[a-z0-9][a-z0-9.-]{0,120}")


class BadSnapshot(ValueError):
    """A snapshot that must not be used or cannot be made; the message says why."""


class File(NamedTuple):
    """A file of a snapshot, by its name in the snapshot folder."""

    file: str
    sha256: str
    bytes: int
    counts: Mapping[str, int] = {}


class Manifest(NamedTuple):
    name: str
    version: int
    made_at: datetime
    files: Mapping[str, File]
    folder: Path

    def path(self, role: str) -> Path:
        """Where a file of the snapshot lies: `manifest.path("index")`."""
        return self.folder / self.files[role].file


def publish(  # noqa: PLR0917  the order is the order of the words: into this folder, under this name, these files
    folder: Path,
    name: str,
    files: Mapping[str, Path | bytes],
    signing_key: Ed25519PrivateKey,
    at: datetime,
    keep: int = KEEP,
    *,
    version: int | None = None,
    counts: Mapping[str, Mapping[str, int]] | None = None,
    known: Known | None = None,
) -> Manifest:
    """Write the files, sign their manifest, put it in force and clear away versions beyond the newest `keep`.

    `known` is by what earlier versions are known, where another key may have signed them.

    `files` are by role ("index", "policy"); an index is shared, all others get the version into their name. `version`,
    if given, must be the next one. Callers who publish from several processes hold `locked(folder)`. Raises
    `BadSnapshot` or OSError; whatever fails, the version in force stays.
    """
    if not NAME.fullmatch(name) or at.tzinfo is None:
        raise BadSnapshot(f"A snapshot cannot be called {name!r} and made at {at}.")
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    following = next_version(folder, name)
    if version not in (None, following):
        raise BadSnapshot(f"{name} would be version {following}, not {version}; somebody else has published.")
    made = {role: _place(folder, role, name, following, content) for role, content in files.items()}
    for role, figures in (counts or {}).items():
        made[role] = made[role]._replace(counts=dict(figures))
    manifest = Manifest(name, following, at, made, folder)
    raw = _signed(manifest, signing_key)
    write_durably(folder / f"{name}-{following}.manifest", raw)
    write_durably(folder / f"{name}.manifest", raw)
    _prune(folder, name, keep, known or signing_key.public_key())
    return manifest


def read_manifest(
    folder: Path, name: str, known: Known, *, version: int | None = None, check_files: bool = True
) -> Manifest:
    """The manifest in force (or that of one version), its signature verified and its files found whole.

    Its signer has to be known, and to have counted on the day on which it was made. Raises `BadSnapshot`, also when
    there is none.
    """
    path = folder / (f"{name}.manifest" if version is None else f"{name}-{version}.manifest")
    try:
        line, _, signature = path.read_bytes().rstrip(b"\n").partition(b"\n")
    except OSError as error:
        raise BadSnapshot(f"{path} cannot be read: {error.strerror}.") from error
    try:
        signer = ring_of(known).find_signer(base64.b64decode(signature, validate=True), line)
    except (UnknownSigner, binascii.Error, ValueError):
        raise BadSnapshot(f"{path} is not signed with this installation's key.") from None
    manifest = _from_line(line, path)
    try:
        signer.check(manifest.made_at)
    except NotVerified as error:
        raise BadSnapshot(f"{path} {error}.") from error
    if manifest.name != name or version not in (None, manifest.version):
        raise BadSnapshot(f"{path} is the manifest of {manifest.name} {manifest.version}.")
    if check_files:
        for role, file in manifest.files.items():
            _check_file(folder / file.file, file, role)
    return manifest


def rollback(folder: Path, name: str, key: Ed25519PrivateKey | Known, *, to: int | None = None) -> Manifest:
    """Put the version before the one in force (or version `to`) in force again. Raises `BadSnapshot`.

    Nothing is signed anew, so either half of the key will do.
    """
    known = key.public_key() if isinstance(key, Ed25519PrivateKey) else key
    kept = versions(folder, name)
    if to is None:
        with contextlib.suppress(BadSnapshot):
            now = read_manifest(folder, name, known, check_files=False).version
            kept = [version for version in kept if version < now]
        to = kept[-1] if kept else None
    if to is None or to not in kept:
        raise BadSnapshot(f"There is no earlier version of {name} to go back to.")
    manifest = read_manifest(folder, name, known, version=to)
    write_durably(folder / f"{name}.manifest", (folder / f"{name}-{to}.manifest").read_bytes())
    return manifest


def versions(folder: Path, name: str) -> list[int]:
    """The kept versions of a snapshot, oldest first."""
    pattern = re.compile(re.escape(name) + r"-([0-9]{1,9})\.manifest")
    found = [pattern.fullmatch(path.name) for path in folder.glob(f"{name}-*.manifest")]
    return sorted(int(one[1]) for one in found if one)


def names_in_force(folder: Path) -> list[str]:
    """The names that have a version in force, sorted."""
    names = (path.name.removesuffix(".manifest") for path in folder.glob("*.manifest"))
    return sorted(name for name in names if NAME.fullmatch(name))


def retire(folder: Path, name: str, known: Known) -> None:
    """Take a name out of force and remove all its versions."""
    (folder / f"{name}.manifest").unlink(missing_ok=True)
    _prune(folder, name, 0, known)


def sign_anew(
    folder: Path, signing_key: Ed25519PrivateKey, known: Known, *, before: datetime | None = None
) -> tuple[int, list[str]]:
    """Put the newest key's signature below every manifest that is known, and changed in nothing else.

    `before`: only below those that were made before then. What is in force comes first. Doing it again changes nothing.
    Returns how many were signed, and the names of the files that were left as they are. Raises OSError.
    """
    ours, signed, left = ring_of(signing_key.public_key()), 0, []
    with locked(folder):
        for name in names_in_force(folder):
            for version in (None, *versions(folder, name)):
                path = folder / (f"{name}.manifest" if version is None else f"{name}-{version}.manifest")
                try:
                    made = read_manifest(folder, name, known, version=version, check_files=False)
                    if before is not None and made.made_at >= before and not _is_known(path, ours):
                        raise BadSnapshot(f"{path} was made after that.")
                except BadSnapshot:
                    left.append(path.name)
                    continue
                if not _is_known(path, ours):
                    line = path.read_bytes().partition(b"\n")[0]
                    write_durably(path, _with_signature(line, signing_key))
                    signed += 1
    return signed, left


def next_version(folder: Path, name: str) -> int:
    """The version that the next publication of a name will have: 1, 2, 3 …"""
    return max(versions(folder, name), default=0) + 1


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Only one process at a time publishes into a folder; the others wait."""
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut. Readable by all, as 0644."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _place(folder: Path, role: str, name: str, version: int, content: Path | bytes) -> File:
    raw = content if isinstance(content, bytes) else content.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    if role == "index":
        file_name = f"index-{digest[:12]}.tbl"
    else:
        file_name = f"{name}-{version}.json" if role == name else f"{role}-{name}-{version}.json"
    target = folder / file_name
    if not (role == "index" and target.exists() and sha256_of(target) == digest):
        write_durably(target, raw)
    return File(file_name, digest, len(raw))


def _signed(manifest: Manifest, signing_key: Ed25519PrivateKey) -> bytes:
    content = {
        "format": FORMAT,
        "name": manifest.name,
        "version": manifest.version,
        "made_at": manifest.made_at.isoformat(),
        "files": {
            role: {"file": file.file, "sha256": file.sha256, "bytes": file.bytes, "counts": dict(file.counts)}
            for role, file in manifest.files.items()
        },
    }
    line = json.dumps(content, separators=(",", ":"), sort_keys=True).encode()
    return _with_signature(line, signing_key)


def _with_signature(line: bytes, signing_key: Ed25519PrivateKey) -> bytes:
    return line + b"\n" + base64.b64encode(signing_key.sign(line)) + b"\n"


def _is_known(path: Path, known: Known) -> bool:
    """Whether one of these keys signed a manifest that was read already."""
    line, _, signature = path.read_bytes().rstrip(b"\n").partition(b"\n")
    try:
        ring_of(known).find_signer(base64.b64decode(signature), line)
    except UnknownSigner:
        return False
    return True


def _from_line(line: bytes, path: Path) -> Manifest:
    try:
        content: dict[str, Any] = json.loads(line)
        if content.pop("format") != FORMAT:
            raise BadSnapshot(f"{path} has another format than {FORMAT}.")
        files = {role: File(**one) for role, one in content.pop("files").items()}
        manifest = Manifest(
            **content | {"made_at": datetime.fromisoformat(content["made_at"])}, files=files, folder=path.parent
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadSnapshot(f"{path} is not a manifest: {error}") from error
    if not all(FILE.fullmatch(file.file) for file in files.values()):
        raise BadSnapshot(f"{path} names a file that cannot be part of a snapshot.")
    return manifest


def _check_file(path: Path, file: File, role: str) -> None:
    try:
        whole = path.stat().st_size == file.bytes and sha256_of(path) == file.sha256
    except OSError as error:
        raise BadSnapshot(f"The {role} of the snapshot, {path}, cannot be read: {error.strerror}.") from error
    if not whole:
        raise BadSnapshot(f"The {role} of the snapshot, {path}, is not the file that was signed.")


def _prune(folder: Path, name: str, keep: int, known: Known) -> None:
    """Remove old versions, and index files that no manifest of any name speaks of any more."""
    for version in versions(folder, name)[: -keep or None]:
        old = folder / f"{name}-{version}.manifest"
        files: list[File] = []
        with contextlib.suppress(BadSnapshot):
            files = list(read_manifest(folder, name, known, version=version, check_files=False).files.values())
        old.unlink()
        for file in files:
            if not file.file.startswith("index-"):
                (folder / file.file).unlink(missing_ok=True)
    spoken_of = b"".join(path.read_bytes() for path in folder.glob("*.manifest"))
    for index in folder.glob("index-*.tbl"):
        if index.name.encode() not in spoken_of:
            index.unlink(missing_ok=True)
