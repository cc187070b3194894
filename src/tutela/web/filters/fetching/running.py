"""The process that works on lists, as the worker sees it: started, looked at now and then, ended if it takes long."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from tutela.web.core.beside import Beside

PROGRAM = "tutela.web.filters.fetching.job"
MOST_SECONDS = 900.0
TOO_LONG = "It took longer than a quarter of an hour and was broken off."
BROKE_OFF = "It broke off. The worker’s log says more."


class Running:
    """One piece of work. `about` is handed back with what came of it."""

    def __init__(self, asked: Mapping[str, Any], about: Any, log: Path) -> None:
        """Start it. Raises OSError."""
        self.about = about
        self._beside = Beside(PROGRAM, msgspec.json.encode(dict(asked)), log=log, most_seconds=MOST_SECONDS)

    def look(self) -> dict[str, Any] | None:
        """What it said, once it has ended; None while it works. A fault is `{"fault": words}`."""
        ended = self._beside.look()
        if ended is None:
            return None
        if not ended.in_time:
            return {"fault": TOO_LONG}
        try:
            found: dict[str, Any] = msgspec.json.decode(ended.said)
        except msgspec.DecodeError:
            return {"fault": BROKE_OFF}
        return found

    def end(self) -> None:
        """End it, whatever it does."""
        self._beside.end()
