"""Deciding whether to refer, and noting what became of it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.referrals import words
from tutela.web.referrals.models import PackAnswers, Referral, ReferralStep, Share
from tutela.web.referrals.operations.noting import note
from tutela.web.referrals.routes import Route, get_version
from tutela.web.referrals.rules import referrals as rules
from tutela.web.referrals.rules.referrals import NotNow

KIND = "referral"


@operation
def decide(
    *,
    actor: AnyActor,
    case_id: UUID,
    route: Route,
    is_referred: bool,
    to: str,
    why: str,
    consent: str,
    told: str,
    why_not: str,
    at: datetime,
) -> Referral:
    """Decide to refer, or not to, and why. `to` is the body in its own name.

    Raises `NotNow` naming the reason that is missing.
    """
    missing = rules.missing_reasons(
        needs=route.consent,
        names_nobody=route.names_nobody,
        is_referred=is_referred,
        why=why,
        consent=consent,
        told=told,
        why_not=why_not,
    )
    if missing:
        raise NotNow(". ".join(missing))
    said = words.of_decision(
        route.title, to=to, is_referred=is_referred, why=why, consent=consent, told=told, why_not=why_not
    )
    entry, establishment_id, key = note(actor, case_id, KIND, said, at=at)
    referral = Referral(
        establishment_id=establishment_id,
        case_id=case_id,
        entry=entry,
        route=route.id,
        library=get_version(),
        is_referred=is_referred,
        decided_at=at,
        decided_by_id=actor.person_id,
        consent=consent,
        told=told,
    )
    sealing.seal_field(referral, "sealed_to", to, key)
    sealing.seal_field(referral, "sealed_why", why, key)
    sealing.seal_field(referral, "sealed_why_not", why_not, key)
    referral.save()
    audit.record(actor, "referral.decide", referral, at=at, route=route.id, is_referred=is_referred)
    return referral


@operation
def fill_pack(
    *, actor: AnyActor, referral_id: UUID, version: int, answers: Mapping[str, Any], at: datetime
) -> PackAnswers:
    """Keep what the body asks for, as far as it is known; `answers` are values that JSON knows.

    `version` is the number of the answers that were on the page: 0 before the first. Raises `NotNow`.
    """
    referral = get_visible(Referral, actor, referral_id)
    locked = Referral.in_scope(actor).select_for_update(of=("self",)).get(pk=referral.pk)
    last = PackAnswers.in_scope(actor).filter(referral=locked).count()
    if last != version:
        raise NotNow(_("Somebody else filled this in too. Open it in another window, and put both together"))
    kinds = list(ReferralStep.in_scope(actor).filter(referral=locked).values_list("kind", flat=True))
    if rules.status_of(locked.is_referred, kinds) not in rules.OPEN:
        raise NotNow(_("This referral is finished"))
    row = PackAnswers(
        establishment_id=locked.establishment_id, referral=locked, number=last + 1, at=at, author_id=actor.person_id
    )
    sealing.seal_field(row, "sealed_answers", json.dumps(dict(answers)), sealing.open_case_key(locked.case.case_key))
    row.save()
    audit.record(actor, "referral.fill", locked, at=at, number=row.number)
    return row


@operation
def take_step(
    *,
    actor: AnyActor,
    referral_id: UUID,
    title: str,
    kind: str,
    happened_at: datetime,
    at: datetime,
    text: str = "",
    way: str = "",
    outcome: str = "",
    reference: str = "",
    share_id: UUID | None = None,
) -> ReferralStep:
    """Note what happened to a referral. `title` is the route's, for the chronology; `share_id` the file that was sent.

    Raises `NotNow`.
    """
    referral = get_visible(Referral, actor, referral_id)
    said = words.of_step(title, kind, way=way, outcome=outcome, reference=reference, text=text)
    entry, establishment_id, key = note(actor, referral.case_id, KIND, said, happened_at=happened_at, at=at)
    # the case is locked by now, so nobody takes the same step beside us
    kinds = list(ReferralStep.in_scope(actor).filter(referral=referral).values_list("kind", flat=True))
    rules.follow(rules.status_of(referral.is_referred, kinds), kind)
    if happened_at > at:
        raise NotNow("That is still to come. Give the day on which it happened")
    share = Share.in_scope(actor).get(referral=referral, pk=share_id) if share_id else None
    step = ReferralStep(
        establishment_id=establishment_id,
        referral=referral,
        entry=entry,
        number=len(kinds) + 1,
        kind=kind,
        happened_at=happened_at,
        written_at=at,
        author_id=actor.person_id,
        way=way,
        outcome=outcome,
        share=share,
    )
    sealing.seal_field(step, "sealed_reference", reference, key)
    sealing.seal_field(step, "sealed_text", text, key)
    step.save()
    audit.record(actor, "referral.step", referral, at=at, kind=kind, outcome=outcome)
    return step
