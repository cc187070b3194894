"""Certificates and whether they hold, and the figures of other establishments."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from tutela.keyring import NotVerified, Ring
from tutela.keys import KeyFolder
from tutela.web.core.actor import AnyActor
from tutela.web.evidence import queries as evidence
from tutela.web.evidence.queries import known_of
from tutela.web.evidence.rules import Bearing
from tutela.web.reviews import signed
from tutela.web.reviews.frameworks.model import Bar
from tutela.web.reviews.models import Certificate, SharedFigures
from tutela.web.reviews.queries.whole import Whole
from tutela.web.reviews.rules import certifying
from tutela.web.reviews.rules.certifying import Known


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate, and what has become of it."""

    certificate: Certificate
    holds: bool
    lapsed: tuple[tuple[str, Bearing], ...]
    """Titles of the figures that no longer bear it out, and how."""
    key: str
    """The public key by which others check it, in hex."""
    relied_on: bool
    """Whether that key counted when it was issued; it does not where somebody else may have had it by then."""


def list_certificates(actor: AnyActor, whole: Whole, at: datetime) -> list[Held]:
    """The certificates of a review, the newest first, held against what is known now."""
    rows = list(Certificate.visible_to(actor).filter(review=whole.review).select_related("issued_by"))
    if not rows:
        return []
    lapsed = tuple(list_unborne(whole, list_known(actor, whole, at), at))
    newest_first = sorted(rows, key=lambda row: row.issued_at, reverse=True)
    ring = KeyFolder(settings.TUTELA.keys).ring()
    return [_held(row, lapsed, ring, at) for row in newest_first]


def _held(row: Certificate, lapsed: tuple[tuple[str, Bearing], ...], ring: Ring, at: datetime) -> Held:
    key = str(signed.told_in(row.text)["key"])
    try:
        signer = ring.get(bytes.fromhex(key))
        if signer is not None:
            signer.check(row.issued_at)
        relied_on = signer is not None
    except NotVerified:
        relied_on = False
    return Held(row, at < row.until and not lapsed and relied_on, lapsed, key, relied_on)


def list_unborne(whole: Whole, known: Known, at: datetime) -> list[tuple[str, Bearing]]:
    """What the chosen levels rest on and the figures of now do not bear out: its title, and in which way."""
    found = certifying.list_lapsed(list_bars(whole), known, at)
    titles = {name: kind.title for name, (kind, _) in known.items()}
    return [(titles.get(bar.evidence, bar.evidence), bearing) for bar, bearing in found]


def list_bars(whole: Whole) -> list[Bar]:
    """All that the chosen levels of a review rest on."""
    claimed = [(one.part, one.answer.level) for one in whole.asked if one.answer and one.answer.level is not None]
    return certifying.list_bars(whole.framework, claimed)


def list_known(actor: AnyActor, whole: Whole, at: datetime) -> Known:
    """The figures as they stand now where the review was made."""
    return known_of(evidence.list_current(actor, whole.review.establishment_id, at))


def list_shared(actor: AnyActor) -> QuerySet[SharedFigures]:
    """What was taken in from other establishments, the newest first."""
    return SharedFigures.visible_to(actor).order_by("-made_at")


def list_newest_shared(actor: AnyActor, framework_id: str) -> list[dict[str, Any]]:
    """What each other establishment last said of one framework."""
    newest: list[dict[str, Any]] = []
    seen: set[str] = set()
    for row in list_shared(actor).filter(framework_id=framework_id):
        told = signed.told_in(row.text)
        if row.key not in seen:
            newest.append(told)
        seen |= signed.list_keys(told)  # who has another key since is still one establishment
    return newest
