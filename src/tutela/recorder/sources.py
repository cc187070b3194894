"""Which spool files there are, and what becomes of those that are finished."""

import contextlib
import datetime as dt
import os
import shutil
from pathlib import Path
from typing import Final

from tutela.events.establishments import site_of
from tutela.events.spool import segments, sync_folder
from tutela.recorder.segment import KINDS, Fault, Segment
from tutela.settings import Settings

KEPT_WHEN_DONE: Final = dt.timedelta(hours=24)
"""How long a file stays after everything in it is stored, in case the store's disc proves bad."""


class Sources:
    """The files being followed, by folder and inode: a file that is renamed stays the same."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.done = settings.spool / "done"
        self.aside = settings.spool / "aside"
        self.following: dict[tuple[str, int], Segment] = {}

    def look(self) -> list[Segment]:
        """Return every file to be read, the older of a folder first. A root or file that is away is passed over."""
        found: dict[tuple[str, int], Segment] = {}
        for root in self.settings.spool_roots:
            for folder in _folders(root):
                kind = KINDS.get(folder.name.partition("-")[0])
                if kind is None or not folder.name.partition("-")[2]:
                    continue
                with contextlib.suppress(FileNotFoundError):
                    for each in segments(folder, kind.suffix):
                        key = (str(folder), each.inode)
                        found[key] = self.following.get(key) or self._open(kind, each.path)
                        found[key].path = each.path
        for key, gone in self.following.items():
            if key not in found:
                gone.close()
        self.following = found
        return list(found.values())

    def set_aside(self, fault: Fault) -> None:
        """Keep the bytes of a line that could not be read, once."""
        if fault.content:
            self.aside.mkdir(parents=True, exist_ok=True, mode=0o700)
            name = f"{fault.source_id}.{fault.kind}.{fault.after}"
            (self.aside / name).write_bytes(fault.content)

    def finish(self, segment: Segment) -> Fault | None:
        """Put away a file whose every line is stored; what follows its last newline is kept aside and reported."""
        torn = segment.reader.torn()
        fault = None
        if torn:
            at = segment.standing
            content = b"" if b"n=0" in torn else torn
            words = "the last line was not written whole"
            fault = Fault("torn-line", at.source_id or segment.folder, at.line + 1, 1, words, content)
            self.set_aside(fault)
        self.done.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = self.done / f"{segment.folder}.{segment.path.name}"
        try:
            segment.path.rename(target)
        except OSError:
            # The gateway's folder may lie on another disc.
            draft = target.with_name(f".{target.name}")
            shutil.copyfile(segment.path, draft)
            with draft.open("rb") as file:
                os.fsync(file.fileno())
            draft.rename(target)
            sync_folder(self.done)
            segment.path.unlink()
        sync_folder(self.done)
        self.following = {key: each for key, each in self.following.items() if each is not segment}
        segment.close()
        return fault

    def clear(self, now: dt.datetime) -> None:
        """Remove files that were put away more than a day ago."""
        with contextlib.suppress(FileNotFoundError):
            for entry in os.scandir(self.done):
                if now.timestamp() - entry.stat().st_ctime > KEPT_WHEN_DONE.total_seconds():
                    Path(entry.path).unlink(missing_ok=True)

    def _open(self, kind: type[Segment], path: Path) -> Segment:
        folder = path.parent.name
        site = site_of(self.settings, folder.partition("-")[2])
        return kind(path, folder, site)

    def before(self, segment: Segment) -> list[Segment]:
        """Return the files of the same folder that are older than one."""
        same = [each for each in self.following.values() if each.path.parent == segment.path.parent]
        return same[: same.index(segment)]

    def last_serial(self, folder: str) -> int | None:
        """Return Squid's number in the last line of the file put away last, to go on from after a restart."""
        finished = sorted(self.done.glob(f"{folder}.*.log")) if self.done.exists() else []
        if not finished:
            return None
        with finished[-1].open("rb") as file:
            file.seek(max(0, finished[-1].stat().st_size - 65536))
            lines = [line.split() for line in file.read().splitlines()]
        numbers = [line[1] for line in lines if len(line) > 1 and line[1].isdigit()]
        return int(numbers[-1]) if numbers else None


def _folders(root: Path) -> list[Path]:
    try:
        return sorted(Path(entry.path) for entry in os.scandir(root) if entry.is_dir(follow_symlinks=False))
    except FileNotFoundError:
        return []
