"""When each group concerned was last heard, by whom it speaks, and what it was promised."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment
from tutela.web.responsibilities.models import Contact, Speaker
from tutela.web.responsibilities.stakeholders import Group, list_groups

HEARD_WITHIN = timedelta(days=365)
MOST_HEARD = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A group as it stands."""

    group: Group
    speaker: Speaker | None
    last: Contact | None
    due: bool
    """Whether it was not heard within the year."""
    promised: list[Contact]
    """What it was promised and is not done."""


def groups_of(establishment: Establishment) -> list[Group]:
    """The eight groups, in the establishment's own words."""
    return list_groups(establishments.terms_of(establishment))


def list_stakeholders(actor: AnyActor, establishment: Establishment, *, at: datetime) -> list[Row]:
    """Every group, in the order of the library."""
    today = establishments.local_day(establishment, at)
    speakers = {row.group: row for row in Speaker.visible_to(actor).order_by("at")}
    contacts: dict[str, list[Contact]] = {}
    for row in Contact.visible_to(actor).filter(on__lte=today).select_related("action").order_by("on", "at"):
        contacts.setdefault(row.group, []).append(row)
    return [
        Row(
            group=group,
            speaker=speakers.get(group.id),
            last=heard[-1] if heard else None,
            due=not heard or is_due(heard[-1].on, today),
            promised=[one for one in heard if one.action and one.action.state == "open"],
        )
        for group in groups_of(establishment)
        for heard in [contacts.get(group.id, [])]
    ]


def is_due(last_on: date, today: date) -> bool:
    """Whether a group that was last heard on that day has to be heard again."""
    return today - last_on > HEARD_WITHIN


def list_contacts(actor: AnyActor, group: str) -> QuerySet[Contact]:
    """Every time a group was heard, the newest first."""
    return Contact.visible_to(actor).filter(group=group).select_related("by", "action").order_by("-on", "-at")


def list_heard_since(actor: AnyActor, establishment: Establishment, since: date) -> list[tuple[Contact, str]]:
    """What groups said from that day on, the newest first, each with the title of its group."""
    titles = {group.id: group.title for group in groups_of(establishment)}
    rows = Contact.visible_to(actor).filter(establishment=establishment, on__gte=since).order_by("-on", "-at")
    return [(row, titles[row.group]) for row in rows[:MOST_HEARD] if row.group in titles]


def list_speakers(actor: AnyActor, group: str) -> QuerySet[Speaker]:
    """Who spoke for a group, the newest first."""
    return Speaker.visible_to(actor).filter(group=group).order_by("-at")


def list_unheard(establishment: Establishment, *, at: datetime) -> list[Group]:
    """The groups that were not heard within the year, for the system's own work."""
    system = SystemActor("stakeholders", establishment.pk)
    return [row.group for row in list_stakeholders(system, establishment, at=at) if row.due]


def share_contacted(establishment: Establishment, *, at: datetime) -> float:
    """How many of the groups (0-100) were heard within the year."""
    groups = groups_of(establishment)
    return round(100 * (len(groups) - len(list_unheard(establishment, at=at))) / len(groups), 1)
