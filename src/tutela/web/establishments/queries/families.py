"""Who is whose parent, for those who need it."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from tutela.web.core.actor import AnyActor
from tutela.web.establishments.models import Exclusion, ParentLink, Person


def responsible_links() -> QuerySet[ParentLink]:
    """Who answers for which child now: with parental responsibility, and not kept from contact.

    Read round the scope, since who is asked about a child need not read who is whose parent: narrow it to those asked.
    """
    return ParentLink._base_manager.filter(until=None, has_responsibility=True, no_contact=False)


def told_links(at: datetime) -> QuerySet[ParentLink]:
    """Of those who answer for a child, whoever may be told of that child at this moment: nobody declared otherwise.

    A parent of two who is kept from one of them is told of the other alone.
    """
    kept_out = Exclusion._base_manager.filter(
        Q(until_at=None) | Q(until_at__gt=at),
        person=OuterRef("parent"),
        about_person=OuterRef("child"),
        from_at__lte=at,
    )
    return responsible_links().filter(~Exists(kept_out))


def list_responsible_parents(child: Person) -> list[Person]:
    """Whom to speak to about a child: who has parental responsibility now, and must not be kept from contact."""
    links = responsible_links().filter(child=child)
    return [link.parent for link in links.select_related("parent").order_by("since", "parent__family_name")]


def list_parent_links(actor: AnyActor, child: Person) -> QuerySet[ParentLink]:
    """Every parent and carer of a child that is noted now, with what is noted, for an actor who may read it."""
    links = ParentLink.visible_to(actor).filter(child=child, until=None)
    return links.select_related("parent").order_by("parent__family_name", "parent__given_name")


def list_earlier_parent_links(actor: AnyActor, child: Person) -> QuerySet[ParentLink]:
    """What was noted of parents and carers of a child before, the newest first, for an actor who may read it."""
    links = ParentLink.visible_to(actor).filter(child=child, until__isnull=False)
    return links.select_related("parent").order_by("-until", "-since")
