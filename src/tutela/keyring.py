"""The ring: every public key this installation ever signed with, how long each counted, and who followed whom.

Each key signed the one that came after it, so whoever trusts an older one can follow to the newest. A key that may have
been in other hands is distrusted from a moment on: what it signed from then on counts for nothing.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FORMAT = "tutela/keys/1"
NEXT = "tutela/next-key/1"
GRACE = timedelta(minutes=1)
"""Somebody may have had the key in hand when another took its place; what they sign says a moment of about then."""


class NotVerified(ValueError):
    """A signature does not count; the message says why, as the end of a sentence: "<it> …"."""


class UnknownSigner(NotVerified):
    """No key of the ring signed it, or it was changed."""


class BadRing(ValueError):
    """What should be a ring is none, or its keys do not follow each other."""


@dataclass(frozen=True, slots=True)
class RingKey:
    """A public key (Ed25519, 32 bytes). Moments have their zone."""

    public: bytes
    since: datetime | None = None
    """When it was made; None where nobody knows."""
    until: datetime | None = None
    """When another took its place; None while it signs."""
    distrusted_since: datetime | None = None
    next: bytes = b""
    """Its signature of the key that follows it; empty for the newest."""

    @property
    def mark(self) -> str:
        """By what people tell keys apart."""
        return mark_of(self.public)

    def check(self, made_at: datetime | None) -> None:
        """Whether it counts for what says that it was made then; None: it does not say. Raises `NotVerified`."""
        since = self.distrusted_since
        if since is not None and (made_at is None or made_at >= since):
            when = "does not say when it was made" if made_at is None else f"was made on {_day(made_at)}"
            raise NotVerified(
                f"{when}, and is signed with the key {self.mark}, which is not relied on since {_day(since)}: somebody "
                "else may have had it"
            )
        if self.until is not None and made_at is not None and made_at > self.until + GRACE:
            raise NotVerified(
                f"was made on {_day(made_at)}, but is signed with the key {self.mark}, which another replaced on "
                f"{_day(self.until)}"
            )


@dataclass(frozen=True, slots=True)
class Ring:
    """Keys from the oldest to the newest; there is always one."""

    keys: tuple[RingKey, ...]

    @property
    def newest(self) -> RingKey:
        return self.keys[-1]

    def get(self, public: bytes) -> RingKey | None:
        """The key with these bytes; None for one that never was ours."""
        return next((one for one in self.keys if one.public == public), None)

    def find_signer(self, signature: bytes, message: bytes) -> RingKey:
        """Whose signature it is; whether the key counted then is asked with `check`. Raises `UnknownSigner`."""
        for one in reversed(self.keys):
            try:
                Ed25519PublicKey.from_public_bytes(one.public).verify(signature, message)
            except InvalidSignature:
                continue
            return one
        raise UnknownSigner("is not signed with any key of this installation")

    def verify(self, signature: bytes, message: bytes, made_at: datetime | None) -> RingKey:
        """Whose signature it is, found to have counted when the thing was made. Raises `NotVerified`."""
        signer = self.find_signer(signature, message)
        signer.check(made_at)
        return signer

    def follow(self, key: Ed25519PrivateKey, following: bytes, at: datetime) -> "Ring":
        """With one more key, which the newest has signed; one that is the newest already is not added again."""
        if self.newest.public == following:
            return self
        signature = key.sign(link(following, at))
        last = replace(self.newest, next=signature)
        return Ring((*self.keys[:-1], last, RingKey(following, since=at)))

    def end(self, public: bytes, at: datetime) -> "Ring":
        """With the key's end noted, where none is yet."""
        return self._with(public, lambda one: replace(one, until=one.until or at))

    def distrust(self, public: bytes, since: datetime) -> "Ring":
        """With the key distrusted from then on, or from before where that was said already."""
        return self._with(public, lambda one: replace(one, distrusted_since=min(since, one.distrusted_since or since)))

    def _with(self, public: bytes, change: Any) -> "Ring":
        return Ring(tuple(change(one) if one.public == public else one for one in self.keys))

    def tell(self) -> list[dict[str, str | None]]:
        """What anybody may know of it, and what `from_told` reads."""
        return [
            {
                "key": one.public.hex(),
                "since": _text(one.since),
                "until": _text(one.until),
                "distrusted_since": _text(one.distrusted_since),
                "next": one.next.hex() or None,
            }
            for one in self.keys
        ]

    def tell_earlier(self, signer: bytes) -> list[dict[str, str | None]]:
        """The keys up to the one that signs a file, to go along with it; nothing where that is the first.

        The ring may have a newer key by now, so it is read after the signing key was.
        """
        at = [one.public for one in self.keys].index(signer)
        return Ring(self.keys[: at + 1]).tell() if at else []


