"""Keys and the sealing of what people write: root → establishment → one random key for each concern or case.

A sealed text is bound to its place (establishment, table, row, field, schema) and opens nowhere else. A standard case
key is opened with the establishment's key; a restricted one only while somebody is here to whom it was granted, with
the key that their password opened (see `restricted_keys`). What others write into such a case they seal for its key and
cannot open again. A key of the vault, for what is alleged of adults, is wrapped by another key of the establishment
than that of cases, and opens only to a caller that says it means the vault.
"""

import hmac
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models, transaction
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from tutela.keys import KeyFolder
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.models import CaseKey, EstablishmentKey, KeyGrant
from tutela.web.core.root_key import Subkey, derive, get_subkey

AES_256_GCM = b"\x01"
SEALED_BOX = b"\x02"
"""The first byte of a sealed text: under a key, or for whoever has it."""
NONCE_BYTES = 12
WRAPPED_FOR = {CaseKey.Kind.STANDARD: "case-key", CaseKey.Kind.VAULT: "vault-key"}
"""For which purpose the establishment's key wraps a key of each kind: one does not open the other."""
KEY_BYTES = 32
TAG_BYTES = 16


class CannotOpen(Exception):
    """What was sealed does not open: another key, another place, or changed since. It never says which."""


class NoKeyGrant(Exception):
    """Nobody who is here now can open this case key."""


class KeyLocked(NoKeyGrant):
    """It opens only with somebody's own key, and whoever is here has not opened theirs."""


class SealedToOthers(NoKeyGrant):
    """It opens with people's own keys, and that of whoever is here is not among them."""


class Letterbox(bytes):
    """The public half of a restricted case key: what is sealed with it opens with the key alone."""


class OwnKey(NamedTuple):
    """The private half of a user's key, open while their request lasts."""

    user_id: UUID
    private: bytes


_own_key: ContextVar[OwnKey | None] = ContextVar("own_key", default=None)


@contextmanager
def with_own_key(own: OwnKey | None) -> Iterator[None]:
    """Let what is restricted to this user open inside."""
    token = _own_key.set(own)
    try:
        yield
    finally:
        _own_key.reset(token)


def get_own_key() -> OwnKey | None:
    """The key of whoever is here, if they opened it."""
    return _own_key.get()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value stands. `schema` counts the meanings that the field's content has had."""

    establishment_id: int
    table: str
    pk: object
    field: str
    schema: int = 1

    @classmethod
    def of(cls, row: models.Model, field: str, schema: int = 1) -> "Place":
        """The place of a field of a row that has its key and establishment already, saved or not."""
        return cls(row.establishment_id, row._meta.db_table, row.pk, field, schema)

    def to_bytes(self) -> bytes:
        return f"{self.establishment_id}|{self.table}|{self.pk}|{self.field}|{self.schema}".encode()


def seal(key: bytes, place: Place, text: str) -> bytes:
    """Seal a text: version byte, nonce, AES-256-GCM with the place as authenticated data."""
    return _seal(key, place.to_bytes(), text.encode())


def unseal(key: bytes, place: Place, sealed: bytes) -> str:
    """The text that was sealed at this place. Raises `CannotOpen`."""
    return _unseal(key, place.to_bytes(), bytes(sealed)).decode()


class Column:
    """One sealed field of many rows, of which nothing but the key differs: some ten thousand are opened in a search."""

    def __init__(self, establishment_id: int, model: type[models.Model], field: str) -> None:
        around = Place(establishment_id, model._meta.db_table, "?", field).to_bytes()
        self._before, _, self._after = around.partition(b"?")

    def unseal(self, key: bytes, pk: str, sealed: bytes) -> str:
        """The text that was sealed in the row of this key, written with its dashes. Raises `CannotOpen`."""
        return _unseal(key, self._before + pk.encode() + self._after, bytes(sealed)).decode()


def is_empty(sealed: bytes) -> bool:
    """Whether nothing was sealed here: a text's length is told by what is sealed, so there is no need to open it."""
    return len(sealed) == len(AES_256_GCM) + NONCE_BYTES + TAG_BYTES


def seal_field(row: models.Model, field: str, text: str, key: bytes) -> None:
    """Put a text, sealed for this row, into its binary field; save the row yourself."""
    setattr(row, field, seal(key, Place.of(row, field), text))


