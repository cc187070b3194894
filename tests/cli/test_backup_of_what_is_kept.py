"""What is newest in the records comes back from a back-up too: it opens, verifies, and two people still end it."""

import shutil
from pathlib import Path

import pytest
from tests.cli.test_backup import Machine, letters_of

pytestmark = [pytest.mark.records]

MAKE = """
import json, os, sys
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment=os.environ))
project.migrate()
from tests import cast
from tests.web.allegations.scenes import a_report
from tests.web.allegations.test_destroying import end, put_forward as end_in_vault
from tests.web.concerns.scenes import AT, a_concern, somebody
from tests.web.retention.scenes import confirm, destroy, put_forward
from tests.web.retention.test_concerns import closed
from tests.web.retention.test_supervision import a_session, hold
from tutela.web.accounts.operations import keep_unsent
from tutela.web.core.actor import SystemActor, acting_as
acting_as(SystemActor("test")).__enter__()
confirm()
cast.dev(), cast.chris()
gone = destroy(put_forward(closed()))
kept, due = closed(a_concern(somebody(cast.leo()))), closed(a_concern(somebody(cast.leo())))
put_forward(kept)
hold(kept)
session = a_session()
row = a_report(cast.tom())
end(row)
end_in_vault(row)
keep_unsent(actor=SystemActor("test"), user_id=cast.tom().user.pk, half="h" * 43, page="/report-a-concern/",
    body="what=the+kingfisher", at=AT)
print(json.dumps({"certificate": str(gone.pk), "gone": str(gone.concern_id), "kept": str(kept.pk),
    "due": str(due.pk), "session": str(session.pk), "row": str(row.pk), "tom": str(cast.tom().user.pk)}))
"""
READ = """
import json, os, sys
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment=os.environ))
project.migrate()
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client
from tests import cast
from tests.web.allegations.test_destroying import decide
from tests.web.concerns.scenes import AT
from tests.web.retention.scenes import LATER, destroy, put_forward
from tutela.keys import KeyFolder
from tutela.web.accounts.operations import find_unsent
from tutela.web.allegations.models import Allegation, PutForward
from tutela.web.concerns import queries as concerns
from tutela.web.concerns.models import Concern
from tutela.web.core import sealing
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.core.models import CaseKey
from tutela.web.retention import queries, rules
from tutela.web.retention.models import Certificate, Proposal
from tutela.web.retention.models.subjects import Subject
acting_as(SystemActor("test")).__enter__()
told = json.loads(sys.argv[3])

def is_readable(key, **more):
    try:
        return bool(sealing.open_case_key(CaseKey.objects.get(pk=key), **more))
    except sealing.NoKeyGrant:
        return False

dana, place = cast.acting(cast.dana(), at=LATER), cast.oakfield()

# the ring knows the key that signed the certificate, and the one that followed it
ring = KeyFolder(settings.TUTELA.keys).ring()
assert len(ring.keys) == 2, len(ring.keys)
certificate = Certificate._base_manager.get(pk=told["certificate"])
text = f"tutela/destruction/1\\n{certificate.text}".encode()
assert ring.find_signer(bytes.fromhex(certificate.signature), text) == ring.keys[0]
assert not is_readable(Concern._base_manager.get(pk=told["gone"]).case_key_id)

# a concern without a case: held with its reason, and the database itself keeps it; another one goes by two people
kept = Concern._base_manager.get(pk=told["kept"])
held = queries.read_holds(actor=dana, subject=Subject("concern", kept.pk), at=AT)
assert [one.reason for one in held] == ["A letter of a solicitor"]
assert is_readable(kept.case_key_id)
check, rules.check_decision = rules.check_decision, lambda *given, **more: None
try:
    with transaction.atomic():
        destroy(Proposal._base_manager.get(concern=kept))
except DatabaseError as refused:
    assert "legal hold keeps this concern" in str(refused), refused
else:
    raise AssertionError("what is held was destroyed")
rules.check_decision = check
due = Concern._base_manager.get(pk=told["due"])
assert is_readable(due.case_key_id)
another = destroy(put_forward(due))
assert another.number == 2
text = f"tutela/destruction/1\\n{another.text}".encode()
assert ring.find_signer(bytes.fromhex(another.signature), text) == ring.newest
assert not is_readable(due.case_key_id)

# notes of supervision open to the two who were there, and are kept by the hold
[session] = concerns.read_supervisions(actor=cast.acting(cast.dana(), at=AT), at=AT)
assert session.notes == "I have not slept."
[stand] = queries.list_sessions(dana, place)
assert (str(stand.subject.id), stand.is_held) == (told["session"], True)

# the vault: its record opens, and the second person ends it
row = Allegation._base_manager.get(pk=told["row"])
assert is_readable(row.case_key_id, vault=True)
decide(PutForward._base_manager.get(allegation=row))
assert not is_readable(row.case_key_id, vault=True)

# what was typed and not sent is there for who has the other half, and for nobody else
assert find_unsent(told["tom"], "h" * 43, "/report-a-concern/", AT) == "what=the+kingfisher"
assert find_unsent(told["tom"], "x" * 43, "/report-a-concern/", AT) is None
"""


def test_records_that_are_held_put_forward_or_destroyed_come_back_as_they_were(tmp_path: Path) -> None:
    first = Machine(tmp_path / "old")
    page = first.run("backup", "key", "--for", "Hana Novak")
    (tmp_path / "hana.txt").write_text(page.stdout)
    first.environment["TUTELA_BACKUP_RECIPIENTS"] = letters_of(page)
    made = first.python(MAKE)
    assert made.returncode == 0, made.stderr
    turned = first.run("keys", "rotate", "signing")
    assert turned.returncode == 0, turned.stdout + turned.stderr
    assert first.run("keys", "sheet", "--for", "Hana Novak", "Ivy Chen", "--out", tmp_path / "paper").returncode == 0
    created = first.run("backup", "create", "--to", tmp_path / "away")
    assert created.returncode == 0, created.stdout + created.stderr
    (file,) = (tmp_path / "away").iterdir()
    drill = first.run("backup", "verify", file, "--key", tmp_path / "hana.txt")
    assert drill.returncode == 0, drill.stdout + drill.stderr
    shutil.rmtree(first.data)
    shutil.rmtree(first.keys)

    second = Machine(tmp_path / "new")
    sheets = [word for half in (1, 2) for word in ("--sheet", tmp_path / "paper" / f"root-key-half-{half}.txt")]
    restored = second.run("backup", "restore", file, "--key", tmp_path / "hana.txt", *sheets)
    assert restored.returncode == 0, restored.stdout + restored.stderr
    verified = second.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout
    read = second.python(READ, made.stdout.strip().splitlines()[-1])
    assert read.returncode == 0, read.stderr
    assert second.run("audit", "verify").returncode == 0
