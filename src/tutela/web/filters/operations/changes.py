"""Somebody says that a site is wrongly blocked or wrongly open; somebody who may decides, with a reason."""

import json
import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.urls import reverse

from tutela.filtering.address import BadAddress, parse
from tutela.web.core import audit, outbox, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.rows import get_visible
from tutela.web.establishments import queries as establishments
from tutela.web.filters import previews
from tutela.web.filters.models import BlockReport, FilterChange, LocalRule, ReadSoFar
from tutela.web.filters.models.settings import Action
from tutela.web.filters.operations.publishing import want_publication
from tutela.web.filters.sealed import words_key

logger = logging.getLogger("tutela.filters")

DECIDED = outbox.Notice(
    kind="filter-change-decided",
    subject="Your report about a website has been decided",
    body="What you reported about a website at {establishment} has been looked at. Sign in to see what was decided.",
)
LONGEST_WORDS = 2000
LOCKED = "locked"


class AlreadyDecided(Exception):
    """Somebody else has decided this change; the message says who."""


class CannotBeChanged(Exception):
    """The rule would make no difference: something more binding decides. The message says what, in plain words."""

    def __init__(self, reason: str, *, locked: bool) -> None:
        super().__init__(reason)
        self.locked = locked


@operation
def report_site(*, actor: AnyActor, at: datetime, address: str, wanted: str, words: str = "") -> FilterChange:
    """A person reports an unsuitable site ("block") or a wrong block ("allow"). Raises `BadAddress`."""
    found = parse(address)
    establishment = _establishment_of(actor)
    decision = previews.ask(establishment, found, at=at)[0].decision
    change = FilterChange(
        establishment=establishment,
        wanted=wanted,
        host=found.host,
        path="" if found.path == "/" else found.path[:500],
        origin=FilterChange.Origin.PERSON,
        categories=list(decision.categories),
        rule=decision.rule[:120],
        requested_by_id=actor.person_id,
        requested_at=at,
    )
    _seal_words(change, words)
    change.save(force_insert=True)
    audit.record(actor, "filter-change.request", change, at=at, wanted=wanted)
    return change


@operation
def report_wrong(
    *, actor: AnyActor, at: datetime, establishment: Any, report: Mapping[str, Any]
) -> FilterChange | None:
    """Take in one press of "This seems wrong". The same record twice changes nothing, and presses about one address
    make one change while it waits. None for a record that was read before or that cannot be understood.

    `report` has record (a key that never comes twice), at, site, and perhaps rule, categories, group, words.
    """
    if BlockReport.objects.filter(establishment=establishment, record=report["record"]).exists():
        return None
    try:
        address = parse(str(report["site"]))
    except BadAddress:
        return None
    path = "" if address.path == "/" else address.path[:500]
    categories = [str(one)[:60] for one in report.get("categories") or ()][:6]
    waiting = FilterChange.objects.filter(
        establishment=establishment,
        origin=FilterChange.Origin.BLOCK_PAGE,
        state=FilterChange.State.WAITING,
        host=address.host,
        path=path,
        wanted=Action.ALLOW,
    )
    change = waiting.first()
    if change is None:
        change = FilterChange(
            establishment=establishment,
            wanted=Action.ALLOW,
            host=address.host,
            path=path,
            origin=FilterChange.Origin.BLOCK_PAGE,
            categories=categories,
            rule=str(report.get("rule") or "")[:120],
            requested_at=report["at"],
        )
        _seal_words(change, str(report.get("words") or ""))
        change.save(force_insert=True)
    else:
        waiting.update(reports=F("reports") + 1)
    BlockReport(
        establishment=establishment,
        record=report["record"],
        change=change,
        at=report["at"],
        group_key=str(report.get("group") or "")[:40],
        categories=categories,
    ).save()
    audit.record(actor, "filter-change.report", change, at=at)
    return change


@operation
def read_block_reports(*, actor: AnyActor, at: datetime, records: Iterable[Mapping[str, Any]]) -> int:
    """Take in what the gateway wrote down, oldest first, and remember how far; how many changes came of it."""
    made = 0
    places = {one.pk: one for one in establishments.list_establishments()}
    newest = None
    for record in records:
        newest = record["time"]
        establishment = places.get(record["site_id"])
        try:
            content = json.loads(str(record["content"]))
            report = {**content, "record": f"{record['source_id']}:{record['seq']}", "at": record["time"]}
        except (ValueError, TypeError):
            logger.warning("A report of the gateway cannot be read", extra={"source": record["source_id"]})
            continue
        if establishment is not None and report.get("site"):
            made += report_wrong(actor=actor, at=at, establishment=establishment, report=report) is not None
    if newest is not None:
        ReadSoFar.objects.update_or_create(pk=1, defaults={"time": newest})
    return made


