"""An export proves itself with Python alone, in another place, and whatever was changed in it is found and named."""

import base64
import io
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tutela.keys import KeyFolder
from tutela.web.core import audit, checkpoints, exports, verify_export
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import AuditCheckpoint

AT = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
CASE = "concerns.safeguardingcase:1"


def a_record(entries: int) -> AuditCheckpoint:
    """A record of so many entries, every third of which is about our case, signed at its end."""
    for number in range(entries):
        with transaction.atomic():
            about = CASE if number % 3 == 0 else f"another:{number}"
            audit.record(SystemActor("test"), "case.read", about, at=AT + timedelta(minutes=number), number=number)
    made = checkpoints.make_now(AT + timedelta(days=1))
    assert made is not None
    return made


def an_export(folder: Path, key: Ed25519PrivateKey, entries: int = 20) -> bytes:
    """What a case's export is made of, with words instead of a PDF."""
    checkpoint = a_record(entries)
    files = [
        ("chronology.pdf", b"%PDF Leo said that the heron came back."),
        ("case.json", b'{"case": {"number": 1042, "chronology": ["one", "two"]}}\n'),
        ("files/referral-pack-1.docx", bytes(range(256))),
        ("audit/entries.jsonl", exports.prove_entries([CASE], checkpoint)),
        ("audit/checkpoint.txt", checkpoint.note.encode()),
    ]
    out = io.BytesIO()
    exports.write_export(out, "case", {"file": "case-1042.zip", "made_at": AT.isoformat()}, files, key)
    (folder / "case.zip").write_bytes(out.getvalue())
    return out.getvalue()


@pytest.fixture
def key(key_folder: Path) -> Ed25519PrivateKey:
    return KeyFolder(key_folder).signing_key()


def faults_of(raw: bytes) -> list[str]:
    """What the verifier says of a container."""
    faults: list[str] = []
    verify_export.check(verify_export.read_container(raw, faults.append), faults.append, lambda _said: None)
    return faults


