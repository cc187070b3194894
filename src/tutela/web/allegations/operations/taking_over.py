"""A concern about an adult who works here becomes a matter of the vault, and those who look after the learner hear of
the learner alone. A matter that came so has the key of its concern.
"""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from tutela.web.allegations import rules
from tutela.web.allegations.models import Allegation
from tutela.web.allegations.operations import learners, reporting, vault
from tutela.web.allegations.queries import adults
from tutela.web.concerns import operations as concerns
from tutela.web.concerns import words
from tutela.web.concerns.network import fold
from tutela.web.concerns.queries.concern import ConcernRead, Someone, named_in, open_concern
from tutela.web.concerns.rules import PersonInConcern
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.templatetags.when import clock, day, moment


@operation
def take_over_concern(*, actor: AnyActor, at: datetime, concern_id: UUID, version: int, name: str) -> Allegation:
    """Hand a concern on that turns out to be about an adult who works here: nobody finds it as a concern any more.

    name: whom it is about, as far as whoever hands it on knows; those chosen among staff in it are known. It goes as
    if whoever raised the concern had reported it. Hidden and missing are one 404. Raises `concerns.ConcernChanged`,
    `concerns.rules.NotAllowed`.

    Out of a case it leaves a line without a word. What is asked for the learner takes its place there, and whom it may
    be about is kept from the case at once.
    """
    concern, case = concerns.hand_on(actor=actor, concern_id=concern_id, version=version, at=at)
    row, asked = _take_in(actor, concern, at=at, name=name)
    if case is not None:
        learners.keep_from_case(row, actor, case.pk, at=at)
        if asked is not None:
            concerns.stand_in(actor, case, asked, at=at)
    return row


def take_in(actor: AnyActor, concern: Any, *, at: datetime) -> Allegation:
    """Seal a concern in the vault, with the words, people and moment it has, inside an operation."""
    return _take_in(actor, concern, at=at)[0]


def _take_in(actor: AnyActor, concern: Any, *, at: datetime, name: str = "") -> tuple[Allegation, Any]:
    """The matter, and the concern that asks for the safety of its learners, where any are named."""
    place = concern.establishment
    audit.record(actor, "vault.take-over", concern, at=at)
    read = open_concern(actor, concern)
    people = named_in(read)
    about = adults.list_certain(place, people)
    named = [(one.person_id, one.name) for one in about]
    if name and name.casefold() not in (one.casefold() for _key, one in named):
        named.append((None, name))
    is_self = bool(named) and all(key and key == concern.raised_by_id for key, _name in named)
    harmed = [one for one in people if one.role == "harmed"]
    said = reporting.Said(
        "self" if is_self else "unsure",
        read.text,
        _where(read),
        ", ".join(one.name for one in harmed),
        read.immediate_danger,
    )
    to_look_after = adults.list_learners(place, harmed)
    row = reporting.seal_in(
        actor,
        place,
        said,
        named,
        at=at,
        key=concern.pk,
        raised_by_id=concern.raised_by_id,
        words=_how_it_came(read, to_look_after),
    )
    return row, learners.ask_for_safety(row, to_look_after, at=at)


def note_answer(actor: AnyActor, row: Allegation, *, at: datetime) -> None:
    """That whoever reported was answered stands in the chronology, as long as that is open."""
    if not rules.is_finished(vault.kinds_of(row)):
        said = _("Whoever reported it was answered. The words stand with their messages.")
        vault.write(row, actor, "contact", said, vault.open_key(row), at=at)
        audit.record(actor, "vault.write", row, at=at, kind="contact")


def _where(read: ConcernRead) -> str:
    at = timezone.localtime(read.happened_at) if read.happened_at else None
    # a day without a time is its midnight
    parts = (day(at), clock(at) if at and at.time() != time(0) else "", read.where, str(words.PLACES[read.place]))
    return ", ".join(part for part in parts if part)


def _how_it_came(read: ConcernRead, to_look_after: Sequence[PersonInConcern]) -> str:
    """All else that stands in the concern, so that nothing of it is lost to whoever handles it."""
    lines = [_("It came as a concern, receipt %(receipt)s.") % {"receipt": read.receipt}]
    lines += [f"{one.name}: {words.ROLES[one.role]}" for one in _in_order(read.people)]
    if read.case_number:
        said = _("It was part of case %(number)d, in which the team goes on looking after the learner.")
        lines.append(said % {"number": read.case_number})
    lines.append(_("Mostly about: %(theme)s") % {"theme": words.theme(read.theme)})
    if read.note:
        lines.append(f"{words.NOTES.get(read.origin, words.NOTE_WITH_ALERT)}: {read.note}")
    lines += [str(one) for one in (read.circumstances.lines if read.circumstances else ())]
    lines += [f"{day(step.at)}, {step.by}: {step.text}" for step in read.steps if step.text]
    lines += [f"{moment(seen.first_at)}: {seen.what}" for seen in fold(read.events)]
    if to_look_after:
        said = _("Those who look after %(names)s were asked to see that they are safe. They know nothing of this.")
        lines.append(said % {"names": ", ".join(one.name for one in to_look_after)})
    return "\n".join(lines)


def _in_order(people: Sequence[Someone]) -> list[Someone]:
    return [one for one in people if one.role != "reporter"] + [one for one in people if one.role == "reporter"]
