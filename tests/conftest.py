"""What every test shares: a data folder of its own, and no setting of the machine."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

for name in [name for name in os.environ if name.startswith("TUTELA_")]:
    del os.environ[name]
# Django reads its settings once in a process; these are the folders of the tests in this one
FOLDER = Path(tempfile.mkdtemp(prefix="tutela-test-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ |= {
    "TUTELA_DATA": str(FOLDER / "data"),
    "TUTELA_KEYS": str(FOLDER / "keys"),
    "DJANGO_SETTINGS_MODULE": "tutela.web.project.settings",
}


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds the README."""
    return Path(__file__).resolve().parents[1]
