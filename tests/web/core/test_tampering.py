"""Whoever owns the database changes one thing in the record of what was done, anywhere in it: each time it is found."""

import random
import string
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from tests.web.core.test_verification import AT, Verdict, prove, tamper
from tutela.keys import KeyFolder
from tutela.web.core import audit, checkpoints
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import AuditCheckpoint, AuditEntry, AuditHead

__all__ = ["prove"]

ENTRIES = 60
TEXTS, BYTES = ("actor", "action", "object", "details"), ("commitment", "leaf", "salt")
KINDS = (*TEXTS, *BYTES, "at", "establishment_id", "erased", "deleted", "cut", "swapped", "twice", "head", "note")


def a_letter_else(text: str, chance: random.Random) -> str:
    """The text with one letter changed, put in or taken out."""
    at = chance.randrange(len(text))
    begins, ends = text[:at], text[at + chance.choice((0, 1)) :]
    changed = begins + chance.choice(("", "x", "7")) + ends
    return changed if changed != text else f"{begins}#{text[at:]}"


def a_bit_else(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]


def change_one_thing(kind: str, chance: random.Random) -> str:
    """Change it in the rows themselves; what was done, for whoever reads of a change that was not found."""
    seq = chance.randint(1, ENTRIES)
    entry = AuditEntry.objects.get(seq=seq)

    def put(column: str, value: Any) -> str:
        tamper(f"UPDATE core_auditentry SET {column} = %s WHERE seq = %s", value, seq)
        return f"{column} of {seq} became {value!r}"

    if kind in TEXTS:
        return put(kind, a_letter_else(getattr(entry, kind), chance))
    if kind in BYTES:
        return put(kind, a_bit_else(bytes(getattr(entry, kind)), chance))
    if kind == "at":
        return put("at", entry.at + timedelta(microseconds=chance.choice((-1, 1)) * chance.randint(1, 10**9)))
    if kind == "establishment_id":
        return put("establishment_id", chance.randint(2, 99))
    if kind == "erased":
        tamper("UPDATE core_auditentry SET details = NULL, salt = NULL WHERE seq = %s", seq)
    elif kind == "deleted":
        tamper("DELETE FROM core_auditentry WHERE seq = %s", seq)
    elif kind == "cut":
        tamper("DELETE FROM core_auditentry WHERE seq >= %s", seq)
    elif kind == "swapped":
        other = chance.choice([one for one in range(1, ENTRIES + 1) if one != seq])
        for old, new in ((seq, 10_000), (other, seq), (10_000, other)):
            tamper("UPDATE core_auditentry SET seq = %s WHERE seq = %s", new, old)
    elif kind == "twice":
        columns = "at, establishment_id, actor, action, object, commitment, leaf, details, salt"
        statement = f"INSERT INTO core_auditentry (seq, {columns}) SELECT %s, {columns} FROM core_auditentry"
        tamper(f"{statement} WHERE seq = %s", ENTRIES + 1, seq)
    elif kind == "head":
        head = AuditHead.objects.get()
        tamper("UPDATE core_audithead SET frontier = %s", a_bit_else(bytes(head.frontier), chance))
    else:
        row = chance.choice(list(AuditCheckpoint.objects.order_by("size")))
        changed = a_letter_else(row.note, chance)
        tamper("UPDATE core_auditcheckpoint SET note = %s WHERE size = %s", changed, row.size)
        return f"the note of {row.size} became {changed!r}"
    return f"{kind} {seq}"


@pytest.mark.parametrize("changes", [80, pytest.param(1_000, marks=pytest.mark.full)])
def test_every_single_change_of_the_record_is_found(changes: int, prove: Callable[..., Verdict]) -> None:
    chance = random.Random(20261123)
    for part in range(3):
        for number in range(ENTRIES // 3):
            at = AT + timedelta(hours=part, seconds=number)
            audit.record(SystemActor("test"), "concern.read", f"concern:{part}-{number}", at=at, count=number)
        newest = checkpoints.make_now(AT + timedelta(hours=part))
    assert newest is not None
    assert prove(newest.note).faults == []
    unseen = []
    for number in range(changes):
        with transaction.atomic():
            done = change_one_thing(KINDS[number % len(KINDS)], chance)
            if not prove(newest.note).faults:
                unseen.append(done)
            transaction.set_rollback(True)
    assert unseen == []
    assert prove(newest.note).faults == []


def test_a_signature_that_is_written_otherwise_and_says_the_same_is_found(prove: Callable[..., Verdict]) -> None:
    """The last letter of base64 has bits that mean nothing; they must not differ either."""
    audit.record(SystemActor("test"), "concern.read", "concern:1", at=AT)
    made = checkpoints.make_now(AT)
    assert made is not None
    body, end = made.note.rstrip("\n")[:-2], "=\n"
    last = made.note.rstrip("\n")[-2]
    letters = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
    same = [one for one in letters if letters.index(one) // 4 == letters.index(last) // 4 and one != last]
    assert len(same) == 3
    for one in same:
        with pytest.raises(checkpoints.BadCheckpoint):
            checkpoints.read(body + one + end, KeyFolder(settings.TUTELA.keys).ring())
        with transaction.atomic():
            tamper("UPDATE core_auditcheckpoint SET note = %s WHERE size = %s", body + one + end, made.size)
            assert prove(made.note).faults
            transaction.set_rollback(True)
