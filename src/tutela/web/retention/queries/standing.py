"""How long what is closed, notes of supervision and received files are kept; counted for many, without a word."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.http import Http404
from django.utils.translation import gettext as _

from tutela.web.concerns import queries as concerns
from tutela.web.concerns.models.visibility import NOT_DESTROYED, on_the_way
from tutela.web.concerns.queries.outside import visible_concern_ids
from tutela.web.concerns.rules import IN_CASE, IN_CONFIDENCE
from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.templatetags.when import day
from tutela.web.establishments import queries as establishments
from tutela.web.exhibits import queries as exhibits
from tutela.web.retention import rules
from tutela.web.retention.models import Decision, Hold, PeriodChosen, Proposal
from tutela.web.retention.models.seen import seen_sessions, usual
from tutela.web.retention.models.subjects import Subject, called, number_of
from tutela.web.transfers import queries as transfers


@dataclass(frozen=True, slots=True)
class Stand:
    """How one of them stands. `proposal_id`: it was put forward and nobody has decided; `has_locked`: the
    police have not said what becomes of something in it.
    """

    subject: Subject
    number: str
    is_closed: bool
    due: rules.Due
    years: int
    is_held: bool
    has_locked: bool
    proposal_id: UUID | None

    @property
    def called(self) -> str:
        """Its number, in words."""
        return called(self.subject.kind, self.number)


def list_standing(actor: AnyActor, establishment: Any, due_by: date) -> list[Stand]:
    """What is closed, due by a day and visible to the actor, the longest overdue first."""
    cases = set(concerns.visible_case_ids(actor).values_list("pk", flat=True))
    stands = _cases(actor, establishment, cases) + _concerns(actor, establishment, _alone(visible_concern_ids(actor)))
    stands += _sessions(actor, establishment, seen_sessions(actor))
    stands += _files(actor, establishment, transfers.list_unnamed_in(actor))
    found = [one for one in stands if one.is_closed and one.due.on and one.due.on <= due_by]
    return sorted(found, key=lambda one: (one.due.on or due_by, one.called))


def list_sessions(actor: AnyActor, establishment: Any) -> list[Stand]:
    """The sessions of supervision of which the actor knows and whose notes can still be read, the oldest first."""
    found = _sessions(actor, establishment, seen_sessions(actor))
    return sorted(found, key=lambda one: (one.due.start_on, one.called))


def count_due(actor: AnyActor, establishment: Any, due_by: date) -> int:
    """How much that is closed, goes the usual way and is kept by nothing was due by a day, whoever may see it."""
    cases = _rows(actor, "concerns", "SafeguardingCase").filter(establishment=establishment)
    keys = set(usual("case", cases.values("pk")).filter(NOT_DESTROYED).values_list("pk", flat=True))
    told = _rows(actor, "concerns", "Concern").filter(establishment=establishment)
    alone = _alone(usual("concern", told.values("pk")).filter(NOT_DESTROYED))
    stands = _cases(actor, establishment, keys) + _concerns(actor, establishment, alone)
    stands += _sessions(actor, establishment, _rows(actor, "concerns", "Supervision"))
    stands += _files(actor, establishment, _rows(actor, "transfers", "ReceivedFile").values_list("pk", flat=True))
    free = (one for one in stands if one.is_closed and not (one.is_held or one.has_locked))
    return sum(one.due.on is not None and one.due.on <= due_by for one in free)


def stand_of(actor: AnyActor, establishment: Any, subject: Subject) -> Stand:
    """How something stands; hidden and missing are one 404, as is a concern in a case: it goes with that."""
    if subject.kind == "case":
        keys = set(concerns.visible_case_ids(actor).filter(pk=subject.id).values_list("pk", flat=True))
        found = _cases(actor, establishment, keys)
    elif subject.kind == "concern":
        found = _concerns(actor, establishment, _alone(visible_concern_ids(actor).filter(pk=subject.id)))
    elif subject.kind == "supervision":
        found = _sessions(actor, establishment, seen_sessions(actor).filter(pk=subject.id))
    else:
        found = _files(actor, establishment, transfers.list_unnamed_in(actor, [subject.id]))
    if not found:
        raise Http404
    return found[0]


def stand_by_number(actor: AnyActor, establishment: Any, subject: Subject) -> Stand:
    """How something stands for somebody who decides on it and need not read it; that they may, was asked before."""
    if subject.kind == "supervision":
        return _sessions(actor, establishment, _rows(actor, "concerns", "Supervision").filter(pk=subject.id))[0]
    if subject.kind == "received":
        return _files(actor, establishment, [subject.id])[0]
    stands = _cases if subject.kind == "case" else _concerns
    return stands(actor, establishment, {subject.id})[0]


def may_open(actor: AnyActor, subject: Subject) -> bool:
    """Whether somebody may read it, and so look through it before they decide."""
    if subject.kind == "received":
        return actor.may(Permission.CONCERN_WRITE) and bool(transfers.list_unnamed_in(actor, [subject.id]))
    if subject.kind == "supervision":
        keys = _sessions_model().visible_to(actor)
    else:
        keys = concerns.visible_case_ids(actor) if subject.kind == "case" else visible_concern_ids(actor)
    return bool(keys.filter(pk=subject.id).exists())


def may_hold(actor: AnyActor, subject: Subject) -> bool:
    """Whether somebody may keep it by a legal hold: what they may read, and notes of which they know that they are."""
    if subject.kind == "supervision":
        return bool(seen_sessions(actor).filter(pk=subject.id).exists())
    return may_open(actor, subject)


def words_beside(actor: AnyActor, pk: UUID) -> str:
    """The link beside a concern that no case took in. One that is in a case is kept with that, and what was handed on
    in confidence, which has its page too, by the days of the vault.
    """
    return _("How long it is kept") if _alone(visible_concern_ids(actor).filter(pk=pk)) else ""


def words_beside_file(actor: AnyActor, pk: UUID) -> str:
    """The link beside a received file: of one that nobody linked, a warning until when it is kept."""
    establishment = _rows(actor, "transfers", "ReceivedFile").get(pk=pk).establishment
    [stand] = _files(actor, establishment, [pk])
    if stand.due.kind.linked or stand.due.on is None:
        return _("How long it is kept")
    return _("It is kept until %(day)s, unless somebody says who it is about") % {"day": day(stand.due.on)}


def chosen_years(actor: AnyActor, establishment: Any) -> dict[str, int]:
    """The years that were confirmed, by kind."""
    rows = PeriodChosen.in_scope(actor).filter(establishment=establishment).order_by("chosen_at")
    return dict(rows.values_list("kind", "years"))


def _cases(actor: AnyActor, establishment: Any, keys: Collection[UUID]) -> list[Stand]:
    years, kinds = chosen_years(actor, establishment), rules.list_kinds()
    closed = _closed_on(actor, establishment, keys)
    playbooks = _playbooks(actor, keys)
    harmed = _harmed(actor, keys)
    receipts = _receipts(actor, keys)
    held = _held(actor, "case", keys) | _with_a_held_concern(actor, keys)
    locked = set(exhibits.list_locked_cases(keys))
    waiting = _waiting(actor, "case", keys)
    cases = _rows(actor, "concerns", "SafeguardingCase").filter(pk__in=keys)
    stands = []
    for pk, number, opened_at in cases.values_list("pk", "number", "opened_at"):
        days = harmed.get(pk, {})
        sent = receipts.get(pk, {})
        facts = rules.Facts(
            playbooks=frozenset(playbooks.get(pk, ())),
            closed_on=closed.get(pk) or establishments.local_day(establishment, opened_at),
            born_on=_last(days),
            receipt_on=max(sent.values()) if days and set(days) <= set(sent) else None,
        )
        due = rules.due_of(facts, kinds, years)
        kept_for, subject = years.get(due.kind.key, 0), Subject("case", pk)
        stands.append(
            Stand(subject, str(number), pk in closed, due, kept_for, pk in held, pk in locked, waiting.get(pk))
        )
    return stands


def _concerns(actor: AnyActor, establishment: Any, keys: Collection[UUID]) -> list[Stand]:
    """Of concerns that no case took in; one that a case took in since is not closed by itself."""
    years, kinds = chosen_years(actor, establishment), rules.list_kinds()
    closed: dict[UUID, datetime] = {}
    taken: set[UUID] = set()
    entries = _rows(actor, "concerns", "ConcernEntry").filter(concern__in=keys, kind__in=("closed", IN_CASE))
    for concern, kind, at in entries.order_by("number").values_list("concern", "kind", "at"):
        if kind == "closed":
            closed[concern] = at
        else:
            taken.add(concern)
    born: dict[UUID, dict[Any, date | None]] = defaultdict(dict)
    harmed = _rows(actor, "concerns", "Involved").filter(role="harmed", concern__in=keys)
    for concern, person, row, born_on in harmed.values_list("concern", "person", "pk", "person__born_on"):
        born[concern][person or row] = born_on
    held, waiting = _held(actor, "concern", keys), _waiting(actor, "concern", keys)
    rows = on_the_way(_rows(actor, "concerns", "Concern").filter(pk__in=keys), "concern").exclude(goes_to=IN_CONFIDENCE)
    stands = []
    for pk, receipt, theme, raised_at in rows.values_list("pk", "receipt", "theme", "raised_at"):
        closed_on = establishments.local_day(establishment, closed.get(pk, raised_at))
        facts = rules.Facts(frozenset(), closed_on, _last(born.get(pk, {})), None, "concern", theme)
        due = rules.due_of(facts, kinds, years)
        is_closed, kept_for = pk in closed and pk not in taken, years.get(due.kind.key, 0)
        stands.append(
            Stand(Subject("concern", pk), receipt, is_closed, due, kept_for, pk in held, False, waiting.get(pk))
        )
    return stands


def _sessions(actor: AnyActor, establishment: Any, rows: Any) -> list[Stand]:
    """Of sessions of which the notes can still be read. A hold on any case or concern keeps them: none of them says
    which case it speaks of.
    """
    rows = list(rows.filter(establishment=establishment, own_key__destroyed_at=None).select_related("supervised"))
    years, kinds, keys = chosen_years(actor, establishment), rules.list_kinds(), {row.pk for row in rows}
    waiting, held = _waiting(actor, "supervision", keys), _held(actor, "supervision", keys)
    if Hold.in_scope(actor).filter(establishment=establishment, supervision=None, received=None, end=None).exists():
        held = keys
    stands = []
    for row in rows:
        due = rules.due_of(rules.Facts(frozenset(), row.held_on, None, None, "supervision"), kinds, years)
        subject, number = Subject("supervision", row.pk), number_of("supervision", row)
        kept_for, is_held = years.get(due.kind.key, 0), row.pk in held
        stands.append(Stand(subject, number, True, due, kept_for, is_held, False, waiting.get(row.pk)))
    return stands


def _files(actor: AnyActor, establishment: Any, keys: Collection[UUID]) -> list[Stand]:
    """Of received files that can still be read. One that is linked to somebody here is kept like a case about them."""
    rows = _rows(actor, "transfers", "ReceivedFile").filter(pk__in=list(keys), establishment=establishment)
    rows = rows.filter(own_key__destroyed_at=None).select_related("partner")
    links = _rows(actor, "transfers", "ReceivedLink").filter(received__in=list(keys)).order_by("number")
    last = {file: (person, born) for file, person, born in links.values_list("received", "person", "person__born_on")}
    years, kinds = chosen_years(actor, establishment), rules.list_kinds()
    held, waiting = _held(actor, "received", keys), _waiting(actor, "received", keys)
    stands = []
    for row in rows:
        person, born = last.get(row.pk, (None, None))
        came_on = establishments.local_day(establishment, row.received_at)
        facts = rules.Facts(frozenset(), came_on, born, None, "received", is_linked=person is not None)
        due = rules.due_of(facts, kinds, years)
        subject, kept_for = Subject("received", row.pk), years.get(due.kind.key, 0)
        number, is_held = number_of("received", row), row.pk in held
        stands.append(Stand(subject, number, True, due, kept_for, is_held, False, waiting.get(row.pk)))
    return stands


def _alone(keys: Any) -> set[UUID]:
    """Of these concerns, those that no case took in."""
    entries: Any = apps.get_model("concerns", "ConcernEntry")
    found = set(keys.values_list("pk", flat=True))
    return found - set(entries._base_manager.filter(kind=IN_CASE, concern__in=found).values_list("concern", flat=True))


def _last(days: dict[Any, date | None]) -> date | None:
    """The last birthday, where all are known."""
    born = [one for one in days.values() if one]
    return max(born) if born and len(born) == len(days) else None


def _held(actor: AnyActor, kind: str, keys: Collection[UUID]) -> set[UUID]:
    return set(Hold.in_scope(actor).filter(**{f"{kind}__in": keys}, end=None).values_list(kind, flat=True))


def _with_a_held_concern(actor: AnyActor, keys: Collection[UUID]) -> set[UUID]:
    held = Hold.in_scope(actor).filter(concern__isnull=False, end=None).values("concern")
    inside = _rows(actor, "concerns", "ConcernEntry").filter(kind=IN_CASE, case__in=keys, concern__in=held)
    return set(inside.values_list("case", flat=True))


def _waiting(actor: AnyActor, kind: str, keys: Collection[UUID]) -> dict[UUID, UUID]:
    decided = Decision.in_scope(actor).values("proposal")
    rows = Proposal.in_scope(actor).filter(**{f"{kind}__in": keys}).exclude(pk__in=decided)
    return dict(rows.values_list(kind, "pk"))


def _closed_on(actor: AnyActor, establishment: Any, keys: Collection[UUID]) -> dict[UUID, date]:
    """The day on which each closed case was closed last."""
    steps = _rows(actor, "concerns", "CaseEntry").filter(case__in=keys, kind__in=("opened", "outcome", "reopened"))
    last = {case: (kind, at) for case, kind, at in steps.order_by("number").values_list("case", "kind", "written_at")}
    return {case: establishments.local_day(establishment, at) for case, (kind, at) in last.items() if kind == "outcome"}


def _playbooks(actor: AnyActor, keys: Collection[UUID]) -> dict[UUID, set[str]]:
    rows = _rows(actor, "concerns", "PlaybookChoice").filter(case__in=keys).order_by("entry__number")
    last = {(case, name): chosen for case, name, chosen in rows.values_list("case", "playbook", "is_chosen")}
    found: dict[UUID, set[str]] = defaultdict(set)
    for (case, name), chosen in last.items():
        if chosen:
            found[case].add(name)
    return found


def _harmed(actor: AnyActor, keys: Collection[UUID]) -> dict[UUID, dict[Any, date | None]]:
    """Birthdays of those harmed in each case; somebody who is on no list counts as one without."""
    inside = _rows(actor, "concerns", "ConcernEntry").filter(kind="in-case", case__in=keys)
    case_of = dict(inside.values_list("concern", "case"))
    involved = _rows(actor, "concerns", "Involved").filter(role="harmed")
    fields = ("case_id", "concern_id", "person_id", "pk", "person__born_on")
    found: dict[UUID, dict[Any, date | None]] = defaultdict(dict)
    for of in ({"case__in": keys}, {"concern__in": list(case_of)}):
        for case, concern, person, row, born in involved.filter(**of).values_list(*fields):
            found[case or case_of[concern]][person or row] = born
    return found


def _receipts(actor: AnyActor, keys: Collection[UUID]) -> dict[UUID, dict[UUID, date]]:
    """For each case: of whom another place has it, and the day on which their receipt was taken in."""
    steps = _rows(actor, "transfers", "TransferStep")
    receipt = dict(steps.filter(kind="receipt").values_list("bundle", "on"))
    rows = _rows(actor, "transfers", "TransferCase").filter(case__in=keys, step__bundle__in=list(receipt))
    found: dict[UUID, dict[UUID, date]] = defaultdict(dict)
    for case, bundle, person in rows.values_list("case", "step__bundle", "step__transfer__person"):
        found[case][person] = receipt[bundle]
    return found


def _sessions_model() -> Any:
    return apps.get_model("concerns", "Supervision")


def _rows(actor: AnyActor, app: str, name: str) -> Any:
    model: Any = apps.get_model(app, name)
    return model.in_scope(actor)
