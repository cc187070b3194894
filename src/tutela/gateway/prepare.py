"""Makes the folders of an establishment's gateway and puts into them what Squid and its helpers need."""

import base64
import contextlib
import hashlib
import os
import secrets
import shutil
import subprocess
from pathlib import Path

import tutela
from tutela.filtering.snapshot import write_durably
from tutela.gateway.errors import GatewayError
from tutela.gateway.names import CANARY_USER
from tutela.gateway.place import CERTGEN, Place, RunUser

PACKAGE = Path(tutela.__file__).parent
# what Squid's user runs: the standard library and these, nothing else
FILTERING = ("__init__", "address", "engine", "explain", "index", "ruleset", "timetable")
GATEWAY = (
    "__init__", "answer", "blockpage", "failpolicy", "helper", "live", "names", "pages", "reply", "report", "state",
)  # fmt: skip
CODE_FILES = (
    "__init__.py",
    *(f"filtering/{name}.py" for name in FILTERING),
    *(f"gateway/{name}.py" for name in GATEWAY),
    "gateway/front.sh",
    "gateway/page.css",
)
CODE_KEPT = 3


def copy_code(edge: Path) -> Path:
    """The folder with a copy of the helper's source that anybody may read; the same source is copied once."""
    contents = {name: (PACKAGE / name).read_bytes() for name in CODE_FILES}
    digest = hashlib.sha256()
    for name, content in contents.items():
        digest.update(name.encode() + b"\0" + content)
    code = edge / "code" / digest.hexdigest()[:12]
    for name, content in contents.items():
        target = code / "tutela" / name
        make_folder(target.parent)
        if not target.exists() or target.read_bytes() != content:
            write_durably(target, content)
    os.utime(code)
    for old in sorted(code.parent.iterdir(), key=lambda one: one.stat().st_mtime)[:-CODE_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return code


def make_folder(folder: Path, mode: int = 0o755) -> None:
    """Make a folder and those above it with that mode, whatever the umask says."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        with contextlib.suppress(FileExistsError):
            one.mkdir(mode=mode)
            one.chmod(mode)


def make_place(place: Place, user: RunUser) -> None:
    """The folders of one establishment, owned by whom they belong to; heartbeats of old helpers are cleared away."""
    for folder in (place.conf / "errors", place.live):
        make_folder(folder)
    for folder in (place.own, place.beats, place.squid_spool, place.pages_spool):
        make_folder(folder.parent)
        make_folder(folder, 0o750)
        user.own(folder)
    for beat in place.beats.iterdir():
        beat.unlink()


def put_secret(place: Place, user: RunUser, name: str, content: bytes) -> None:
    """A file in `own/` that Squid's user alone may read."""
    target = place.own / name
    draft = target.with_name(f".{name}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o400)
    try:
        os.write(descriptor, content)
        if user.drops:
            os.fchown(descriptor, user.uid, user.gid)
    finally:
        os.close(descriptor)
    draft.replace(target)


def put_canary_secret(place: Place, user: RunUser) -> tuple[str, str]:
    """A new network credential under which the gateway asks itself."""
    secret = secrets.token_bytes(24)
    put_secret(place, user, "canary.key", secret)
    return CANARY_USER, base64.urlsafe_b64encode(secret).decode()


def make_certificate_store(place: Place, user: RunUser) -> None:
    """Squid's store of the certificates it makes for blocked sites: emptied, since the authority may be another."""
    store = place.own / "certificates"
    shutil.rmtree(store, ignore_errors=True)
    command = [CERTGEN, "-c", "-s", str(store), "-M", "4MB"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd="/", **user.popen_as())
    if done.returncode:
        raise GatewayError(f"the store of certificates {store} cannot be made: {done.stdout}{done.stderr}".strip())
