"""What an establishment is, and to whom it turns about Prevent."""

from datetime import datetime

from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments.models import Establishment, Person, PreventContact, Trust

CHOICES = ("nation", "sector", "phase", "preset", "filtering_by")
"""What the audit tells of a change; of the rest it says only that it changed."""


class SlugTaken(Exception):
    """Another establishment has this slug."""


@operation
def make_establishment(
    *,
    actor: AnyActor,
    slug: str,
    name: str,
    at: datetime,
    nation: str = "england",
    sector: str = "school",
    phase: str = "secondary",
    urn: str = "",
    ukprn: str = "",
    time_zone: str = "Europe/London",
    trust: Trust | None = None,
) -> Establishment:
    """A new establishment with the next free number and its own key. Raises `SlugTaken`, Django's `ValidationError`."""
    if Establishment.objects.filter(slug=slug).exists():
        raise SlugTaken(slug)
    last = Establishment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    establishment = Establishment(
        id=last + 1,
        slug=slug,
        name=name,
        nation=nation,
        sector=sector,
        phase=phase,
        urn=urn,
        ukprn=ukprn,
        time_zone=time_zone,
        trust=trust,
        made_at=at,
    )
    establishment.full_clean()
    establishment.save(force_insert=True)
    sealing.make_establishment_key(establishment.pk, at=at)
    audit.record(actor, "establishment.make", establishment, at=at)
    return establishment


@operation
def make_trust(*, actor: AnyActor, slug: str, name: str, at: datetime) -> Trust:
    """A chain above establishments. Raises Django's `ValidationError`, also where the slug is taken."""
    trust = Trust(slug=slug, name=name)
    trust.full_clean()
    trust.save(force_insert=True)
    audit.record(actor, "trust.make", f"trust:{trust.pk}", at=at)
    return trust


@operation
def update_profile(
    *,
    actor: AnyActor,
    at: datetime,
    establishment: Establishment,
    name: str | None = None,
    nation: str | None = None,
    sector: str | None = None,
    phase: str | None = None,
    preset: str | None = None,
    filtering_by: str | None = None,
    provider_name: str | None = None,
    urn: str | None = None,
    ukprn: str | None = None,
    time_zone: str | None = None,
    trust: Trust | None = None,
) -> Establishment:
    """Change what is known of the establishment; what is not given stays, and so does the slug: records know it.

    Raises Django's `ValidationError` for a value that is not accepted (a provider that filters needs its name).
    """
    if filtering_by == Establishment.FilteringBy.TUTELA:
        provider_name = ""
    given = {
        "name": name,
        "nation": nation,
        "sector": sector,
        "phase": phase,
        "preset": preset,
        "filtering_by": filtering_by,
        "provider_name": provider_name,
        "urn": urn,
        "ukprn": ukprn,
        "time_zone": time_zone,
        "trust": trust,
    }
    changed = {key: value for key, value in given.items() if value not in (None, getattr(establishment, key))}
    for key, value in changed.items():
        setattr(establishment, key, value)
    establishment.full_clean()
    if changed:
        establishment.save(update_fields=list(changed))
        told = {key: str(value) for key, value in changed.items() if key in CHOICES}
        audit.record(actor, "establishment.describe", establishment, at=at, changed=",".join(sorted(changed)), **told)
    return establishment


@operation
def leave_trust(*, actor: AnyActor, at: datetime, establishment: Establishment) -> Establishment:
    """The establishment belongs to no trust any more: leads of the trust see nothing of it from now on."""
    if establishment.trust_id is not None:
        establishment.trust = None
        establishment.save(update_fields=["trust"])
        audit.record(actor, "establishment.leave-trust", establishment, at=at)
    return establishment


@operation
def note_prevent_contact(
    *,
    actor: AnyActor,
    at: datetime,
    establishment: Establishment,
    kind: str,
    name: str,
    email: str = "",
    phone: str = "",
    person: Person | None = None,
) -> PreventContact:
    """Say, or say again, who the Prevent lead ("lead") or the regional Prevent coordinator ("regional") is.

    Counts for a year; the earlier ones stay as history. Raises Django's `ValidationError`.
    """
    contact = PreventContact(
        establishment=establishment, kind=kind, name=name, email=email, phone=phone, person=person, at=at
    )
    contact.full_clean()
    contact.save()
    audit.record(actor, "prevent-contact.note", contact, at=at, kind=kind)
    return contact
