"""What others may ask about the filter."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet, Sum

from tutela.filtering import defaults, lists
from tutela.library.read import BadLibraryFile
from tutela.web.core import sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.filters.models import (
    BlockReport,
    FailPolicyChoice,
    FilterChange,
    LocalRule,
    Publication,
    ReadSoFar,
)
from tutela.web.filters.records import ask as ask_records  # noqa: F401  asked through here by other apps too
from tutela.web.filters.sealed import words_key

OLD_AFTER_SECONDS = 60


def list_changes(actor: AnyActor, *, state: str = "waiting") -> QuerySet[FilterChange]:
    """The changes that this person may see: those that wait oldest first, those decided newest first."""
    rows = FilterChange.visible_to(actor).filter(state=state).select_related("requested_by", "decided_by")
    order = ["requested_at"] if state == FilterChange.State.WAITING else ["-decided_at"]
    return rows.order_by(*order)


def count_waiting_changes(actor: AnyActor) -> int:
    """How many changes wait for somebody to decide."""
    return FilterChange.visible_to(actor).filter(state=FilterChange.State.WAITING).count()


def list_own_changes(actor: AnyActor) -> QuerySet[FilterChange]:
    """What this person reported about the filter, newest first, with what was decided."""
    rows = FilterChange.visible_to(actor)
    own = rows.filter(requested_by_id=actor.person_id) if actor.person_id else rows.none()
    return own.order_by("-requested_at")


def list_rules(actor: AnyActor, *, at: datetime) -> list[LocalRule]:
    """The establishment's own rules that are in force, newest first."""
    rows = LocalRule.visible_to(actor).filter(ended_at=None).select_related("group", "made_by")
    return [row for row in rows.order_by("-made_at") if row.until_at is None or row.until_at > at]


def read_words(actor: AnyActor, change: FilterChange) -> str:
    """What was written with a report; only to whoever decides, since people write more than addresses."""
    if not change.words or not actor.may(Permission.FILTER_CHANGE_APPROVE):
        return ""
    return sealing.unseal_field(change, "words", words_key(change.establishment_id))


def wrong_block_counts(actor: AnyActor, since: datetime, until: datetime) -> dict[str, int]:
    """Over-blocking in figures: presses of "This seems wrong" and requests to open, and how they were decided."""
    changes = FilterChange.visible_to(actor).filter(wanted="allow", requested_at__gte=since, requested_at__lt=until)
    by_state = dict(changes.values_list("state").annotate(n=Count("pk")))
    return {
        "reports": changes.aggregate(n=Sum("reports"))["n"] or 0,
        "addresses": sum(by_state.values()),
        "opened": by_state.get(FilterChange.State.APPROVED, 0),
        "kept_blocked": by_state.get(FilterChange.State.REFUSED, 0),
        "waiting": by_state.get(FilterChange.State.WAITING, 0),
    }


@dataclass(frozen=True, slots=True)
class ListCount:
    """One category list of this installation."""

    name: str
    entries: int
    bad_lines: int
    added_at: datetime | None


@dataclass(frozen=True, slots=True)
class Health:
    """How the filter of one establishment is; nothing here is about a person.

    `status` is what the gateway last said of itself, as it said it; empty when it says nothing.
    """

    serving: bool
    words: str
    age_seconds: int | None
    version_in_force: int | None
    version_published: int | None
    published_at: datetime | None
    fault: str
    fail_policy: str
    fail_policy_chosen_by: str
    canaries: list[dict[str, Any]] = field(default_factory=list)
    lists: list[ListCount] = field(default_factory=list)
    status: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_well(self) -> bool:
        behind = self.version_published is not None and self.version_in_force not in (None, self.version_published)
        return self.serving and not self.fault and not behind and all(one.get("ok") for one in self.canaries)


def health(establishment: Any) -> Health:
    """How the filter is, from the gateway's own words (run/gateway-status.json), what was published, and the lists."""
    status, age = _gateway_status()
    own = _of_establishment(status, establishment.slug)
    publication = Publication._base_manager.filter(establishment=establishment).first()  # figures, of nobody
    chosen = FailPolicyChoice._base_manager.filter(establishment=establishment).order_by("chosen_at").last()
    fresh = age is not None and age <= OLD_AFTER_SECONDS
    return Health(
        serving=fresh and bool(own.get("serving", status.get("serving"))),
        words=str(own.get("words") or status.get("words") or "") if fresh else "The gateway has not reported.",
        age_seconds=age,
        version_in_force=own.get("version"),
        version_published=publication.version or None if publication else None,
        published_at=publication.published_at if publication else None,
        fault=publication.fault if publication else "",
        fail_policy=chosen.get_kind_display() if chosen else "",
        fail_policy_chosen_by=chosen.chosen_by.full_name if chosen else "",
        canaries=[one for one in own.get("canaries") or [] if isinstance(one, dict)],
        lists=_lists(),
        status=status,
    )


def category_titles() -> dict[str, str]:
    """What people read in place of a category's key."""
    return {one.key: one.title for one in defaults.categories()}


def read_so_far() -> datetime | None:
    """Up to when the gateway's reports have been read; None before the first."""
    return ReadSoFar.objects.values_list("time", flat=True).first()


def unread(records: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those of the gateway's records that have not been taken in yet."""
    found = {f"{one['source_id']}:{one['seq']}": one for one in records}
    # asked by the worker for all establishments at once
    known = set(BlockReport._base_manager.filter(record__in=found).values_list("record", flat=True))
    return [record for key, record in found.items() if key not in known]


def _gateway_status() -> tuple[dict[str, Any], int | None]:
    file = settings.TUTELA.run / "gateway-status.json"
    try:
        age = int(datetime.now(UTC).timestamp() - file.stat().st_mtime)
        content = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}, None
    return (content, age) if isinstance(content, dict) else ({}, None)


def _of_establishment(status: Mapping[str, Any], slug: str) -> Mapping[str, Any]:
    """What the gateway says of one establishment; of a gateway that serves only one, all it says."""
    each = status.get("establishments")
    own = each.get(slug) if isinstance(each, dict) else None
    return own if isinstance(own, dict) else status


def _lists() -> list[ListCount]:
    starter = ListCount("starter", sum(map(len, defaults.starter_lists().values())), 0, None)
    try:
        added = lists.all_lists(settings.TUTELA.lists)
    except BadLibraryFile:
        added = []
    return [starter, *(ListCount(one.name, one.count, one.bad, one.added_at) for one in added)]
