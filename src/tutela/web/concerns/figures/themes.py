"""What concerns were about."""

from collections import Counter
from datetime import datetime

from tutela.web.concerns.queries.counts import counted
from tutela.web.core.actor import AnyActor


def count_by_theme(actor: AnyActor, since: datetime, until: datetime) -> dict[str, int]:
    """The concerns that `count_by_four_c` counts, by the theme that whoever reported chose; those that occur."""
    return dict(Counter(counted(actor, since, until).values_list("theme", flat=True)))
