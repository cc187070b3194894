"""What every part can show of itself, gathered; with the figures of what lies below the evidence."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from tutela.keys import KeyFolder
from tutela.web.accounts import queries as accounts
from tutela.web.actions import proofs as actions
from tutela.web.allegations import proofs as allegations
from tutela.web.backups import queries as backups
from tutela.web.concerns import proofs as concerns
from tutela.web.consents import proofs as consents
from tutela.web.core import mail_health
from tutela.web.education import proofs as education
from tutela.web.engagement import proofs as engagement
from tutela.web.establishments import queries as establishments
from tutela.web.evidence.rules import Figure
from tutela.web.filters import proofs as filters
from tutela.web.monitoring import proofs as monitoring
from tutela.web.policies import proofs as policies
from tutela.web.project import proving
from tutela.web.referrals import proofs as referrals
from tutela.web.registers import proofs as registers
from tutela.web.responsibilities import proofs as responsibilities
from tutela.web.retention import proofs as retention
from tutela.web.reviews import proofs as reviews
from tutela.web.transfers import proofs as transfers

MAIL_OF = timedelta(days=30)
PARTS = (
    filters.list_figures,
    monitoring.list_figures,
    concerns.list_figures,
    reviews.list_figures,
    actions.list_figures,
    engagement.list_figures,
    education.list_figures,
    registers.list_figures,
    policies.list_figures,
    responsibilities.list_figures,
    consents.list_figures,
    referrals.list_figures,
    transfers.list_figures,
    allegations.list_figures,
    retention.list_figures,
)


def list_figures(establishment: Any, at: datetime) -> Iterator[Figure]:
    """Everything that is known of one establishment now."""
    for figures in (*PARTS, _contacts, _accounts, _mail, _backups, _keys, _audit):
        yield from figures(establishment, at)


def _contacts(establishment: Any, at: datetime) -> Iterator[Figure]:
    """Whom everybody can ask, whether Prevent has its contacts, and whether monitoring is signed for."""
    page = reverse("establishments:contacts")
    contact = establishments.get_named_contact(establishment, at=at)
    yield Figure("contacts.named", float(contact is not None), at, page)
    yield Figure("contacts.prevent", float(not establishments.list_prevent_gaps(establishment, at=at)), at, page)
    yield Figure("monitoring.signed-off", float(establishments.is_monitoring_signed_off(establishment, at)), at, page)


def _accounts(establishment: Any, at: datetime) -> Iterator[Figure]:
    """Second factors of those who read about people, and closed accounts of those who left."""
    page = reverse("accounts")
    readers, without = accounts.count_readers(establishment.pk, at=at)
    if readers:
        yield Figure("accounts.second-factor", round(100 * (readers - without) / readers, 1), at, page)
    left, still_open = accounts.count_leavers(establishment.pk, at=at)
    if left:
        yield Figure("accounts.leavers-closed", round(100 * (left - still_open) / left, 1), at, page)


def _mail(establishment: Any, at: datetime) -> Iterator[Figure]:
    """How much of what people were to be told by mail a mail server took."""
    share = mail_health.share_taken(settings.TUTELA, establishment.pk, since=at - MAIL_OF, until=at)
    if share is not None:
        yield Figure("mail.sent", share, at, reverse("setup:mail"))


def _backups(establishment: Any, at: datetime) -> Iterator[Figure]:
    """How long ago a person put a back-up back with their own key."""
    drill = backups.get_last_drill()
    if drill is not None:
        yield Figure("backups.drilled", float((at - drill.at).days), at, reverse("backups:backups"))


def _keys(_establishment: Any, at: datetime) -> Iterator[Figure]:
    """How long ago another key began to sign; nothing where nobody knows, as of the first one of some installations."""
    since = KeyFolder(settings.TUTELA.keys).ring().newest.since
    if since is not None:
        yield Figure("keys.rotated", float(max((at - since).days, 0)), at, reverse("backups:backups"))


def _audit(_establishment: Any, at: datetime) -> Iterator[Figure]:
    """How long ago the record was proved and found sound; nothing where the newest proof found a fault."""
    proof = proving.get_last_proof()
    if proof is not None and not proof.faults:
        yield Figure("audit.verified", float((at - proof.at).days), at, "")
