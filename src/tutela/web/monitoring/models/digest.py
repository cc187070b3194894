"""When somebody wants to be told, once a day, how many alerts nobody has read."""

from django.db import models
from django.db.models import Q

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Row


class DigestChoice(Row):
    """The hour that one person chose (local, 0 to 23; NULL: no such mail), and the last day on which it was seen to."""

    person = models.OneToOneField("establishments.Person", on_delete=models.PROTECT, related_name="+")
    hour = models.PositiveSmallIntegerField(null=True)
    done_on = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(hour=None) | Q(hour__lte=23), name="digest_hour_is_of_a_day")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["DigestChoice"]:
        rows = cls.in_scope(actor)
        return rows if actor.is_system else rows.filter(person_id=actor.person_id)
