"""What leaves the house signed, and what comes in from others."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from tutela.keys import KeyFolder
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.reviews import queries, signed
from tutela.web.reviews.models import Certificate, Review, SharedFigures
from tutela.web.reviews.queries import sharing
from tutela.web.reviews.rules import certifying
from tutela.web.reviews.rules.sharing import figures_of, suppress


class NotCompleted(ValueError):
    """Only a review that is a record can be certified."""


class NotBorneOut(ValueError):
    """Figures speak against it, or are missing or out of date; `titles` names them."""

    def __init__(self, titles: list[str]) -> None:
        super().__init__(", ".join(titles))
        self.titles = titles


class TakenInBefore(ValueError):
    """This very file was taken in already."""


class OwnFigures(ValueError):
    """The file was signed with our own key."""


@operation
def certify(*, actor: AnyActor, at: datetime, review: Review, person_id: UUID) -> Certificate:
    """Sign how a completed review came out; it holds until the first figure behind it lapses, a year at most.

    Raises `NotCompleted`, `NotBorneOut`.
    """
    if review.completed_at is None:
        raise NotCompleted
    whole = queries.read_review(actor, review, at)
    known = sharing.list_known(actor, whole, at)
    if unborne := sharing.list_unborne(whole, known, at):
        raise NotBorneOut(sorted({title for title, _ in unborne}))
    bars = sharing.list_bars(whole)
    until = certifying.end_of(bars, known, review.completed_at)
    if until <= at:
        raise NotBorneOut([])
    told = {
        "establishment": review.establishment.name,
        "framework": whole.framework.id,
        "version": whole.framework.version,
        "content": review.framework.content_hash,
        "title": whole.framework.title,
        "completed": review.completed_at.isoformat(),
        "issued": at.isoformat(),
        "until": until.isoformat(),
        "pct": whole.score.pct,
        "statements": whole.score.total,
        "sections": figures_of((one.id, one.title, one.score) for one in whole.sections),
        "rests_on": [
            {
                "evidence": bar.evidence,
                "at_least": bar.at_least,
                "at_most": bar.at_most,
                "as_at": figure.as_at.isoformat(),
            }
            for bar in bars
            for _, figure in [known[bar.evidence]]
            if figure
        ],
    }
    kept = Certificate.objects.create(
        establishment_id=review.establishment_id,
        review=review,
        issued_at=at,
        issued_by_id=person_id,
        until=until,
        text=_sign("certificate", told),
    )
    audit.record(actor, "review.certify", kept, at=at)
    return kept


@operation
def export_figures(*, actor: AnyActor, at: datetime, review: Review) -> str:
    """A signed file for other establishments: sections and shares; no person, no commentary, no count below five."""
    whole = queries.read_review(actor, review, at)
    told = {
        "establishment": review.establishment.name,
        "framework": whole.framework.id,
        "version": whole.framework.version,
        "title": whole.framework.title,
        "made": (review.completed_at or at).isoformat(),
        "completed": review.completed_at is not None,
        "pct": whole.score.pct,
        "answered": suppress(whole.score.answered),
        "statements": whole.score.total,
        "challenged": suppress(len(whole.challenges)),
        "sections": figures_of((one.id, one.title, one.score) for one in whole.sections),
    }
    audit.record(actor, "review.export-figures", review, at=at)
    return _sign("figures", told)


@operation
def take_in_figures(
    *, actor: AnyActor, at: datetime, establishment_id: int, person_id: UUID, raw: bytes
) -> SharedFigures:
    """Keep the figures of another establishment, once its signature is found right.

    Raises `signed.BadSigned`, `OwnFigures`, `TakenInBefore`.
    """
    told = signed.read(raw, "figures")
    if KeyFolder(settings.TUTELA.keys).ring().get(bytes.fromhex(told["key"])) is not None:
        raise OwnFigures
    try:
        row = SharedFigures(
            establishment_id=establishment_id,
            label=str(told["establishment"])[:120],
            key=told["key"],
            framework_id=str(told["framework"])[:300],
            made_at=datetime.fromisoformat(told["made"]),
            text=raw.decode(),
            taken_in_at=at,
            taken_in_by_id=person_id,
        )
        if row.made_at.tzinfo is None or row.made_at > at:
            raise ValueError("made")
        check_shares(told)
    except (KeyError, TypeError, ValueError) as error:
        raise signed.BadSigned("The signature is right, but what it says is not what such a file says.") from error
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise TakenInBefore from error
    audit.record(actor, "review.take-in-figures", row, at=at)
    return row


def check_shares(told: dict[str, object]) -> None:
    """Raises `ValueError` or `TypeError` where a share is no share: from 0 to 100, or not told."""
    sections = told["sections"]
    if not isinstance(sections, list) or len(sections) > 1000:
        raise TypeError("sections")
    for share in [told.get("pct"), *(section["pct"] for section in sections)]:
        if share is not None and (isinstance(share, bool) or not 0 <= share <= 100):
            raise ValueError("pct")
    if any(not isinstance(section["id"], str) or not isinstance(section["title"], str) for section in sections):
        raise TypeError("sections")


def public_key() -> str:
    """Our own newest, in hex: what others hold a file of ours against."""
    return KeyFolder(settings.TUTELA.keys).verify_key().public_bytes_raw().hex()


def _sign(kind: str, told: dict[str, object]) -> str:
    keys = KeyFolder(settings.TUTELA.keys)
    return signed.sign(kind, told, keys.signing_key(), keys.ring())
