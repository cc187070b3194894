"""Who is whose parent or carer: facts with a source and a date, seen only by those who need them."""

from django.db import models
from django.db.models import F, Q

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Row, without_excluded
from tutela.web.establishments.models.people import Person


class ParentLink(Row):
    """A parent or carer of a child, from a day on. What changes ends the row and begins another."""

    parent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="child_links")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="parent_links")
    has_responsibility = models.BooleanField(default=False)
    """Parental responsibility in law, which not every parent has and some who are no parent have."""
    no_contact = models.BooleanField(default=False)
    """This person must not be contacted about the child, nor told anything: a court order or the like."""
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "child"], condition=Q(until__isnull=True), name="parent_linked_once_to_child"
            ),
            models.CheckConstraint(condition=~Q(parent=F("child")), name="nobody_is_their_own_parent"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="parent_link_not_backwards"
            ),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ParentLink"]:
        """Whoever reads about people, and of them nobody who is kept from the child or the parent."""
        rows = without_excluded(cls.in_scope(actor), actor, "child", "parent")
        return rows if actor.may(Permission.PERSON_READ) else rows.none()
