"""What can be reviewed: the frameworks that are shipped and those that were brought in."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tutela.web.core.actor import AnyActor
from tutela.web.evidence import queries as evidence
from tutela.web.registers.following import Line
from tutela.web.reviews import pinning, rules
from tutela.web.reviews.frameworks import shelf
from tutela.web.reviews.frameworks.model import Framework, Mapping, Part
from tutela.web.reviews.models import KeptMapping, PinnedFramework, Review


@dataclass(frozen=True, slots=True)
class Offered:
    """A framework that could be reviewed."""

    id: str
    title: str
    summary: str
    version: str
    statements: int
    completed: str = ""
    """The version that was completed here last, whose answers are carried over; "" where none was."""


def list_frameworks() -> list[Framework]:
    """The newest content of every framework, what is shipped before what was brought in."""
    found = {framework.id: framework for framework in shelf.list_shipped()}
    for row in PinnedFramework.objects.exclude(origin="tutela").order_by("kept_at"):
        found[row.framework_id] = pinning.from_text(row.content)
    return list(found.values())


def list_offered(actor: AnyActor, establishment: Any) -> list[Offered]:
    """What may be reviewed here and is not under way: what is shipped for such a place, and all that was brought in."""
    open_ones = Review.visible_to(actor).filter(completed_at__isnull=True)
    under_way = set(open_ones.values_list("framework__framework_id", flat=True))
    done = Review.visible_to(actor).filter(completed_at__isnull=False).order_by("completed_at")
    completed = dict(done.values_list("framework__framework_id", "framework__version"))
    place = (establishment.nation, establishment.sector, establishment.phase)
    offered = {}
    for framework in shelf.list_shipped():
        statements = rules.list_applying(framework, *place)
        if statements and framework.state != "archived":
            offered[framework.id] = Offered(
                framework.id, framework.title, framework.summary, framework.version, len(statements),
                completed.get(framework.id, ""),
            )  # fmt: skip
    # hundreds may have been brought in, so what they hold is not read for a list of them
    for row in PinnedFramework.objects.exclude(origin="tutela").defer("content").order_by("kept_at"):
        offered[row.framework_id] = Offered(row.framework_id, row.title, "", row.version, row.statements)
    return sorted((one for one in offered.values() if one.id not in under_way), key=lambda one: one.title.casefold())


FIRST = ("seven-steps", "four-elements", "filtering-and-monitoring", "prevent")
"""What lays the ground, what all rests on, what protects now, and a duty in law; then the others by name."""


def _turn(framework_id: str) -> int:
    return FIRST.index(framework_id) if framework_id in FIRST else len(FIRST)


def list_following(actor: AnyActor, establishment: Any) -> list[Line]:
    """The frameworks that are shipped for such a place. While nothing is under way one is recommended next, and why:
    the first of all to whoever never completed any, then, of those never completed, the one of which the records speak
    against most today; once all are, the one of which they speak against anything again.
    """
    offered = [one for one in list_offered(actor, establishment) if one.summary]
    gaps = _list_gaps(actor, establishment, [one.id for one in offered])
    begun = any(one.completed for one in offered)
    offered.sort(key=lambda one: (bool(one.completed), -len(gaps[one.id]) * begun, _turn(one.id), one.title.casefold()))
    under_way = (
        Review.visible_to(actor)
        .filter(completed_at__isnull=True)
        .select_related("framework")
        .defer("framework__content")
    )
    lines = [Line(row.framework.title, reverse("reviews:review", args=[row.pk]), _("Under way")) for row in under_way]
    for one in offered:
        short = gaps[one.id]
        is_next = not lines and (not one.completed or bool(short))
        mark = _("Recommended next") if is_next else ""
        lines.append(Line(one.title, reverse("reviews:list"), mark, _why(short) if is_next else ""))
    return lines


def _why(short: list[Part]) -> str:
    if not short:
        return ""
    words = ngettext(
        "Today the records speak against %(n)s thing it asks for: “%(title)s”.",
        "Today the records speak against %(n)s things it asks for, such as “%(title)s”.",
        len(short),
    )
    return words % {"n": len(short), "title": short[0].title}


def _list_gaps(actor: AnyActor, establishment: Any, ids: Collection[str]) -> dict[str, list[Part]]:
    """By framework, the statements that figures of now speak against."""
    at = timezone.now()
    known = evidence.known_of(evidence.list_current(actor, establishment.pk, at))
    place = (establishment.nation, establishment.sector, establishment.phase)
    shipped = {one.id: one for one in shelf.list_shipped() if one.id in ids}
    return {key: rules.list_gaps(one, rules.list_applying(one, *place), known, at) for key, one in shipped.items()} | {
        key: [] for key in ids if key not in shipped
    }


def get_framework(framework_id: str) -> Framework | None:
    """The newest content of a framework, shipped or brought in."""
    shipped = next((one for one in shelf.list_shipped() if one.id == framework_id), None)
    if shipped:
        return shipped
    row = PinnedFramework.objects.filter(framework_id=framework_id).order_by("-kept_at").first()
    return pinning.from_text(row.content) if row else None


def list_mappings(framework_id: str) -> list[Mapping]:
    """Every mapping that leads to or from a framework, the newest content of each."""
    found = {one.id: one for one in shelf.list_shipped_mappings() if framework_id in (one.source, one.target)}
    kept = KeptMapping.objects.filter(Q(source=framework_id) | Q(target=framework_id)).order_by("kept_at")
    for mapping_id, content in kept.values_list("mapping_id", "content"):
        found[mapping_id] = pinning.mapping_from_text(content)
    return list(found.values())