def decide_change(
    *,
    actor: AnyActor,
    at: datetime,
    pk: UUID,
    approve: bool,
    reason: str,
    group: Any = None,
    until_at: datetime | None = None,
) -> FilterChange:
    """Approve or refuse a change, for everybody or one group, for good or until a moment; the worker publishes it.

    Before anything is kept the engine is asked whether the new rule would decide. If not (a locked category, a rule of
    the trust), nothing changes but the audit of the attempt. Raises `CannotBeChanged`, `AlreadyDecided`, `Http404`.
    """
    try:
        return _decide(actor=actor, at=at, pk=pk, approve=approve, reason=reason, group=group, until_at=until_at)
    except CannotBeChanged as refusal:
        _note_attempt(actor=actor, at=at, pk=pk, locked=refusal.locked)
        raise


@operation
def _decide(
    *, actor: AnyActor, at: datetime, pk: UUID, approve: bool, reason: str, group: Any, until_at: datetime | None
) -> FilterChange:
    change = get_visible(FilterChange, actor, pk)
    if change.state != FilterChange.State.WAITING:
        raise AlreadyDecided(change.decided_by.full_name if change.decided_by else "")
    if approve:
        change.local_rule = _make_rule(
            change, made_by_id=actor.person_id, at=at, reason=reason, group=group, until_at=until_at
        )
        _require_difference(change, group, at)
        want_publication(actor=actor, at=at, establishment_id=change.establishment_id)
    change.state = FilterChange.State.APPROVED if approve else FilterChange.State.REFUSED
    change.decided_by_id, change.decided_at, change.reason = actor.person_id, at, reason
    change.save()
    audit.record(actor, "filter-change.approve" if approve else "filter-change.refuse", change, at=at)
    if change.requested_by is not None:
        outbox.post(
            DECIDED,
            to=change.requested_by.email,
            at=at,
            link=reverse("filters:mine"),
            establishment_id=change.establishment_id,
            establishment=change.establishment.name,
        )
    return change


def _make_rule(
    change: FilterChange, *, made_by_id: UUID, at: datetime, reason: str, group: Any, until_at: datetime | None
) -> LocalRule:
    """The rule of an approved change, in place of an earlier one for the same address and the same people."""
    here = LocalRule.objects.filter(establishment_id=change.establishment_id, ended_at=None)
    same = here.filter(host=change.host, path=change.path, group=group)
    same.filter(until_at__isnull=until_at is None).update(ended_at=at)
    rule = LocalRule(
        establishment_id=change.establishment_id,
        action=change.wanted,
        host=change.host,
        path=change.path,
        group=group,
        reason=reason,
        made_by_id=made_by_id,
        made_at=at,
        until_at=until_at,
    )
    rule.full_clean()
    rule.save(force_insert=True)
    return rule


def _require_difference(change: FilterChange, group: Any, at: datetime) -> None:
    key = group.key if group else ""
    for answer in previews.ask(change.establishment, parse(f"http://{change.address}"), at=at, group_key=key):
        if answer.decision.outcome != change.wanted:
            raise CannotBeChanged(answer.decision.reason, locked=answer.decision.stage == LOCKED)


@operation
def _note_attempt(*, actor: AnyActor, at: datetime, pk: UUID, locked: bool) -> None:
    change = get_visible(FilterChange, actor, pk)
    audit.record(actor, "filter-change.attempt-refused", change, at=at, locked=locked)


@operation
def end_rule(*, actor: AnyActor, at: datetime, pk: UUID) -> LocalRule:
    """End a rule of the establishment's own at once. Ending it twice changes nothing. Raises `Http404`."""
    rule = get_visible(LocalRule, actor, pk)
    if rule.ended_at is None:
        rule.ended_at = at
        rule.save(update_fields=["ended_at"])
        audit.record(actor, "filter-rule.end", rule, at=at)
        want_publication(actor=actor, at=at, establishment_id=rule.establishment_id)
    return rule


def _seal_words(change: FilterChange, words: str) -> None:
    if words.strip():
        sealing.seal_field(change, "words", words.strip()[:LONGEST_WORDS], words_key(change.establishment_id))


def _establishment_of(actor: AnyActor) -> Any:
    return establishments.list_establishments().get(pk=actor.establishment_id)
