"""Other people's logs, one module for each format; each has `NAME`, `matches(line)` and `read(block)`.

To add a format: write its module and name it in `FORMATS`.
"""

from collections.abc import Sequence
from types import ModuleType
from typing import Final

from tutela.events.importers import squid_native

FORMATS: Final[dict[str, ModuleType]] = {module.NAME: module for module in (squid_native,)}


class UnknownFormat(ValueError):
    """No importer knows the format of a file; the message names those that there are."""


def detect(lines: Sequence[str]) -> ModuleType:
    """Return the importer that reads most of a file's first lines, and at least half. Raises `UnknownFormat`."""
    present = [line for line in lines if line.strip()]
    read = {name: sum(module.matches(line) for line in present) for name, module in FORMATS.items()}
    best = max(read, key=lambda name: read[name])
    if read[best] * 2 < len(present):
        raise UnknownFormat(f"the format is not known; the formats are: {', '.join(FORMATS)}")
    return FORMATS[best]
