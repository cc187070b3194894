"""Whether mail goes out: read from the outbox, without a word of any message."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db.models import Count, Max, Min, Q, QuerySet

from tutela.settings import Settings
from tutela.web.core.models import OutboxMessage

NOT_SET_UP, WELL, FAILING = "not-set-up", "well", "failing"
PATIENCE = timedelta(minutes=2)
"""A server may be away for a moment; what waits longer is a fault."""
GIVEN_UP_COUNTS = timedelta(days=7)
OF_AN_ADDRESS = ("SMTPRecipientsRefused", "SMTPNotSupportedError", "ValueError")
"""Faults of one address, by their kind: the server itself is well."""


@dataclass(frozen=True, slots=True)
class MailHealth:
    """How mail stands.

    server: host and port, without name and password · waiting: messages that should have gone out and have not ·
    failing_since: when the oldest of those was written · fault: the kind of the newest fault of the server ·
    given_up: messages of the last week that nobody got · last_sent_at: when a server last took one
    """

    standing: str
    server: str = ""
    waiting: int = 0
    failing_since: datetime | None = None
    fault: str = ""
    given_up: int = 0
    last_sent_at: datetime | None = None

    @property
    def is_well(self) -> bool:
        return self.standing == WELL


def get_mail_health(settings: Settings, at: datetime) -> MailHealth:
    """How mail stands in the whole installation: one server serves every establishment."""
    if not settings.mail:
        return MailHealth(NOT_SET_UP)
    parts = urlsplit(settings.mail)
    server = f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    late = _of_the_server(OutboxMessage.objects.filter(delivered_at=None, given_up_at=None, made_at__lt=at - PATIENCE))
    told = late.aggregate(n=Count("pk"), since=Min("made_at"))
    newest = late.order_by("-made_at").first()
    given_up = _of_the_server(OutboxMessage.objects.filter(given_up_at__gt=at - GIVEN_UP_COUNTS)).count()
    sent = OutboxMessage.objects.aggregate(last=Max("delivered_at"))["last"]
    return MailHealth(
        FAILING if told["n"] else WELL,
        server,
        told["n"],
        told["since"],
        newest.last_fault if newest else "",
        given_up,
        sent,
    )


def list_refused(at: datetime) -> set[str]:
    """The addresses to which mail of the last week could not go."""
    faulty = OutboxMessage.objects.filter(
        last_fault__in=OF_AN_ADDRESS, delivered_at=None, made_at__gt=at - GIVEN_UP_COUNTS
    )
    return set(faulty.values_list("recipient", flat=True))


def share_taken(settings: Settings, establishment_id: int, *, since: datetime, until: datetime) -> float | None:
    """Of an establishment's messages of a time, how many in a hundred a mail server took; None where there were none.

    Without a mail server it took none, though each lies in a file.
    """
    counted = OutboxMessage.objects.filter(
        establishment_id=establishment_id, made_at__gte=since, made_at__lt=until - PATIENCE
    ).aggregate(n=Count("pk"), taken=Count("pk", filter=Q(delivered_at__isnull=False)))
    if not counted["n"]:
        return None
    return round(100 * counted["taken"] / counted["n"], 1) if settings.mail else 0.0


def _of_the_server(messages: QuerySet[OutboxMessage]) -> QuerySet[OutboxMessage]:
    """Those that were tried, and failed by no fault of their address."""
    return messages.exclude(last_fault="").exclude(last_fault__in=OF_AN_ADDRESS)
