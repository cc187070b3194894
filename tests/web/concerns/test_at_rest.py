"""What is on the disk: the bytes of a real database file, with its write-ahead log, after a day's work."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

WORK = """
import sys
from datetime import UTC, datetime, timedelta
from tutela.settings import load
from tutela.web import project
project.start(load(data=sys.argv[1], keys=sys.argv[2], environment={}))
project.migrate()
from tests import cast
from tests.web.concerns import scenes
from tutela.web.concerns import operations
at = scenes.AT
concern = scenes.a_concern(scenes.somebody(cast.leo()), scenes.named("Zebediah Quill", "bystander"),
    where="behind the observatory", note="the heron knows",
    events=[{"time": at.isoformat(), "search_terms": "how do pelicans drown"}])
case = scenes.a_case(concern)
dana = cast.acting(cast.dana())
operations.add_entry(actor=dana, case_id=case.pk, version=1, kind="note", happened_at=at, place="", at=at,
    words="The bittern was heard.")
action = operations.set_action(actor=dana, case_id=case.pk, version=2, words="Ask about the curlew", due_on=at.date(),
    owner_name="Wilhelmina Roe", at=at)
operations.start_draft(actor=cast.acting(cast.tom()), answers={"what_happened": "I saw a plover."}, at=at)
operations.finish_action(actor=dana, case_id=case.pk, action_id=action.pk, version=3, words="The dunlin came.", at=at)
from tutela.web.concerns import queries
read = queries.read_case(actor=dana, case_id=case.pk, today=at.date(), at=at)
scenes.ready_to_close(case.pk)
version = scenes.version_of(case.pk)
operations.close_case(actor=dana, case_id=case.pk, version=version, outcome="supported", words="The wigeon is home.",
    support={someone.involved_id: operations.Support("given", "The avocet knows.") for someone in read.bystanders},
    is_lesson=True, lesson="Watch the sandpiper.", at=at)
"""
CANARIES = (
    "kingfisher",
    "Zebediah",
    "observatory",
    "heron",
    "pelicans",
    "bittern",
    "curlew",
    "Wilhelmina",
    "plover",
    "dunlin",
    "wigeon",
    "avocet",
    "sandpiper",
)


@pytest.mark.requirement("S3.19")
def test_no_word_that_anybody_wrote_is_readable_in_the_files(tmp_path: Path, root: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}:{root}"}
    # kept open and never checkpointed, so that the log is there to be searched
    script = WORK + "import os; os._exit(0)\n"
    (tmp_path / "keys").mkdir(mode=0o700)
    subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "data"), str(tmp_path / "keys")], env=environment, check=True
    )
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert {"tutela.sqlite3", "tutela.sqlite3-wal"} <= {file.name for file in files}
    assert any(b"Oakfield" in file.read_bytes() for file in files)
    found = [(word, file.name) for file in files for word in CANARIES if word.encode() in file.read_bytes()]
    assert found == []
