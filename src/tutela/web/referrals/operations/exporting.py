"""The whole case as one file that stands alone: made, proved and written into the register in one transaction."""

import io
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings

from tutela.keys import KeyFolder
from tutela.web.concerns import operations as concerns
from tutela.web.concerns import queries
from tutela.web.core import audit, checkpoints, exports
from tutela.web.core.actor import AnyActor
from tutela.web.core.models import AuditCheckpoint
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.exhibits import queries as exhibits
from tutela.web.referrals.models import Advice, Disclosure, Referral, Share
from tutela.web.referrals.operations.disclosures import keep_share, kinds_of
from tutela.web.referrals.rules import disclosures as rules

KIND = "case"


@operation
def export_case(
    *,
    actor: AnyActor,
    disclosure_id: UUID,
    version: int,
    concern_ids: Iterable[UUID],
    files: Iterable[tuple[str, bytes]],
    establishment_name: str,
    at: datetime,
) -> tuple[Share, bytes]:
    """The container with these files, the case's entries of the record and their proofs; and its line in the register.

    `version` is that of the case as the files tell it. Raises `CaseChanged` of concerns, `NotNow`.
    """
    disclosure = get_visible(Disclosure, actor, disclosure_id)
    now = rules.status_of(kinds_of(actor, disclosure))
    if now not in (rules.ALLOWED, rules.HANDED_OVER):
        rules.follow(now, rules.HANDED_OVER)
    case = queries.get_case(actor, disclosure.case_id)
    if case.version != version:
        raise concerns.CaseChanged
    audit.record(actor, "case.export", f"concerns.safeguardingcase:{case.id}", at=at, disclosure=str(disclosure.pk))
    checkpoints.make_now(at)
    checkpoint = AuditCheckpoint.objects.latest("size")
    proofs = exports.prove_entries(list_objects(actor, case.id, concern_ids), checkpoint)
    out = io.BytesIO()
    about = {
        "file": f"case-{case.number}.zip",
        "establishment": establishment_name,
        "case": case.number,
        "made_at": at.isoformat(),
        "audit_size": checkpoint.size,
    }
    everything = [*files, ("audit/entries.jsonl", proofs), ("audit/checkpoint.txt", checkpoint.note.encode())]
    keys = KeyFolder(settings.TUTELA.keys)
    exports.write_export(out, KIND, about, everything, keys.signing_key(), ring=keys.ring())
    made = out.getvalue()
    contents = {"files": [name for name, _content in everything], "audit_size": checkpoint.size}
    share = keep_share(actor=actor, disclosure_id=disclosure_id, form="case-zip", made=made, contents=contents, at=at)
    return share, made


def list_objects(actor: AnyActor, case_id: UUID, concern_ids: Iterable[UUID]) -> list[str]:
    """How the record names a case and all that belongs to it."""
    names = [f"concerns.safeguardingcase:{case_id}"]
    names += [f"concerns.concern:{pk}" for pk in concern_ids]
    for model in (Referral, Advice, Disclosure, Share):
        keys = model.in_scope(actor).filter(case=case_id).values_list("pk", flat=True)
        names += [f"{model._meta.label_lower}:{pk}" for pk in keys]
    return names + exhibits.list_objects(actor, case_id)
