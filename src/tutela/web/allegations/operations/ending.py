"""The threshold, the officer of the authority, and how a matter ends."""

from datetime import datetime
from uuid import UUID

from tutela.web.allegations import rules, shipped
from tutela.web.allegations.models import Ending, OfficerTold, Threshold
from tutela.web.allegations.operations import vault
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments.queries import local_day


@operation
def decide_threshold(*, actor: AnyActor, at: datetime, pk: UUID, version: int, decision: str, words: str) -> Threshold:
    """Decide whether the harm threshold may be met, and why; from then on the officer has to be told in a working day.

    Raises `MatterChanged`, `NotAllowed`.
    """
    row, key = vault.lock(actor, pk, version)
    rules.follow(vault.kinds_of(row), "threshold")
    if decision not in rules.THRESHOLDS or not words.strip():
        raise rules.NotAllowed("Choose a decision and say why")
    today = local_day(row.establishment, at)
    threshold = Threshold(
        establishment_id=row.establishment_id,
        allegation=row,
        entry=vault.write(row, actor, "threshold", words, key, at=at),
        decision=decision,
        at=at,
        officer_by=rules.working_days_after(today, rules.OFFICER_WITHIN_DAYS) if decision == "harm" else None,
    )
    threshold.save()
    audit.record(actor, "vault.decide", row, at=at)
    return threshold


@operation
def note_officer(
    *, actor: AnyActor, at: datetime, pk: UUID, version: int, told_at: datetime, officer: str, words: str
) -> OfficerTold:
    """Note that the officer of the authority was told or asked, who it was, and what they said.

    Raises `MatterChanged`, `NotAllowed`.
    """
    row, key = vault.lock(actor, pk, version)
    rules.follow(vault.kinds_of(row), "officer")
    if told_at > at:
        raise rules.NotAllowed("Note it when you have told them")
    told = OfficerTold(
        establishment_id=row.establishment_id,
        allegation=row,
        entry=vault.write(row, actor, "officer", words, key, happened_at=told_at, at=at),
        told_at=told_at,
    )
    sealing.seal_field(told, "sealed_officer", officer, key)
    told.save()
    audit.record(actor, "vault.note-officer", row, at=at)
    return told


@operation
def end_matter(*, actor: AnyActor, at: datetime, pk: UUID, version: int, outcome: str, words: str) -> Ending:
    """Give the outcome, with what was found and what follows from it; the word says how long the record is kept.

    Raises `MatterChanged`, `NotAllowed`.
    """
    row, key = vault.lock(actor, pk, version)
    rules.follow(vault.kinds_of(row), "outcome")
    try:
        word = shipped.get_outcome(outcome)
    except KeyError:
        raise rules.NotAllowed("Choose an outcome") from None
    if not words.strip():
        raise rules.NotAllowed("Say what was found and what follows")
    last = Threshold._base_manager.filter(allegation=row).order_by("entry__number").last()
    since = [one.told_at for one in OfficerTold._base_manager.filter(allegation=row)]
    rules.may_end(last.decision if last else "", officer_told=bool(since), track=word.track)
    ending = Ending(
        establishment_id=row.establishment_id,
        allegation=row,
        entry=vault.write(row, actor, "outcome", words, key, at=at),
        outcome=word.id,
        track=word.track,
        ended_on=local_day(row.establishment, at),
        keep=word.keep,
        keep_until=rules.keep_until(local_day(row.establishment, row.raised_at), word.years),
    )
    ending.save()
    audit.record(actor, "vault.end", row, at=at)
    return ending


@operation
def reopen(*, actor: AnyActor, at: datetime, pk: UUID, version: int, words: str) -> None:
    """Open an ended matter again, and say why. Raises `MatterChanged`, `NotAllowed`."""
    row, key = vault.lock(actor, pk, version)
    rules.follow(vault.kinds_of(row), "reopened")
    if not words.strip():
        raise rules.NotAllowed("Say why it is opened again")
    vault.write(row, actor, "reopened", words, key, at=at)
    audit.record(actor, "vault.reopen", row, at=at)
