"""Which establishments there are, and which day it is there."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from tutela.web.establishments.models import Establishment


def get_first_establishment() -> Establishment | None:
    """The establishment that is meant when none is named."""
    return Establishment.objects.order_by("pk").first()


def list_establishments() -> QuerySet[Establishment]:
    """All of them, by number."""
    return Establishment.objects.order_by("pk")


def list_ways_of_filtering() -> list[str]:
    """Who filters for each of them ("tutela", "provider"); reads nothing else, so that older records answer too."""
    return list(Establishment.objects.order_by("pk").values_list("filtering_by", flat=True))


def local_day(establishment: Establishment, at: datetime) -> date:
    """The day that it is there."""
    return at.astimezone(ZoneInfo(establishment.time_zone)).date()
