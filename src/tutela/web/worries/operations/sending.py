"""A worry becomes a concern: routed like any other, with a receipt instead of a name, or from somebody who is known."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tutela.web.concerns import operations as concerns
from tutela.web.concerns.rules import PersonInConcern
from tutela.web.concerns.words import WHOEVER_WROTE
from tutela.web.core import audit
from tutela.web.core.actor import Actor, AnonymousReporter, AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.worries import receipts, rules
from tutela.web.worries.models import Conversation
from tutela.web.worries.operations.unfinished import State, keep
from tutela.web.worries.pages import Version


class NothingToSend(Exception):
    """What was to be sent waited too long and is gone."""


@operation
def send(*, actor: AnonymousReporter, token: str, state: State, version: Version, at: datetime) -> State:
    """Raise the concern, draw its receipt and keep that for this browser until it is written down; the new state.

    Sent twice it is one concern. The moment that is kept anywhere is the beginning of the hour. Raises `NothingToSend`.
    """
    if "words" in state:
        return state
    words = receipts.draw()
    hour = rules.to_the_hour(at)
    people = _people(actor, state["answers"], at)
    told = _told(state["answers"], version, people, version.origin)
    concern = concerns.report_concern(actor=actor, at=hour, **told)
    conversation = Conversation(
        establishment_id=actor.establishment_id,
        concern_id=concern.pk,
        receipt_hash=receipts.hash_words(words, concern.establishment_id),
        version=version.key,
    )
    conversation.save()
    audit.record(actor, "worry.send", conversation, at=hour)
    # the answers are the concern's now: of what the browser has open only the words are left
    sent: State = {"version": version.key, "words": list(words), "conversation": str(conversation.pk)}
    if not keep(actor=actor, token=token, state=sent, at=at):
        raise NothingToSend
    return sent


@operation
def send_known(
    *, actor: Actor, draft_id: UUID, answers: dict[str, Any], version: Version, origin: str, at: datetime
) -> Any:
    """Raise the concern that somebody signed in has told in their own words; sent twice it is one.

    origin: who they are to the place ("learner", "parent", "visitor"). Raises `ConcernDraft.DoesNotExist`.
    """
    is_own = answers.get("who") == "me"
    people = [PersonInConcern(actor.person_id, actor.name, "harmed")] if is_own else []
    people += _people(actor, {**answers, "who": "" if is_own else answers.get("who")}, at)
    told = _told(answers, version, people, origin)
    return concerns.send_report(actor=actor, draft_id=draft_id, told=told, at=at)


def _told(answers: dict[str, Any], version: Version, people: list[PersonInConcern], origin: str) -> dict[str, Any]:
    """What was answered, as a concern is raised."""
    return {
        "what_happened": answers["what"],
        "people": people,
        "four_c": "unsure",
        "theme": "not-sure",
        "place": answers["place"],
        "where": answers.get("where", ""),
        "told_in_person": None,
        "immediate_danger": answers["danger"] != "no",
        "origin": origin,
        "note": _note(answers, version),
    }


def _people(actor: AnyActor, answers: dict[str, Any], at: datetime) -> list[PersonInConcern]:
    """Everybody named. Who is named by a role is who holds it now: they do not read it either."""
    people = [PersonInConcern(None, name, role) for name, role in rules.people_of(answers, str(WHOEVER_WROTE))]
    establishment = establishments.list_establishments().get(pk=actor.establishment_id)
    for role in rules.roles_in(answers.get("by", "")):
        for holder in establishments.list_holders(establishment, role, at=at):
            if holder.full_name.casefold() not in (one.name.casefold() for one in people):
                people.append(PersonInConcern(None, holder.full_name, "alleged"))
    return people


def _note(answers: dict[str, Any], version: Version) -> str:
    return rules.note_of(
        [
            (_("Who it is about"), answers.get("names", "") if answers.get("who") == "other" else ""),
            (_("Who did it"), answers.get("by", "")),
            (_("Written on the page"), version.name),
        ]
    )
