"""Where the parts of one establishment's gateway lie, and as whom they run.

edge/code/<hash>/       a copy of what the helper and the pages need, readable by Squid's user
edge/conf/<slug>/       Squid's configuration and error pages; Squid's user reads, cannot write
edge/live/              the shared index, and <slug>/ with the policy in force and the last good one
edge/own/<slug>/        what Squid's user owns: authority, page key, heartbeats, cache.log, pid
edge/spool/             records for the recorder: squid-<slug>/, gateway-<slug>/
"""

import getpass
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tutela.gateway import debian
from tutela.gateway.errors import GatewayError
from tutela.settings import SQUID_USER

PYTHONS = ("/usr/bin/python3", "/usr/local/bin/python3")
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True)
class Place:
    """The folders of one establishment."""

    edge: Path
    slug: str
    conf_elsewhere: Path | None = None
    """Where Squid's configuration lies instead, for one that somebody writes to look at."""

    @property
    def conf(self) -> Path:
        return self.conf_elsewhere or self.edge / "conf" / self.slug

    @property
    def live(self) -> Path:
        return self.edge / "live" / self.slug

    @property
    def own(self) -> Path:
        return self.edge / "own" / self.slug

    @property
    def beats(self) -> Path:
        return self.own / "beat"

    @property
    def squid_spool(self) -> Path:
        return self.edge / "spool" / f"squid-{self.slug}"

    @property
    def pages_spool(self) -> Path:
        return self.edge / "spool" / f"gateway-{self.slug}"


@dataclass(frozen=True)
class RunUser:
    """As whom Squid and its helpers run: `proxy` when we are root, else ourselves."""

    name: str
    uid: int
    gid: int
    drops: bool
    """Whether we start as root and give that up."""

    def own(self, path: Path) -> None:
        """Give a file or folder to that user."""
        if self.drops:
            os.chown(path, self.uid, self.gid)

    def popen_as(self) -> dict[str, Any]:
        """Arguments for `subprocess` that start a child as that user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": [self.gid]} if self.drops else {}


def run_user() -> RunUser:
    """The user for Squid. Raises `GatewayError` when we are root and Squid's user does not exist."""
    if os.geteuid() != 0:
        return RunUser(_own_name(), os.geteuid(), os.getegid(), drops=False)
    try:
        account = pwd.getpwnam(SQUID_USER)
    except KeyError:
        raise GatewayError(f"there is no user {SQUID_USER!r}; install squid-openssl, which makes it") from None
    return RunUser(SQUID_USER, account.pw_uid, account.pw_gid, drops=True)


def python_for(user: RunUser) -> str:
    """A Python that `user` may run. Never our own: a home-installed one cannot be read by Squid's user."""
    for python in PYTHONS:
        test = f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
        try:
            if (
                subprocess.run([python, "-ISc", test], check=False, timeout=20, cwd="/", **user.popen_as()).returncode
                == 0
            ):
                return python
        except OSError:
            continue
    wanted = ".".join(map(str, OLDEST_PYTHON))
    raise GatewayError(
        f"no Python {wanted} that {user.name} may run: none of {', '.join(PYTHONS)} works. Install python3."
    )


def squid_program() -> str:
    """The path of a Squid that can show pages in place of HTTPS sites. Raises `GatewayError`."""
    add = debian.add_command([debian.SQUID])
    squid = shutil.which("squid", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if not squid:
        raise GatewayError(f"Squid is not installed, so nothing can be filtered. Run: {add}")
    built = subprocess.run([squid, "-v"], capture_output=True, text=True, check=False, timeout=20).stdout
    if "--with-openssl" not in built or not Path(CERTGEN).exists():
        raise GatewayError(f"this Squid was built without OpenSSL and cannot show a page for HTTPS. Run: {add}")
    return squid


CERTGEN = "/usr/lib/squid/security_file_certgen"


def _own_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.geteuid())
