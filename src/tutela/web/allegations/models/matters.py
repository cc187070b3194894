"""A matter about an adult: what was reported, whom it is about, who handles it, and its chronology."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from tutela.web.allegations import rules
from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import READS_CONCERNS
from tutela.web.core.rows import Record, Row, without_excluded

NOT_DESTROYED = Q(case_key__destroyed_at=None)


class Allegation(Record):
    """An allegation or a low-level concern about an adult, as it was reported; its words have a key of the vault."""

    receipt = models.CharField(max_length=12, unique=True)
    case_key = models.OneToOneField("core.CaseKey", on_delete=models.PROTECT, related_name="+")
    reported_as = models.CharField(max_length=10)
    immediate_danger = models.BooleanField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    sealed_text = models.BinaryField()
    sealed_when = models.BinaryField()
    # learners who were there or may have been harmed, as they were named
    sealed_learners = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reported_as__in=rules.REPORTED_AS), name="allegation_reported_as_known")
        ]
        indexes = [models.Index(fields=["raised_by"], name="allegation_reporter")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Allegation"]:
        """Those that this person handles by the role they hold today, or that were opened to them singly.

        Never one about themselves, nor one that a conflict keeps from them; no role alone shows any. What was
        destroyed has no words left, and is seen by nobody.
        """
        rows = cls.in_scope(actor)
        if actor.is_system:
            return rows
        rows = rows.filter(NOT_DESTROYED)
        if not actor.permissions & READS_CONCERNS:  # these prove a second factor at each sign-in
            return rows.none()
        # nothing is narrowed by what is seen here: these rows say who may see
        grants = Handler._base_manager.filter(Q(role__in=[*actor.roles, ""]), person=actor.person_id, ended_at=None)
        about = Adult._base_manager.filter(allegation=OuterRef("pk"), person__in=actor.exclusions)
        others = actor.exclusions - {actor.person_id}  # what one reported oneself may be opened to one
        rows = without_excluded(rows, actor).exclude(raised_by__in=others)
        return rows.filter(~Exists(about), Exists(grants.filter(allegation=OuterRef("pk"))))


class Adult(Record):
    """Whom a matter is about. Without a person the sealed name is all that is known; the handler may say who it is."""

    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="adults")
    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    sealed_name = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["person"], name="allegation_adult")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Adult"]:
        return cls.in_scope(actor).filter(allegation__in=Allegation.visible_to(actor))


class Handler(Row):
    """The grant of the vault: one matter to one person, while they hold the role; without a role, until it is ended."""

    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="handlers")
    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, blank=True)
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["allegation", "person"], condition=Q(ended_at=None), name="matter_once_with_a_person"
            )
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Handler"]:
        return cls.in_scope(actor).filter(allegation__in=Allegation.visible_to(actor))


class Turn(Record):
    """Where a matter went: the tier, and the lowest that may handle it since; the last one holds."""

    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="turns")
    number = models.PositiveIntegerField()
    tier = models.CharField(max_length=10)
    least = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["allegation", "number"], name="turn_numbered_once"),
            models.CheckConstraint(
                condition=Q(tier__in=rules.TIERS) & Q(least__in=rules.TIERS), name="turn_tier_is_known"
            ),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Turn"]:
        return cls.in_scope(actor).filter(allegation__in=Allegation.visible_to(actor))


class Alarm(Record):
    """People were told that a matter waits which nobody inside may read."""

    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="alarms")
    at = models.DateTimeField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Alarm"]:
        return cls.in_scope(actor).filter(allegation__in=Allegation.visible_to(actor))


class Entry(Record):
    """An entry of a chronology; `number`, from 1, is the order of writing. A correction cites an old one."""

    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField()
    author = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    sealed_text = models.BinaryField()

    class Meta:
        ordering = ["happened_at", "number"]
        constraints = [
            models.UniqueConstraint(fields=["allegation", "number"], name="vault_entry_numbered_once"),
            models.CheckConstraint(condition=Q(kind__in=rules.ENTRIES), name="vault_entry_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind="correction", corrects__isnull=False)
                | (~Q(kind="correction") & Q(corrects__isnull=True)),
                name="vault_correction_cites_an_entry",
            ),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Entry"]:
        return cls.in_scope(actor).filter(allegation__in=Allegation.visible_to(actor))
