from pathlib import Path

import pytest

from tests.events.importers.logs import School


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path)
