"""Debian's packages as a person adds them, and the Squid that Debian starts of its own accord.

The package squid-openssl starts a service on port 3128 as soon as it is installed, where our own Squid belongs.
"""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

SQUID = "squid-openssl"
STOP_ITS_SQUID = ("systemctl", "disable", "--now", "squid")


def add_command(names: Sequence[str]) -> str:
    """What a person types to install these packages and have no Squid but ours afterwards."""
    command = f"sudo apt-get install {' '.join(names)}"
    return f"{command} && {stop_command()}" if SQUID in names else command


def stop_command() -> str:
    """What a person types so that Debian's own Squid stops and stays off."""
    return f"sudo {' '.join(STOP_ITS_SQUID)}"


def stop_its_squid(prefix: Sequence[str] = ()) -> None:
    """Stop it for good, as root or with a `prefix` such as sudo. Where there is no such service, nothing happens."""
    if not shutil.which("systemctl") or not _stops(prefix):
        subprocess.run([*prefix, "service", "squid", "stop"], capture_output=True, check=False)


def _stops(prefix: Sequence[str]) -> bool:
    return subprocess.run([*prefix, *STOP_ITS_SQUID], capture_output=True, check=False).returncode == 0


def is_its_squid(process: int | None) -> bool:
    """Whether that process is Debian's own Squid; of a process that nobody may see (None), whether that one runs."""
    main = _main_process()
    return bool(main) and (process is None or main in (process, _parent(process)))


def _main_process() -> int:
    """The first process of Debian's service; 0 where it does not run. Anybody may ask."""
    command = ["systemctl", "show", "squid", "--property=MainPID", "--value"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
        return int(answer.stdout.strip() or 0) if answer.returncode == 0 else 0
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return 0


def _parent(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return 0
