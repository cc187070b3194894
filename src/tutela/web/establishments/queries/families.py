"""Who is whose parent, for those who need it."""

from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor
from tutela.web.establishments.models import ParentLink, Person


def responsible_links() -> QuerySet[ParentLink]:
    """Who answers for which child now: with parental responsibility, and not kept from contact.

    Read round the scope, since who is asked about a child need not read who is whose parent: narrow it to those asked.
    """
    return ParentLink._base_manager.filter(until=None, has_responsibility=True, no_contact=False)


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
