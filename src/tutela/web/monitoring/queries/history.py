"""What the person of an alert searched for and was blocked from before it, as far back as records are kept."""

from dataclasses import dataclass
from datetime import timedelta

from tutela.web.concerns import network
from tutela.web.core import sealing
from tutela.web.monitoring.models import AlertLookUp
from tutela.web.monitoring.queries.alert import trace_alert

MOST_ROWS = 200
MOST_OF_A_DAY = 20_000
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class History:
    """Searches and blocks before an alert, newest first. `days_read` says how far back was looked before it was full.

    `purpose` is what whoever asked said that they need it for.
    """

    purpose: str
    rows: tuple[network.Seen, ...]
    days_read: int
    is_whole: bool


def read_history(look_up: AlertLookUp) -> History | None:
    """Day by day back from the alert, until the days that were asked for are read or a page is full.

    None while the event store does not answer. Audit the look-up first (`operations.open_look_up`).
    """
    alert = look_up.alert
    key = sealing.open_case_key(alert.case_key)
    purpose = sealing.unseal_field(look_up, "sealed_purpose", key)
    found: list[network.Seen] = []
    until = alert.first_at
    for day in range(look_up.days):
        events = trace_alert(alert, until - DAY, until, limit=MOST_OF_A_DAY)
        if events is None:
            return None
        until -= DAY
        telling = [event for event in events if event["search_terms"] or event["action"] == "block"]
        rows = network.fold(event for event in telling if not network.is_background(event))
        found += reversed(rows)
        if len(found) >= MOST_ROWS:
            return History(purpose, tuple(found[:MOST_ROWS]), day + 1, is_whole=False)
    return History(purpose, tuple(found), look_up.days, is_whole=True)
