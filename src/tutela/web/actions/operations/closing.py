"""An action is done, and here is the proof."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from tutela.web.actions.models import Action, ActionEntry, Proof, ProofFile
from tutela.web.actions.operations import writing
from tutela.web.actions.operations.opening import open_next
from tutela.web.actions.operations.refusals import BarNotReached, NoProof, NotYetTrue, StillWaits
from tutela.web.actions.queries.bars import stand_of
from tutela.web.actions.rules import states
from tutela.web.actions.rules.files import check_file, clean_name
from tutela.web.core import sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.templatetags.when import day
from tutela.web.establishments import queries as establishments
from tutela.web.evidence.rules import Bearing


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was given."""

    name: str
    content: bytes


@operation
def close_action(
    *, actor: AnyActor, at: datetime, pk: UUID, words: str = "", effective_on: date | None = None,
    holds_until: date | None = None, link: str = "", document: Document | None = None,
) -> Action:  # fmt: skip
    """Close it with proof; one that comes back opens the next, counted from today.

    Where it has a bar, today's figure has to bear it out: that figure is the proof, and words only add to it. Else
    words and the day from which they are true, with a link or a document if there is one.
    Raises `NotInThisState`, `StillWaits`, `BarNotReached`, `NoProof`, `NotYetTrue`, `rules.files.BadFile`.
    """
    action = writing.lock(actor, pk)
    writing.must_be(action, states.OPEN)
    awaited = action.depends_on.filter(state=states.OPEN).order_by("title").values_list("title", flat=True)
    if awaited:
        raise StillWaits(awaited)
    today = writing.today_at(action, at)
    proof = Proof(
        establishment_id=action.establishment_id, action=action, words=words.strip(), given_at=at,
        given_by_id=actor.person_id, holds_until=holds_until, link=link,
    )  # fmt: skip
    if action.bar_kind:
        _take_figure(proof, action, at)
    elif not proof.words or effective_on is None:
        raise NoProof
    else:
        proof.effective_on = effective_on
    if proof.effective_on > today:
        raise NotYetTrue(proof.effective_on)
    if holds_until is not None and holds_until <= today:
        raise NotYetTrue(holds_until, ended=True)
    action.state, action.ended_at = states.DONE, at
    action.save(update_fields=["state", "ended_at"])
    proof.entry = writing.write(actor, action, ActionEntry.Kind.CLOSED, at=at)
    proof.save()
    if document is not None:
        _keep(actor, proof, document, at)
    if action.recurs_days:
        open_next(actor, action, at)
    return action


def _take_figure(proof: Proof, action: Action, at: datetime) -> None:
    stand = stand_of(action, at)
    if stand is None or stand.bearing != Bearing.BEARS_OUT or stand.as_at is None or stand.value is None:
        bearing = stand.bearing if stand else Bearing.SILENT
        said = (stand.title, stand.bar, stand.words, day(stand.as_at)) if stand else (action.bar_kind, "", "", "")
        raise BarNotReached(said[0], said[1], bearing, said[2], said[3])
    proof.bar_kind, proof.bar_value, proof.bar_as_at = action.bar_kind, stand.value, stand.as_at
    proof.effective_on = establishments.local_day(action.establishment, stand.as_at)


def _keep(actor: AnyActor, proof: Proof, document: Document, at: datetime) -> ProofFile:
    """Seal the document with a key of its own and keep it with the row: both are there, or neither is."""
    name = clean_name(document.name)
    media_type = check_file(name, document.content)
    case_key, key = sealing.make_case_key(actor, proof.establishment_id, at=at)
    kept = ProofFile(
        establishment_id=proof.establishment_id, proof=proof, name=name, media_type=media_type,
        size_bytes=len(document.content), sha256=sha256(document.content).hexdigest(), case_key=case_key,
    )  # fmt: skip
    sealing.seal_field(kept, "content", b64encode(document.content).decode("ascii"), key)
    kept.save()
    return kept
