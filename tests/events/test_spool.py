import errno
import os
from pathlib import Path

import pytest

from tutela.events.spool import SegmentReader, SpoolWriter, segments


def read_all(path: Path) -> list[bytes]:
    reader = SegmentReader(path)
    lines = [line for block in reader.blocks() for line in block.splitlines()]
    reader.close()
    return lines


def test_a_record_is_on_the_disc_before_it_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: (synced.append(fd), fsync(fd))[1])
    with SpoolWriter(tmp_path) as writer:
        before = len(synced)
        assert writer.append("canary", {"ok": True}) == 1
        assert len(synced) > before


def test_records_of_a_segment_are_numbered_without_holes(tmp_path: Path) -> None:
    with SpoolWriter(tmp_path) as writer:
        assert [writer.append("version", {"version": n}) for n in range(3)] == [1, 2, 3]
        assert writer.append_all([("version", {}), ("version", {})]) == 5
    (segment,) = segments(tmp_path, ".ndjson")
    assert len(read_all(segment.path)) == 5


def test_each_writer_starts_a_segment_of_its_own(tmp_path: Path) -> None:
    for _ in range(2):
        with SpoolWriter(tmp_path) as writer:
            writer.append("version", {})
    assert len(segments(tmp_path, ".ndjson")) == 2


def test_a_full_segment_is_followed_by_another(tmp_path: Path) -> None:
    with SpoolWriter(tmp_path, segment_bytes=100) as writer:
        numbers = [writer.append("version", {"words": "x" * 60}) for _ in range(3)]
    assert numbers == [1, 1, 1]


def test_a_record_that_did_not_fit_on_the_disc_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SpoolWriter(tmp_path) as writer:
        writer.append("version", {})
        write = os.write

        def full(fd: int, block: bytes) -> int:
            if len(block) < 10:
                raise OSError(errno.ENOSPC, "No space left on device")
            return write(fd, block[: len(block) - 5])

        with monkeypatch.context() as disc:
            disc.setattr(os, "write", full)
            with pytest.raises(OSError, match="No space"):
                writer.append("version", {"words": "lost"})
        assert writer.append("version", {"words": "kept"}) == 1
    first, second = segments(tmp_path, ".ndjson")
    assert len(read_all(first.path)) == 1
    assert b"kept" in read_all(second.path)[0]


def test_the_recorder_can_tell_whether_a_writer_is_still_there(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path)
    writer.append("version", {})
    (segment,) = segments(tmp_path, ".ndjson")
    reader = SegmentReader(segment.path)
    assert not reader.writer_is_gone()
    writer.close()
    assert reader.writer_is_gone()
    reader.close()


def test_a_line_without_its_newline_waits(tmp_path: Path) -> None:
    path = tmp_path / "open.log"
    path.write_bytes(b"one\ntw")
    reader = SegmentReader(path)
    assert list(reader.blocks()) == [b"one\n"]
    assert reader.torn() == b"tw"
    with path.open("ab") as file:
        file.write(b"o\n")
    assert list(reader.blocks()) == [b"two\n"]
    assert reader.torn() == b""
    reader.close()


def test_a_line_longer_than_a_block_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "open.log"
    path.write_bytes(b"a" * 1000 + b"\nb\n")
    reader = SegmentReader(path)
    assert b"".join(reader.blocks(limit=64)) == b"a" * 1000 + b"\nb\n"
    reader.close()


def test_squids_open_log_comes_after_those_that_were_renamed(tmp_path: Path) -> None:
    for name in ("open.log", "200.log", "100.log", "other.txt"):
        (tmp_path / name).write_bytes(b"x\n")
    assert [segment.path.name for segment in segments(tmp_path, ".log")] == ["100.log", "200.log", "open.log"]
