"""A user's own key: made with their password, carried to the next one, begun anew when the password was lost."""

from datetime import datetime
from typing import Any

from tutela.web.core import audit, personal_keys
from tutela.web.core.actor import AnyActor
from tutela.web.core.models import KeyGrant, PersonalKey
from tutela.web.core.operation import operation
from tutela.web.core.sealing import CannotOpen, OwnKey


def find_own_key(user: Any) -> PersonalKey | None:
    """Somebody's key, closed."""
    return PersonalKey.objects.filter(user=user).first()


def open_own_key(user: Any, password: str) -> OwnKey | None:
    """The private half; None where there is none, or where this password does not open it."""
    row = find_own_key(user)
    try:
        return OwnKey(user.pk, personal_keys.open_personal_key(row, password)) if row else None
    except CannotOpen:
        return None


@operation
def make_own_key(*, actor: AnyActor, user: Any, password: str, at: datetime) -> None:
    """A key for whoever has none; or in place of one that does not open any more, and all it opened with it."""
    row = find_own_key(user)
    if row is None:
        personal_keys.make_personal_key(user, password, at=at)
    else:
        KeyGrant.objects.filter(grantee=user).delete()
        personal_keys.replace(row, password, at=at)
    audit.record(actor, "own-key.make" if row is None else "own-key.replace", f"accounts.user:{user.pk}", at=at)


@operation
def carry_own_key(*, actor: AnyActor, user: Any, old: str, new: str, at: datetime) -> bool:
    """Let another password open the same key; whether the old one did."""
    row = find_own_key(user)
    if row is None:
        return False
    try:
        personal_keys.change_password(row, old, new)
    except CannotOpen:
        return False
    audit.record(actor, "own-key.carry", f"accounts.user:{user.pk}", at=at)
    return True
