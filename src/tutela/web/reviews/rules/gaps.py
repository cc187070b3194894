"""What a framework asks for that the records speak against today, whether anybody has reviewed it or not. No clock."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from tutela.web.evidence.kinds import Kind
from tutela.web.evidence.rules import Bearing, Figure, bear
from tutela.web.reviews.frameworks.model import Framework, Part
from tutela.web.reviews.rules.bars import bars_below, list_strictest
from tutela.web.reviews.rules.elements import IN_PLACE


def list_gaps(
    framework: Framework, parts: Iterable[Part], known: Mapping[str, tuple[Kind, Figure | None]], at: datetime
) -> list[Part]:
    """The statements of which a figure of now speaks against calling them in place. What is unknown or out of date
    speaks against nothing.
    """
    return [
        part
        for part in parts
        if any(
            bar.evidence in known
            and bear(known[bar.evidence][1], known[bar.evidence][0], at_least=bar.at_least, at_most=bar.at_most, at=at)
            is Bearing.CONTRADICTS
            for bar in list_strictest(bars_below(framework, part, IN_PLACE))
        )
    ]
