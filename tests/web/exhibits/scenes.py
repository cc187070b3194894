"""What happens in these tests: Dana keeps files of a case about Leo, with a scanner that answers as it is told."""

import io
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from django.test import Client
from django.utils import timezone
from PIL import Image

from tests import cast
from tests.web.concerns.scenes import a_case
from tutela.settings import Settings
from tutela.web.concerns.models import SafeguardingCase
from tutela.web.exhibits import operations, shares, vault
from tutela.web.exhibits.models import Exhibit
from tutela.web.exhibits.scanner import Verdict

CANARY = b"the bittern was seen behind the boathouse"
CHAT = (
    b"20/11/2026, 15:04 - Leo: you said nobody would tell\n"
    b"20/11/2026, 15:05 - Unknown: send it or I post it\nnow\n"
    b"20/11/2026, 15:07 - Leo: please stop\n"
)


def a_picture(width: int = 64, height: int = 48, *, kind: str = "PNG", colour: str = "white") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind)
    return out.getvalue()


def asked_address(client: Client, case: SafeguardingCase) -> str:
    """Where a file can be chosen, once it was said that it shows nothing of the kind."""
    return client.post(f"/concerns/cases/{case.pk}/exhibits/add/", {"shows": "no"}).headers["Location"]


def upload(client: Client, case: SafeguardingCase, content: bytes, name: str = "chat.txt", **more: str) -> Any:
    """Dana sends a file through the pages, as a browser does."""
    file = io.BytesIO(content)
    file.name = name
    given = {"about": "Given by Leo's mother.", "zone": "Europe/London", "file": file}
    return client.post(asked_address(client, case), {**given, **more})


def an_exhibit(
    tutela: Settings, content: bytes = CHAT, kind: str = "chat", *, clean: bool = True, case: Any = None
) -> Exhibit:
    """An exhibit of Leo's case, which a scanner found clean unless told otherwise."""
    case = case or a_case()
    sealer = vault.Sealer(tutela.exhibits)
    sealer.write(content)
    sealed = sealer.finish()
    shares.keep(tutela.keys, sealed.id, sealed.share)
    exhibit = operations.receive(
        actor=cast.acting(case.opened_by),
        case_id=case.pk,
        sealed=sealed,
        kind=kind,
        notes=(),
        name="chat.txt",
        about="Given by Leo's mother.",
        zone="Europe/London",
        at=timezone.now(),
    )
    if clean:
        answer(exhibit, "clean")
    return exhibit


def answer(exhibit: Exhibit, status: str, detail: str = "ClamAV 1.4.3") -> None:
    """The scanner says something of it."""
    actor = cast.SETTING_UP
    operations.note_verdict(actor=actor, exhibit=exhibit, verdict=Verdict(status, detail), at=timezone.now())


def as_they_came(exhibit_id: UUID, why: str = "To check it") -> bytes:
    """The bytes, opened by Dana."""
    opened = operations.open_exhibit(
        actor=cast.acting(cast.dana()), exhibit_id=exhibit_id, kind="viewed", why=why, at=timezone.now()
    )
    return b"".join(opened.read())


@contextmanager
def listening(folder: Path, say: bytes) -> Iterator[str]:
    """A socket that answers every command with the same, as a scanner that lost its mind."""
    place = folder / "clamd.ctl"
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(place))
    server.listen()

    def serve() -> None:
        while True:
            try:
                connection, _address = server.accept()
            except OSError:
                return
            with connection:
                connection.recv(65536)
                connection.sendall(say)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield str(place)
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()
