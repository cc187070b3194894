"""A case key that only named people open, each with a key of their own, and two sheets of paper together.

When a key becomes restricted another takes its place, under which the earlier one is kept: whoever still has a copy of
how the establishment opened that one reads nothing that is written from then on. The sheets are there for a password
that was lost: the server keeps no half of what they open.
"""

import os
from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db import transaction
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from tutela.web.core import sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.models import CaseKey, KeyGrant, PersonalKey, RecoveryKey, RecoveryPair, RecoverySheet
from tutela.web.core.sealing import CannotOpen, NoKeyGrant

SHEETS_NEEDED = 2


class NoRecovery(Exception):
    """There are not two sheets on paper, so a password that is lost would lose what is sealed to people."""


class NotTheseSheets(Exception):
    """What was typed are not two sheets of this establishment that open this."""


def is_restricted(case_key: CaseKey) -> bool:
    """Whether it opens with people's own keys alone."""
    return bool(case_key.kind == CaseKey.Kind.RESTRICTED)


def list_grantees(case_key: CaseKey) -> set[UUID]:
    """The users who can open it."""
    return set(case_key.grants.filter(grantee__isnull=False).values_list("grantee_id", flat=True))


@transaction.atomic
def restrict(
    actor: AnyActor,
    case_key: CaseKey,
    people: Collection[PersonalKey],
    *,
    at: datetime,
    beside: CaseKey | None = None,
) -> None:
    """Let these people alone open a key, whether it was restricted before or not; whoever restricts can open it.

    beside: a restricted key that it goes with; where there are not two sheets any more, those that open that one open
    this one too. Raises `NoRecovery`, `NoKeyGrant`.
    """
    if not people:
        raise NoKeyGrant
    recovery = find_recovery(case_key.establishment_id) or _recovery_of(case_key) or (beside and _recovery_of(beside))
    if recovery is None:
        raise NoRecovery
    key = sealing.open_case_key(case_key)
    if not is_restricted(case_key):
        made = sealing.Subkey(os.urandom(sealing.KEY_BYTES))
        case_key.earlier = sealing.seal_earlier(case_key, made, key)
        case_key.kind, key = CaseKey.Kind.RESTRICTED, made
        case_key.public = bytes(sealing.letterbox_of(key))
        case_key.save(update_fields=["earlier", "kind", "public"])
    case_key.grants.exclude(grantee__in=[one.pk for one in people]).exclude(recovery=recovery).delete()
    _grant(actor, case_key, key, recovery.public, at=at, recovery=recovery)
    there = list_grantees(case_key)
    for one in people:
        if one.pk not in there:
            _grant(actor, case_key, key, one.public, at=at, grantee_id=one.pk)


def _recovery_of(case_key: CaseKey) -> RecoveryKey | None:
    grant = case_key.grants.filter(recovery__isnull=False).select_related("recovery").first()
    return grant.recovery if grant else None


@transaction.atomic
def release(actor: AnyActor, case_key: CaseKey, *, at: datetime) -> None:
    """Let the establishment open a restricted key again; whoever releases can open it. Raises `NoKeyGrant`."""
    if not is_restricted(case_key):
        return
    key = sealing.open_case_key(case_key)
    case_key.kind, case_key.public = CaseKey.Kind.STANDARD, None
    case_key.save(update_fields=["kind", "public"])
    case_key.grants.all().delete()
    sealing.grant_to_establishment(actor, case_key, key, at=at)


def keep_recoverable(actor: AnyActor, case_key: CaseKey, *, at: datetime) -> None:
    """Let the sheets of now open a key that was restricted while there were others; whoever is here can open it."""
    recovery = find_recovery(case_key.establishment_id)
    if recovery is None or not is_restricted(case_key) or case_key.grants.filter(recovery=recovery).exists():
        return
    key = sealing.open_case_key(case_key)
    case_key.grants.filter(recovery__isnull=False).delete()
    _grant(actor, case_key, key, recovery.public, at=at, recovery=recovery)


def open_with_sheets(
    actor: AnyActor, case_key: CaseKey, sheets: tuple[bytes, bytes], personal_key: PersonalKey, *, at: datetime
) -> None:
    """Let somebody open a key to which others lost theirs, with two sheets. Raises `NotTheseSheets`."""
    key = _open_with_sheets(case_key, sheets)
    case_key.grants.filter(grantee_id=personal_key.pk).delete()
    _grant(actor, case_key, key, personal_key.public, at=at, grantee_id=personal_key.pk)


