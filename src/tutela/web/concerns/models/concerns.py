"""A concern, as it was raised, and what has been decided on it since."""

from django.db import models
from django.db.models import Q

from tutela.web.concerns import rules
from tutela.web.concerns.models.visibility import visible_concerns
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record


class Concern(Record):
    """A worry recorded by anyone. Nothing of it ever changes; its words are sealed with a key of its own."""

    receipt = models.CharField(max_length=12, unique=True)
    case_key = models.OneToOneField("core.CaseKey", on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=10)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    happened_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=8)
    four_c = models.CharField(max_length=10)
    theme = models.CharField(max_length=40)
    told_in_person = models.BooleanField(null=True)
    immediate_danger = models.BooleanField()
    origin = models.CharField(max_length=12)
    origin_id = models.UUIDField(null=True)
    sealed_text = models.BinaryField()
    sealed_where = models.BinaryField()
    sealed_note = models.BinaryField()
    # the few events that matter, as JSON: the event store forgets them sooner than a concern may
    sealed_events = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(route__in=rules.CONCERN_ROUTES), name="concern_route_is_known"),
            models.CheckConstraint(condition=Q(place__in=rules.PLACES), name="concern_place_is_known"),
            models.CheckConstraint(condition=Q(origin__in=rules.ORIGINS), name="concern_origin_is_known"),
            models.CheckConstraint(
                condition=Q(four_c__in=[*rules.FOUR_CS, rules.UNSURE]), name="concern_four_c_is_known"
            ),
        ]
        indexes = [models.Index(fields=["establishment", "raised_at"]), models.Index(fields=["raised_by"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Concern"]:
        return visible_concerns(actor)


class ConcernEntry(Record):
    """One step on a concern: acknowledged, added to by its reporter, taken into a case, closed. Numbered from 1."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    author = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey("concerns.SafeguardingCase", on_delete=models.PROTECT, null=True, related_name="+")
    # what the DSL decided it is, where the reporter was unsure
    four_c = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    sealed_text = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["concern", "number"], name="concern_entry_numbered_once"),
            models.UniqueConstraint(
                fields=["concern"], condition=Q(kind=rules.IN_CASE), name="concern_in_one_case_at_most"
            ),
            models.CheckConstraint(condition=Q(kind__in=rules.CONCERN_ENTRIES), name="concern_entry_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind=rules.IN_CASE, case__isnull=False) | (~Q(kind=rules.IN_CASE) & Q(case__isnull=True)),
                name="concern_entry_names_a_case_when_in_one",
            ),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ConcernEntry"]:
        return cls.in_scope(actor).filter(concern__in=Concern.visible_to(actor))
