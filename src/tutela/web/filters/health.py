"""How the filter of an establishment is: the gateway's own words, the snapshot in force, the lists. Nobody's name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from tutela.filtering import defaults, lists
from tutela.filtering.snapshot import BadSnapshot, Manifest, read_manifest
from tutela.keys import KeyFolder, KeyFolderError
from tutela.library.read import BadLibraryFile
from tutela.web.filters.models import FailPolicyChoice, Publication

OLD_AFTER_SECONDS = 30
"""The gateway reports every two seconds; what is older than this is no proof of anything."""


@dataclass(frozen=True, slots=True)
class ListCount:
    """One category list of this installation."""

    name: str
    entries: int
    bad_lines: int
    added_at: datetime | None


@dataclass(frozen=True, slots=True)
class Health:
    """`serving` says that the proxy runs, `proofs` what the gateway's last canaries came to, in its own words."""

    serving: bool
    has_problem: bool
    reported_at: datetime | None
    words: str
    proofs: tuple[str, ...]
    wrong: tuple[str, ...]
    alarms: tuple[str, ...]
    version_in_force: int | None
    version_published: int | None
    published_at: datetime | None
    fault: str
    fail_policy: str
    fail_policy_chosen_by: str
    fail_policy_is_confirmed: bool
    """Whether whoever is named has said that it is their decision; it counts meanwhile too."""
    fail_policy_disowned_by: str
    """Who said that what was noted in their name is not their decision: nobody has chosen then."""
    authority_until: datetime | None
    lists: tuple[ListCount, ...]
    recording: bool | None = None
    """Whether the gateway writes requests down; None while it does not say."""

    @property
    def is_behind(self) -> bool:
        return self.version_published is not None and self.version_in_force != self.version_published

    @property
    def is_proved(self) -> bool:
        """Whether the filter runs and has just proved itself."""
        return self.serving and bool(self.proofs) and not self.wrong

    @property
    def is_well(self) -> bool:
        return self.is_proved and not (self.has_problem or self.fault or self.is_behind)


def get_health(establishment: Any) -> Health:
    """How the filter is, from run/gateway-status.json, the snapshot in force, what was chosen, and the lists."""
    status = _status()
    own = _part(status, establishment.slug)
    canaries = own.get("canaries") or {}
    manifest = _manifest(establishment.slug)
    # one row of the establishment that the caller has been shown already; neither is about a person's doings
    publication = Publication._base_manager.filter(establishment=establishment).first()
    choices = FailPolicyChoice._base_manager.filter(establishment=establishment).select_related("chosen_by", "answer")
    noted = choices.order_by("chosen_at").last()
    chosen = noted if noted and not noted.is_disowned else None
    version = manifest.version if manifest else None
    is_behind = version is not None and own.get("version") != version
    return Health(
        serving=bool(own.get("serving")),
        has_problem=bool(own.get("problem") or status.get("problem")),
        reported_at=_moment(status.get("at")),
        words=_words(status, own, canaries, is_behind=is_behind),
        proofs=tuple(map(str, canaries.get("results") or ())),
        wrong=tuple(map(str, canaries.get("wrong") or ())),
        alarms=tuple(f"{about}: {words}" for about, words in dict(status.get("alarms") or {}).items()),
        version_in_force=own.get("version"),
        version_published=version,
        published_at=manifest.made_at if manifest else None,
        fault=publication.fault if publication else "",
        fail_policy=chosen.get_kind_display() if chosen else "",
        fail_policy_chosen_by=chosen.chosen_by.full_name if chosen else "",
        fail_policy_is_confirmed=bool(chosen and hasattr(chosen, "answer")),
        fail_policy_disowned_by=noted.chosen_by.full_name if noted and noted.is_disowned else "",
        authority_until=_moment(own.get("authority_until")),
        lists=_lists(),
        recording=own.get("recording"),
    )


def refusal_of(slug: str) -> str | None:
    """Why the gateway did not put the newest snapshot of an establishment in force, in its words; "" when it did, None
    while it says nothing."""
    own = _part(_status(), slug)
    problem = str(own.get("problem") or "")
    return (problem if "snapshot" in problem else "") if own else None


def _status() -> dict[str, Any]:
    """What the gateway last said; nothing when that is too old or cannot be read."""
    try:
        status = json.loads((settings.TUTELA.run / "gateway-status.json").read_bytes())
        at = _moment(status["at"])
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    fresh = at is not None and (datetime.now(UTC) - at).total_seconds() <= OLD_AFTER_SECONDS
    return dict(status) if fresh else {}


def _part(status: Mapping[str, Any], slug: str) -> Mapping[str, Any]:
    """What the gateway says of one establishment."""
    parts = [one for one in status.get("establishments") or () if isinstance(one, dict)]
    return next((one for one in parts if one.get("establishment") == slug), {})


def _words(status: Mapping[str, Any], own: Mapping[str, Any], canaries: Mapping[str, Any], *, is_behind: bool) -> str:
    """One sentence on how it is: of what is wrong, the first that explains the rest."""
    problem, wrong, asked = own.get("problem") or status.get("problem"), canaries.get("wrong"), canaries.get("asked")
    told = (
        (not status, "The gateway has not reported in the last half minute."),
        (problem, f"The gateway says: {problem}."),
        (not own, "The gateway does not serve this school."),
        (not own.get("serving"), "The proxy is not running."),
        (not canaries, "The proxy runs and has yet to prove itself."),
        (wrong, f"{len(wrong or ())} of {asked} proofs went wrong."),
        (
            is_behind,
            "The proxy filters, and is putting a newer version in force. Look again in a minute.",
        ),
        (True, f"The proxy runs on port {own.get('port')}, and {asked} proofs came back as they should."),
    )
    return next(words for applies, words in told if applies)


def _manifest(slug: str) -> Manifest | None:
    chosen = settings.TUTELA
    try:
        return read_manifest(chosen.snapshots, slug, KeyFolder(chosen.keys).ring(), check_files=False)
    except (BadSnapshot, KeyFolderError):
        return None


def _lists() -> tuple[ListCount, ...]:
    starter = ListCount("starter", sum(map(len, defaults.starter_lists().values())), 0, None)
    try:
        added = lists.all_lists(settings.TUTELA.lists)
    except BadLibraryFile:
        added = []
    return (starter, *(ListCount(one.name, one.count, one.bad, one.added_at) for one in added))


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None