def alone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The verifier as a stranger runs it: a bare Python, isolated, in another folder."""
    (folder / "verify.py").write_bytes(exports.VERIFIER.read_bytes())
    command = [sys.executable, "-I", "-S", "verify.py", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env={})


def test_a_bare_python_in_another_folder_proves_an_export_packed_and_unpacked(
    tmp_path: Path, key: Ed25519PrivateKey
) -> None:
    an_export(tmp_path, key)
    public = key.public_key().public_bytes_raw().hex()
    done = alone(tmp_path, "case.zip", "--key", public)
    assert (done.returncode, done.stderr) == (0, "")
    assert "7 entries of who did and read what stand in a record of 20 entries" in done.stdout
    assert "Not checked: whose key" not in done.stdout
    ZipFile(tmp_path / "case.zip").extractall(tmp_path / "unpacked")
    assert "Not checked: whose key" in alone(tmp_path, "unpacked").stdout
    (tmp_path / "unpacked" / "case.json").write_text("{}")
    (tmp_path / "unpacked" / "note.txt").write_text("added")
    spoilt = alone(tmp_path, "unpacked")
    assert spoilt.returncode == 1
    assert "case.json was changed." in spoilt.stdout
    assert "note.txt was added" in spoilt.stdout
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    assert "Another key signed this export than the one you gave" in alone(tmp_path, "case.zip", "--key", other).stdout
    assert alone(tmp_path, "nowhere.zip").returncode == 2


def test_whoever_signs_a_forged_export_with_a_key_of_their_own_is_found_by_the_schools_key(
    tmp_path: Path, key: Ed25519PrivateKey
) -> None:
    an_export(tmp_path, key)
    files = verify_export.read_container((tmp_path / "case.zip").read_bytes(), pytest.fail)
    theirs, out = Ed25519PrivateKey.generate(), io.BytesIO()
    forged = [(name, content) for name, content in files.items() if name.partition("/")[0] in ("audit", "files")]
    exports.write_export(out, "case", {}, [("case.json", b"{}"), *forged], theirs)
    assert any("audit/checkpoint.txt" in fault for fault in faults_of(out.getvalue()))


def test_every_kind_of_change_is_named_where_it_is(tmp_path: Path, key: Ed25519PrivateKey) -> None:
    raw = an_export(tmp_path, key)
    files = verify_export.read_container(raw, pytest.fail)
    lines = files["audit/entries.jsonl"].splitlines(keepends=True)

    def again(name: str, content: bytes) -> list[str]:
        faults: list[str] = []
        verify_export.check({**files, name: content}, faults.append, lambda _said: None)
        return faults

    edited = again(
        "audit/entries.jsonl", b"".join([*lines[:3], lines[3].replace(b"case.read", b"case.open"), *lines[4:]])
    )
    assert "audit/entries.jsonl, line 4 (entry 10) was changed, or does not stand in the record." in edited
    told = again("audit/entries.jsonl", b"".join([lines[0].replace(b'\\"number\\":0', b'\\"number\\":7'), *lines[1:]]))
    assert "audit/entries.jsonl, line 1 (entry 1): its details were changed." in told
    swapped = again("audit/entries.jsonl", b"".join([lines[1], lines[0], *lines[2:]]))
    assert "audit/entries.jsonl, line 2 (entry 1) is out of its order, or there twice." in swapped
    assert "audit/entries.jsonl was changed." in again("audit/entries.jsonl", b"".join(lines[:-1]))
    assert "manifest.json was changed after it was signed, or another key signed it." in again(
        "manifest.json", files["manifest.json"].replace(b'"case"', b'"cast"')
    )
    missing: list[str] = []
    verify_export.check({key: files[key] for key in files if key != "case.json"}, missing.append, lambda _said: None)
    assert missing == ["case.json is missing."]


def mutations(raw: bytes, count: int, seed: int) -> list[tuple[str, bytes]]:
    """So many copies, each changed in one place: a byte edited, some deleted, inserted, swapped, or the end cut off."""
    draw = random.Random(seed)
    made = []
    for number in range(count):
        at, length = draw.randrange(len(raw)), draw.randrange(1, 40)
        kind = ("edit", "delete", "insert", "swap", "truncate")[number % 5]
        if kind == "edit":
            spoilt = raw[:at] + bytes([raw[at] ^ draw.randrange(1, 256)]) + raw[at + 1 :]
        elif kind == "delete":
            spoilt = raw[:at] + raw[at + length :]
        elif kind == "insert":
            spoilt = raw[:at] + draw.randbytes(length) + raw[at:]
        elif kind == "swap":
            other = draw.randrange(len(raw))
            one, two = sorted((at, other))
            spoilt = raw[:one] + raw[two : two + 1] + raw[one + 1 : two] + raw[one : one + 1] + raw[two + 1 :]
        else:
            spoilt = raw[:at]
        if spoilt != raw:
            made.append((f"{kind} at {at}", spoilt))
    return made


def test_each_of_many_single_changes_is_detected_and_told_without_a_crash(
    tmp_path: Path, key: Ed25519PrivateKey, request: pytest.FixtureRequest
) -> None:
    raw = an_export(tmp_path, key)
    assert faults_of(raw) == []
    unseen = [kind for kind, spoilt in mutations(raw, 60, seed=5) if not faults_of(spoilt)]
    assert unseen == []


@pytest.mark.full
def test_each_of_a_thousand_single_changes_is_detected(tmp_path: Path, key: Ed25519PrivateKey) -> None:
    raw = an_export(tmp_path, key)
    spoilt = mutations(raw, 1100, seed=9)[:1000]
    assert len(spoilt) == 1000
    assert [kind for kind, one in spoilt if not faults_of(one)] == []


@settings(max_examples=15, deadline=None)
@given(st.binary(max_size=80), st.integers(0, 95), st.integers(1, 255))
def test_signatures_hold_for_the_verifier_as_for_the_library(message: bytes, at: int, change: int) -> None:
    private = Ed25519PrivateKey.generate()
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert verify_export.is_signed(public, message, signature)
    whole = bytearray(public + signature)
    whole[at] ^= change
    assert not verify_export.is_signed(bytes(whole[:32]), message, bytes(whole[32:]))
    assert not verify_export.is_signed(public, message + b"x", signature)


def test_a_signature_made_larger_by_the_order_of_the_group_is_refused() -> None:
    private = Ed25519PrivateKey.generate()
    signature = private.sign(b"x")
    larger = (int.from_bytes(signature[32:], "little") + verify_export.ORDER).to_bytes(32, "little")
    assert not verify_export.is_signed(private.public_key().public_bytes_raw(), b"x", signature[:32] + larger)


@given(st.integers(1, 70), st.data())
def test_the_verifiers_own_proofs_are_those_of_the_tree(size: int, draw: st.DataObject) -> None:
    from tutela.web.core import merkle

    leaves = [merkle.hash_leaf(bytes([number])) for number in range(size)]
    index = draw.draw(st.integers(0, size - 1))
    proof, root = merkle.inclusion_proof(leaves, index), merkle.root_of_leaves(leaves)
    assert verify_export.root_from(leaves[index], index, size, proof) == root
    assert verify_export.root_from(leaves[index], index, size, [*proof, root]) is None
    assert proof == [] or verify_export.root_from(leaves[index], index, size, proof[:-1]) is None


def test_the_whole_record_is_proved_and_its_cut_end_is_seen_with_a_statement_from_outside(
    tmp_path: Path, key: Ed25519PrivateKey
) -> None:
    later = a_record(12)
    out = io.BytesIO()
    exports.write_export(out, "audit", {}, exports.list_audit_files(), key)
    (tmp_path / "audit.zip").write_bytes(out.getvalue())
    (tmp_path / "outside.txt").write_text(later.note)
    done = alone(tmp_path, "audit.zip", "--from", "outside.txt")
    assert done.returncode == 0, done.stdout
    assert "12 entries stand without a gap, and 1 signed statements agree" in done.stdout
    files = verify_export.read_container(out.getvalue(), pytest.fail)
    short = io.BytesIO()
    faults: list[str] = []
    cut = b"".join(files["audit/entries-00001.jsonl"].splitlines(keepends=True)[:-2])
    exports.write_export(
        short, "audit", {}, [("audit/entries-00001.jsonl", cut), ("audit/checkpoints.jsonl", b"")], key
    )
    opened = verify_export.read_container(short.getvalue(), pytest.fail)
    verify_export.check(opened, faults.append, lambda _said: None, outside_note=later.note)
    assert faults == ["The record ends at entry 10, but a statement was signed when there were 12."]


def test_erased_details_leave_the_entry_provable(tmp_path: Path, key: Ed25519PrivateKey) -> None:
    a_record(4)
    audit.erase_details(SystemActor("test"), 1, reason="retention", at=AT + timedelta(days=2))
    checkpoint = checkpoints.make_now(AT + timedelta(days=2))
    assert checkpoint is not None
    lines = exports.prove_entries([CASE], checkpoint)
    assert b'"details":null' in lines.splitlines()[0]
    files = {"audit/entries.jsonl": lines, "audit/checkpoint.txt": checkpoint.note.encode()}
    faults: list[str] = []
    keys = [{"key": key.public_key().public_bytes_raw()}]
    verify_export.check_case_entries(files, keys, faults.append, lambda _said: None)
    assert faults == []
    assert base64.b64decode(checkpoint.note.split("\n")[2])
