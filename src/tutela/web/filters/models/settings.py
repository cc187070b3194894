"""What an establishment has chosen: for each group, for each time of the day, and for when nothing can be proved."""

from ipaddress import ip_network

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record, Row


class Action(models.TextChoices):
    """What happens to a site."""

    ALLOW = "allow", _("Open")
    BLOCK = "block", _("Blocked")


class GroupSettings(Row):
    """How a group is filtered where that is not what the library says for its age band."""

    group = models.OneToOneField("establishments.Group", on_delete=models.PROTECT, related_name="+")
    strictness = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    default = models.CharField(max_length=5, choices=Action.choices, default=Action.ALLOW)
    unlisted = models.CharField(max_length=5, choices=Action.choices, default=Action.BLOCK)
    categories = models.JSONField(default=dict, blank=True)  # {"games": "allow"}: what differs from the strictness
    slots = models.JSONField(default=dict, blank=True)  # {"lunch": {"games": "allow"}}

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["GroupSettings"]:
        """Settings of groups say nothing about a person."""
        return cls.in_scope(actor)


class TimetablePeriod(Row):
    """A named time of the week, in local time, the end exclusive; days count from Monday 0."""

    slot = models.CharField(max_length=40, db_index=True)  # its name, small, with hyphens for spaces
    days = models.JSONField(default=list)
    starts = models.TimeField()
    ends = models.TimeField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["TimetablePeriod"]:
        return cls.in_scope(actor)


def check_network(text: str) -> None:
    """A network such as 10.2.0.0/16. Raises Django's `ValidationError`."""
    try:
        ip_network(text)
    except ValueError:
        raise ValidationError(_("“%(text)s” is not a network such as 10.2.0.0/16."), params={"text": text}) from None


class AskingNetwork(Row):
    """A network from which the proxy asks who somebody is."""

    network = models.CharField(max_length=50, validators=[check_network])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["establishment", "network"], name="asking_network_once_per_establishment")
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["AskingNetwork"]:
        return cls.in_scope(actor)


class OpenedSearch(Row):
    """Which search pages a named person chose to have read; none at all is a choice too. The newest one counts."""

    hosts = models.JSONField(default=list)
    chosen_by = models.ForeignKey(
        "establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    chosen_at = models.DateTimeField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["OpenedSearch"]:
        return cls.in_scope(actor)


class FailPolicyChoice(Record):
    """What a named person chose for when the filter cannot be proved. Append-only; the newest one counts."""

    class Kind(models.TextChoices):
        CLOSED = "closed-allowlist", _("Only help lines and the school’s own systems open")
        OPEN = "open-with-alarm", _("Everything opens for at most four hours, with an alarm")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    chosen_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    @property
    def is_disowned(self) -> bool:
        """Whether whoever is named has said that it is not their decision."""
        return hasattr(self, "answer") and not self.answer.is_theirs

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["FailPolicyChoice"]:
        return cls.in_scope(actor)


class FailPolicyAnswer(Record):
    """Whoever is named as having chosen says whether it is their decision. Where it is not, nobody has chosen."""

    choice = models.OneToOneField(FailPolicyChoice, on_delete=models.PROTECT, related_name="answer")
    is_theirs = models.BooleanField()
    at = models.DateTimeField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["FailPolicyAnswer"]:
        return cls.in_scope(actor)


class Publication(Row):
    """How far an establishment's policy has been published: `wanted` counts the changes, `done` those published."""

    wanted = models.PositiveBigIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)
    content_sha256 = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=500, blank=True)  # why the last attempt failed, in our own words
    tried_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=500, blank=True)  # why the gateway did not put the newest one in force
    recording = models.BooleanField(null=True)  # whether what was published lets requests be written down

    class Meta:
        constraints = [models.UniqueConstraint(fields=["establishment"], name="publication_once_per_establishment")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Publication"]:
        return cls.in_scope(actor)
