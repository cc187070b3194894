"""What people say of the filter, what was decided about it, and the rules that came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, Row, without_excluded
from tutela.web.filters.models.settings import Action


class LocalRule(Row):
    """The establishment's own rule for a host and all below it, or for a part of it.

    For one group, one class, one person or everybody. With an end it travels as an exception, which the
    establishment's lasting rules precede; for a class or a person it has one always.
    """

    action = models.CharField(max_length=5, choices=Action.choices)
    host = models.CharField(max_length=253)
    path = models.CharField(max_length=500, blank=True)
    group = models.ForeignKey("establishments.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(
        "establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    from_at = models.DateTimeField(null=True, blank=True)  # begins later than it was made
    until_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["establishment", "host"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(group__isnull=True, until_at__isnull=False),
                name="rule_for_a_person_is_for_them_alone_and_ends",
            )
        ]

    def __str__(self) -> str:
        return f"{self.host}{self.path}"

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["LocalRule"]:
        rows = without_excluded(cls.in_scope(actor), actor, "person")
        return rows if actor.may(Permission.FILTER_READ) else rows.none()


class FilterChange(Row):
    """Somebody says that a site is wrongly blocked, or wrongly open; somebody else decides."""

    class Origin(models.TextChoices):
        BLOCK_PAGE = "block-page", _("“This seems wrong” on a blocked page")
        PERSON = "person", _("A person who signed in")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        APPROVED = "approved", _("Changed")
        REFUSED = "refused", _("Not changed")

    wanted = models.CharField(max_length=5, choices=Action.choices)
    host = models.CharField(max_length=253)
    path = models.CharField(max_length=500, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    categories = models.JSONField(default=list, blank=True)
    rule = models.CharField(max_length=120, blank=True)
    reports = models.PositiveIntegerField(default=1)
    requested_by = models.ForeignKey(
        "establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField()
    words = models.BinaryField(null=True)  # sealed: people write more than addresses
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(
        "establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    local_rule = models.ForeignKey(LocalRule, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting") ^ Q(decided_at__isnull=False), name="filter_change_decided_or_waiting"
            ),
            models.UniqueConstraint(
                fields=["establishment", "host", "path", "wanted"],
                condition=Q(state="waiting", origin="block-page"),
                name="one_waiting_change_of_blocked_address",
            ),
        ]
        indexes = [models.Index(fields=["establishment", "state", "requested_at"])]

    @property
    def address(self) -> str:
        return f"{self.host}{self.path}"

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["FilterChange"]:
        """All of the establishment to whoever looks after the filter; to others what they asked for themselves."""
        rows = cls.in_scope(actor)
        if actor.may(Permission.FILTER_READ):
            return rows
        return rows.filter(requested_by_id=actor.person_id) if actor.person_id else rows.none()


class BlockReport(Record):
    """One press of “This seems wrong”, as the gateway recorded it: read once, whatever happens between."""

    record = models.CharField(max_length=120)  # source and number of the gateway's record
    change = models.ForeignKey(FilterChange, on_delete=models.PROTECT, related_name="block_reports")
    at = models.DateTimeField()
    group_key = models.CharField(max_length=40, blank=True)
    categories = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["establishment", "record"], name="block_report_read_once")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["BlockReport"]:
        rows = cls.in_scope(actor)
        return rows if actor.may(Permission.FILTER_READ) else rows.none()


class ReadSoFar(models.Model):
    """Up to when the gateway's reports have been read, of all establishments: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    time = models.DateTimeField()
