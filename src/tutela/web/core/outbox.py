"""Notices: written with the record that they are about, sent later, never telling whom or what they are about."""

import string
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from tutela.web.core.audit import NotInTransaction
from tutela.web.core.models import OutboxMessage

PLACEHOLDERS = frozenset({"category", "count", "due_on", "establishment", "severity"})
"""All that a notice may say beside its fixed words; none of it is typed by anybody or names a person."""


class BadNotice(ValueError):
    """A notice would say more than it may."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A kind of message with its fixed words. Declare one as a constant beside the operation that posts it."""

    kind: str
    subject: str
    body: str
    bulk: bool = False
    """Goes to many at once and can wait: whatever is for few is sent before it."""

    def __post_init__(self) -> None:
        for text in (self.subject, self.body):
            unknown = {name for _, name, _, _ in string.Formatter().parse(text) if name} - PLACEHOLDERS
            if unknown:
                raise BadNotice(f"{self.kind} may not say {', '.join(sorted(unknown))}")


def post(
    notice: Notice,
    *,
    to: str,
    at: datetime,
    link: str = "",
    establishment_id: int | None = None,
    after: timedelta = timedelta(0),
    **words: str | int,
) -> OutboxMessage | None:
    """Put a notice into the outbox, to be sent when this transaction is done and `after` has passed.

    `to` is an e-mail address; without one nothing is posted and None comes back. `link` is a path of this site.
    Raises `BadNotice`, `NotInTransaction`.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(notice.kind)
    if not to:
        return None
    if words.keys() - PLACEHOLDERS:
        raise BadNotice(f"{notice.kind} may not say {', '.join(sorted(words.keys() - PLACEHOLDERS))}")
    body = notice.body.format(**words)
    return OutboxMessage.objects.create(
        establishment_id=establishment_id,
        kind=notice.kind,
        recipient=to,
        subject=notice.subject.format(**words),
        body=f"{body}\n\n{site_address()}{link}\n" if link else f"{body}\n",
        made_at=at,
        due_at=at + after,
        bulk=notice.bulk,
    )


def site_address() -> str:
    """How people reach this site: scheme, name and port, without a slash at the end."""
    from django.conf import settings

    address: str = settings.TUTELA.site_address
    return address
