"""Whether requests may be written down, said apart from every snapshot.

A policy says it too, but a policy may be refused, and then the one before it stays in force. So that a signature which
is withdrawn counts at once whatever becomes of snapshots, an empty file stands beside them for as long as nobody has
signed. It only ever forbids: without it the policy decides.
"""

from pathlib import Path

SUFFIX = ".unsigned"


def note(folder: Path, name: str, *, signed: bool) -> bool:
    """Say for an establishment whether somebody has signed; True if that is news. Raises OSError.

    An empty file needs no room: a full disc does not keep recording going.
    """
    file = folder / f"{name}{SUFFIX}"
    if file.exists() is not signed:
        return False
    if signed:
        file.unlink(missing_ok=True)
    else:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        file.touch(mode=0o644)
        file.chmod(0o644)  # whatever the umask says: Squid's user reads it
    return True


def is_missing(folder: Path, name: str) -> bool:
    """Whether nobody has signed, so that nothing may be written down."""
    return (folder / f"{name}{SUFFIX}").exists()
