"""Whether monitoring was signed off, and whether the contacts for Prevent are known."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from tutela.web.establishments.models import AskedToSign, Establishment, MonitoringSignOff, NamedContact, PreventContact

CONTACT_HOLDS_FOR = timedelta(days=365)
PREVENT_APPLIES = ("england", "wales", "scotland")
"""The Prevent duty is the law of Great Britain; Northern Ireland has its own arrangements."""


def is_monitoring_signed_off(establishment: Establishment, at: datetime) -> bool:
    """Whether a named person's sign-off is in force at that moment: without it nothing may be monitored."""
    return get_monitoring_sign_off(establishment, at) is not None


def get_monitoring_sign_off(establishment: Establishment, at: datetime) -> MonitoringSignOff | None:
    """The sign-off that is in force at that moment, with who signed; the newest where several are."""
    signed = MonitoringSignOff._base_manager.filter(establishment=establishment, withdraws=None, at__lte=at)
    in_force = signed.filter(Q(withdrawal__isnull=True) | Q(withdrawal__at__gt=at))
    return in_force.select_related("person").order_by("-at").first()


def get_asked_to_sign(establishment: Establishment) -> AskedToSign | None:
    """Who is asked to sign and has not yet, with what was filled in for them."""
    rows = AskedToSign._base_manager.filter(establishment=establishment, ended_at=None)
    return rows.select_related("person").first()


def list_monitoring_sign_offs(establishment: Establishment) -> QuerySet[MonitoringSignOff]:
    """Every sign-off and withdrawal, the newest first."""
    rows = MonitoringSignOff._base_manager.filter(establishment=establishment)
    return rows.select_related("person").order_by("-at")


def get_prevent_contact(establishment: Establishment, kind: str, *, at: datetime) -> PreventContact | None:
    """The contact of that kind that was noted last, however long ago."""
    noted = PreventContact._base_manager.filter(establishment=establishment, kind=kind, at__lte=at)
    return noted.order_by("-at").first()


def list_prevent_gaps(establishment: Establishment, *, at: datetime) -> list[tuple[str, str]]:
    """What is missing: (kind, "missing" or "old"), old after a year (requirement S0.1).

    Nothing is missing outside Great Britain.
    """
    if establishment.nation not in PREVENT_APPLIES:
        return []
    contacts = {kind: get_prevent_contact(establishment, kind, at=at) for kind in PreventContact.Kind.values}
    old = {kind for kind, contact in contacts.items() if contact and at - contact.at > CONTACT_HOLDS_FOR}
    return [(kind, "old" if kind in old else "missing") for kind in contacts if contacts[kind] is None or kind in old]


def list_named_contacts(establishment: Establishment) -> QuerySet[NamedContact]:
    """Who has been the one to ask from when to when, the newest first: visible to all (requirement S1.16)."""
    rows = NamedContact._base_manager.filter(establishment=establishment).select_related("person", "deputy")
    return rows.order_by("-from_at")
