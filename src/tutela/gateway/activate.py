"""Takes a published snapshot over into the gateway's own copy: signature verified, copied, renamed into force.

`live.json` names the files in force by length and SHA-256, `lastgood.json` the ones a helper has served from for a
minute. The index is shared by all establishments of the machine, so it is in memory once.
"""

import json
import os
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

from tutela.filtering.ruleset import BadPolicy, Policy, read_policy
from tutela.filtering.snapshot import BadSnapshot, Manifest, read_manifest, sha256_of, write_durably
from tutela.gateway import failpolicy
from tutela.gateway.place import Place
from tutela.gateway.words import words_json
from tutela.keyring import Known

FREE_BYTES = 16 * 1024 * 1024
"""Left free on the disc after a copy; a full disc must not be what a new list causes."""


class Overtaken(BadSnapshot):
    """Another snapshot was published after the one that was meant."""


def activate(
    snapshots: Path,
    place: Place,
    known: Known,
    *,
    slug: str = "",
    only: Manifest | None = None,
    from_: Place | None = None,
) -> Policy:
    """Put the snapshot in force for one establishment into its live copy; returns its policy.

    `slug` is whose, where that is not whose place it is; `only` is the snapshot that is meant and no other; `from_` is
    a place that may hold the index already. The live copy stays as it was when anything is wrong. Raises
    `BadSnapshot` (`Overtaken`) or OSError.
    """
    slug = slug or place.slug
    manifest = read_manifest(snapshots, slug, known)
    if only and manifest.files != only.files:
        raise Overtaken(f"{slug} {manifest.version} was published meanwhile")
    raw = manifest.path("policy").read_bytes()
    try:
        policy = read_policy(raw)
    except BadPolicy as error:
        raise BadSnapshot(f"The policy of {slug} {manifest.version} cannot be used: {error}") from error
    if policy.establishment.slug != slug or policy.version != manifest.version:
        raise BadSnapshot(f"The policy is of {policy.establishment.slug} {policy.version}, not of {manifest.name}.")
    place.live.mkdir(mode=0o755, parents=True, exist_ok=True)
    _require_space(place.live, manifest)
    index = _copy_index(place, manifest, from_)
    files = {
        "index": index,
        "policy": _put(place, f"policy-{manifest.version}-{manifest.files['policy'].sha256[:12]}.json", raw),
        "words": _put_by_content(place, "words", words_json()),
    }
    live = {"version": manifest.version, "made_at": manifest.made_at.isoformat(), "files": files}
    chosen = policy.fail_policy
    open_hosts = [one.host for one in policy.always_open]
    failing = failpolicy.to_json(chosen.kind, chosen.chosen_by, open_hosts, recording=policy.recording)
    write_durably(place.live / "failpolicy.json", failing)
    write_durably(place.live / "live.json", json.dumps(live).encode())
    _prune(place)
    return policy


def is_live(place: Place, manifest: Manifest) -> bool:
    """Whether that snapshot is the live copy already: it was put in force once, so it has been tried."""
    try:
        files = json.loads((place.live / "live.json").read_bytes())["files"]
        return all(files[role]["sha256"] == manifest.files[role].sha256 for role in ("index", "policy"))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def index_file(place: Place) -> Path:
    """The index of the live copy. Raises OSError, ValueError or KeyError when there is none."""
    live = json.loads((place.live / "live.json").read_bytes())
    return place.live / str(live["files"]["index"]["file"])


def put_live(place: Place, version: int, contents: dict[str, bytes]) -> None:
    """A live copy made of contents by role, without a snapshot: for trying a policy before there is one."""
    files = {role: _put(place, f"{role}-{version}.part", raw) for role, raw in contents.items()}
    write_durably(place.live / "live.json", json.dumps({"version": version, "files": files}).encode())


def promote(place: Place) -> bool:
    """Remember the live copy as the last good one. False when it already is."""
    live = (place.live / "live.json").read_bytes()
    lastgood = place.live / "lastgood.json"
    if lastgood.exists() and lastgood.read_bytes() == live:
        return False
    write_durably(lastgood, live)
    _prune(place)
    return True


def in_force(place: Place) -> Policy | None:
    """The policy of the live copy, else of the last good one, else None."""
    for name in ("live.json", "lastgood.json"):
        try:
            live = json.loads((place.live / name).read_bytes())
            return read_policy((place.live / live["files"]["policy"]["file"]).read_bytes())
        except (OSError, ValueError, KeyError):
            continue
    return None


def _require_space(folder: Path, manifest: Manifest) -> None:
    needed = sum(file.bytes for file in manifest.files.values()) + FREE_BYTES
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise BadSnapshot(
            f"Only {free / 1e6:.0f} MB are free where the gateway keeps its copy; {needed / 1e6:.0f} needed."
        )


def _copy_index(place: Place, manifest: Manifest, from_: Place | None) -> dict[str, Any]:
    file = manifest.files["index"]
    name = f"index-{file.sha256[:16]}.tbl"
    target = place.live.parent / name
    if not (target.exists() and target.stat().st_size == file.bytes and sha256_of(target) == file.sha256):
        draft = target.with_name(f".{name}.{os.getpid()}")
        draft.unlink(missing_ok=True)
        # what the trial used may have been damaged together with the live copy, since the two are one file
        if not (from_ and _linked(from_.live.parent / name, draft) and sha256_of(draft) == file.sha256):
            draft.unlink(missing_ok=True)
            shutil.copyfile(manifest.path("index"), draft)
        draft.chmod(0o644)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        if sha256_of(draft) != file.sha256:
            draft.unlink()
            raise BadSnapshot("The index changed while it was copied.")
        draft.replace(target)
    return {"file": f"../{name}", "sha256": file.sha256, "bytes": file.bytes}


def _linked(there: Path, here: Path) -> bool:
    """The same file under another name, so that it is on the disc and in memory once; False where that cannot be."""
    try:
        here.hardlink_to(there)
    except OSError:
        return False
    return True


def _put_by_content(place: Place, role: str, raw: bytes) -> dict[str, Any]:
    return _put(place, f"{role}-{sha256(raw).hexdigest()[:12]}.json", raw)


def _put(place: Place, name: str, raw: bytes) -> dict[str, Any]:
    write_durably(place.live / name, raw)
    return {"file": name, "sha256": sha256(raw).hexdigest(), "bytes": len(raw)}


def _prune(place: Place) -> None:
    """Remove what neither the live copy nor the last good one names; an index only when no establishment names it."""
    spoken_of = b"".join(file.read_bytes() for file in place.live.parent.glob("*/l*.json"))
    for file in (*place.live.glob("policy-*.json"), *place.live.glob("words-*.json")):
        if file.name.encode() not in spoken_of:
            file.unlink(missing_ok=True)
    for file in place.live.parent.glob("index-*.tbl"):
        if file.name.encode() not in spoken_of:
            file.unlink(missing_ok=True)
