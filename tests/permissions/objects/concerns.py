"""A concern about somebody, and all that can follow from it: as far as whoever it goes to has brought it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tests.web.concerns.scenes import ready_to_close
from tutela.web.concerns import operations
from tutela.web.concerns.models import Action, BrokenGlass, CaseEntry, CheckAfter, Concern, Involved, SafeguardingCase
from tutela.web.concerns.rules import PersonInConcern
from tutela.web.core import personal_keys, restricted_keys
from tutela.web.core.actor import Actor

REPORTER = {"oakfield": cast.tom, "elm-park": cast.eli}


def concern(relation: Relation) -> Concern:
    """Reported by a teacher; at Elm Park by the DSL, who is all of its staff in the cast."""
    cast.dana(), cast.dev(), cast.hana(), cast.chris()
    return operations.raise_concern(
        actor=cast.acting(REPORTER[relation.establishment.slug]()),
        at=datetime.now(UTC) - timedelta(hours=2),
        what_happened="Something that worries me.",
        people=[PersonInConcern(relation.subject.pk, relation.subject.full_name, "alleged")],
        four_c="conduct",
        theme="bullying",
        place="both",
        told_in_person=True,
        immediate_danger=False,
    )


def case(relation: Relation) -> SafeguardingCase:
    raised = concern(relation)
    return operations.open_case(actor=_worker(raised), concern_id=raised.pk, version=0, at=datetime.now(UTC))


def _worker(raised: Concern) -> Actor:
    holder = cast.eli if raised.establishment.slug == "elm-park" else {"head": cast.hana, "chair": cast.chris}
    return cast.acting(holder() if callable(holder) else holder.get(raised.route, cast.dana)())


def _entry(relation: Relation) -> dict[str, Any]:
    opened = case(relation)
    entry = operations.add_entry(
        actor=cast.acting(opened.opened_by),
        case_id=opened.pk,
        version=1,
        kind="note",
        happened_at=datetime.now(UTC),
        place="",
        words="A note.",
        at=datetime.now(UTC),
    )
    assert isinstance(entry, CaseEntry)
    return {"pk": opened.pk, "entry": entry.pk}


def _action(relation: Relation) -> dict[str, Any]:
    opened = case(relation)
    action = operations.set_action(
        actor=cast.acting(opened.opened_by),
        case_id=opened.pk,
        version=1,
        words="Something to do.",
        due_on=datetime.now(UTC).date(),
        owner_name="Somebody",
        at=datetime.now(UTC),
    )
    assert isinstance(action, Action)
    return {"pk": opened.pk, "action": action.pk}


def _playbook(relation: Relation) -> dict[str, Any]:
    opened = case(relation)
    operations.choose_playbooks(
        actor=cast.acting(opened.opened_by), case_id=opened.pk, version=1, chosen=["bullying"], at=datetime.now(UTC)
    )
    return {"pk": opened.pk}


def _involved(relation: Relation, *, typed: bool = False) -> dict[str, Any]:
    opened = case(relation)
    if typed:
        operations.add_person(
            actor=cast.acting(opened.opened_by),
            case_id=opened.pk,
            version=1,
            person=PersonInConcern(None, "Somebody unknown", "alleged"),
            at=datetime.now(UTC),
        )
    rows = Involved._base_manager.filter(case=opened) if typed else Involved._base_manager.order_by("-pk")
    rows = rows if typed else rows.filter(concern__entries__case=opened)
    return {"pk": opened.pk, "involved": rows[0].pk}


def _named(relation: Relation) -> dict[str, Any]:
    raised = concern(relation)
    return {"pk": raised.pk, "involved": Involved._base_manager.get(concern=raised).pk}


def _closed(relation: Relation) -> SafeguardingCase:
    """A case that ended with a lesson."""
    opened = case(relation)
    actor, now = cast.acting(opened.opened_by), datetime.now(UTC)
    ready_to_close(opened.pk, by=opened.opened_by, at=now)
    operations.close_case(
        actor=actor,
        case_id=opened.pk,
        version=CaseEntry._base_manager.filter(case=opened).count(),
        outcome="supported",
        words="It is well.",
        support={},
        is_lesson=True,
        lesson="Look at the gate.",
        at=now,
    )
    return opened


def _check(relation: Relation) -> dict[str, Any]:
    closed = _closed(relation)
    return {"pk": closed.pk, "check": CheckAfter._base_manager.filter(case=closed).order_by("due_on")[0].pk}


def _asked(relation: Relation) -> dict[str, Any]:
    """IT is asked; at Elm Park the DSL, who is all of its staff in the cast."""
    opened = case(relation)
    asked = cast.eli if relation.establishment.slug == "elm-park" else cast.ivy
    row = operations.ask_colleague(
        actor=cast.acting(opened.opened_by),
        case_id=opened.pk,
        version=1,
        kind="technical",
        asked_id=asked().pk,
        question="Which device was it?",
        due_on=datetime.now(UTC).date(),
        at=datetime.now(UTC),
    )
    return {"pk": row.pk}


def _glass(relation: Relation) -> BrokenGlass | None:
    """The head opens a case of the team; what goes to the head or further up cannot be opened so."""
    if relation.name != "own":
        return None
    case(relation)
    [opening] = operations.break_glass(
        actor=cast.acting(cast.hana()), person_id=relation.subject.pk, reason="Missing.", at=datetime.now(UTC)
    )
    return opening


def _by_glass(relation: Relation) -> dict[str, Any] | None:
    opening = _glass(relation)
    return {"pk": opening.pk} if opening else None


def _reviewed_glass(relation: Relation) -> dict[str, Any] | None:
    opening = _glass(relation)
    return {"pk": opening.case_id, "opening": opening.pk} if opening else None


def _draft(relation: Relation, **more: str) -> dict[str, Any] | None:
    """A draft is about nobody yet: it is the teacher's, or Eli's."""
    if relation.name not in ("own", "foreign"):
        return None
    draft = operations.start_draft(
        actor=cast.acting(REPORTER[relation.establishment.slug]()),
        answers={"danger": "no", "immediate_danger": False},
        at=datetime.now(UTC),
    )
    return {"draft": draft.pk, **more}


def _sealed(relation: Relation) -> dict[str, Any]:
    """Sealed to whoever opened it."""
    found, now = case(relation), datetime.now(UTC)
    _sheet(relation)
    restricted_keys.make_sheet(cast.gwen().user, found.establishment_id, at=now)
    own = personal_keys.make_personal_key(found.opened_by.user, "copper violin meadow", at=now)
    restricted_keys.restrict(cast.SETTING_UP, found.case_key, [own], at=now)
    return {"pk": found.pk}


def _sheet(relation: Relation) -> dict[str, Any]:
    """The head's, or at Elm Park Eli's."""
    holder = cast.eli() if relation.establishment.slug == "elm-park" else cast.hana()
    sheet, _private = restricted_keys.make_sheet(holder.user, relation.establishment.pk, at=datetime.now(UTC))
    return {"pk": sheet.pk}


OBJECTS = {
    "concerns:open-with-sheets": _sealed,
    "concerns:end-recovery-sheet": lambda relation: _sheet(relation) if relation.name in ("own", "foreign") else None,
    "concerns:question": lambda relation: _draft(relation, question="told"),
    "concerns:people": _draft,
    "concerns:check": _draft,
    "concerns:correct": _entry,
    "concerns:finish-action": _action,
    "concerns:drop-playbook": lambda relation: {**_playbook(relation), "playbook": "bullying"},
    "concerns:answer-check": _check,
    "concerns:lesson": lambda relation: {"pk": _closed(relation).pk},
    "concerns:asked": _asked,
    "concerns:by-glass": _by_glass,
    "concerns:review-glass": _reviewed_glass,
    "concerns:judge": _involved,
    "concerns:sanction": _involved,
    "concerns:wrong-in-case": _involved,
    "concerns:wrong-in-concern": _named,
    "concerns:person-kind": lambda relation: _involved(relation, typed=True),
    "concerns:step": lambda relation: {**_playbook(relation), "step": "listen"},
    **{
        f"concerns:{name}": lambda relation: {"pk": concern(relation).pk}
        for name in (
            "sent",
            "add-to-report",
            "concern",
            "acknowledge",
            "open-case",
            "add-to-case",
            "close-concern",
            "concern-readers",
            "describe",
        )
    },
    **{
        f"concerns:{name}": lambda relation: {"pk": case(relation).pk}
        for name in (
            "case",
            "add-entry",
            "set-action",
            "add-person",
            "close-case",
            "restrict",
            "case-readers",
            "plan",
            "choose-playbooks",
            "case-people",
            "link-case",
            "ask-colleague",
            "body",
            "mark-body",
        )
    },
}
