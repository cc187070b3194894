"""Nothing is put in force that would not do what it must."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tutela.filtering.compile import compile_index
from tutela.filtering.defaults import default_policy
from tutela.filtering.index import BadIndex
from tutela.filtering.lists import compile_lists
from tutela.filtering.publish import NotPublished, in_force, must_allow, must_block, publish_all, publish_policy
from tutela.filtering.ruleset import BadPolicy

KEY = Ed25519PrivateKey.generate()
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return compile_lists(tmp_path / "lists")


def school(slug: str = "oakfield", number: int = 1) -> dict[str, Any]:
    return default_policy({"id": number, "slug": slug, "name": slug.title()})


def test_a_new_schools_policy_passes_and_gets_its_version(tmp_path: Path, index: Path) -> None:
    publish_policy(tmp_path / "s", school(), index, KEY, AT)
    manifest = publish_policy(tmp_path / "s", school(), index, KEY, AT)
    ((again, policy),) = in_force(tmp_path / "s", KEY.public_key())
    assert manifest.version == again.version == policy.version == 2
    assert manifest.files["index"].counts["entries"] > 400


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"locked": []}, "must-block.tutela.example"),
        ({"always_open": [{"host": "must-block.tutela.example", "kind": "help"}]}, "must be allowed"),
    ],
)
def test_a_policy_that_fails_a_canary_is_refused_and_the_old_one_serves(
    tmp_path: Path, index: Path, change: dict[str, Any], complaint: str
) -> None:
    publish_policy(tmp_path / "s", school(), index, KEY, AT)
    bad = school() | change
    if change == {"locked": []}:
        for group in bad["groups"]:
            group["categories"] = {**group["categories"], "canary": "allow"}
    with pytest.raises(NotPublished, match=complaint):
        publish_policy(tmp_path / "s", bad, index, KEY, AT)
    assert in_force(tmp_path / "s", KEY.public_key())[0][0].version == 1


def test_whoever_publishes_can_bring_canaries_of_their_own(tmp_path: Path, index: Path) -> None:
    good = [must_block(["bet365.com"]), must_allow(["roblox.com"], groups=["staff"])]
    assert publish_policy(tmp_path / "s", school(), index, KEY, AT, canaries=good).version == 1
    with pytest.raises(NotPublished, match=r"http://example.com/ must be blocked for staff"):
        publish_policy(tmp_path / "s", school(), index, KEY, AT, canaries=[must_block(["http://example.com/"])])


def test_an_empty_or_broken_index_is_never_published(tmp_path: Path) -> None:
    table = tmp_path / "index.tbl"
    table.write_bytes(compile_index({}))
    with pytest.raises(NotPublished, match="empty"):
        publish_policy(tmp_path / "s", school(), table, KEY, AT)
    table.write_bytes(b"x" * 1000)
    with pytest.raises(BadIndex):
        publish_policy(tmp_path / "s", school(), table, KEY, AT)


def test_one_schools_bad_policy_does_not_touch_the_other(tmp_path: Path) -> None:
    publish_all(tmp_path / "s", tmp_path / "l", [school(), school("elm-park", 2)], KEY, AT)
    with pytest.raises(BadPolicy):
        publish_all(tmp_path / "s", tmp_path / "l", [school(), school("elm-park", 2) | {"strictest": "x"}], KEY, AT)
    found = {manifest.name: manifest.version for manifest, _ in in_force(tmp_path / "s", KEY.public_key())}
    assert found == {"oakfield": 2, "elm-park": 1}


def test_a_school_that_gets_another_name_is_not_there_twice(tmp_path: Path) -> None:
    publish_all(tmp_path / "s", tmp_path / "l", [school("school")], KEY, AT)
    publish_all(tmp_path / "s", tmp_path / "l", [school("oakfield")], KEY, AT)
    assert [manifest.name for manifest, _ in in_force(tmp_path / "s", KEY.public_key())] == ["oakfield"]
