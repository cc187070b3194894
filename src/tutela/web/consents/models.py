"""Answers about pictures, what ended them, and where pictures were used. Written once; no picture is kept."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, without_excluded
from tutela.web.establishments.queries import responsible_links

REFERENCE_LETTERS = 200


def children_of(actor: AnyActor) -> models.QuerySet:
    """The children whom the actor answers for now: with responsibility, and kept neither from contact nor from them."""
    # a parent reads nothing of ParentLink itself, so this asks for them, about themselves alone
    links = responsible_links().filter(parent_id=actor.person_id).exclude(parent_id=None)
    return without_excluded(links, actor, "child").values("child_id")


def _seen_by(rows: models.QuerySet, actor: AnyActor) -> models.QuerySet:
    """Those who check pictures see all but those whom they are kept from; everybody what is about themselves."""
    own = Q(person_id=actor.person_id, person_id__isnull=False)
    if actor.is_system or actor.may(Permission.CONSENT_READ):
        return rows.filter(own | ~Q(person_id__in=actor.exclusions))
    return rows.filter(own)


class Consent(Record):
    """An answer: yes or no to pictures of a person, for one purpose on one channel."""

    class Evidence(models.TextChoices):
        PAPER = "paper", _("A signed form on paper")
        ON_SCREEN = "on-screen", _("Answered on this site")
        LETTER = "letter", _("A letter or an email")

    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=30)
    channel = models.CharField(max_length=30)
    yes = models.BooleanField()
    given_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=10, choices=Evidence.choices)
    reference = models.CharField(max_length=REFERENCE_LETTERS, blank=True)  # where the paper lies
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)  # exclusive
    at = models.DateTimeField()
    noted_by = models.ForeignKey(
        "establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["establishment", "purpose", "channel", "person"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="consent_not_backwards"
            ),
            models.CheckConstraint(
                condition=~Q(evidence="paper") | ~Q(reference=""), name="consent_on_paper_says_where_it_lies"
            ),
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Consent"]:
        """Those who check pictures; else whoever it is about, and what one has said oneself about one's children.

        Nobody sees what somebody said, or withdrew, whom they are kept from.
        """
        rows, kept_from = cls.in_scope(actor), actor.exclusions - {actor.person_id}
        if kept_from:
            rows = rows.exclude(given_by__in=kept_from).exclude(withdrawal__by__in=kept_from)
        given = Q(given_by_id=actor.person_id, given_by_id__isnull=False, person__in=children_of(actor))
        return rows.filter(given | Q(pk__in=_seen_by(rows, actor).values("pk")))


class Withdrawal(Record):
    """What was said holds no more, from a day on."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    reference = models.CharField(max_length=REFERENCE_LETTERS, blank=True)
    at = models.DateTimeField()
    noted_by = models.ForeignKey(
        "establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Withdrawal"]:
        return cls.in_scope(actor).filter(consent__in=Consent.visible_to(actor))


class Use(Record):
    """A picture was used somewhere: what, where and when, never the picture."""

    purpose = models.CharField(max_length=30)
    channel = models.CharField(max_length=30)
    what = models.CharField(max_length=200)
    where = models.CharField(max_length=300)  # a page, an issue, a wall
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Use"]:
        """Those who keep the consents, and of a picture nobody who is kept from somebody it shows."""
        rows = cls.in_scope(actor)
        if not (actor.is_system or actor.may(Permission.CONSENT_WRITE)):
            return rows.none()
        kept_from = actor.exclusions - {actor.person_id}
        return rows.exclude(people__person__in=kept_from) if kept_from else rows


class UsePerson(Record):
    """Somebody is to be seen in it."""

    use = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["use", "person"], name="seen_once_in_a_use")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["UsePerson"]:
        return cls.in_scope(actor).filter(use__in=Use.visible_to(actor))


class TakenDown(Record):
    """It is to be seen there no more."""

    use = models.OneToOneField(Use, on_delete=models.PROTECT, related_name="taken_down")
    on = models.DateField()
    how = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "taken down"

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["TakenDown"]:
        return cls.in_scope(actor).filter(use__in=Use.visible_to(actor))
