"""Every single tampering with the audit is found and named; an honest erasure is not taken for one."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tutela.keys import KeyFolder
from tutela.settings import Settings
from tutela.web.core import audit, checkpoints
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import AuditCheckpoint, AuditEntry, AuditHead
from tutela.web.core.verification import Verdict, verify

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ACTOR = SystemActor("test")


def fill(count: int) -> None:
    for number in range(count):
        audit.record(ACTOR, "concern.read", f"concern:{number}", at=AT + timedelta(seconds=number), count=number)


def tamper(statement: str, *values: object) -> None:
    """What somebody does who owns the database: drop the guard, change, put it back."""
    with connection.cursor() as cursor:
        for table in ("core_auditentry", "core_auditcheckpoint"):
            for event in ("update", "delete"):
                of_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{of_table}")
        cursor.execute(statement, values)


@pytest.fixture
def prove(tutela: Settings) -> Callable[..., Verdict]:
    return lambda anchor=None: verify(KeyFolder(tutela.keys).verify_key(), anchor)


def test_an_untouched_audit_is_sound(prove: Callable[..., Verdict]) -> None:
    fill(20)
    checkpoints.make_now(AT)
    verdict = prove()
    assert (verdict.faults, verdict.size, verdict.checkpoints, verdict.anchored_to) == ([], 20, 1, None)


def test_an_empty_audit_is_sound(prove: Callable[..., Verdict]) -> None:
    assert prove().faults == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE core_auditentry SET actor = 'user:other' WHERE seq = 7", "Entry 7 was changed."),
        ("UPDATE core_auditentry SET at = '2026-11-21 09:00:00' WHERE seq = 7", "Entry 7 was changed."),
        ("UPDATE core_auditentry SET establishment_id = 9 WHERE seq = 7", "Entry 7 was changed."),
        ("UPDATE core_auditentry SET details = '{}' WHERE seq = 7", "The details of entry 7 were changed."),
        (
            "UPDATE core_auditentry SET salt = (SELECT salt FROM core_auditentry WHERE seq = 8) WHERE seq = 7",
            "The details of entry 7 were changed.",
        ),
        ("UPDATE core_auditentry SET details = NULL, salt = NULL WHERE seq = 7", "entry 7 are gone and no entry says"),
        ("DELETE FROM core_auditentry WHERE seq = 7", "Entry 7 is missing"),
        ("DELETE FROM core_auditentry WHERE seq = 20", "The audit ends at 19, but a checkpoint was signed at 20."),
        ("UPDATE core_audithead SET size = 21", "The audit's head speaks of 21 entries"),
        ("UPDATE core_auditcheckpoint SET note = replace(note, '20', '19')", "Another key signed this checkpoint"),
    ],
)
def test_a_tampering_is_found_and_named(statement: str, words: str, prove: Callable[..., Verdict]) -> None:
    fill(20)
    checkpoints.make_now(AT)
    tamper(statement)
    assert any(words in fault for fault in prove().faults), prove().faults


def test_an_entry_with_a_leaf_that_was_made_to_fit_is_found_by_the_checkpoint(prove: Callable[..., Verdict]) -> None:
    fill(20)
    checkpoints.make_now(AT)
    entry = AuditEntry.objects.get(seq=7)
    entry.actor = "user:other"
    from tutela.web.core.merkle import hash_leaf

    tamper(
        "UPDATE core_auditentry SET actor = %s, leaf = %s WHERE seq = 7",
        entry.actor,
        hash_leaf(audit.leaf_content(entry)),
    )
    assert "The entries up to 20 are not those of the checkpoint at 20." in prove().faults


def test_two_entries_that_changed_places_are_found(prove: Callable[..., Verdict]) -> None:
    fill(20)
    tamper("UPDATE core_auditentry SET seq = CASE seq WHEN 3 THEN 1004 ELSE 1003 END WHERE seq IN (3, 4)")
    tamper("UPDATE core_auditentry SET seq = seq - 1000 WHERE seq > 1000")
    assert "Entry 3 was changed." in prove().faults


@pytest.mark.parametrize("seed", range(20))
def test_random_tamperings_are_all_found(seed: int, prove: Callable[..., Verdict]) -> None:
    chance = random.Random(seed)
    fill(30)
    checkpoints.make_now(AT)
    seq = chance.randint(1, 30)
    column = chance.choice(["actor", "action", "object", "details", "at", "establishment_id", "commitment", "leaf"])
    value = {"at": "2020-01-01 00:00:00", "establishment_id": 77}.get(column, "x")
    tamper(f"UPDATE core_auditentry SET {column} = %s WHERE seq = %s", value, seq)
    assert any(str(seq) in fault for fault in prove().faults)


def test_an_end_that_was_cut_off_with_its_checkpoints_shows_only_against_one_from_outside(
    prove: Callable[..., Verdict],
) -> None:
    fill(10)
    frontier_before = bytes(AuditHead.objects.get().frontier)
    fill(10)
    kept_elsewhere = checkpoints.make_now(AT).note
    tamper("DELETE FROM core_auditentry WHERE seq > 10")
    tamper("DELETE FROM core_auditcheckpoint")
    tamper("UPDATE core_audithead SET size = 10, frontier = %s", frontier_before)
    assert prove().faults == []
    assert prove(kept_elsewhere).faults == ["The audit ends at 10, but a checkpoint was signed at 20."]


def test_a_checkpoint_from_outside_that_fits_is_named(prove: Callable[..., Verdict]) -> None:
    fill(10)
    note = checkpoints.make_now(AT).note
    fill(5)
    verdict = prove(note)
    assert (verdict.faults, verdict.anchored_to, verdict.size) == ([], 10, 15)


def test_erased_details_leave_the_proof_whole_and_say_who_erased_them(prove: Callable[..., Verdict]) -> None:
    fill(10)
    audit.erase_details(ACTOR, 4, reason="retention", at=AT)
    assert AuditEntry.objects.get(seq=4).details is None
    verdict = prove()
    assert (verdict.faults, verdict.erased, verdict.size) == ([], 1, 11)


def test_a_checkpoint_is_made_after_ten_minutes_or_256_entries_and_never_for_nothing() -> None:
    assert checkpoints.make_if_due(AT) is None
    fill(1)
    assert checkpoints.make_if_due(AT).size == 1
    fill(1)
    assert checkpoints.make_if_due(AT + timedelta(minutes=9)) is None
    assert checkpoints.make_if_due(AT + timedelta(minutes=10)).size == 2
    assert checkpoints.make_if_due(AT + timedelta(hours=1)) is None
    fill(256)
    assert checkpoints.make_if_due(AT + timedelta(hours=1)).size == 258
    assert AuditCheckpoint.objects.count() == 3
