"""The audit is proved each week, whoever proves it is written down, and a fault is told at once."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

import tutela
from tutela.web.core import outbox
from tutela.web.core.models import AuditProof
from tutela.web.core.outbox import Notice
from tutela.web.core.verification import Verdict
from tutela.web.establishments import queries as establishments

PROVED_EVERY = timedelta(days=7)
AGAIN_AFTER = timedelta(hours=6)
"""How soon it is tried again when a proof came to no end."""
TOLD = ("head", "dsl", "it")
"""Never one alone: whoever changed it may be among them."""

FAULTY = Notice(
    "audit.faulty",
    "Urgent: the record of who did and read what has been changed",
    "The record at {establishment} that says who did and read what was proved, and something in it is not as it was "
    "written. Run `tutela audit verify` on the machine to see what, keep the machine as it is, and have whoever "
    "looks after it find out how it came about.",
)

_running: list["subprocess.Popen[bytes]"] = []
_tried: list[datetime] = []


@transaction.atomic
def note_proof(verdict: Verdict, at: datetime) -> AuditProof:
    """Write down that the audit was proved; whoever runs each establishment is told where something is at fault."""
    proof = AuditProof.objects.create(
        at=at,
        size=verdict.size,
        root=verdict.root,
        faults="\n".join(verdict.faults),
        anchored_to=verdict.anchored_to,
    )
    for establishment in establishments.list_establishments() if verdict.faults else ():
        for person in establishments.list_holders(establishment, *TOLD, at=at):
            outbox.post(
                FAULTY,
                to=person.email,
                at=at,
                link="",
                establishment_id=establishment.pk,
                establishment=establishment.name,
            )
    return proof


def get_last_proof() -> AuditProof | None:
    """The newest proof, sound or not."""
    return AuditProof.objects.order_by("-at").first()


def prove_weekly(at: datetime) -> None:
    """Begin the proof when it is due, in a process of its own: a long record takes a minute, and alerts do not wait."""
    if _running and _running[0].poll() is not None:
        _running.clear()
    last = get_last_proof()
    if _running or (last is not None and timedelta() <= at - last.at < PROVED_EVERY):
        return
    if _tried and timedelta() <= at - _tried[0] < AGAIN_AFTER:
        return
    _tried[:] = [at]
    _running.append(start(settings.TUTELA))


def start(chosen: Any) -> "subprocess.Popen[bytes]":
    """The command by which a person proves it, with the settings of this process; what it says goes into the log."""
    command = [sys.executable, "-m", "tutela.cli", "audit", "verify"]
    command += ["--data", str(chosen.data), "--keys", str(chosen.keys)]
    paths = [str(Path(next(iter(tutela.__path__))).parent), os.environ.get("PYTHONPATH", "")]
    with (chosen.log / "audit.log").open("wb") as said:
        return subprocess.Popen(
            command,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
