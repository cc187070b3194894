"""What one browser has not finished, kept under a token that the browser alone has."""

import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from tutela.web.core import sealing
from tutela.web.core.actor import AnonymousReporter, AnyActor
from tutela.web.core.operation import operation
from tutela.web.worries import rules
from tutela.web.worries.models import Unfinished

TOKEN_BYTES = 32
State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """Something unfinished, open: the token of its browser and what is in it."""

    token: str
    state: State = field(default_factory=dict)


@operation
def begin(*, actor: AnonymousReporter, state: State, at: datetime) -> Kept:
    """Begin with this; the browser is given the token."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = Unfinished(establishment_id=actor.establishment_id, token_hash=_hash(token))
    _put(row, token, state, at)
    row.save(force_insert=True)
    return Kept(token, state)


@operation
def keep(*, actor: AnonymousReporter, token: str, state: State, at: datetime) -> bool:
    """Keep what is there now, for another while; whether there was anything to go on with."""
    row = Unfinished.in_scope(actor).filter(token_hash=_hash(token), expires_at__gt=at).select_for_update().first()
    if row is None:
        return False
    _put(row, token, state, at)
    row.save(update_fields=["sealed_state", "expires_at"])
    return True


@operation
def finish(*, actor: AnonymousReporter, token: str, at: datetime) -> None:  # every operation has one
    """Forget it."""
    Unfinished.in_scope(actor).filter(token_hash=_hash(token)).delete()


@operation
def drop_expired(*, actor: AnyActor, at: datetime) -> int:
    """Forget what was left lying; how many."""
    return Unfinished.in_scope(actor).filter(expires_at__lte=at).delete()[0]


def find(actor: AnonymousReporter, token: str, at: datetime) -> Kept | None:
    """What this browser has not finished. Nothing but the token leads to it."""
    row = Unfinished.in_scope(actor).filter(token_hash=_hash(token), expires_at__gt=at).first() if token else None
    if row is None:
        return None
    try:
        return Kept(token, json.loads(sealing.unseal_field(row, "sealed_state", _key(token))))
    except sealing.CannotOpen:
        return None


def _put(row: Unfinished, token: str, state: State, at: datetime) -> None:
    sealing.seal_field(row, "sealed_state", json.dumps(state), _key(token))
    row.expires_at = rules.kept_until(at)


def _key(token: str) -> bytes:
    return sealing.installation_subkey("unfinished-worry").for_detail(token)


def _hash(token: str) -> bytes:
    return sha256(f"tutela worry {token}".encode()).digest()
