"""A template as one establishment hands it to another: JSON of two lines' worth, signed with the maker's Ed25519 key.

The signature says that nobody changed it on the way and that the next version comes from the same hand; whose hand that
is people tell each other by another way. No Django.
"""

import base64
import binascii

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tutela.filtering.defaults import categories
from tutela.web.evidence.kinds import list_kinds
from tutela.web.policies.authored.model import Clause, Template
from tutela.web.policies.texts.clean import clean

MOST_BYTES = 512 * 1024
FORMAT = "tutela template 1"


class BadShared(ValueError):
    """The file is not one of these, or was changed; the message says what is wrong with it."""


class Shared(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the file says."""

    format: str
    establishment: str
    """Who hands it on."""
    author: str
    made: str
    """When, in ISO 8601."""
    key: str
    """The public key, in hex."""
    template: Template


def write(shared: Shared, key: Ed25519PrivateKey) -> bytes:
    """The file: one line of JSON, then its signature."""
    line = msgspec.json.encode(shared)
    return line + b"\n" + base64.b64encode(key.sign(line)) + b"\n"


def read(raw: bytes) -> Shared:
    """What a file says, once its signature is found right, with every address in it one that may be opened.

    Raises `BadShared`.
    """
    if len(raw) > MOST_BYTES:
        raise BadShared("The file is larger than any of ours: 512 KB at most.")
    lines = raw.replace(b"\r\n", b"\n").removesuffix(b"\n").split(b"\n")
    try:
        line, signature = lines
        shared = msgspec.json.decode(line, type=Shared)
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(shared.key))
        key.verify(base64.b64decode(signature, validate=True), line)
    except InvalidSignature as error:
        raise BadShared("The signature is not right: the file was changed after it was signed.") from error
    except msgspec.ValidationError as error:
        raise BadShared(f"The file is not a template of ours: {error}.") from error
    except (ValueError, binascii.Error, RecursionError) as error:
        raise BadShared("The file is not one of ours, or it was cut off.") from error
    if shared.format != FORMAT:
        raise BadShared("The file is of another version than can be read here.")
    return msgspec.structs.replace(shared, template=_safe(shared.template))


def _safe(template: Template) -> Template:
    addresses = [template.url, *(law.url for clause in template.clauses for law in clause.legal)]
    if any(one and not one.startswith(("https://", "http://")) for one in addresses):
        raise BadShared("The file names an address that is no page of the web.")
    if len({one.id for one in template.clauses}) != len(template.clauses):
        raise BadShared("Two clauses of the file have the same id.")
    return msgspec.structs.replace(template, clauses=tuple(_known(clause) for clause in template.clauses))


def _known(clause: Clause) -> Clause:
    """Without markup, and without what it cites that is not known here: another version of Tutela may know more."""
    bears = tuple(
        bar for bar in clause.bears if bar.kind in list_kinds() and (bar.at_least is None) != (bar.at_most is None)
    )
    rules = tuple(rule for rule in clause.rules if rule.category in {one.key for one in categories()})
    return msgspec.structs.replace(clause, title=clean(clause.title), text=clean(clause.text), bears=bears, rules=rules)
