"""Other filters' logs, imported for Oakfield: what comes out as events."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tutela.events.establishments import Establishment
from tutela.events.importers.mapped_csv import Map
from tutela.events.importers.run import Imported, Importer
from tutela.events.pseudonym import pseudonym
from tutela.events.stores.memory import MemoryStore

KEY = b"k" * 32
OAKFIELD = Establishment(1, "oakfield", frozenset({"childline.org.uk"}), "Europe/London")
CHANGED_AT = 1_795_338_000.0  # 22 November 2026, 09:00 UTC


def whose(login: str) -> str:
    return pseudonym(KEY, "oakfield", login)


class School:
    """A school's store, and what was imported into it."""

    def __init__(self, folder: Path, people: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.store = MemoryStore()
        self.importer = Importer(self.store, OAKFIELD, KEY, folder / "imports", people)

    def take(
        self, content: str | bytes, form: str = "auto", chosen: Map | None = None, name: str = "other.log"
    ) -> Imported:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(path, (CHANGED_AT, CHANGED_AT))
        return self.importer.import_file(path, form, chosen=chosen)

    @property
    def events(self) -> list[Any]:
        return sorted(self.store.tables["events"], key=lambda event: event["seq"])  # type: ignore[arg-type,return-value]
