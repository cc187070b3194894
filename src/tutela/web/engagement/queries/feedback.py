"""What readers said, as far as it may be shown, and what became of it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tutela.web.actions.models import Action
from tutela.web.actions.queries import list_by_origin
from tutela.web.core.actor import AnyActor
from tutela.web.engagement.models import Feedback, FeedbackMark, FeedbackOutcome, Survey
from tutela.web.engagement.rules import counting
from tutela.web.engagement.rules import feedback as rules


@dataclass(frozen=True, slots=True)
class Said:
    """One version of one item."""

    row: Feedback
    counts: list[tuple[str, list[counting.Line]]]
    """Each group with its lines, yes, partly and no; with all together first, where there are several."""
    outcomes: list[FeedbackOutcome]
    """The newest first."""
    led_to: list[Action]

    @property
    def is_open(self) -> bool:
        """Whether something was said that nobody has dealt with."""
        return self.row.answers > max((one.answers for one in self.outcomes), default=0)

    @property
    def number(self) -> str:
        """Of the version, where it is one that people know."""
        return self.row.version if self.row.version.isdecimal() and len(self.row.version) < 6 else ""


def list_feedback(actor: AnyActor, item: str = "") -> list[Said]:
    """Of every item, or of one, the newest version first; what nobody has dealt with comes before the rest."""
    rows = Feedback.visible_to(actor)
    rows = rows.filter(item=item) if item else rows
    found = list(rows.order_by("title", "item"))
    if not found:
        return []
    outcomes: dict[Any, list[FeedbackOutcome]] = {}
    for one in FeedbackOutcome.visible_to(actor).filter(feedback__in=found).select_related("by").order_by("-at"):
        outcomes.setdefault(one.feedback_id, []).append(one)
    led_to: dict[str, list[Action]] = {}
    for action in list_by_origin(actor, "feedback:"):
        led_to.setdefault(action.origin, []).append(action)
    said = [Said(row, _counts(row), outcomes.get(row.pk, []), led_to.get(f"feedback:{row.pk}", [])) for row in found]
    newest_first = sorted(said, key=lambda one: int(one.number or 0), reverse=True)
    return sorted(newest_first, key=lambda one: (not one.is_open, one.row.title, one.row.item))


def count_open_feedback(actor: AnyActor) -> int:
    """Of how many versions of items somebody said something that nobody has dealt with."""
    return sum(one.is_open for one in list_feedback(actor))


def has_said(actor: AnyActor, item: str, version: str) -> bool:
    """Whether this person has answered about this version."""
    return FeedbackMark.visible_to(actor).filter(feedback__item=item, feedback__version=version).exists()


def _counts(row: Feedback) -> list[tuple[str, list[counting.Line]]]:
    sums = {"": rules.total(row.shown)} if len(row.shown) > 1 else {}
    found = []
    for group, one in [*sums.items(), *sorted(row.shown.items())]:
        if (lines := counting.lines(rules.CHOICES, rules.GOOD, one)) is not None:
            found.append((_group(group), lines))
    return found


def _group(group: str) -> str:
    kind, _colon, band = group.partition(":")
    if band:
        return _("%(who)s, age %(band)s") % {"who": Survey.Audience(kind).label, "band": band}
    others = {
        "": _("All together"),
        rules.SEVERAL: _("People of different groups"),
        rules.GUEST: _("Visitors and people who had not signed in"),
    }
    return others.get(group) or str(Survey.Audience(group).label)
