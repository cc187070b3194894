"""Web records of a case as an exhibit: what its concerns hold of them, since the records themselves expire sooner."""

import json
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from tutela.web.concerns import queries as concerns
from tutela.web.concerns.operations.cases import lock, write
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.exhibits import rules, shares
from tutela.web.exhibits.models import Exhibit
from tutela.web.exhibits.operations.ledger import add_line
from tutela.web.exhibits.operations.receiving import make_row
from tutela.web.exhibits.vault import Sealer

NAME = "web-records.json"


@operation
def keep_web_records(*, actor: AnyActor, case_id: UUID, today: date, at: datetime) -> Exhibit:
    """Seal the web records that the concerns of a case hold, as they are now; audited as reads of the case.

    Raises `NotNow` where there are none, OSError.
    """
    read = concerns.read_case(actor=actor, case_id=case_id, today=today, at=at)
    held = [{"concern": str(one.id), "events": one.events} for one in read.concerns if one.events]
    if not held:
        raise rules.NotNow(_("No concern of this case holds web records"))
    case, key = lock(actor, case_id)
    sealer = Sealer(settings.TUTELA.exhibits)
    try:
        sealer.write(json.dumps(held, indent=1, ensure_ascii=False, default=str).encode() + b"\n")
        sealed = sealer.finish()
        shares.keep(settings.TUTELA.keys, sealed.id, sealed.share)
        about = _("Web records of the concerns in this case, as they were when they were raised; times in UTC")
        exhibit = make_row(
            actor, case, key, sealed, kind="json", notes=(), name=NAME, about=about, zone="UTC", at=at, is_ours=True
        )
    except BaseException:
        sealer.discard()
        shares.destroy(settings.TUTELA.keys, sealer.id)
        raise
    add_line(actor, exhibit, rules.MADE, at=at, key=key, text=about)
    said = _("Exhibit %(number)d holds the web records of this case\nSHA-256 %(sha256)s")
    write(case, actor, "note", said % {"number": exhibit.number, "sha256": exhibit.sha256}, key, at=at)
    audit.record(actor, "exhibit.keep-records", exhibit, at=at)
    return exhibit
