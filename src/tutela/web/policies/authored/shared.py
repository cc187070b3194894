"""A template as one establishment hands it to another, in a signed file. No Django."""

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tutela.filtering.defaults import categories
from tutela.web.establishments.handing_on import signed
from tutela.web.establishments.handing_on.signed import BadShared
from tutela.web.evidence.kinds import list_kinds
from tutela.web.policies.authored.model import Clause, Template
from tutela.web.policies.texts.clean import clean

FORMAT = "tutela template 1"


class Shared(signed.Signed, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the file says."""

    template: Template


def write(shared: Shared, key: Ed25519PrivateKey) -> bytes:
    """The file: one line of JSON, then its signature."""
    return signed.write(shared, key)


def read(raw: bytes) -> Shared:
    """What a file says, once its signature is found right, with every address in it one that may be opened.

    Raises `BadShared`.
    """
    shared = signed.read(raw, Shared, FORMAT)
    return msgspec.structs.replace(shared, template=_safe(shared.template))


def _safe(template: Template) -> Template:
    signed.must_lead_to_pages([template.url, *(law.url for clause in template.clauses for law in clause.legal)])
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
