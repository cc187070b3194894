"""What the worker does for actions: reminds, opens again what no longer holds, publishes how well they are kept."""

from collections import defaultdict
from datetime import date, datetime

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions.models import Action, ActionEntry
from tutela.web.actions.operations import changing, writing
from tutela.web.actions.queries.bars import read_figures, stand_of
from tutela.web.actions.rules import reminders, states
from tutela.web.core import outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.templatetags.when import day
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Person
from tutela.web.evidence.rules import Bearing

Kind = ActionEntry.Kind

SOON = outbox.Notice(
    kind="action-due-soon",
    subject="Due on {due_on}: an action of yours",
    body="Actions of yours at {establishment} that are due within a week: {count}. "
    "The first, {category}, is due on {due_on}.",
)
TODAY = outbox.Notice(
    kind="action-due",
    subject="Due on {due_on}: an action of yours",
    body="Actions of yours at {establishment} that are due now: {count}. The first, {category}, is due on {due_on}.",
)
LATE = outbox.Notice(
    kind="action-late",
    subject="Late since {due_on}: an action of yours",
    body="Actions of yours at {establishment} that are late: {count}. The first, {category}, was due on {due_on}. "
    "Close it with its proof, move its day and say why, or say that it is not yours. We ask again in a week.",
)
TO_HEAD = outbox.Notice(
    kind="action-late-head",
    subject="Actions are more than two weeks late",
    body="Actions at {establishment} that are open although they were due more than two weeks ago: {count}. The first, "
    "{category}, was due on {due_on}. Nobody tells you of them again.",
)
AGAIN = outbox.Notice(
    kind="action-open-again",
    subject="An action of yours is open again",
    body="An action of yours at {establishment}, {category}, is open again, because the figure that closed it "
    "no longer reaches what was asked. It is due on {due_on}.",
)
SOURCES = {
    "review": "from a self-review",
    "policy": "from a policy",
    "agreement": "from an agreement",
    "duty": "from the list of duties",
    "meeting": "from a meeting of the e-safety group",
    "stakeholder": "from what somebody concerned was promised",
    "journey": "from the seven steps",
    "consent": "from an answer about pictures",
    "risk": "from the register of risks",
    "foresight": "from what is coming",
    "guidance": "from the register of guidance",
    "guidance-due": "from the register of guidance",
    "technology": "from the register of technologies",
    "data": "from the register of data",
    "contract": "from the register of contracts",
    "link": "from the links that are given to people",
    "survey": "from a survey",
    "training": "from training",
    "assurance": "from a test of a service",
    "form": "set by a person",
}
"""What a mail may say of where an action comes from, by the first word of its origin: none of it was typed."""


def source_kind(action: Action) -> str:
    """Where it comes from, without a word that anybody typed."""
    return SOURCES.get(action.origin.partition(":")[0], "from the work on safeguarding")


@operation
def remind(*, actor: AnyActor, at: datetime, establishment: Establishment) -> int:
    """Remind whoever is owed a reminder today, each of the same thing in one mail and each step once; how many mails.

    Whoever has left is not reminded; what nobody sees to reaches the head when it is a fortnight late.
    """
    today = establishments.local_day(establishment, at)
    rows = Action.objects.filter(establishment=establishment, state=states.OPEN, due_on__isnull=False)
    rows = rows.filter(due_on__lte=today + reminders.BEFORE).select_related("owner__establishment", "establishment")
    owed: dict[tuple[Person, str], list[Action]] = defaultdict(list)
    for action in rows.order_by("due_on", "title").select_for_update(of=("self",)):
        sent = set(action.entries.exclude(mark="").values_list("mark", flat=True))
        owner = action.owner if action.owner and not establishments.has_left(action.owner, at=at) else None
        step = reminders.due_step(action.due_on, today, owned_on=_known_since(action), sent=sent)
        if owner is not None and step:
            _note_reminder(actor, action, at, step, owner)
            owed[(owner, step.partition("-")[0])].append(action)
        if reminders.owed_to_head(action.due_on, today, sent=sent):
            told = _list_overseers(action, at)
            for head in told:
                owed[(head, reminders.TO_HEAD)].append(action)
            if told:  # where the school has neither now, whoever comes is told
                _note_reminder(actor, action, at, reminders.TO_HEAD, told[0])
    for (person, step), actions in owed.items():
        _mail(person, step, actions, at)
    return len(owed)


