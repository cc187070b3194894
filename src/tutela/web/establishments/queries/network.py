"""What the policy of the gateway needs to know people by."""

from django.db.models import QuerySet

from tutela.web.establishments.models import Establishment, KnownDevice, NetworkCredential


def list_network_credentials(establishment: Establishment) -> QuerySet[NetworkCredential]:
    """The credentials in force, with their people, for the policy that the gateway gets."""
    return NetworkCredential._base_manager.filter(establishment=establishment, ended_at=None).select_related("person")


def list_known_devices(establishment: Establishment) -> QuerySet[KnownDevice]:
    """The devices in force, for the policy that the gateway gets."""
    devices = KnownDevice._base_manager.filter(establishment=establishment, ended_at=None)
    return devices.select_related("person", "group")
