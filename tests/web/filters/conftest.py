"""What the tests of the filter share."""

from collections.abc import Iterator

import pytest

from tutela.settings import Settings, load
from tutela.web.filters.keeping import Keeper


@pytest.fixture
def keeper() -> Iterator[Keeper]:
    made = Keeper()
    yield made
    made.end()


@pytest.fixture
def store(tutela: Settings, settings: object) -> Settings:
    """Settings with an event store in memory."""
    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})
    settings.TUTELA.make_folders()
    return settings.TUTELA
