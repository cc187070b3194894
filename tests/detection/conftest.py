"""The library's matcher, compiled once; `fresh` is it with empty windows."""

from collections.abc import Callable

import pytest

from tutela.detection.matcher import Matcher
from tutela.detection.ruleset import compile_ruleset, read_library


@pytest.fixture(scope="session")
def library() -> Matcher:
    """For questions that leave the windows alone, or ask about people nobody else asks about."""
    return compile_ruleset(read_library())


@pytest.fixture
def fresh(library: Matcher) -> Callable[[], Matcher]:
    """A matcher with empty windows over the same compiled rules."""

    def _fresh() -> Matcher:
        library.start_again()
        return library

    return _fresh
