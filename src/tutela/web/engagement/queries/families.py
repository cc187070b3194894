"""Who is written to about whom."""

from datetime import datetime

from django.db.models import Q

from tutela.web.engagement.rules.letters import Link, gather
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Group, ParentLink, Person


def list_families(establishment: Establishment, group: Group | None, at: datetime) -> list[tuple[Person, list[Person]]]:
    """Each person who is written to, with the children it is about; those without an email first, then by name.

    Read round the scope and in one query, since `list_responsible_parents` asks child by child: whoever writes a letter
    need not read who is whose parent.
    """
    today = establishments.local_day(establishment, at)
    links = ParentLink._base_manager.filter(establishment=establishment, until=None)
    links = links.filter(Q(child__left_on=None) | Q(child__left_on__gt=today), child__kind=Person.Kind.LEARNER)
    if group is not None:
        members = {person.pk for person in establishments.list_members(group, on=today)}
        links = links.filter(child__in=members)
    people: dict[object, Person] = {}
    plain = []
    for link in links.select_related("parent", "child").order_by("child__given_name", "child__family_name"):
        people |= {link.parent_id: link.parent, link.child_id: link.child}
        plain.append(Link(link.parent_id, link.child_id, link.has_responsibility, link.no_contact))
    found = [(people[parent], [people[child] for child in children]) for parent, children in gather(plain).items()]
    return sorted(found, key=lambda one: (bool(one[0].email), one[0].family_name, one[0].given_name, str(one[0].pk)))
