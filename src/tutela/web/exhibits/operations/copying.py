"""A copy with something taken out, for those who need not see all of it. The original stays as it came."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from tutela.web.concerns.operations.cases import lock, write
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.exhibits import rules, shares
from tutela.web.exhibits.models import Exhibit
from tutela.web.exhibits.operations.ledger import add_line
from tutela.web.exhibits.operations.opening import check_open
from tutela.web.exhibits.operations.receiving import make_row
from tutela.web.exhibits.vault import Sealer


@operation
def make_copy(
    *, actor: AnyActor, exhibit_id: UUID, made: bytes, kind: str, why: str, what: str, at: datetime
) -> Exhibit:
    """Keep a redacted copy as an exhibit of its own: who made it, when, why, and what was taken out (never the words).

    Raises `NotNow`, OSError.
    """
    original = get_visible(Exhibit, actor, exhibit_id)
    case, key = lock(actor, original.case_id)
    check_open(original)
    sealer = Sealer(settings.TUTELA.exhibits)
    try:
        sealer.write(made)
        sealed = sealer.finish()
        shares.keep(settings.TUTELA.keys, sealed.id, sealed.share)
        name = sealing.unseal_field(original, "sealed_name", key)
        about = _("Copy of exhibit %(number)d with parts taken out: %(why)s") % {"number": original.number, "why": why}
        copy = make_row(
            actor, case, key, sealed, kind=kind, notes=(), name=name, about=about, zone=original.zone, at=at,
            original=original,
        )  # fmt: skip
    except BaseException:
        sealer.discard()
        shares.destroy(settings.TUTELA.keys, sealer.id)
        raise
    add_line(actor, copy, rules.MADE, at=at, key=key, text=f"{what}. {why}")
    add_line(actor, original, rules.COPIED, at=at, key=key, text=why, detail=str(copy.number))
    said = _("Exhibit %(copy)d was made from exhibit %(number)d with parts taken out: %(why)s") % {
        "copy": copy.number,
        "number": original.number,
        "why": why,
    }
    write(case, actor, "note", said, key, at=at)
    audit.record(actor, "exhibit.copy", original, at=at, copy=str(copy.pk))
    return copy
