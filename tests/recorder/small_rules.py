"""Two rules of our own making, so that what the recorder does with matches does not hang on the library's words."""

from typing import Any

import pytest

from tutela.detection.matcher import Matcher
from tutela.recorder import history
from tutela.settings import Settings

LIMIT = 5
_ABOUT = {
    "four_c": "contact",
    "version": 1,
    "words": "Something was searched for.",
    "runbook": "1. Look.",
    "source": "Made for the tests.",
    "examples": {"positive": ["a", "b", "c"], "negative": ["d", "e", "f"]},
}


def _rule(name: str, theme: str, severity: int, **more: Any) -> dict[str, Any]:
    return {
        "title": name,
        "name": name,
        "description": name,
        "license": "CC0-1.0",
        "status": "test",
        "tags": [f"safeguarding.{theme}"],
        "logsource": {"product": "tutela", "category": "web"},
        "safeguarding": {**_ABOUT, "theme": theme, "severity": severity},
        **more,
    }


def rules() -> Matcher:
    """A search that speaks of dying at severity 1; five refusals of one person within ten minutes at 3."""
    refused = _rule("refused", "x", 5, detection={"refused": {"action": "block"}, "condition": "refused"})
    del refused["safeguarding"]
    counts = {"type": "event_count", "rules": ["refused"], "group-by": ["user"], "timespan": "10m"}
    return Matcher(
        [
            _rule(
                "dying",
                "self-harm",
                1,
                detection={"said": {"search_terms|contains": "want to die"}, "condition": "said"},
            ),
            refused,
            _rule("often-refused", "circumvention", 3, correlation={**counts, "condition": {"gte": LIMIT}}),
        ],
        [],
    )


@pytest.fixture(autouse=True)
def small_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this is imported, looking back goes by these rules."""

    class Small:
        def __init__(self, _: Settings) -> None:
            self.matcher = rules()

    monkeypatch.setattr(history, "Rules", Small)
