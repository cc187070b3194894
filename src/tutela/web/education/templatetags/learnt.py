"""`{% load learnt %}`: beside what is expected of somebody, where they learn it and how far they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone

from tutela.web.education.queries import learnt
from tutela.web.education.queries.training import Owing
from tutela.web.education.rules.training import Owed
from tutela.web.education.shipped.curriculum import get_curriculum

register = template.Library()


@dataclass(frozen=True, slots=True)
class Beside:
    """One expectation with what teaches it."""

    say: str
    owed: Owed | None = None
    counting: tuple[int, int] | None = None
    """Of everything that is owed: how much counts today, and how much there is."""
    topic: str = ""
    taught_on: date | None = None


@register.simple_tag(takes_context=True)
def with_training(context: Context, parts: Iterable[tuple[str, Iterable[Any]]]) -> list[tuple[str, list[Beside]]]:
    """The parts, each line as `Beside`. parts: (heading, lines with say, course and topic)."""
    request, given = context["request"], [(role, list(lines)) for role, lines in parts]
    asked = {"actor": request.actor, "establishment": request.establishment, "at": timezone.now()}
    lines = [line for _role, those in given for line in those]
    owing = learnt.get_own_courses(**asked) if any(line.course for line in lines) else None
    taught = learnt.list_own_topics(**asked) if any(line.topic for line in lines) else {}
    return [(role, [_beside(line, owing, taught) for line in those]) for role, those in given]


def _beside(line: Any, owing: Owing | None, taught: Mapping[str, date]) -> Beside:
    if line.topic:
        title = next((one.title for one in get_curriculum().topics if one.id == line.topic), "")
        return Beside(line.say, topic=title, taught_on=taught.get(line.topic))
    if not line.course or owing is None:
        return Beside(line.say)
    if line.course == "all":
        return Beside(line.say, counting=(sum(one.counts for one in owing.owed), len(owing.owed)))
    return Beside(line.say, owed=next((one for one in owing.owed if one.course.id == line.course), None))
