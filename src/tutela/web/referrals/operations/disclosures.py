"""The register of disclosures: a request, a second person's decision, what was handed over; and every file made."""

import base64
import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.outbox import Notice
from tutela.web.core.rows import get_visible
from tutela.web.referrals import words
from tutela.web.referrals.models import Disclosure, DisclosureStep, Referral, Share
from tutela.web.referrals.operations.noting import note
from tutela.web.referrals.operations.readers import list_readers, tell
from tutela.web.referrals.routes import get_grounds
from tutela.web.referrals.rules import disclosures as rules
from tutela.web.referrals.rules.referrals import NotNow

KIND = "shared"
TO_DECIDE = Notice(
    "disclosure.waiting",
    "A request waits for a second person",
    "At {establishment} somebody outside asks for something of a case, and a second person has to decide. Sign in to "
    "read it.",
)
KEPT_BYTES = 2_000_000
"""Files up to this size are kept, sealed; of larger ones the hash and the list of contents."""


@operation
def write_request(
    *,
    actor: AnyActor,
    case_id: UUID,
    asker: str,
    who: str,
    basis: str,
    what: str,
    why: str,
    asked_on: date,
    at: datetime,
) -> Disclosure:
    """Write down who asks for what of a case, and on what ground it would be handed over."""
    said = _("%(asker)s (%(who)s) asks for: %(what)s\nGround: %(basis)s. %(why)s") % {
        "asker": get_grounds().askers[asker],
        "who": who,
        "what": what,
        "basis": title_of(basis),
        "why": why,
    }
    entry, establishment_id, key = note(actor, case_id, KIND, said, at=at)
    disclosure = Disclosure(
        establishment_id=establishment_id,
        case_id=case_id,
        entry=entry,
        number=Disclosure.in_scope(actor).filter(case=case_id).count() + 1,
        asker=asker,
        basis=basis,
        asked_on=asked_on,
        written_at=at,
        written_by_id=actor.person_id,
    )
    sealing.seal_field(disclosure, "sealed_who", who, key)
    sealing.seal_field(disclosure, "sealed_what", what, key)
    sealing.seal_field(disclosure, "sealed_why", why, key)
    disclosure.save()
    audit.record(actor, "disclosure.request", disclosure, at=at, basis=basis, asker=asker)
    others = [one for one in list_readers(disclosure, entry.establishment, at) if one.pk != actor.person_id]
    link = reverse("referrals:disclosure", kwargs={"pk": disclosure.pk})
    tell(TO_DECIDE, others, entry.establishment, link=link, at=at)
    return disclosure


@operation
def decide_request(
    *,
    actor: AnyActor,
    disclosure_id: UUID,
    is_allowed: bool,
    text: str,
    readers: Collection[UUID],
    outsider: str = "",
    at: datetime,
    on: date,
) -> DisclosureStep:
    """Allow or refuse a request, as a second person. `readers` are those who may read the case by their role.

    Where nobody else may, who allowed it outside is written down with their office. Anybody may refuse. Raises
    `NotNow`.
    """
    disclosure = get_visible(Disclosure, actor, disclosure_id)
    kind = rules.ALLOWED if is_allowed else rules.REFUSED
    if is_allowed and not (outsider and rules.may_name_outsider(readers, disclosure.written_by_id)):
        rules.check_second(disclosure.written_by_id, actor.person_id)
        outsider = ""
    if not text.strip():
        raise NotNow(_("Say why"))
    return _step(actor, disclosure, kind, text, at=at, on=on, outsider=outsider if is_allowed else "")


@operation
def hand_over(
    *,
    actor: AnyActor,
    disclosure_id: UUID,
    share_id: UUID | None,
    way: str,
    text: str,
    at: datetime,
    on: date,
) -> DisclosureStep:
    """Note what was handed over, how and to whom. Without a file it was told or shown. Raises `NotNow`."""
    disclosure = get_visible(Disclosure, actor, disclosure_id)
    share = Share.in_scope(actor).get(disclosure=disclosure, pk=share_id) if share_id else None
    return _step(actor, disclosure, rules.HANDED_OVER, text, at=at, on=on, share=share, way=way)


