"""What is kept of whom, as the policies in force say."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tutela.events.establishments import known
from tutela.filtering import defaults
from tutela.filtering.compile import compile_index
from tutela.filtering.publish import publish_policy
from tutela.keys import KeyFolder
from tutela.settings import load

SCHOOL = {"id": 1, "slug": "oakfield", "name": "Oakfield Academy"}


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("https://tutela.oakfield.example", False),
        ("https://TUTELA.oakfield.example:8443", False),
        ("", True),
        ("http://localhost:8000", True),
    ],
)
def test_that_somebody_opened_the_schools_own_pages_is_kept_from_no_log_as_with_help_lines(
    tmp_path: Path, address: str, is_kept: bool
) -> None:
    settings = load(tmp_path / "data", tmp_path / "keys", environment={})
    settings.make_folders()
    keys = KeyFolder(settings.keys)
    keys.ensure()
    policy = defaults.default_policy(SCHOOL)
    policy["pages"]["address"] = address
    lists = {name: list(hosts) for name, hosts in defaults.starter_lists().items()}
    index = tmp_path / "made.tbl"
    index.write_bytes(compile_index(lists, {name: defaults.described(name) for name in lists}))
    publish_policy(settings.snapshots, policy, index, keys.signing_key(), datetime.now(UTC))
    (oakfield,) = known(settings)
    assert oakfield.records("tutela.oakfield.example") is is_kept
    assert oakfield.records("www.bbc.co.uk")
    assert oakfield.records("localhost")
    assert not oakfield.records("www.childline.org.uk")
