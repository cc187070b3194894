"""No hostile file brings anything down, gets out of its corner or is shown as something that acts."""

import io
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from PIL import Image

from tests import cast
from tests.web.concerns.scenes import a_case
from tests.web.exhibits import hostile
from tests.web.exhibits.scenes import CHAT, upload
from tests.web.exhibits.test_keeping import SignIn
from tutela.settings import Settings
from tutela.web.exhibits import apart, kinds, names
from tutela.web.exhibits.models import Exhibit

SEED = 20261122
ALL = 520
SAMPLE = ("zip bomb", "zip slip", "macros", "pixel flood", "two kinds in one", "deep data", "odd conversation", "noise")


def handle(content: bytes) -> str:
    """What a file meets here: its kind by content, a look inside, and being shown. Where it ended."""
    look = kinds.Look()
    for start in range(0, len(content), 65536):
        look.feed(content[start : start + 65536])
    kind = look.kind()
    if not kind:
        return "kind"
    try:
        if kind in (*kinds.PICTURES, "pdf", kinds.PACKED):
            kind = apart.look({"do": "inspect", "kind": kind}, [content])[0]["kind"]
        if kind in kinds.PICTURES:
            told, made = apart.look({"do": "show", "kind": kind}, [content])
            with Image.open(io.BytesIO(made)) as picture:
                assert (picture.format, dict(picture.info)) == ("PNG", {})
                assert max(picture.size) <= 1600
        elif kind in kinds.TEXTS:
            told, made = apart.look({"do": "show", "kind": kind, "zone": "Europe/London"}, [content])
            assert len(made) < 1_000_000
            assert len(told.get("rows", ())) <= 2000
    except apart.CannotLook as reason:
        return str(reason)
    return "kept"


def run(files: Iterable[tuple[str, bytes]]) -> dict[str, list[str]]:
    ends: dict[str, list[str]] = {}
    for name, content in files:
        began = time.monotonic()
        ends.setdefault(handle(content), []).append(name)
        assert time.monotonic() - began < 120, name
    return ends


def test_a_sample_of_hostile_files_meets_its_end_in_a_process_apart() -> None:
    whole = hostile.make_files(SEED, len(hostile.MAKERS))
    ends = run((name, content) for name, content in whole if name in SAMPLE)
    assert sorted(ends["kept"]) == ["deep data", "odd conversation", "two kinds in one"]


@pytest.mark.full
def test_five_hundred_hostile_files_bring_nothing_down() -> None:
    ends = run(hostile.make_files(SEED, ALL))
    assert sum(map(len, ends.values())) == ALL
    assert set(ends) <= {"kept", "kind", "broken", "too-large", "too-long", "not-shown"}


def test_the_process_apart_opens_no_file_and_no_connection() -> None:
    program = (
        "import json, os, socket, sys; from tutela.web.exhibits import looking; looking._give_up_rights()\n"
        "said = []\n"
        "for name, act in (('file', lambda: os.open('/etc/hostname', 0)), ('socket', socket.socket)):\n"
        "    try:\n        act()\n    except OSError as error:\n        said.append(f'{name} {error.errno}')\n"
        "try:\n    bytearray(700 << 20)\nexcept MemoryError:\n    said.append('memory')\n"
        "os.write(1, json.dumps({'said': said}).encode() + b'\\n')\n"
    )
    src = Path(apart.__file__).parents[3]
    made = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, env={"PYTHONPATH": str(src)}
    )
    assert b'"file 24", "socket 24", "memory"' in made.stdout


@pytest.mark.parametrize("name", hostile.NAMES)
def test_a_name_is_shown_for_what_it_is(name: str) -> None:
    shown = names.clean_name(name)
    assert 0 < len(shown) <= names.LONGEST
    assert not set("/\\\0\u202e\u2066\u2069\u200b") & set(shown)
    assert shown.isprintable()


def test_a_name_of_two_writings_is_noticed() -> None:
    assert names.mixes_writings("раypal-invoice.pdf")
    assert not names.mixes_writings("Žofie – photo.pdf")
    assert not names.mixes_writings("фото.pdf")


def test_hostile_names_come_through_the_pages(sign_in: SignIn, tutela: Settings) -> None:
    case, dana = a_case(), sign_in(cast.dana())
    for name in hostile.NAMES[:9]:
        assert upload(dana, case, CHAT, name.replace("\0", "")).status_code in (200, 302)
    kept = Exhibit._base_manager.filter(case=case)
    assert kept.count() >= 7
    for exhibit in kept:
        shown = dana.get(f"/exhibits/{exhibit.pk}/").content.decode()
        assert "\u202e" not in shown
        assert "<img src=x" not in shown
    assert {file.name for file in tutela.exhibits.iterdir()} == {exhibit.pk.hex for exhibit in kept}