@operation
def drop_request(*, actor: AnyActor, disclosure_id: UUID, text: str, at: datetime, on: date) -> DisclosureStep:
    """Note that whoever asked does so no longer. Raises `NotNow`."""
    return _step(actor, get_visible(Disclosure, actor, disclosure_id), rules.DROPPED, text, at=at, on=on)


@operation
def keep_share(
    *,
    actor: AnyActor,
    form: str,
    made: bytes,
    contents: Mapping[str, Any],
    referral_id: UUID | None = None,
    disclosure_id: UUID | None = None,
    at: datetime,
) -> Share:
    """Write down a file that was made to leave the house, before anybody has it: its hash, size and contents.

    For a disclosure it has to be allowed. Raises `NotNow`.
    """
    of: Any = (
        get_visible(Referral, actor, referral_id) if referral_id else get_visible(Disclosure, actor, disclosure_id)
    )
    if disclosure_id:
        now = rules.status_of(kinds_of(actor, of))
        if now not in (rules.ALLOWED, rules.HANDED_OVER):
            rules.follow(now, rules.HANDED_OVER)
    digest = sha256(made).hexdigest()
    said = _("Made for handing over: %(form)s, %(size)d bytes.\nSHA-256 %(digest)s") % {
        "form": words.FORMS[form],
        "size": len(made),
        "digest": digest,
    }
    _entry, establishment_id, key = note(actor, of.case_id, KIND, said, at=at)
    share = Share(
        establishment_id=establishment_id,
        case_id=of.case_id,
        referral_id=referral_id,
        disclosure_id=disclosure_id,
        form=form,
        made_at=at,
        made_by_id=actor.person_id,
        sha256=digest,
        size_bytes=len(made),
    )
    kept = base64.b64encode(made).decode() if len(made) <= KEPT_BYTES else ""
    sealing.seal_field(share, "sealed_contents", json.dumps(dict(contents)), key)
    sealing.seal_field(share, "sealed_bytes", kept, key)
    share.save()
    audit.record(actor, "share.make", share, at=at, form=form, size_bytes=len(made), sha256=digest)
    return share


def title_of(basis: str) -> str:
    """The words of a ground; its key where the library knows it no longer."""
    return next((one.title for one in get_grounds().bases if one.key == basis), basis)


def kinds_of(actor: AnyActor, disclosure: Disclosure) -> list[str]:
    """The kinds of its steps, in their order."""
    return list(DisclosureStep.in_scope(actor).filter(disclosure=disclosure).values_list("kind", flat=True))


def _step(
    actor: AnyActor,
    disclosure: Disclosure,
    kind: str,
    text: str,
    *,
    at: datetime,
    on: date,
    share: Share | None = None,
    way: str = "",
    outsider: str = "",
) -> DisclosureStep:
    lines = [f"{get_grounds().askers[disclosure.asker]}: {words.DISCLOSURE_STATUSES[kind]}."]
    lines += [_("Allowed by %(outsider)s, outside Tutela.") % {"outsider": outsider}] if outsider else []
    lines += [f"{get_grounds().ways[way]}."] if way else []
    lines += [_("File: SHA-256 %(digest)s") % {"digest": share.sha256}] if share else []
    entry, establishment_id, key = note(actor, disclosure.case_id, KIND, "\n".join([*lines, text]), at=at)
    kinds = kinds_of(actor, disclosure)  # the case is locked by now
    rules.follow(rules.status_of(kinds), kind)
    step = DisclosureStep(
        establishment_id=establishment_id,
        disclosure=disclosure,
        entry=entry,
        number=len(kinds) + 1,
        kind=kind,
        at=at,
        happened_on=on,
        author_id=actor.person_id,
        share=share,
        way=way,
    )
    sealing.seal_field(step, "sealed_outsider", outsider, key)
    sealing.seal_field(step, "sealed_text", text, key)
    step.save()
    audit.record(actor, f"disclosure.{kind}", disclosure, at=at)
    return step