@operation
def reopen_contradicted(*, actor: AnyActor, at: datetime, establishment: Establishment) -> int:
    """Open again what today's figure contradicts; where the next one is open, that is brought forward. How many.

    Only a figure that speaks does it: one that is stale or silent is shown among what does not add up.
    """
    done = Action.objects.filter(establishment=establishment, state=states.DONE, ended_at__gt=at - states.WATCHED_FOR)
    changed, figures = 0, read_figures(establishment.pk, at)
    rows = done.exclude(bar_kind="").select_related("establishment", "owner").order_by("-ended_at")
    for action in rows.select_for_update(of=("self",)):
        stand = stand_of(action, at, figures)
        if stand is None or stand.bearing != Bearing.CONTRADICTS:
            continue
        words = _("It closes when “%(title)s” is %(bar)s. %(figure)s, as at %(day)s.") % {
            "title": stand.title,
            "bar": stand.bar,
            "figure": stand.words[:1].upper() + stand.words[1:],
            "day": day(stand.as_at),
        }
        following = changing.find_successor(action)
        if following is None:
            following = changing.open_again(actor, action, at, words)
        elif not _bring_forward(actor, following, at, words):
            continue
        changed += 1
        if following.owner is not None:
            _mail_again(following, at)
    return changed


def _known_since(action: Action) -> date:
    """Since which day whoever owns it has known of this day."""
    told = action.entries.filter(kind__in=[Kind.OPENED, Kind.HANDED_OVER, Kind.MOVED, Kind.REOPENED])
    latest = told.aggregate(latest=Max("at"))["latest"] or action.opened_at
    return establishments.local_day(action.establishment, latest)


def _note_reminder(actor: AnyActor, action: Action, at: datetime, step: str, owner: Person | None) -> None:
    mark = reminders.mark(action.due_on, step)
    writing.write(actor, action, Kind.REMINDED, at=at, mark=mark, owner=owner)


def _list_overseers(action: Action, at: datetime) -> list[Person]:
    """The head; where the head owns it or there is none, the chair of governors."""
    for role in ("head", "chair"):
        people = establishments.list_holders(action.establishment, role, at=at)
        if people and action.owner not in people:
            return people
    return []


def _mail(person: Person, step: str, actions: list[Action], at: datetime) -> None:
    first = actions[0]
    notice = {reminders.SOON: SOON, reminders.TODAY: TODAY, reminders.LATE: LATE, reminders.TO_HEAD: TO_HEAD}[step]
    alone = reverse("actions:action", kwargs={"pk": first.pk})
    several = f"{reverse('actions:list')}?show=overdue" if step == reminders.TO_HEAD else reverse("actions:mine")
    outbox.post(
        notice,
        to=person.email,
        at=at,
        link=alone if len(actions) == 1 else several,
        establishment_id=first.establishment_id,
        count=len(actions),
        due_on=day(first.due_on),
        category=source_kind(first),
        establishment=first.establishment.name,
    )


def _mail_again(action: Action, at: datetime) -> None:
    outbox.post(
        AGAIN,
        to=action.owner.email,
        at=at,
        link=reverse("actions:action", kwargs={"pk": action.pk}),
        establishment_id=action.establishment_id,
        due_on=day(action.due_on),
        category=source_kind(action),
        establishment=action.establishment.name,
    )


def _bring_forward(actor: AnyActor, following: Action, at: datetime, words: str) -> bool:
    soon = writing.today_at(following, at) + states.AGAIN_WITHIN
    if following.due_on is not None and following.due_on <= soon:
        return False
    following.due_on = soon
    following.save(update_fields=["due_on"])
    writing.write(actor, following, Kind.MOVED, at=at, words=words, due_on=soon)
    return True