def unseal_field(row: models.Model, field: str, key: bytes) -> str:
    """The text of a row's sealed field. Raises `CannotOpen`."""
    return unseal(key, Place.of(row, field), getattr(row, field))


def make_establishment_key(establishment_id: int, *, at: datetime) -> EstablishmentKey:
    """The next key of an establishment, wrapped by the root key."""
    number = EstablishmentKey.objects.filter(establishment_id=establishment_id).count() + 1
    row = EstablishmentKey(establishment_id=establishment_id, number=number, made_at=at)
    row.wrapped = _seal(_root_key(), place_of_establishment_key(row), os.urandom(KEY_BYTES))
    row.save(force_insert=True)
    return row


def rotate_establishment_key(
    actor: AnyActor, establishment_id: int, *, at: datetime, progress: Callable[[int, int], object] = lambda *_: None
) -> int:
    """Make the next key and wrap every case key with it; how many were wrapped anew.

    Texts are not touched. Each grant changes in a transaction of its own, so a rotation that was stopped goes on where
    it was when it is called again within the day; the old key stays until nothing refers to it. `progress` is told
    how many of how many are done.
    """
    newest = EstablishmentKey.objects.filter(establishment_id=establishment_id).latest("number")
    behind = KeyGrant.objects.filter(establishment_key__establishment_id=establishment_id)
    if not behind.exclude(establishment_key=newest).exists():
        newest = make_establishment_key(establishment_id, at=at)
    wrapped, waiting = 0, list(behind.exclude(establishment_key=newest).values_list("pk", flat=True))
    for grant_id in waiting:
        with transaction.atomic():
            locked = KeyGrant.objects.select_for_update(of=("self",))
            grant = locked.select_related("case_key", "establishment_key").get(pk=grant_id)
            key = open_case_key(grant.case_key, vault=True)
            _wrap(grant, newest, key)
            grant.granted_by = actor.label
            grant.save(update_fields=["establishment_key", "wrapped", "granted_by"])
            wrapped += 1
        progress(wrapped, len(waiting))
    with transaction.atomic():
        audit.record(actor, "establishment-key.rotate", newest, at=at, number=newest.number, count=wrapped)
    return wrapped


def installation_subkey(purpose: str) -> Subkey:
    """A key of the whole installation for one purpose, for what belongs to no establishment (sign-in secrets).

    What was sealed with it under an earlier root key opens with it too. Raises ValueError for an unknown purpose.
    """
    return get_subkey(KeyFolder(settings.TUTELA.keys), purpose)


def blind_index(establishment_id: int, field: str, value: str) -> bytes:
    """What finds a sealed value again by equality; only for values that cannot be guessed by trying all of them.

    It comes from the first root key, so that it outlives every rotation.
    """
    key = installation_subkey(f"blind-index/{establishment_id}").first
    return hmac.new(key, f"{field}|{value.strip().casefold()}".encode(), sha256).digest()


@transaction.atomic
def make_case_key(
    actor: AnyActor, establishment_id: int, *, at: datetime, vault: bool = False
) -> tuple[CaseKey, bytes]:
    """A new random key, opened by the establishment, and in its vault if told so; and the row that stands for it."""
    kind = CaseKey.Kind.VAULT if vault else CaseKey.Kind.STANDARD
    case_key = CaseKey.objects.create(establishment_id=establishment_id, kind=kind, made_at=at)
    key = os.urandom(KEY_BYTES)
    grant_to_establishment(actor, case_key, key, at=at)
    return case_key, key


def open_case_key(case_key: CaseKey, *, vault: bool = False) -> Subkey:
    """The bare key, and those that it took the place of. Whether the actor may is asked before.

    vault: whether one of the vault is meant too. Raises `KeyLocked`, `SealedToOthers`, `NoKeyGrant`, `CannotOpen`.
    """
    if case_key.kind == CaseKey.Kind.VAULT and not vault:
        raise NoKeyGrant
    if case_key.kind == CaseKey.Kind.RESTRICTED:
        return _with_earlier(case_key.pk, _open_with_own(case_key), case_key.earlier)
    grants = case_key.grants.select_related("establishment_key")
    grant = grants.filter(establishment_key__isnull=False).order_by("-granted_at").first()
    if grant is None:
        raise NoKeyGrant
    wrapping = _wrapping_key(grant.establishment_key, case_key)
    return _with_earlier(case_key.pk, _unseal(wrapping, _place_of_grant(grant), bytes(grant.wrapped)), case_key.earlier)


