"""A back-up that anybody changed, cut off or put together anew is refused, wherever the change is."""

import os
import random
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from tutela.keys import KeyFolder
from tutela.settings import Settings
from tutela.web.backups import creating, opening
from tutela.web.backups.creating import Made
from tutela.web.backups.faults import BackupFault, NoRoom, WrongKey
from tutela.web.backups.recipients import Recipient, make_pair
from tutela.web.backups.stream import SEALED_BYTES

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
MUTATIONS = 200


class Kept(NamedTuple):
    """A small school's records, and a back-up of them for Hana and Ivy."""

    settings: Settings
    made: Made
    hana: bytes
    root: bytes


def quiet(_words: str) -> None:
    """Progress is for people."""


def small_records(folder: Path) -> Settings:
    """A data folder with a few rows and a file of two megabytes and a half."""
    settings = Settings(data=folder / "data", keys=folder / "keys")
    settings.make_folders()
    KeyFolder(settings.keys).ensure()
    connection = sqlite3.connect(settings.data / "tutela.sqlite3")
    connection.execute("CREATE TABLE concern (words BLOB)")
    connection.executemany("INSERT INTO concern VALUES (?)", [(os.urandom(40),) for _ in range(50)])
    connection.commit()
    connection.close()
    (settings.data / "exhibits").mkdir()
    (settings.data / "exhibits" / "one").write_bytes(os.urandom(2_500_000))
    (settings.data / "hooks").mkdir()
    (settings.data / "hooks" / "alarm").write_text("#!/bin/sh")
    (settings.data / "hooks" / "alarm").chmod(0o755)
    (settings.data / "log" / "web.log").write_text("passing")
    return settings


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("backup")
    settings = small_records(folder)
    hana, private = make_pair("Hana Hart")
    ivy, _ = make_pair("Ivy Iqbal")
    made = creating.create(settings, folder / "out", [hana, ivy], AT, quiet)
    return Kept(settings, made, private, KeyFolder(settings.keys).secret("root"))


def unpack(kept: Kept, file: Path, place: Path) -> opening.Unpacked:
    _, key = opening.get_key(file, kept.hana)
    return opening.unpack(file, key, kept.root, place, say=quiet)


def test_what_was_saved_comes_back_byte_for_byte_with_its_keys_but_the_root(kept: Kept, tmp_path: Path) -> None:
    unpacked = unpack(kept, kept.made.path, tmp_path / "new")
    exhibit = Path("exhibits", "one")
    assert (unpacked.folder / exhibit).read_bytes() == (kept.settings.data / exhibit).read_bytes()
    rows = sqlite3.connect(unpacked.folder / "tutela.sqlite3").execute("SELECT words FROM concern").fetchall()
    assert (
        rows == sqlite3.connect(kept.settings.data / "tutela.sqlite3").execute("SELECT words FROM concern").fetchall()
    )
    assert unpacked.manifest.rows == {"concern": 50}
    assert {"signing.key", "signing.pub"} <= unpacked.keys.keys()
    assert "root.secret" not in unpacked.keys
    assert not (unpacked.folder / "log").exists()
    assert not (kept.settings.data / "backing-up").exists()
    assert [file.name for file in kept.made.path.parent.iterdir()] == ["tutela-2026-11-22T02-00-00Z.backup"]


def words_in(data: Path) -> list[tuple[bytes]]:
    connection = sqlite3.connect(data / "tutela.sqlite3")
    rows = connection.execute("SELECT words FROM concern").fetchall()
    connection.close()
    return rows


def changes(whole: bytes, chance: random.Random) -> list[tuple[str, bytes]]:
    """Two hundred ways to spoil a file."""
    body = len(whole) % SEALED_BYTES  # roughly where the pieces begin; swapped pieces are taken from there
    made: list[tuple[str, bytes]] = []

    def flip(place: int) -> bytes:
        return whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :]

    made += [("a bit of the head", flip(chance.randrange(500))) for _ in range(60)]
    made += [("a bit", flip(chance.randrange(len(whole)))) for _ in range(60)]
    made += [("cut off", whole[: chance.randrange(len(whole))]) for _ in range(40)]
    made += [("added to", whole + os.urandom(chance.randrange(1, 90))) for _ in range(10)]
    for _ in range(30):
        first, second = sorted(chance.sample(range(body, len(whole) - 70), 2))
        size = chance.randrange(1, min(64, second - first) + 1)
        one, other = whole[first : first + size], whole[second : second + size]
        if one != other:
            made.append(
                ("swapped", whole[:first] + other + whole[first + size : second] + one + whole[second + size :])
            )
    return made


