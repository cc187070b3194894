"""Five hundred phrases that people wrote are looked for in every byte that the work of a day leaves on the disc."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgresql

PHRASES = 500
MARK = "wryneckquill"
"""Stands in every phrase, so that one look for it is a look for all of them."""
WORK = """
import os, sys
from pathlib import Path
from tutela.settings import load
from tutela.web import project
folder, mark, phrases = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
project.start(load(data=folder / "data", keys=folder / "keys", environment=os.environ))
project.migrate()
from tutela.keys import KeyFolder
from tests import cast
from tests.web.concerns import scenes
from tutela.web.backups import creating, opening, recipients
from tutela.web.concerns import operations
planted = 0
def phrase():
    global planted
    planted += 1
    return f"{mark} {planted:04}"
tom, dana, at = cast.acting(cast.tom(), at=scenes.AT), cast.dana(), scenes.AT
case = scenes.a_case()
version = 1
while planted < phrases:
    operations.start_draft(actor=tom, answers={"what_happened": phrase(), "where": phrase(), "people": [{"id": None,
        "name": phrase(), "role": "harmed"}]}, at=at)
    if planted < phrases * 3 // 4:
        continue
    scenes.an_unread_concern(scenes.somebody(cast.leo()), scenes.named(phrase(), "bystander"),
        what_happened=phrase(), where=phrase(), note=phrase(),
        events=[{"time": at.isoformat(), "search_terms": phrase()}])
    operations.add_entry(actor=cast.acting(dana, at=at), case_id=case.pk, version=version, kind="note", happened_at=at,
        place="", at=at, words=phrase())
    version += 1
hana, private = recipients.make_pair("Hana Novak")
made = creating.create(project.given, folder / "away", [hana], at, lambda words: None)
_, key = opening.get_key(made.path, private)
opening.unpack(made.path, key, KeyFolder(folder / "keys").secret("root"), folder / "opened", say=print)
print("planted", planted, flush=True)
os._exit(0)  # as a power cut would: nothing is tidied up that lies in the write-ahead log
"""


def forms_of(word: str) -> list[bytes]:
    """How the bytes of a word may look: plain, as UTF-16, in hexadecimal, and in base64 wherever it may begin."""
    plain = word.encode()
    shifted = [base64.b64encode(b"x" * by + plain + b"xx")[4:-4] for by in range(3)]
    return [plain, word.encode("utf-16-le"), plain.hex().encode(), *shifted]


@pytest.mark.requirement("S3.19")
def test_none_of_five_hundred_phrases_is_readable_on_the_disc_nor_in_an_opened_back_up(
    tmp_path: Path, root: Path
) -> None:
    if postgresql.fresh():
        pytest.skip("looked for in files; PostgreSQL's lie elsewhere")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "TUTELA_"))}
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = kept | {"PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}", "TMPDIR": str(temporary)}
    words = [str(tmp_path / "school"), MARK, str(PHRASES)]
    done = subprocess.run(
        [sys.executable, "-c", WORK, *words], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) >= PHRASES
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    names = {file.name for file in files}
    assert {"tutela.sqlite3", "tutela.sqlite3-wal"} <= names
    assert len([name for name in names if name.endswith(".backup")]) == 1
    assert len([file for file in files if b"Oakfield" in file.read_bytes()]) >= 2  # the live one and the opened one
    found = [(file.name, form) for file in files for form in forms_of(MARK) if form in file.read_bytes()]
    assert found == []
    assert MARK not in done.stderr