def open_to_write(case_key: CaseKey) -> bytes:
    """The key; or, of a restricted one that nobody here can open, what seals for those who can. What is written with
    that reads nobody here: `unseal` raises `KeyLocked`. Raises `NoKeyGrant` for one that was destroyed.
    """
    try:
        return open_case_key(case_key)
    except NoKeyGrant:
        if case_key.public is None:
            raise
        return Letterbox(case_key.public)


def letterbox_of(key: bytes) -> Letterbox:
    """What seals for whoever has this key."""
    return Letterbox(bytes(PrivateKey(derive(key, "letterbox")).public_key))


def bind(case_key: CaseKey, key: bytes) -> bytes:
    """A key with the name of its row, as it goes into a sealed box: those have no authenticated data."""
    return bytes(key) + case_key.pk.bytes


def unbind(case_key: CaseKey, opened: bytes) -> bytes:
    """The key that was bound to this row. Raises `CannotOpen`."""
    key = opened[:KEY_BYTES]
    if not hmac.compare_digest(opened, bind(case_key, key)):
        raise CannotOpen
    return key


def seal_earlier(case_key: CaseKey, key: bytes, before: Subkey) -> bytes:
    """The keys that `key` takes the place of, sealed under it."""
    return _seal(key, _place_of_earlier(case_key.pk), b"".join((bytes(before), *before.before)))


def _with_earlier(case_key_id: Any, key: bytes, earlier: bytes | None) -> Subkey:
    made = Subkey(key)
    if earlier:
        opened = _unseal(key, _place_of_earlier(case_key_id), bytes(earlier))
        made.before = tuple(opened[at : at + KEY_BYTES] for at in range(0, len(opened), KEY_BYTES))
    return made


def _place_of_earlier(case_key_id: Any) -> bytes:
    return f"{CaseKey._meta.db_table}|{case_key_id}|earlier|1".encode()


def _open_with_own(case_key: CaseKey) -> bytes:
    own = _own_key.get()
    if own is None and case_key.destroyed_at is None:
        raise KeyLocked
    grant = case_key.grants.filter(grantee_id=own.user_id).first() if own else None
    if own is None or grant is None:
        raise NoKeyGrant if case_key.destroyed_at else SealedToOthers
    try:
        return unbind(case_key, SealedBox(PrivateKey(own.private)).decrypt(bytes(grant.wrapped)))
    except CryptoError as error:
        raise CannotOpen from error


class StandardKeys:
    """Opens many standard case keys of one establishment; whether the actor may is asked before.

    What opens each is the row of its grant, which the caller reads together with what the key sealed.
    """

    def __init__(self, establishment_id: int | None) -> None:
        self.establishment_id = establishment_id
        self._wrapping = {
            str(row.pk): AESGCM(derive(_open_establishment_key(row), WRAPPED_FOR[CaseKey.Kind.STANDARD]))
            for row in EstablishmentKey.objects.filter(establishment_id=establishment_id)
        }

    def open(
        self, case_key_id: Any, grant_id: Any, establishment_key_id: Any, wrapped: bytes, earlier: bytes | None
    ) -> bytes:
        """The bare key. Raises `CannotOpen`."""
        place = _place_of_wrapped(self.establishment_id, grant_id, case_key_id)
        key = _open_with(self._wrapping[str(establishment_key_id)], place, wrapped)
        return _with_earlier(case_key_id, key, earlier) if earlier else key


@transaction.atomic
def destroy_case_key(case_key: CaseKey, *, at: datetime) -> None:
    """Erase for good what this key sealed: every grant goes, the row stays and says when."""
    case_key.grants.all().delete()
    case_key.public = case_key.earlier = None
    case_key.destroyed_at = at
    case_key.save(update_fields=["public", "earlier", "destroyed_at"])


def grant_to_establishment(actor: AnyActor, case_key: CaseKey, key: bytes, *, at: datetime) -> KeyGrant:
    """Let the establishment open a key; nobody else's grant ends by it."""
    newest = EstablishmentKey.objects.filter(establishment_id=case_key.establishment_id).latest("number")
    grant = KeyGrant(case_key=case_key, granted_at=at, granted_by=actor.label)
    _wrap(grant, newest, key)
    grant.save(force_insert=True)
    return grant


