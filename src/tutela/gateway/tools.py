"""What all establishments of the machine share: settings, keys, programs and the user Squid runs as."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tutela.gateway.place import RunUser
from tutela.keys import KeyFolder
from tutela.settings import Settings


@dataclass(frozen=True)
class Tools:
    """Worked out once when the gateway starts."""

    settings: Settings
    keys: KeyFolder
    user: RunUser
    squid: str
    python: str
    code: Path
    say: Callable[[str], None]
