"""Bad lines kept aside: each once, with its number and the reason, apart by tabs."""

from collections.abc import Collection
from pathlib import Path
from urllib.parse import unquote

from tutela.events.importers.parsed import Bad


class Aside:
    """The file of the lines of one log that could not be read. Of a line that names a help line nothing is kept."""

    def __init__(self, path: Path, unrecorded: Collection[str]) -> None:
        self.path = path
        self.unrecorded = unrecorded
        self._known: set[str] | None = None

    def keep(self, bad: list[Bad], before: int) -> None:
        """Keep lines; their numbers count from 0 after the first `before` lines."""
        if not bad:
            return
        if self._known is None:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            old = self.path.read_text("utf-8", "replace").splitlines() if self.path.exists() else []
            self._known = {line.partition("\t")[0] for line in old}
        with self.path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            self.path.chmod(0o600)
            for number, why, line in bad:
                shown = str(before + number + 1)
                if shown not in self._known:
                    file.write(f"{shown}\t{why}\t{self._shown(line)}\n")
                    self._known.add(shown)

    def _shown(self, line: str) -> str:
        plain = unquote(line).casefold()
        if any(host in plain for host in self.unrecorded):
            return ""
        return "".join(mark if mark.isprintable() else f"\\x{ord(mark):02x}" for mark in line)
