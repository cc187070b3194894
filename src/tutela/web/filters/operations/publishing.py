"""From what is chosen to what the gateway acts on: signed snapshots, published by the worker."""

import json
import logging
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import F

from tutela.detection import ruleset
from tutela.filtering import defaults, lists, publish, signature, snapshot
from tutela.filtering.compile import CannotCompile
from tutela.filtering.index import BadIndex
from tutela.filtering.lists import BadList
from tutela.filtering.ruleset import BadPolicy
from tutela.filtering.snapshot import BadSnapshot, Manifest
from tutela.keys import KeyFolder
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.filters import health
from tutela.web.filters.models import Publication
from tutela.web.filters.policies import build_policy

logger = logging.getLogger("tutela.filters")

DETECTION = "detection"
TRY_AGAIN_AFTER = timedelta(seconds=30)
FAULTS = (BadPolicy, BadIndex, BadSnapshot, BadList, CannotCompile, OSError)


@operation
def want_publication(*, actor: AnyActor, at: datetime, establishment_id: int) -> None:
    """Note, with the change itself, that the policy has to be published anew; the worker does it within a second."""
    row, _ = Publication.objects.get_or_create(establishment_id=establishment_id)
    Publication.objects.filter(pk=row.pk).update(wanted=F("wanted") + 1, tried_at=None)


def publish_policy(*, actor: AnyActor, at: datetime, establishment: Any) -> Manifest:
    """Publish the policy of one establishment as it is chosen now; the index is compiled when a list has changed.

    No transaction is open while files are made. Raises `BadPolicy`, `BadSnapshot`, `BadIndex`, `BadList`,
    `CannotCompile` or OSError; whatever fails, the version in force stays.
    """
    chosen = settings.TUTELA
    publication = Publication._base_manager.filter(establishment=establishment).first()  # of this establishment alone
    wanted = publication.wanted if publication else 0
    index_file = lists.compile_lists(chosen.lists, establishment=establishment.slug)
    policy = build_policy(establishment, at)
    keys = KeyFolder(chosen.keys)
    manifest = publish.publish_policy(chosen.snapshots, policy, index_file, keys.signing_key(), at, known=keys.ring())
    _note_published(
        actor=actor,
        at=at,
        establishment=establishment,
        wanted=wanted,
        version=manifest.version,
        content=_content_hash(policy),
        recording=policy["recording"],
    )
    return manifest


def publish_detection(*, actor: AnyActor, at: datetime, anew: bool = False) -> Manifest | None:
    """Publish the detection rules, if they are not what is in force already or `anew` is asked; None if they are."""
    chosen = settings.TUTELA
    keys = KeyFolder(chosen.keys)
    packed = ruleset.pack(ruleset.read_library())
    try:
        in_force = snapshot.read_manifest(chosen.snapshots, DETECTION, keys.ring())
        if not anew and in_force.files[DETECTION].sha256 == sha256(packed).hexdigest():
            return None
    except (BadSnapshot, KeyError):
        pass
    with snapshot.locked(chosen.snapshots):
        manifest = snapshot.publish(
            chosen.snapshots, DETECTION, {DETECTION: packed}, keys.signing_key(), at, known=keys.ring()
        )
    _note_detection(actor=actor, at=at, version=manifest.version)
    return manifest


def publish_due(*, at: datetime, drifted_too: bool = False) -> list[Manifest]:
    """Publish for every establishment that wants it or whose requests may be written down from now on, or no longer;
    with `drifted_too` also where what would be published differs
    from what was: a new credential, another named contact, an exception that has ended.

    What cannot be published is noted where the filter's health is shown, and tried again after half a minute.
    """
    made = []
    rows = {row.establishment_id: row for row in Publication._base_manager.all()}  # of every establishment
    for establishment in establishments.list_establishments():
        row = rows.get(establishment.pk)
        if row and row.tried_at and at - row.tried_at < TRY_AGAIN_AFTER:
            continue
        actor = SystemActor("publish policy", establishment.pk)
        try:
            due = row is None or row.wanted > row.done or not row.version or _is_decided_anew(row, establishment, at)
            if due or (drifted_too and _has_drifted(row, establishment, at)):
                made.append(publish_policy(actor=actor, at=at, establishment=establishment))
        except FAULTS as error:
            logger.exception("A policy was not published", extra={"establishment": establishment.slug})
            _note_fault(actor=actor, at=at, establishment=establishment, words=str(error)[:500])
    return made


