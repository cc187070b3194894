"""A web application of its own, concerns waiting to be sent to it, and a client that writes down what was accepted."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from tests import postgresql
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
TOKEN = "k" * 32

PREPARE = """
import os, sys
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment=os.environ))
project.migrate()
from datetime import UTC, datetime
from django.test import Client
from tests import cast
from tutela.web.concerns import operations
cast.dana(), cast.dev(), cast.hana(), cast.name_contact()
leo, tom, at = cast.leo(), cast.tom(), datetime.now(UTC)
client = Client()
client.force_login(tom.user)
print(client.cookies["session"].value)
person = {"id": str(leo.pk), "name": leo.full_name, "role": "harmed"}
for number in range(int(sys.argv[3])):
    answers = {"danger": "no", "immediate_danger": False, "told_in_person": True, "people": [person],
        "people_asked": True, "what_happened": f"The lapwing flew {number} times.", "place": "online", "where": "",
        "happened_at": None, "theme": "bullying", "four_c": "conduct"}
    print(operations.start_draft(actor=cast.acting(tom), answers=answers, at=at).pk)
"""
EXAMINE = """
import os, sys
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment=os.environ))
from tutela.keys import KeyFolder
from tutela.web.concerns.models import Concern
from tutela.web.core import sealing
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.core.models import AuditEntry
from tutela.web.core.verification import verify
with acting_as(SystemActor("test")):
    there = {str(row.pk): row for row in Concern.objects.all()}
    torn = [pk for pk, row in there.items() if "lapwing flew" not in
        sealing.unseal_field(row, "sealed_text", sealing.open_case_key(row.case_key))]
raised = list(AuditEntry.objects.filter(action="concern.raise").values_list("object", flat=True))
acknowledged = sys.stdin.read().split()
lost = [pk for pk in acknowledged if pk not in there]
unaudited = [pk for pk in there if raised.count(f"concerns.concern:{pk}") != 1]
faults = verify(KeyFolder(project.given.keys).verify_key()).faults
print(f"lost {len(lost)} torn {len(torn)} unaudited {len(unaudited) + len(raised) - len(there)} faults {len(faults)}")
"""


class Web:
    """The real web application: granian, Django, and the database that this run of the tests is about."""

    def __init__(self, folder: Path, prepared: int, *, prepare: str = PREPARE, database: str | None = None) -> None:
        self.folder, self.port = folder, free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "TUTELA_"))}
        self.environment = kept | {
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "PYTHONFAULTHANDLER": "1",
            "TUTELA_DATABASE": postgresql.fresh() if database is None else database,
        }
        self.places = [str(folder / "data"), str(folder / "keys")]
        made = self.python(prepare, *self.places, str(prepared)).split()
        self.session, self.waiting = made[0], made[1:]
        self.process: subprocess.Popen[bytes] | None = None

    def python(self, script: str, *words: str, said: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-c", script, *words], input=said, capture_output=True, text=True, check=False,
            env=self.environment, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, under: Iterable[str] = ()) -> None:
        """Start it and wait until it answers."""
        script = "import sys; from tutela.cli.processes import run_process; from tutela.settings import load; "
        script += "run_process('web', load(data=sys.argv[1], keys=sys.argv[2], web_port=int(sys.argv[3])))"
        command = [*under, sys.executable, "-c", script, *self.places, str(self.port)]
        log = (self.folder / "web.log").open("ab")
        self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, start_new_session=True)
        log.close()
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            assert self.process.poll() is None, (self.folder / "web.log").read_text()
            if self._answers():
                return
            time.sleep(0.02)
        raise AssertionError("the web application did not start")

    def kill(self) -> None:
        """End it and all it started, without a word."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        while True:  # its children die a moment later, and their socket with them
            with socket.socket() as attempt:
                if attempt.connect_ex(("127.0.0.1", self.port)):
                    return
            time.sleep(0.005)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=START_SECONDS)
        try:
            connection.request("GET", "/health/")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def send(self, pk: str) -> bool:
        """Send a prepared concern; whether it was acknowledged. Raises OSError when nobody answers any more."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=60)
        try:
            cookies = f"session={self.session}; csrf={TOKEN}"
            headers = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Origin": f"http://localhost:{self.port}"}
            connection.request("POST", f"/report-a-concern/{pk}/check/", b"", headers)
            answer = connection.getresponse()
            where = urlsplit(answer.getheader("Location", "")).path
            return answer.status == http.client.FOUND and where == f"/report-a-concern/{pk}/sent/"
        finally:
            connection.close()


class Sender:
    """Sends what waits, one after another, until nobody answers; keeps an fsynced journal of what was accepted."""

    def __init__(self, web: Web, waiting: list[str], journal: Path) -> None:
        self.web, self.waiting, self.journal = web, waiting, journal
        self.first = threading.Event()
        self.refused = 0
        self._thread = threading.Thread(target=self._send)
        self._thread.start()

    def join(self) -> None:
        self._thread.join()

    def _send(self) -> None:
        with self.journal.open("a", encoding="ascii") as journal:
            while self.waiting:
                pk = self.waiting.pop()
                try:
                    if self.web.send(pk):
                        journal.write(f"{pk}\n")
                        journal.flush()
                        os.fsync(journal.fileno())
                        self.first.set()
                    else:
                        self.refused += 1
                except (OSError, http.client.HTTPException):
                    return