def test_two_hundred_changes_of_two_hundred_are_found_and_nothing_stays_behind(kept: Kept, tmp_path: Path) -> None:
    whole = kept.made.path.read_bytes()
    chance = random.Random(20261122)
    spoilt, found = changes(whole, chance), 0
    while len(spoilt) < MUTATIONS:
        spoilt += changes(whole, chance)[-1:]
    place = tmp_path / "drill"
    place.mkdir()
    file = place / "spoilt.backup"
    for what, content in spoilt:
        file.write_bytes(content)
        with pytest.raises(BackupFault):
            pytest.fail(f"{what}: not found, {unpack(kept, file, place / 'new').manifest.made_at}")
        found += 1
    assert found == len(spoilt) >= MUTATIONS
    assert [one.name for one in place.iterdir()] == ["spoilt.backup"]


def test_whole_pieces_left_out_doubled_or_exchanged_are_found(kept: Kept, tmp_path: Path) -> None:
    whole = kept.made.path.read_bytes()
    start = len(whole) - (len(whole) - 1000) // SEALED_BYTES * SEALED_BYTES
    head = next(end for end in range(start) if whole[end : end + 1] == b"}" and whole[end - 1 : end] == b"]") + 1 + 24
    pieces = [whole[place : place + SEALED_BYTES] for place in range(head, len(whole), SEALED_BYTES)]
    assert len(pieces) >= 3
    orders = [pieces[1:], pieces[:-1], [pieces[0], *pieces], [pieces[1], pieces[0], *pieces[2:]]]
    file = tmp_path / "spoilt.backup"
    for order in orders:
        file.write_bytes(whole[:head] + b"".join(order))
        with pytest.raises(BackupFault):
            unpack(kept, file, tmp_path / "new")
    file.write_bytes(whole[:head] + b"".join(pieces))
    unpack(kept, file, tmp_path / "new")


def test_a_forged_back_up_sealed_to_the_same_people_is_not_taken(kept: Kept, tmp_path: Path) -> None:
    """Public keys are public: whoever has them can seal something to Hana, but not sign it."""
    forger = small_records(tmp_path / "forger")
    hana, hers = make_pair("Hana Hart")
    made = creating.create(forger, tmp_path / "out", [hana], AT, quiet)
    _, key = opening.get_key(made.path, hers)
    with pytest.raises(WrongKey, match="does not open the keys in this back-up"):
        opening.unpack(made.path, key, kept.root, tmp_path / "new", say=quiet)
    with pytest.raises(WrongKey, match="belongs to the one with the mark"):
        opening.check_root(opening.get_head(made.path), kept.root)


def test_who_has_no_key_for_it_is_told_who_has(kept: Kept) -> None:
    with pytest.raises(WrongKey, match="It was sealed to: Hana Hart, Ivy Iqbal"):
        opening.get_key(kept.made.path, make_pair("Tom Tate")[1])


def test_nothing_is_left_when_it_cannot_be_written(kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def make(to: Path, people: list[Recipient]) -> None:
        creating.create(kept.settings, to, people, AT, quiet)

    hana, _ = make_pair("Hana Hart")
    with pytest.raises(BackupFault, match="Nobody could open the back-up"):
        make(tmp_path / "out", [])
    (tmp_path / "a-file").touch()
    with pytest.raises(BackupFault, match="cannot be used for back-ups"):
        make(tmp_path / "a-file", [hana])
    full: Callable[..., object] = lambda *_: type("Usage", (), {"free": 1000})  # noqa: E731
    monkeypatch.setattr("tutela.web.backups.creating.shutil.disk_usage", full)
    with pytest.raises(NoRoom, match="MB are needed"):
        make(tmp_path / "out", [hana])
    assert list(tmp_path.glob("out/*")) == []
    assert not (kept.settings.data / "backing-up").exists()
