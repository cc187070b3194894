"""Keys of one test alone, and another signing key in the place of the first."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from tutela.keyring import Ring
from tutela.keys import KeyFolder


def own_keys(settings: Any, folder: Path) -> KeyFolder:
    """A key folder that no other test has, in place of the shared one."""
    keys = KeyFolder(folder / "own-keys")
    keys.ensure()
    settings.TUTELA = msgspec.structs.replace(settings.TUTELA, keys=keys.path)
    return keys


def change(keys: KeyFolder, distrusted_since: datetime | None = None) -> Ring:
    """Another key signs from now on; the one before counts on, or for nothing since then."""
    begun = keys.begin_change(distrusted_since)
    ring = keys.switch(begun, datetime.now(UTC))
    if distrusted_since is not None:
        ring = keys.distrust(begun.replaced, distrusted_since)
    keys.end_change()
    return ring
