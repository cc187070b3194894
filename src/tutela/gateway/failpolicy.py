"""What happens while no usable snapshot is there: a choice a named person signs, never a default in silence.

The last known good snapshot always comes first; this is for when there is none. Standard library only, since Squid's
helper reads it from a file that outlives the snapshot (`failpolicy.json`).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OPEN_SECONDS = 4 * 3600
"""An establishment that chose to stay open does so for at most four hours; then it is closed."""

HELP_HOSTS = (
    "childline.org.uk",
    "ceop.police.uk",
    "giveusashout.org",
    "nspcc.org.uk",
    "papyrus-uk.org",
    "samaritans.org",
    "thinkuknow.co.uk",
)
"""Open even when there is nothing to read at all."""


@dataclass(frozen=True)
class FailPolicy:
    """`kind` is "closed-allowlist" or "open-with-alarm"; only a named person can choose the second."""

    kind: str = "closed-allowlist"
    chosen_by: str = ""
    always_open: frozenset[str] = frozenset(HELP_HOSTS)
    recording: bool = False
    """Whether what is answered meanwhile may be written down; not while nobody can say."""

    def allows(self, host: str, seconds_without: float) -> bool:
        """Whether a host opens `seconds_without` seconds after the last usable snapshot was lost."""
        if is_below(host, self.always_open):
            return True
        return self.kind == "open-with-alarm" and bool(self.chosen_by) and seconds_without < OPEN_SECONDS


def is_below(host: str, hosts: frozenset[str]) -> bool:
    """Whether a host, or one above it, is among `hosts`."""
    while host not in hosts:
        _, dot, host = host.partition(".")
        if not dot:
            return False
    return True


def read(path: Path) -> FailPolicy:
    """The fail policy in a file; closed, with the help lines open, when it cannot be read."""
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
        hosts = frozenset({*HELP_HOSTS, *map(str, content["always_open"])})
        recording = bool(content.get("recording", True))
        return FailPolicy(str(content["kind"]), str(content["chosen_by"]), hosts, recording)
    except (OSError, ValueError, KeyError, TypeError):
        return FailPolicy()


def to_json(kind: str, chosen_by: str, always_open: Iterable[str], *, recording: bool = True) -> bytes:
    """The content of the file."""
    content = {"kind": kind, "chosen_by": chosen_by, "always_open": sorted(always_open), "recording": recording}
    return json.dumps(content).encode()
