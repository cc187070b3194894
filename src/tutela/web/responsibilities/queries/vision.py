"""What being safe online is for here, and whether it comes true."""

from datetime import datetime

from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor
from tutela.web.establishments.models import Establishment
from tutela.web.evidence import queries as evidence
from tutela.web.evidence.queries import Current
from tutela.web.responsibilities.models import Vision


def list_visions(actor: AnyActor, establishment: Establishment) -> QuerySet[Vision]:
    """The words that hold first, then those before them."""
    return Vision.visible_to(actor).filter(establishment=establishment).select_related("by").order_by("-number")


def list_measures(actor: AnyActor, vision: Vision, *, at: datetime) -> list[Current]:
    """The figures that show whether it comes true, as they stand now."""
    return list(evidence.list_current(actor, vision.establishment_id, at, only=vision.measures).values())
