"""Opening an exhibit to a person: the one place where its bytes are opened, and the line that says so comes first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from tutela.web.concerns.operations.cases import lock, write
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.exhibits import rules, shares, vault
from tutela.web.exhibits.models import Exhibit
from tutela.web.exhibits.operations.ledger import add_line, standing_of


@dataclass(frozen=True, slots=True)
class Opened:
    """An exhibit whose bytes may be read now. It holds its key, so it lives no longer than the request."""

    exhibit: Exhibit
    name: str
    key: bytes

    def read(self) -> Iterator[bytes]:
        """The bytes as they came. Asks again whether it was locked meanwhile. Raises `NotNow`, `Damaged`, OSError."""
        check_open(self.exhibit)
        return vault.read_sealed(settings.TUTELA.exhibits, self.exhibit.pk, self.key)


@operation
def open_exhibit(*, actor: AnyActor, exhibit_id: UUID, kind: str, why: str, at: datetime) -> Opened:
    """Open an exhibit to be viewed, copied or exported (`rules.OPENED`), and write into its ledger by whom and why.

    Hidden and missing are one 404. Raises `NotNow` for whatever is not clean, and without a reason.
    """
    if not why.strip():
        raise rules.NotNow(_("Say why"))
    exhibit = get_visible(Exhibit, actor, exhibit_id)
    case, key = lock(actor, exhibit.case_id)
    check_open(exhibit)
    add_line(actor, exhibit, kind, at=at, key=key, text=why)
    if kind == rules.EXPORTED:
        said = _("A copy of exhibit %(number)d was saved: %(why)s") % {"number": exhibit.number, "why": why}
        write(case, actor, "note", said, key, at=at)
    audit.record(actor, f"exhibit.{kind}", exhibit, at=at)
    return open_with(exhibit, key)


def check_whole(*, actor: AnyActor, exhibit_id: UUID) -> None:
    """Read it once to its end, shown to nobody, so that what is saved is never a part of a file. Raises `NotNow`.

    Outside of any transaction: nobody waits for it. Hidden and missing are one 404.
    """
    exhibit = get_visible(Exhibit, actor, exhibit_id)
    opened = open_with(exhibit, sealing.open_case_key(exhibit.case.case_key))
    try:
        is_whole = vault.hash_sealed(settings.TUTELA.exhibits, exhibit.pk, opened.key) == exhibit.sha256
    except (vault.Damaged, OSError):
        is_whole = False
    if not is_whole:
        raise rules.NotNow(
            _("Its sealed file is missing or damaged, so nothing was saved. Tell whoever looks after the back-ups")
        )


@operation
def hand_over(*, actor: AnyActor, exhibit_id: UUID, words: str, at: datetime) -> None:
    """Note that it was given to the police or another body: to whom, how, their reference. Raises `NotNow`."""
    exhibit = get_visible(Exhibit, actor, exhibit_id)
    case, key = lock(actor, exhibit.case_id)
    if standing_of(exhibit) == rules.DESTROYED:
        raise rules.NotNow(_("This exhibit was destroyed"))
    add_line(actor, exhibit, rules.HANDED_OVER, at=at, key=key, text=words)
    said = _("Exhibit %(number)d was handed over: %(words)s") % {"number": exhibit.number, "words": words}
    write(case, actor, "shared", said, key, at=at)
    audit.record(actor, "exhibit.hand-over", exhibit, at=at)


def check_open(exhibit: Exhibit) -> None:
    """Raises `NotNow` unless it is clean, in words for whoever asked."""
    standing = standing_of(exhibit)
    if not rules.may_open(standing):
        raise rules.NotNow(_REFUSALS[standing]())


def open_with(exhibit: Exhibit, key: bytes) -> Opened:
    """With the case's key in hand; asked before. Raises `NotNow` where the keys are gone or withheld."""
    check_open(exhibit)
    try:
        part = bytes.fromhex(sealing.unseal_field(exhibit, "sealed_part", key))
        share = shares.read(settings.TUTELA.keys, exhibit.pk)
    except shares.NoShare as error:
        raise rules.NotNow(
            _("Half of the key of this exhibit is missing among the keys. Tell whoever looks after this server.")
        ) from error
    return Opened(exhibit, sealing.unseal_field(exhibit, "sealed_name", key), vault.key_of(part, share))


_REFUSALS = {
    rules.QUARANTINE: lambda: _("It is in quarantine: no scanner has said that it is clean"),
    rules.INFECTED: lambda: _("The scanner found something harmful in it. It is not opened here"),
    rules.LOCKED: lambda: _("It is locked. Nobody may view, copy or save it"),
    rules.TO_DESTROY: lambda: _("It is locked. Nobody may view, copy or save it"),
    rules.DESTROYED: lambda: _("This exhibit was destroyed"),
}
