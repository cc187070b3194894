"""The gateway's own alarm, which needs neither web application nor recorder: a message and a command.

Sent once when something goes wrong and once when it is well again. The command is `hooks/alarm` in the data folder, if
there is one that can be run: it gets the subject as its argument and the words on standard input.
"""

import os
import smtplib
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tutela.settings import Settings

HOOK_SECONDS = 20
MAIL_SECONDS = 15
Say = Callable[[str], None]


class Alarm:
    """What is wrong now, by a short key; tells people when that changes."""

    def __init__(self, settings: Settings, say: Say) -> None:
        self.settings, self.say = settings, say
        self.wrong: dict[str, str] = {}

    def report(self, key: str, problem: str, to: str) -> None:
        """`problem` is empty when all is well. `to` is an e-mail address or empty."""
        before = self.wrong.get(key)
        if problem and before is None:
            self.wrong[key] = problem
            self._tell(f"Web filter: {problem}", f"{problem}\n\nThis was noticed at {_now()}.\n", to)
        elif not problem and before is not None:
            del self.wrong[key]
            self._tell("Web filter: well again", f"This is over since {_now()}: {before}\n", to)

    def _tell(self, subject: str, words: str, to: str) -> None:
        self.say(f"ALARM {subject}")
        try:
            self._mail(subject, words, to)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self.say(f"the alarm could not be mailed: {error}")
        self._run_hook(subject, words)

    def _mail(self, subject: str, words: str, to: str) -> None:
        message = EmailMessage()
        message["From"], message["To"] = self.settings.mail_from, to or self.settings.mail_from
        message["Subject"], message["Date"] = subject, format_datetime(datetime.now(UTC))
        message.set_content(words)
        if not self.settings.mail:
            folder = self.settings.data / "mail"
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (folder / f"{time.time_ns()}-gateway.eml").write_bytes(message.as_bytes())
            return
        server = urlsplit(self.settings.mail)
        kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
        with kind(server.hostname or "localhost", server.port or 0, timeout=MAIL_SECONDS) as post:
            if server.scheme == "smtp" and server.username:
                post.starttls()
            if server.username:
                post.login(unquote(server.username), unquote(server.password or ""))
            post.send_message(message)

    def _run_hook(self, subject: str, words: str) -> None:
        hook: Path = self.settings.data / "hooks" / "alarm"
        if not os.access(hook, os.X_OK):
            return
        try:
            done = subprocess.run([str(hook), subject], input=words, text=True, timeout=HOOK_SECONDS, check=False)
            if done.returncode:
                self.say(f"{hook} ended with {done.returncode}")
        except (OSError, subprocess.TimeoutExpired) as error:
            self.say(f"{hook} could not be run: {error}")


def _now() -> str:
    return f"{datetime.now().astimezone():%H:%M:%S on %d %B %Y}"
