"""Which tests go to one worker, so that what they share is started once and they keep their order."""

import pytest

from tests.conftest import kept_together


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("tests/journeys/test_monday.py::test_a", "tests/journeys/test_loop.py::test_b[x]", True),
        ("tests/gateway/test_x.py::test_a", "tests/gateway/test_x.py::test_b", True),
        ("tests/gateway/test_x.py::test_a", "tests/gateway/test_y.py::test_a", False),
        ("tests/web/home/test_home.py::test_a", "tests/web/home/test_home.py::test_b", False),
    ],
)
def test_what_shares_a_school_or_an_engine_goes_to_one_worker(one: str, other: str, together: bool) -> None:
    assert (kept_together(one) == kept_together(other)) is together