def find_sheets(establishment_id: int, privates: Iterable[bytes]) -> list[RecoverySheet]:
    """The living sheets to which these private keys belong."""
    publics = {bytes(PrivateKey(one).public_key) for one in privates}
    return [one for one in list_sheets(establishment_id) if bytes(one.public) in publics]


def list_sheets(establishment_id: int) -> list[RecoverySheet]:
    """The sheets that count, the oldest first."""
    rows = RecoverySheet.objects.filter(establishment_id=establishment_id, ended_at=None)
    return list(rows.select_related("holder").order_by("made_at"))


def find_recovery(establishment_id: int) -> RecoveryKey | None:
    """What two sheets of now open; None where there are fewer."""
    return RecoveryKey.objects.filter(establishment_id=establishment_id, ended_at=None).first()


@transaction.atomic
def make_sheet(user: Any, establishment_id: int, *, at: datetime) -> tuple[RecoverySheet, bytes]:
    """A new sheet for somebody, in place of the one they had; and its private key, for paper alone."""
    _end(establishment_id, at, holder=user)
    private = PrivateKey.generate()
    sheet = RecoverySheet.objects.create(
        establishment_id=establishment_id, holder=user, public=bytes(private.public_key), made_at=at
    )
    _renew(establishment_id, at)
    return sheet, bytes(private)


@transaction.atomic
def end_sheets(establishment_id: int, sheets: Iterable[UUID], *, at: datetime) -> int:
    """These sheets open nothing more that is sealed from now on; how many did."""
    ended = _end(establishment_id, at, pk__in=list(sheets))
    if ended:
        _renew(establishment_id, at)
    return ended


def _end(establishment_id: int, at: datetime, **which: Any) -> int:
    living = RecoverySheet.objects.filter(establishment_id=establishment_id, ended_at=None, **which)
    return int(living.update(ended_at=at))


def _renew(establishment_id: int, at: datetime) -> None:
    """Another recovery key, for the sheets of now; what an earlier one opens stays with it until somebody reads it."""
    RecoveryKey.objects.filter(establishment_id=establishment_id, ended_at=None).update(ended_at=at)
    sheets = list_sheets(establishment_id)
    if len(sheets) < SHEETS_NEEDED:
        return
    private = PrivateKey.generate()
    recovery = RecoveryKey.objects.create(
        establishment_id=establishment_id, public=bytes(private.public_key), made_at=at
    )
    for first, second in combinations(sheets, SHEETS_NEEDED):
        inner = SealedBox(PublicKey(bytes(second.public))).encrypt(bytes(private))
        sealed = SealedBox(PublicKey(bytes(first.public))).encrypt(inner)
        RecoveryPair.objects.create(recovery=recovery, first=first, second=second, sealed=sealed)


def _open_with_sheets(case_key: CaseKey, sheets: tuple[bytes, bytes]) -> bytes:
    held = {bytes(PrivateKey(one).public_key): PrivateKey(one) for one in sheets}
    grants = case_key.grants.filter(recovery__isnull=False).values_list("recovery", "wrapped")
    for recovery, wrapped in grants:
        for pair in RecoveryPair.objects.filter(recovery=recovery).select_related("first", "second"):
            first, second = held.get(bytes(pair.first.public)), held.get(bytes(pair.second.public))
            if first and second:
                try:
                    private = PrivateKey(SealedBox(second).decrypt(SealedBox(first).decrypt(bytes(pair.sealed))))
                    return sealing.unbind(case_key, SealedBox(private).decrypt(bytes(wrapped)))
                except CryptoError as error:
                    raise CannotOpen from error
    raise NotTheseSheets


def _grant(actor: AnyActor, case_key: CaseKey, key: bytes, public: bytes, *, at: datetime, **whose: Any) -> None:
    if "recovery" in whose and case_key.grants.filter(recovery=whose["recovery"]).exists():
        return
    wrapped = SealedBox(PublicKey(bytes(public))).encrypt(sealing.bind(case_key, key))
    KeyGrant.objects.create(case_key=case_key, wrapped=wrapped, granted_at=at, granted_by=actor.label, **whose)
