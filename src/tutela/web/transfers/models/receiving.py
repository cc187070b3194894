"""A file that came from the place before: kept as it was signed, read and never written in."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, without_excluded
from tutela.web.transfers.models.sending import LEADS


class ReceivedFile(Record):
    """What was taken in: whose record, its hash, when it was made there and came here. `bundle` is the sender's id."""

    partner = models.ForeignKey("transfers.Partner", on_delete=models.PROTECT, related_name="+")
    own_key = models.OneToOneField("core.CaseKey", on_delete=models.PROTECT, related_name="+")
    bundle = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    receipt = models.TextField()
    """What goes back to the sender; it names no child."""
    # the parts of the file, as they were signed: JSON
    sealed_contents = models.BinaryField()
    sealed_name = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["establishment", "bundle"], name="file_taken_in_once")]
        indexes = [models.Index(fields=["establishment", "received_at"])]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ReceivedFile"]:
        """Leads and whoever took it in; never somebody it may speak of."""
        rows = cls.not_about(actor)
        if actor.is_system:
            return rows
        if not actor.may(Permission.CONCERN_READ):
            return rows.none()
        return rows if actor.roles & LEADS else rows.filter(received_by=actor.person_id)

    @classmethod
    def not_about(cls, actor: AnyActor) -> models.QuerySet["ReceivedFile"]:
        """Files that can still be read, without those that may speak of the actor; who may see them is asked beside."""
        rows = cls.in_scope(actor).filter(own_key__destroyed_at=None)
        if actor.is_system:
            return rows
        withheld = WithheldFrom._base_manager.filter(person=actor.person_id)
        about_me = ReceivedLink._base_manager.filter(person=actor.person_id)
        rows = rows.exclude(pk__in=withheld.values("received")).exclude(pk__in=about_me.values("received"))
        return without_excluded(rows, actor, "links__person")


class ReceivedLink(Record):
    """Who here the file is about; a wrong one is put right by the next, and stays. No person: on no list here."""

    received = models.ForeignKey(ReceivedFile, on_delete=models.PROTECT, related_name="links")
    number = models.PositiveIntegerField()
    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    author = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, related_name="+")
    sealed_why = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["received", "number"], name="received_link_numbered_once")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ReceivedLink"]:
        return cls.in_scope(actor).filter(received__in=ReceivedFile.visible_to(actor))


class WithheldFrom(Record):
    """A name in the file may mean this person, who reads such files here: they are kept from it to be safe."""

    received = models.ForeignKey(ReceivedFile, on_delete=models.PROTECT, related_name="withheld")
    person = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["received", "person"], name="received_withheld_once")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["WithheldFrom"]:
        return cls.in_scope(actor).filter(received__in=ReceivedFile.visible_to(actor))


class ReceivedExhibit(Record):
    """An exhibit that came along, sealed here anew; its key is the name of its sealed file.

    `sealed_part` is half of that file's key and is emptied when the file becomes an exhibit of a case here, which then
    has the same key as this row.
    """

    received = models.ForeignKey(ReceivedFile, on_delete=models.PROTECT, related_name="exhibits")
    case_number = models.PositiveIntegerField()
    """Number of the case there."""
    their_number = models.PositiveIntegerField()
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    sealed_part = models.BinaryField(null=True)

    class Meta:
        ordering = ["case_number", "their_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["received", "case_number", "their_number"], name="received_exhibit_numbered_once"
            )
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["ReceivedExhibit"]:
        return cls.in_scope(actor).filter(received__in=ReceivedFile.visible_to(actor))
