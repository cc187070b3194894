"""What the filtering tests share."""

from pathlib import Path

import pytest
from hypothesis import settings

# Examples are drawn the same way in every run: a test that fails here fails for everybody.
settings.register_profile("tutela", derandomize=True, deadline=None, max_examples=80)
settings.load_profile("tutela")


@pytest.fixture(scope="session")
def shared_data(root: Path) -> Path:
    """Real lists that are not part of the project; tests that need them are skipped where there are none."""
    folder = root.parent / "shared" / "data"
    if not (folder / "ut1.tar.xz").exists():
        pytest.skip("no shared data beside the project")
    return folder
