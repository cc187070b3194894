import os
from collections.abc import Iterator

import pytest

from tests import cast
from tutela.settings import Settings
from tutela.web.core.actor import SystemActor
from tutela.web.filters import operations as filters
from tutela.web.records import process, tasks


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tutela: Settings) -> Iterator[None]:
    """No settings of whoever runs the tests reach the process that imports; nothing it starts outlives a test."""
    for name in [name for name in os.environ if name.startswith("TUTELA_")]:
        monkeypatch.delenv(name)
    tasks._sizes.clear()
    cast.oakfield()
    cast.sign_off_monitoring()
    yield
    process.stop_all()


@pytest.fixture
def in_force() -> None:
    """The policy of Oakfield is in force, as it is when a school has been set up: an import asks whose log it is."""
    filters.begin(actor=SystemActor("test"), at=cast.MADE_AT, establishment=cast.oakfield())
    filters.publish_policy(actor=SystemActor("test"), at=cast.MADE_AT, establishment=cast.oakfield())