Known = Ring | Ed25519PublicKey
"""By what a signature is known: a ring, or one key that was never replaced."""


def ring_of(known: Known) -> Ring:
    """The ring, or one of the single key."""
    return known if isinstance(known, Ring) else Ring((RingKey(known.public_bytes_raw()),))


def from_told(told: Any) -> Ring:
    """A ring as `Ring.tell` gives it, each key of it signed by the one before. Raises `BadRing`."""
    try:
        keys = tuple(
            RingKey(
                bytes.fromhex(one["key"]), _moment(one["since"]), _moment(one["until"]),
                _moment(one["distrusted_since"]), bytes.fromhex(one["next"] or ""),
            )
            for one in told
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadRing(f"This is no ring of keys: {error}") from error
    if not keys or any(len(one.public) != 32 for one in keys):
        raise BadRing("This is no ring of keys.")
    for before, after in pairwise(keys):
        if after.since is None or not _is_link(before.public, before.next, after.public, after.since):
            raise BadRing(f"The key {after.mark} was not signed by {before.mark}, which came before it.")
    return Ring(keys)


def is_succession(told: Any, known: bytes, last: bytes) -> bool:
    """Whether keys that came along with a signed file lead from the key that is known to the one that signed.

    They do not where the maker itself distrusts a key on the way. Shapes that are none of ours lead nowhere.
    """
    if known == last:
        return True
    try:
        keys = from_told(told).keys
    except BadRing:
        return False
    at = [one.public for one in keys]
    return (
        at[-1] == last and known in at and not any(one.distrusted_since for one in keys[at.index(known) :])
    )  # fmt: skip


def link(following: bytes, since: datetime) -> bytes:
    """What a key signs about the one that follows it."""
    return f"{NEXT}\n{following.hex()}\n{since.isoformat()}\n".encode()


def encode(ring: Ring) -> bytes:
    """The ring as it is kept in the folder of keys."""
    return json.dumps({"format": FORMAT, "keys": ring.tell()}, indent=1).encode() + b"\n"


def decode(raw: bytes) -> Ring:
    """A ring from its file. Raises `BadRing`."""
    try:
        told = json.loads(raw)
        found, keys = told["format"], told["keys"]
    except (ValueError, KeyError, TypeError) as error:
        raise BadRing("This is no ring of keys.") from error
    if found != FORMAT:
        raise BadRing("This ring of keys is of another version.")
    return from_told(keys)


def publish(ring: Ring, key: Ed25519PrivateKey) -> bytes:
    """The ring for people outside: the same JSON, and below it the newest key's signature in hex."""
    text = encode(ring)
    return text + key.sign(text).hex().encode() + b"\n"


def of_files(files: Mapping[str, bytes], ring: str, verifying: str) -> Ring:
    """The ring among the files of a key folder; of one that is from before there were rings, its one key.

    Raises `BadRing`, KeyError.
    """
    return decode(files[ring]) if ring in files else Ring((RingKey(files[verifying]),))


def mark_of(public: bytes) -> str:
    """Twelve characters by which two people can tell over the telephone whether they mean the same key."""
    return base64.b32encode(sha256(b"tutela key mark" + public).digest()[:8]).decode()[:12].lower()


def in_words(ring: Ring) -> Sequence[str]:
    """A line for each key, the oldest first."""
    return [
        f"{one.mark}  {one.public.hex()}  {_period(one)}"
        + (f", not relied on since {_day(one.distrusted_since)}" if one.distrusted_since else "")
        for one in ring.keys
    ]


def _period(one: RingKey) -> str:
    begun = _day(one.since) if one.since else "the beginning"
    return f"from {begun} until {_day(one.until)}" if one.until else f"since {begun}"


def _is_link(before: bytes, signature: bytes, after: bytes, since: datetime) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(before).verify(signature, link(after, since))
    except InvalidSignature:
        return False
    return True


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    return moment


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%-d %B %Y %H:%M} UTC"
