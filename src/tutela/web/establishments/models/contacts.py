"""Whom to ask: the named contact with a deputy, who is away when, and the hours in which somebody looks."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Row
from tutela.web.establishments.models.people import Person


class NamedContact(Row):
    """The person to ask about safeguarding, and who stands in. Exactly one holder at a time; the past stays."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["establishment"], condition=Q(until_at__isnull=True), name="one_named_contact_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("person")), name="deputy_is_somebody_else"
            ),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["NamedContact"]:
        """Everybody at the establishment may know whom to ask."""
        return cls.in_scope(actor)


class Absence(Row):
    """A person is away from a day until another, so that what waits for them goes to who stands in."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="absence_lasts_a_day_or_more")
        ]

    @property
    def last_on(self) -> date:
        """The last day away."""
        return self.until_on - timedelta(days=1)

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Absence"]:
        return cls.in_scope(actor)


class CoverHours(Row):
    """Published hours in which alerts are looked at: local time, the end exclusive, day 0 is Monday.

    What was published before stays, with the moments from which and until which it was in force (exclusive).
    """

    day = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    from_at = models.DateTimeField(null=True, blank=True)  # empty: before it was kept when
    until_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(day__lte=6), name="cover_day_is_a_weekday_number"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="cover_closes_after_it_opens"),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["CoverHours"]:
        return cls.in_scope(actor)
