"""The people to whom back-ups are sealed: each has a pair of keys, whose private half is on paper and never here."""

from collections.abc import Iterable
from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from tutela.web.backups import written


class BadRecipient(ValueError):
    """A line of `backup_recipients` that cannot be used; the message says which and what belongs there."""


class NotForThisKey(Exception):
    """The back-up was not sealed to the key that was given."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who can open a back-up, and the public half of their key."""

    name: str
    public: bytes

    @property
    def line(self) -> str:
        """How the setting writes it."""
        return f"{self.name}: {written.write_in_one(self.public, written.PUBLIC)}"


def make_pair(name: str) -> tuple[Recipient, bytes]:
    """A new pair: what goes into the settings, and the private key for paper. Raises `BadRecipient`."""
    private = PrivateKey.generate()
    recipient = Recipient(name.strip(), bytes(private.public_key))
    parse_all([recipient.line])
    return recipient, bytes(private)


def parse_all(lines: Iterable[str]) -> tuple[Recipient, ...]:
    """The recipients that the setting names, in its order. Raises `BadRecipient`."""
    found: dict[bytes, Recipient] = {}
    for line in lines:
        name, colon, letters = line.partition(":")
        if not colon or not name.strip() or not name.isprintable() or "," in name:
            raise BadRecipient(f"“{line[:60]}” does not begin with a name and a colon. Make one: tutela backup key")
        try:
            public = written.read(letters, written.PUBLIC)
        except written.Mistyped as error:
            raise BadRecipient(
                f"The key of {name.strip()[:60]} in backup_recipients cannot be read. {error}."
            ) from error
        found.setdefault(public, Recipient(name.strip(), public))
    return tuple(found.values())


def wrap(recipient: Recipient, key: bytes) -> bytes:
    """The key of a file, sealed to one person."""
    return bytes(SealedBox(PublicKey(recipient.public)).encrypt(key))


def unwrap(private: bytes, wrapped: Iterable[tuple[str, bytes]]) -> tuple[str, bytes]:
    """Whose of the wrapped keys the private key opens, and the key. Raises `NotForThisKey`."""
    box = SealedBox(PrivateKey(private))
    for name, sealed in wrapped:
        try:
            return name, bytes(box.decrypt(sealed))
        except CryptoError:
            continue
    raise NotForThisKey
