"""Tables of the core: the audit and its head, keys and who may open them, notices that wait to be sent.

They hold no rows about people that anybody reads through a page, so their managers are plain ones; the establishment
is a bare number, for the audit has to outlive what it tells of.
"""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q


class AuditEntry(models.Model):
    """One thing that was done or read. Append-only; details and salt alone may be emptied, for erasure."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    establishment_id = models.PositiveIntegerField(null=True)
    actor = models.CharField(max_length=120)
    action = models.CharField(max_length=80)
    object = models.CharField(max_length=120)
    commitment = models.BinaryField(max_length=32)
    leaf = models.BinaryField(max_length=32)
    details = models.TextField(null=True)  # NULL: erased. "{}": nothing to tell
    salt = models.BinaryField(max_length=16, null=True)

    class Meta:
        indexes = [models.Index(fields=["object"]), models.Index(fields=["action", "at"])]


class AuditHead(models.Model):
    """How far the audit has come: one row, locked while an entry is added, so that numbers have no gaps."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.PositiveBigIntegerField(default=0)
    frontier = models.BinaryField(default=bytes)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="audit_has_one_head")]


class AuditCheckpoint(models.Model):
    """A signed statement of the audit's size and root, in the form of a C2SP note. Append-only."""

    size = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    note = models.TextField()


class AuditProof(models.Model):
    """The audit was proved from its first entry to its last, and what was found. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField(db_index=True)
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    faults = models.TextField(blank=True)
    """One on a line; empty where it is sound."""
    anchored_to = models.PositiveBigIntegerField(null=True)
    """Size of the checkpoint from outside that it was compared with, if one was given."""


class EstablishmentKey(models.Model):
    """The key of one establishment, wrapped by the root key. A rotation adds a number; old ones stay readable."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    establishment_id = models.PositiveIntegerField()
    number = models.PositiveIntegerField(default=1)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["establishment_id", "number"], name="establishment_key_once_per_number")
        ]


class CaseKey(models.Model):
    """The key of one concern or case, random and never stored bare: only its grants can open it."""

    class Kind(models.TextChoices):
        STANDARD = "standard", "opened by the establishment"
        RESTRICTED = "restricted", "opened by the named people alone"
        VAULT = "vault", "opened by the establishment, for what is alleged of adults"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    establishment_id = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)
    public = models.BinaryField(max_length=32, null=True)
    """Of a restricted key: what others seal for it, who cannot open it themselves."""
    earlier = models.BinaryField(null=True)
    """The keys that stood here before, sealed under the one of now: texts are not sealed anew when it changes."""


class PersonalKey(models.Model):
    """A person's own key pair; the private half is sealed under a password that nobody else knows."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="+")
    public = models.BinaryField(max_length=32)
    sealed_private = models.BinaryField()
    salt = models.BinaryField(max_length=16)
    made_at = models.DateTimeField()


class RecoverySheet(models.Model):
    """A key on paper that one person holds; two of them open what is sealed to people who lost their own."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    establishment_id = models.PositiveIntegerField()
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    public = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["establishment_id", "holder"], condition=Q(ended_at=None), name="recovery_sheet_once_per_holder"
            )
        ]


class RecoveryKey(models.Model):
    """What any two sheets of an establishment open together, and nobody else. Its private half is kept nowhere bare."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    establishment_id = models.PositiveIntegerField()
    public = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["establishment_id"], condition=Q(ended_at=None), name="recovery_key_once_at_a_time"
            )
        ]


class RecoveryPair(models.Model):
    """The private half of a recovery key, sealed to one sheet and then to another."""

    recovery = models.ForeignKey(RecoveryKey, on_delete=models.PROTECT, related_name="pairs")
    first = models.ForeignKey(RecoverySheet, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(RecoverySheet, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()


class KeyGrant(models.Model):
    """Who can open a case key: the establishment (wrapped by its key), one person (sealed to their public key), or two
    sheets together (sealed to a recovery key).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case_key = models.ForeignKey(CaseKey, on_delete=models.PROTECT, related_name="grants")
    establishment_key = models.ForeignKey(EstablishmentKey, on_delete=models.PROTECT, null=True, related_name="+")
    grantee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recovery = models.ForeignKey(RecoveryKey, on_delete=models.PROTECT, null=True, related_name="+")
    wrapped = models.BinaryField()
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(establishment_key__isnull=False, grantee=None, recovery=None)
                | Q(establishment_key=None, grantee__isnull=False, recovery=None)
                | Q(establishment_key=None, grantee=None, recovery__isnull=False),
                name="key_grant_to_one_of_three",
            ),
            models.UniqueConstraint(fields=["case_key", "grantee"], name="key_grant_once_per_person"),
            models.UniqueConstraint(fields=["case_key", "recovery"], name="key_grant_once_per_recovery_key"),
        ]


class OutboxMessage(models.Model):
    """A notice that waits to be sent or was sent. Its words name nobody and tell nothing of what was written."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    establishment_id = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=60)
    recipient = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    bulk = models.BooleanField(default=False)  # can wait behind what is for few
    attempts = models.PositiveSmallIntegerField(default=0)
    last_fault = models.CharField(max_length=80, blank=True)
    delivered_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="outbox_waiting",
                condition=Q(delivered_at__isnull=True, given_up_at__isnull=True),
            )
        ]
