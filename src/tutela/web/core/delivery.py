"""Sends what waits in the outbox: by SMTP, or into a folder when no mail server is set."""

import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.db.models import F

from tutela.settings import Settings
from tutela.web.core.models import OutboxMessage

FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)
AT_ONCE = 20
TIMEOUT_SECONDS = 15

Transport = Callable[[EmailMessage, str], None]


def deliver_due(settings: Settings, now: datetime, transport: Transport | None = None) -> int:
    """Send what is due, oldest first, at most twenty; how many were sent.

    What fails waits longer each time, up to an hour, and is given up after three days. A message is claimed by moving
    its due time before it is sent, so two workers never send the same one; a crash between the two sends it again.
    """
    transport = transport or transport_for(settings)
    sent = 0
    waiting = OutboxMessage.objects.filter(delivered_at__isnull=True, given_up_at__isnull=True, due_at__lte=now)
    for message in waiting.order_by("due_at")[:AT_ONCE]:
        delay = min(FIRST_DELAY * 2 ** min(message.attempts, 10), LONGEST_DELAY)
        claimed = OutboxMessage.objects.filter(
            pk=message.pk, due_at=message.due_at, delivered_at__isnull=True, given_up_at__isnull=True
        ).update(due_at=now + delay, attempts=F("attempts") + 1)
        if claimed:
            sent += _deliver(settings, message, now, transport)
    return sent


def _deliver(settings: Settings, message: OutboxMessage, now: datetime, transport: Transport) -> bool:
    row = OutboxMessage.objects.filter(pk=message.pk)
    try:
        transport(to_email(settings, message), message.recipient)
    except (OSError, smtplib.SMTPException) as error:
        # only the kind of fault: a server's answer may quote the message
        gone = {"given_up_at": now} if now - message.made_at > GIVE_UP_AFTER else {}
        row.update(last_fault=type(error).__name__, **gone)
        return False
    with transaction.atomic():
        row.update(**_delivered(message, now), last_fault="")
    return True


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
    """How mail leaves with these settings. Raises `ValueError` on an address that is not SMTP's."""
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
            if parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=context)
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