def _wrap(grant: KeyGrant, establishment_key: EstablishmentKey, key: bytes) -> None:
    grant.establishment_key = establishment_key
    grant.wrapped = _seal(_wrapping_key(establishment_key, grant.case_key), _place_of_grant(grant), key)


def _wrapping_key(establishment_key: EstablishmentKey, case_key: CaseKey) -> bytes:
    return derive(_open_establishment_key(establishment_key), WRAPPED_FOR[CaseKey.Kind(case_key.kind)])


def _place_of_grant(grant: KeyGrant) -> bytes:
    return _place_of_wrapped(grant.establishment_key.establishment_id, grant.pk, grant.case_key_id)


def _place_of_wrapped(establishment_id: int | None, grant_id: Any, case_key_id: Any) -> bytes:
    return f"{establishment_id}|{KeyGrant._meta.db_table}|{grant_id}|{case_key_id}|1".encode()


def place_of_establishment_key(row: EstablishmentKey) -> bytes:
    """Where an establishment's key is bound to."""
    return f"{row.establishment_id}|{row._meta.db_table}|{row.pk}|{row.number}|1".encode()


def _open_establishment_key(row: EstablishmentKey) -> bytes:
    return _unseal(_root_key(), place_of_establishment_key(row), bytes(row.wrapped))


def rewrap_establishment_key(row_id: Any) -> bool:
    """Wrap an establishment's key with the root key of now; whether it was with an earlier one. Raises `CannotOpen`."""
    with transaction.atomic():
        row = EstablishmentKey.objects.select_for_update().get(pk=row_id)
        if opens_alone(_root_key(), place_of_establishment_key(row), bytes(row.wrapped)):
            return False
        content = _unseal(_root_key(), place_of_establishment_key(row), bytes(row.wrapped))
        row.wrapped = _seal(_root_key(), place_of_establishment_key(row), content)
        row.save(update_fields=["wrapped"])
        return True


def open_bytes(key: bytes, place: bytes, sealed: bytes) -> bytes:
    """What was sealed at a place, as it is. Raises `CannotOpen`."""
    return _unseal(key, place, bytes(sealed))


def opens_alone(key: bytes, place: bytes, sealed: bytes) -> bool:
    """Whether the key itself opens it, without those that it had under earlier root keys."""
    try:
        _open_with(AESGCM(key), place, sealed)
    except CannotOpen:
        return False
    return True


def _root_key() -> Subkey:
    return installation_subkey("establishment-key")


def _seal(key: bytes, place: bytes, content: bytes) -> bytes:
    if isinstance(key, Letterbox):
        return SEALED_BOX + SealedBox(PublicKey(bytes(key))).encrypt(sha256(place).digest() + content)
    nonce = os.urandom(NONCE_BYTES)
    return AES_256_GCM + nonce + AESGCM(key).encrypt(nonce, content, AES_256_GCM + place)


def _unseal(key: bytes, place: bytes, sealed: bytes) -> bytes:
    if isinstance(key, Letterbox):
        raise KeyLocked
    earlier = key.before if isinstance(key, Subkey) else ()
    if sealed[:1] == SEALED_BOX:
        return _open_box((key, *earlier), place, sealed)
    try:
        return _open_with(AESGCM(key), place, sealed)
    except CannotOpen:
        for before in earlier:
            if opens_alone(before, place, sealed):
                return _open_with(AESGCM(before), place, sealed)
        raise


def _open_box(keys: tuple[bytes, ...], place: bytes, sealed: bytes) -> bytes:
    bound = sha256(place).digest()
    for key in keys:
        try:
            opened = SealedBox(PrivateKey(derive(key, "letterbox"))).decrypt(sealed[len(SEALED_BOX) :])
        except (CryptoError, ValueError, TypeError):
            continue
        if hmac.compare_digest(opened[: len(bound)], bound):
            return bytes(opened[len(bound) :])
    raise CannotOpen


def _open_with(key: AESGCM, place: bytes, sealed: bytes) -> bytes:
    if sealed[:1] != AES_256_GCM:
        raise CannotOpen
    nonce, content = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return key.decrypt(nonce, content, AES_256_GCM + place)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error
