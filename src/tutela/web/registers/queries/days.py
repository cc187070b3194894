"""What in the registers has come to its day: to be looked at again, judged anew, or mended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.core.actor import SystemActor
from tutela.web.establishments.models import Establishment, Person
from tutela.web.registers.models import DataAsset, Foresight, Guidance, Resource, ResourceTurn, Technology
from tutela.web.registers.rules import guidance, resources
from tutela.web.registers.rules.technologies import ENDED

GUIDANCE = "guidance-due:"
"""How the origin of its actions begins, of which one at a time is open."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that waits for somebody. `origin` is the same until its day is another."""

    title: str
    detail: str
    source: str
    origin: str
    address: str
    owner: Person | None = None


def list_due(place: Establishment, today: date) -> Iterator[Due]:
    """All that is due on `today`, the day it is there. Guidance stands together: it is looked at in one sitting."""
    actor = SystemActor("what the registers say", place.pk)
    yield from _guidance(actor, today)
    for sign in Foresight.visible_to(actor).filter(look_again_on__lte=today).order_by("look_again_on", "pk"):
        yield Due(
            _("Look again at what is coming: %(title)s") % {"title": sign.title},
            _("Write what is known of it now, and when to look again, or that it is settled."),
            _("What is coming"), f"foresight:{sign.pk}:{sign.look_again_on}",
            reverse("registers:foresight", args=[sign.pk]),
        )  # fmt: skip
    used = Technology.visible_to(actor).exclude(state=ENDED).filter(review_on__lte=today).select_related("owner")
    for one in used.order_by("review_on", "pk"):
        yield Due(
            _("Look again at %(name)s") % {"name": one.name},
            _("Is it still used for what was agreed, by whom, and are its risks judged as they are now?"),
            _("Technologies"), f"technology:{one.pk}:{one.review_on}",
            reverse("registers:technology", args=[one.pk]), one.owner,
        )  # fmt: skip
    kept = DataAsset.visible_to(actor).filter(ended_on=None, review_on__lte=today).select_related("owner")
    for asset in kept.order_by("review_on", "pk"):
        yield Due(
            _("Look again at the data: %(name)s") % {"name": asset.name},
            _("Is it still needed, where it is said to be, and kept no longer than it has to be?"),
            _("Data we hold"), f"data:{asset.pk}:{asset.review_on}",
            reverse("registers:data-asset", args=[asset.pk]), asset.owner,
        )  # fmt: skip
    turns = ResourceTurn.visible_to(actor).filter(resource=OuterRef("pk")).order_by("-at").values("pk")[:1]
    broken = Resource.visible_to(actor).filter(retired_why="", state__in=resources.TO_MEND)
    for link in broken.annotate(turn=Subquery(turns)).order_by("title", "pk"):
        yield Due(
            _("Mend a link that we give to people: %(title)s") % {"title": link.title},
            link.words or link.get_state_display(), _("Links we give people"), f"link:{link.pk}:{link.turn}",
            reverse("registers:link", args=[link.pk]),
        )  # fmt: skip


def _guidance(actor: SystemActor, today: date) -> Iterator[Due]:
    watched = Guidance.visible_to(actor).filter(archived_why="").order_by("title")
    due = [row for row in watched if guidance.is_due(row.checked_on, row.check_days, today)]
    if not due:
        return
    newest = max((row.checked_on + timedelta(days=row.check_days) for row in due if row.checked_on), default="first")
    yield Due(
        _("Look whether guidance that we go by has a newer version"),
        "\n".join(row.title for row in due), _("Guidance"), f"{GUIDANCE}{newest}", reverse("registers:guidance"),
    )  # fmt: skip
