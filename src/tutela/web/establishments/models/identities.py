"""How the network knows who is asking: a random credential of a person, or a device that belongs to somebody."""

from django.db import models
from django.db.models import Q

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Row
from tutela.web.establishments.models.people import Group, Person


class EarlierLogin(Row):
    """A login that a person had: what the network recorded under it stays theirs, and nobody else gets it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="earlier_logins")
    login = models.CharField(max_length=150)
    pseudonym = models.CharField(max_length=20)
    until_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["establishment", "pseudonym"])]

    def __str__(self) -> str:
        return self.login

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["EarlierLogin"]:
        rows = cls.in_scope(actor)
        return rows if actor.may(Permission.ESTABLISHMENT_MANAGE) else rows.filter(person_id=actor.person_id)


class NetworkCredential(Row):
    """A name and a random secret for the proxy alone; only a keyed hash of the secret is kept."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="network_credentials")
    username = models.CharField(max_length=60)
    secret_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "username"],
                condition=Q(ended_at__isnull=True),
                name="network_username_once_per_establishment",
            )
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["NetworkCredential"]:
        rows = cls.in_scope(actor)
        return rows if actor.may(Permission.ESTABLISHMENT_MANAGE) else rows.filter(person_id=actor.person_id)


class KnownDevice(Row):
    """A device with a fixed address, of one person or of a group (a library computer)."""

    name = models.CharField(max_length=60)
    address = models.GenericIPAddressField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="devices")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="devices")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "address"],
                condition=Q(ended_at__isnull=True),
                name="device_address_once_per_establishment",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(group__isnull=True), name="device_of_person_or_group"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["KnownDevice"]:
        rows = cls.in_scope(actor)
        return rows if actor.may(Permission.ESTABLISHMENT_MANAGE) else rows.filter(person_id=actor.person_id)
