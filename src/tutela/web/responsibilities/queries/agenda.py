"""The agenda of the next meeting, from what is wrong today. It counts, and names no learner."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions import queries as actions
from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.core.templatetags.when import day
from tutela.web.establishments.models import Establishment
from tutela.web.evidence import queries as evidence
from tutela.web.evidence.queries import Current
from tutela.web.evidence.rules import Bearing, value_at
from tutela.web.responsibilities import journey, words
from tutela.web.responsibilities.queries import duties, group, stakeholders
from tutela.web.responsibilities.rules.agenda import Asked, Heading, Item, list_poor, say

MOST_ACTIONS, MOST_DUTIES = 10, 8
OF_ALERTS = (
    "monitoring.waiting",
    "monitoring.triage-hours",
    "filters.changes-decided",
    "records.gaps",
    "concerns.triage-hours",
)
"""Figures that every meeting looks at, as numbers alone."""

TOLD_ONE_BY_ONE = ("duties.assigned", "group.perspectives", "stakeholders.contacted", "actions.overdue")
"""Figures whose gaps have a heading of their own."""


def build_agenda(actor: AnyActor, establishment: Establishment, *, at: datetime) -> list[Heading]:
    """What is wrong today, the gravest first; headings without items are left out.

    Read for the group as a whole, whoever of it looks, so that all members meet the same agenda; an action leads on for
    whoever may read that action.
    """
    system = SystemActor("agenda of the e-safety group", establishment.pk)
    current = evidence.list_current(system, establishment.pk, at)
    headings = (
        Heading(_("Seats that are empty"), tuple(_seats(establishment, at))),
        Heading(_("Duties to mend"), tuple(_duties(system, establishment, at))),
        Heading(_("Actions that are overdue"), tuple(_actions(system, actor, at))),
        Heading(_("Figures that fall short"), tuple(_figures(system, current, at))),
        Heading(_("Groups not heard within the year"), tuple(_unheard(establishment, at))),
        Heading(_("Alerts and records, in numbers"), tuple(_alerts(current, at))),
    )
    return [one for one in headings if one.items]


def _seats(establishment: Establishment, at: datetime) -> list[Item]:
    page = reverse("responsibilities:group")
    return [Item(str(words.PERSPECTIVES[one]), page) for one in group.list_missing(establishment, at=at)]


def _duties(actor: AnyActor, establishment: Establishment, at: datetime) -> list[Item]:
    items = [
        Item(
            f"{held.duty.title}: {str(words.FLAWS[held.flaw][0]).lower()}",
            reverse("responsibilities:duty", kwargs={"duty": held.duty.id}),
        )
        for held in duties.list_duties(actor, establishment, at=at)
        if held.flaw in words.GRAVE
    ]
    if (more := len(items) - MOST_DUTIES) > 0:
        page = f"{reverse('responsibilities:duties')}?show=to-mend"
        items[MOST_DUTIES:] = [Item(_("and %(count)d more") % {"count": more}, page)]
    return items


def _actions(system: AnyActor, reader: AnyActor, at: datetime) -> list[Item]:
    rows = actions.list_actions(system, "overdue", at)
    readable = set(actions.list_actions(reader, "overdue", at).values_list("pk", flat=True))
    items = [
        Item(
            _("%(title)s (%(owner)s, due %(day)s)")
            % {"title": row.title, "owner": row.owner.full_name if row.owner else _("nobody"), "day": day(row.due_on)},
            reverse("actions:action", kwargs={"pk": row.pk}) if row.pk in readable else "",
        )
        for row in rows[:MOST_ACTIONS]
    ]
    if (more := rows.count() - MOST_ACTIONS) > 0:
        items.append(Item(_("and %(count)d more") % {"count": more}, f"{reverse('actions:list')}?show=overdue"))
    return items


def _figures(actor: AnyActor, current: Mapping[str, Current], at: datetime) -> list[Item]:
    bars = [Asked(bar.evidence, bar.at_least, bar.at_most) for bar in journey.list_bars()]
    bars += [
        Asked(row.bar_kind, row.bar_at_least, row.bar_at_most)
        for row in actions.list_actions(actor, "open", at)
        if row.bar_kind
    ]
    figures = {name: one.figure for name, one in current.items()}
    kinds = {name: one.kind for name, one in current.items()}
    items = []
    for name, bearing in list_poor(figures, kinds, bars, at):
        figure = figures[name]
        if figure is None or name in (*OF_ALERTS, *TOLD_ONE_BY_ONE):
            continue
        said = say(kinds[name], value_at(figure, kinds[name], at))
        if bearing == Bearing.STALE:
            said = _("%(said)s That was on %(day)s and is too old to count.") % {"said": said, "day": day(figure.as_at)}
        items.append(Item(said, reverse("evidence:kind", kwargs={"kind": name})))
    return items


def _unheard(establishment: Establishment, at: datetime) -> list[Item]:
    page = reverse("responsibilities:stakeholders")
    return [Item(one.title, page) for one in stakeholders.list_unheard(establishment, at=at)]


def _alerts(current: Mapping[str, Current], at: datetime) -> list[Item]:
    return [
        Item(say(one.kind, value_at(one.figure, one.kind, at)), reverse("evidence:kind", kwargs={"kind": name}))
        for name in OF_ALERTS
        if (one := current[name]).figure is not None and not one.stale
    ]
