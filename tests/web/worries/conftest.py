"""What every test of worries shares: a quick hash of receipts, and counts that begin anew."""

import pytest

from tutela.web.worries import receipts, views
from tutela.web.worries.throttle import Throttle
from tutela.web.worries.views import receipt


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipts, "TIME_COST", 1)
    monkeypatch.setattr(receipts, "MEMORY_KIB", 8)
    fresh = Throttle()
    monkeypatch.setattr(views, "OF_THIS_PROCESS", fresh)
    monkeypatch.setattr(receipt, "OF_THIS_PROCESS", fresh)
