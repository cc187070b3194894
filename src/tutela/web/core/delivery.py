"""Sends what waits in the outbox: by SMTP, or into a folder when no mail server is set.

A mail server that does not answer keeps nothing else waiting: `Postman` sends in a thread of its own, and a round ends
with the first sign that nothing can be sent at all.
"""

import logging
import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

from django.db import connections, transaction
from django.db.models import F

from tutela.settings import Settings
from tutela.web.core.models import OutboxMessage

FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)
AT_ONCE = 20
TIMEOUT_SECONDS = 15

Transport = Callable[[EmailMessage, str], None]

logger = logging.getLogger("tutela.mail")


class NotPrivate(OSError):
    """A password is set, and the server offers no encryption to send it through."""


OF_ONE_MESSAGE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError, ValueError)
"""What a server says against one message: the others may well go out. Anything else is about the server."""


def deliver_due(settings: Settings, now: datetime, transport: Transport | None = None) -> int:
    """Send what is due, oldest first, at most twenty; how many were sent.

    What is for few goes before what is for many. What fails waits longer each time, up to an hour, and is given up
    after three days; where it is the server that fails, the others wait for the next round unattempted. A message is
    claimed by moving its due time before it is sent, so two workers never send the same one; a crash between the two
    sends it again.
    """
    transport = transport or transport_for(settings)
    sent = 0
    waiting = OutboxMessage.objects.filter(delivered_at__isnull=True, given_up_at__isnull=True, due_at__lte=now)
    for message in waiting.order_by("bulk", "due_at")[:AT_ONCE]:
        delay = min(FIRST_DELAY * 2 ** min(message.attempts, 10), LONGEST_DELAY)
        claimed = OutboxMessage.objects.filter(
            pk=message.pk, due_at=message.due_at, delivered_at__isnull=True, given_up_at__isnull=True
        ).update(due_at=now + delay, attempts=F("attempts") + 1)
        if not claimed:
            continue
        fault = _deliver(settings, message, now, transport)
        sent += fault is None
        if fault is not None and not isinstance(fault, OF_ONE_MESSAGE):
            break
    return sent


class Postman:
    """Sends in a thread of its own, one round at a time."""

    def __init__(self) -> None:
        self._round: Thread | None = None

    def turn(self, settings: Settings, now: datetime) -> None:
        """Begin a round, unless one is under way."""
        if self._round is not None and self._round.is_alive():
            return
        self._round = Thread(target=self._deliver, args=(settings, now), name="postman", daemon=True)
        self._round.start()

    def wait(self, seconds: float) -> None:
        """Let the round that is under way come to its end, but no longer than so many seconds."""
        if self._round is not None:
            self._round.join(seconds)

    def _deliver(self, settings: Settings, now: datetime) -> None:
        try:
            deliver_due(settings, now)
        except Exception:
            logger.exception("Notices were not delivered")
        finally:
            connections.close_all()  # those of this thread


def _deliver(settings: Settings, message: OutboxMessage, now: datetime, transport: Transport) -> Exception | None:
    """What went wrong with a message; None once it is sent, and that is kept."""
    row = OutboxMessage.objects.filter(pk=message.pk)
    try:
        transport(to_email(settings, message), message.recipient)
    except (
        OSError,
        ValueError,
    ) as error:  # SMTP's own faults are among the first, an address it cannot write the other
        # only the kind of fault: a server's answer may quote the message
        gone = {"given_up_at": now} if now - message.made_at > GIVE_UP_AFTER else {}
        row.update(last_fault=type(error).__name__, **gone)
        return error
    with transaction.atomic():
        row.update(**_delivered(message, now), last_fault="")
    return None


def _delivered(message: OutboxMessage, now: datetime) -> dict[str, datetime]:
    """When it was sent. Of a notice that was made at a full hour no finer time is kept: nobody may learn from it when
    somebody without a name wrote to us (see `worries`).
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    made_by_the_hour = message.made_at == message.made_at.replace(minute=0, second=0, microsecond=0)
    return {"delivered_at": hour, "due_at": message.made_at} if made_by_the_hour else {"delivered_at": now}


def to_email(settings: Settings, message: OutboxMessage) -> EmailMessage:
    """The message as it goes out; its id stays the same over retries, so that a mail server can drop a double."""
    email = EmailMessage(policy=SMTP)
    email["From"] = settings.mail_from
    email["To"] = message.recipient
    email["Subject"] = message.subject
    email["Date"] = message.made_at
    email["Message-ID"] = f"<{message.pk}@{settings.mail_from.rpartition('@')[2] or 'tutela'}>"
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(message.body)
    return email


def transport_for(settings: Settings) -> Transport:
    """How mail leaves with these settings. Raises `ValueError` on an address that is not SMTP's.

    Where the server offers STARTTLS it is used, and the certificate must hold; a password never goes without it.
    """
    if not settings.mail:
        return lambda email, _recipient: _write_file(settings.data / "mail", email)
    parts = urlsplit(settings.mail)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("mail is an address such as smtp://user:password@host:587")

    def send(email: EmailMessage, recipient: str) -> None:
        context = ssl.create_default_context()
        host = parts.hostname or ""
        with (
            smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT_SECONDS, context=context)
            if parts.scheme == "smtps"
            else smtplib.SMTP(host, parts.port or 587, timeout=TIMEOUT_SECONDS)
        ) as server:
            server.ehlo()  # what it offers is known only after this
            if parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=context)
            elif parts.scheme == "smtp" and parts.username:
                raise NotPrivate(host)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(email, to_addrs=[recipient])

    return send


def _write_file(folder: Path, email: EmailMessage) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = email["Message-ID"].strip("<>").partition("@")[0]
    draft = folder / f".{name}"
    draft.write_bytes(email.as_bytes())
    draft.rename(folder / f"{name}.eml")