def follow_signatures(*, at: datetime) -> None:
    """Tell the gateway for which establishments nobody has signed, beside and before any snapshot.

    A policy says it too, but where the new one cannot be made, or is refused, the one before it stays in force.
    """
    for establishment in establishments.list_establishments():
        signed = establishments.is_monitoring_signed_off(establishment, at)
        try:
            news = signature.note(settings.TUTELA.snapshots, establishment.slug, signed=signed)
        except OSError:
            logger.exception("Whether somebody has signed was not told", extra={"establishment": establishment.slug})
        else:
            if news:
                words = "Somebody has signed for recording" if signed else "Nobody has signed for recording any more"
                logger.info(words, extra={"establishment": establishment.slug})


def _is_decided_anew(row: Publication, establishment: Any, at: datetime) -> bool:
    """Whether monitoring was signed off, or that was withdrawn, since: neither may wait for the next look at drift."""
    signed = establishments.is_monitoring_signed_off(establishment, at)
    return row.recording is not None and row.recording != signed


def _has_drifted(row: Publication, establishment: Any, at: datetime) -> bool:
    """Also when the snapshot folder was lost: its next version would then be one that was published before."""
    policy = build_policy(establishment, at)
    return policy["version"] <= row.version or _content_hash(policy) != row.content_sha256


def _content_hash(policy: dict[str, Any]) -> str:
    """Of everything a policy says but its version, and of the lists that come with the software.

    Lists that were added are put in force by whoever adds them, when they say so.
    """
    content = {name: value for name, value in policy.items() if name != "version"}
    return sha256((json.dumps(content, sort_keys=True) + defaults.starter_hash()).encode()).hexdigest()


@operation
def _note_published(
    *, actor: AnyActor, at: datetime, establishment: Any, wanted: int, version: int, content: str, recording: bool
) -> None:
    Publication.objects.update_or_create(
        establishment=establishment,
        defaults={
            "done": wanted,
            "version": version,
            "content_sha256": content,
            "recording": recording,
            "published_at": at,
            "fault": "",
            "tried_at": None,
        },
    )
    audit.record(actor, "policy.publish", f"policy:{establishment.slug}", at=at, version=version)


@operation
def _note_fault(*, actor: AnyActor, at: datetime, establishment: Any, words: str) -> None:
    Publication.objects.update_or_create(establishment=establishment, defaults={"fault": words, "tried_at": at})
    audit.record(actor, "policy.publish-failed", f"policy:{establishment.slug}", at=at)


@operation
def _note_detection(*, actor: AnyActor, at: datetime, version: int) -> None:
    audit.record(actor, "detection.publish", DETECTION, at=at, version=version)


def note_refusals(*, at: datetime) -> None:
    """Take over from the gateway's own words what it refused to put in force: once for each reason, and its end."""
    for establishment in establishments.list_establishments():
        refusal = health.refusal_of(establishment.slug)
        row = Publication._base_manager.filter(establishment=establishment).first()  # of every establishment
        if refusal is not None and row is not None and row.refusal != refusal[:500]:
            actor = SystemActor("note refused snapshots", establishment.pk)
            _note_refusal(actor=actor, at=at, establishment=establishment, words=refusal[:500])


@operation
def _note_refusal(*, actor: AnyActor, at: datetime, establishment: Any, words: str) -> None:
    Publication.objects.filter(establishment=establishment).update(refusal=words)
    kind = "policy.refused-by-gateway" if words else "policy.accepted-by-gateway"
    audit.record(actor, kind, f"policy:{establishment.slug}", at=at)
