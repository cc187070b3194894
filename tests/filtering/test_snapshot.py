"""A snapshot is signed, whole and in force, or it is refused and the one before it serves."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tutela.filtering.snapshot import (
    BadSnapshot,
    locked,
    names_in_force,
    publish,
    read_manifest,
    retire,
    rollback,
    versions,
)

KEY = Ed25519PrivateKey.generate()
VERIFY = KEY.public_key()
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "made.tbl"
    path.write_bytes(b"a table")
    return path


def test_what_is_published_is_in_force_and_proved(tmp_path: Path, table: Path) -> None:
    made = publish(
        tmp_path / "s", "oakfield", {"index": table, "policy": b"{}"}, KEY, AT, counts={"index": {"sets": 3}}
    )
    manifest = read_manifest(tmp_path / "s", "oakfield", VERIFY)
    assert manifest == made
    assert (manifest.version, manifest.made_at, manifest.files["index"].counts) == (1, AT, {"sets": 3})
    assert manifest.path("policy").name == "policy-oakfield-1.json"
    assert manifest.path("index").read_bytes() == b"a table"
    assert manifest.path("index").stat().st_mode & 0o777 == 0o644


def test_detection_rules_travel_the_same_way(tmp_path: Path) -> None:
    manifest = publish(tmp_path, "detection", {"detection": b"[]"}, KEY, AT)
    assert manifest.path("detection").name == "detection-1.json"
    assert read_manifest(tmp_path, "detection", VERIFY).version == 1


def test_three_versions_stay_and_an_index_only_while_somebody_speaks_of_it(tmp_path: Path) -> None:
    for number in range(5):
        publish(tmp_path, "oakfield", {"index": b"%d" % number, "policy": b"{}"}, KEY, AT)
    publish(tmp_path, "elm-park", {"index": b"0", "policy": b"{}"}, KEY, AT)
    assert versions(tmp_path, "oakfield") == [3, 4, 5]
    assert len(list(tmp_path.glob("policy-oakfield-*.json"))) == 3
    assert len(list(tmp_path.glob("index-*.tbl"))) == 4


def test_going_back_puts_the_version_before_in_force_and_the_next_one_is_new(tmp_path: Path) -> None:
    for number in range(3):
        publish(tmp_path, "oakfield", {"policy": b"%d" % number}, KEY, AT)
    assert rollback(tmp_path, "oakfield", KEY).version == 2
    assert rollback(tmp_path, "oakfield", VERIFY).version == 1
    assert read_manifest(tmp_path, "oakfield", VERIFY).path("policy").read_bytes() == b"0"
    with pytest.raises(BadSnapshot, match="no earlier version"):
        rollback(tmp_path, "oakfield", KEY)
    assert rollback(tmp_path, "oakfield", KEY, to=3).version == 3
    assert publish(tmp_path, "oakfield", {"policy": b"x"}, KEY, AT).version == 4


@pytest.mark.parametrize("damage", ["file", "missing", "manifest", "signature", "other key", "other name", "empty"])
def test_a_snapshot_that_was_touched_is_refused(tmp_path: Path, damage: str) -> None:
    manifest = publish(tmp_path, "oakfield", {"policy": b"{}"}, KEY, AT)
    path = tmp_path / "oakfield.manifest"
    line, signature = path.read_bytes().splitlines()
    verify = VERIFY
    if damage == "file":
        manifest.path("policy").write_bytes(b"[]")
    elif damage == "missing":
        manifest.path("policy").unlink()
    elif damage == "manifest":
        path.write_bytes(line.replace(b'"version":1', b'"version":9') + b"\n" + signature)
    elif damage == "signature":
        path.write_bytes(line + b"\n" + b"A" * 88)
    elif damage == "other key":
        verify = Ed25519PrivateKey.generate().public_key()
    elif damage == "other name":
        publish(tmp_path, "elm-park", {"policy": b"{}"}, KEY, AT)
        path.write_bytes((tmp_path / "elm-park.manifest").read_bytes())
    else:
        path.write_bytes(b"")
    with pytest.raises(BadSnapshot):
        read_manifest(tmp_path, "oakfield", verify)


def test_a_broken_version_is_not_gone_back_to(tmp_path: Path) -> None:
    first = publish(tmp_path, "oakfield", {"policy": b"1"}, KEY, AT)
    publish(tmp_path, "oakfield", {"policy": b"2"}, KEY, AT)
    first.path("policy").write_bytes(b"3")
    with pytest.raises(BadSnapshot):
        rollback(tmp_path, "oakfield", KEY)
    assert read_manifest(tmp_path, "oakfield", VERIFY).version == 2


def test_two_who_publish_at_once_do_not_overwrite_each_other(tmp_path: Path) -> None:
    with locked(tmp_path):
        publish(tmp_path, "oakfield", {"policy": b"1"}, KEY, AT, version=1)
    with pytest.raises(BadSnapshot, match="somebody else"):
        publish(tmp_path, "oakfield", {"policy": b"2"}, KEY, AT, version=1)


@pytest.mark.parametrize("name", ["", "Oakfield", "../x", "a/b", "oakfield-2", "-x"])
def test_a_name_that_would_mix_up_files_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadSnapshot):
        publish(tmp_path, name, {"policy": b"{}"}, KEY, AT)


def test_an_establishment_that_is_gone_leaves_nothing_behind(tmp_path: Path) -> None:
    publish(tmp_path, "oakfield", {"index": b"t", "policy": b"{}"}, KEY, AT)
    retire(tmp_path, "oakfield", VERIFY)
    assert names_in_force(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_no_draft_is_left_lying_about(tmp_path: Path) -> None:
    publish(tmp_path, "oakfield", {"policy": b"{}"}, KEY, AT)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
