"""Keeping what was sent too late, and forgetting it."""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from tutela.web.accounts.models import UnsentPage
from tutela.web.core import sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation

KEPT_FOR = timedelta(days=1)
MOST = 20
"""So many pages of one account at most; the oldest make room."""


@operation
def keep_unsent(*, actor: AnyActor, user_id: UUID, half: str, page: str, body: str, at: datetime) -> None:
    """Keep the body of a form for this user in the browser that has this half of the key. One for each page."""
    page_hash = _hash(user_id, half, page)
    UnsentPage.objects.filter(page_hash=page_hash).delete()
    row = UnsentPage(user_id=user_id, page_hash=page_hash, kept_at=at, expires_at=at + KEPT_FOR)
    row.sealed = sealing.seal(_key(user_id, half), _place(row), body)
    row.save(force_insert=True)
    for old in UnsentPage.objects.filter(user_id=user_id).order_by("-kept_at", "pk")[MOST:]:
        old.delete()


@operation
def forget_unsent(*, actor: AnyActor, user_id: UUID, half: str, page: str, at: datetime) -> None:
    """It was sent now."""
    UnsentPage.objects.filter(page_hash=_hash(user_id, half, page)).delete()


def forget_old_unsent(at: datetime) -> int:
    """Drop what nobody came back for; how many pages."""
    return UnsentPage.objects.filter(expires_at__lte=at).delete()[0]


def find_unsent(user_id: UUID, half: str, page: str, at: datetime) -> str | None:
    """The body that is kept for this page; None for another user, browser or page, and when its day is over."""
    row = UnsentPage.objects.filter(page_hash=_hash(user_id, half, page), user_id=user_id, expires_at__gt=at).first()
    if row is None:
        return None
    try:
        return sealing.unseal(_key(user_id, half), _place(row), row.sealed)
    except sealing.CannotOpen:
        return None


def _place(row: UnsentPage) -> sealing.Place:
    return sealing.Place(0, UnsentPage._meta.db_table, row.pk, "sealed")


def _key(user_id: UUID, half: str) -> bytes:
    return sealing.installation_subkey("unsent-page").for_detail(f"{user_id}/{half}")


def _hash(user_id: UUID, half: str, page: str) -> bytes:
    return sha256(f"tutela unsent {user_id} {half} {page}".encode()).digest()
