"""What responsibilities can show of themselves, as dated figures."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from tutela.web.establishments import queries as establishments
from tutela.web.evidence.rules import Figure
from tutela.web.responsibilities import queries
from tutela.web.responsibilities.looks import list_looks


def list_figures(establishment: Any, at: datetime) -> Iterator[Figure]:
    """Duties that somebody answers for, the group's seats and meetings, who was heard, and what was looked at again.

    Of a group that never sat nothing is said, until somebody has a seat in it.
    """
    share = queries.count_assigned(establishment, at=at)
    if share is not None:
        yield Figure("duties.assigned", share, at, reverse("responsibilities:duties"))
    group = reverse("responsibilities:group")
    if queries.has_group(establishment):
        yield Figure("group.perspectives", float(not queries.list_missing(establishment, at=at)), at, group)
    if met := queries.get_last_met(establishment, at=at):
        on, pk = met
        days = (establishments.local_day(establishment, at) - on).days
        yield Figure("group.met", float(days), at, reverse("responsibilities:meeting", kwargs={"pk": pk}))
    heard = queries.share_contacted(establishment, at=at)
    yield Figure("stakeholders.contacted", heard, at, reverse("responsibilities:stakeholders"))
    today = establishments.local_day(establishment, at)
    pages = {look.figure: reverse("responsibilities:look", args=[look.id]) for look in list_looks().values()}
    for figure, on in queries.get_last_looks(establishment).items():
        if on <= today:
            yield Figure(figure, float((today - on).days), at, pages[figure])
