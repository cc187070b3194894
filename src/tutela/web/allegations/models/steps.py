"""What a handler decided and did: the threshold, the officer outside, a concern for the learner, how it ended."""

from django.db import models
from django.db.models import Q

from tutela.web.allegations import rules
from tutela.web.allegations.models.matters import Allegation, Entry
from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record


class Threshold(Record):
    """What was decided on the harm threshold; a later decision stands beside the earlier one and holds."""

    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="thresholds")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="threshold")
    decision = models.CharField(max_length=10)
    at = models.DateTimeField()
    officer_by = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(decision__in=rules.THRESHOLDS), name="threshold_is_known"),
            models.CheckConstraint(
                condition=Q(decision="harm", officer_by__isnull=False)
                | (~Q(decision="harm") & Q(officer_by__isnull=True)),
                name="threshold_of_harm_has_a_day",
            ),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Threshold"]:
        return cls.in_scope(actor).filter(allegation__in=Allegation.visible_to(actor))


class OfficerTold(Record):
    """The officer of the authority was told, or asked: when, whom, under which reference of theirs."""

    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="officers")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="officer")
    told_at = models.DateTimeField()
    sealed_officer = models.BinaryField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["OfficerTold"]:
        return cls.in_scope(actor).filter(allegation__in=Allegation.visible_to(actor))


class PackMade(Record):
    """A referral's pack that was made for the authority: as what, with which hash, and what was answered for it."""

    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="packs")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="pack")
    form = models.CharField(max_length=4)
    sha256 = models.CharField(max_length=64)
    sealed_answers = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(form__in=rules.PACK_FORMS), name="vault_pack_form_is_known")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["PackMade"]:
        return cls.in_scope(actor).filter(allegation__in=Allegation.visible_to(actor))


class ConcernRaised(Record):
    """A concern about a learner went into the usual queue; it knows nothing of the matter, only this side does."""

    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="concerns")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="concern")
    concern_id = models.UUIDField()
    is_shared = models.BooleanField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ConcernRaised"]:
        return cls.in_scope(actor).filter(allegation__in=Allegation.visible_to(actor))


class Ending(Record):
    """How a matter ended, in a word of library/allegations.yaml, and what becomes of the record."""

    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="endings")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="ending")
    outcome = models.CharField(max_length=30)
    track = models.CharField(max_length=10)
    ended_on = models.DateField()
    # what the library said of keeping it on that day
    keep = models.CharField(max_length=20)
    keep_until = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(track__in=rules.THRESHOLDS), name="ending_track_is_known")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Ending"]:
        return cls.in_scope(actor).filter(allegation__in=Allegation.visible_to(actor))
