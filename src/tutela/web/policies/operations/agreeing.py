"""People answer an agreement: on screen, for their child, on paper. Whoever says no is spoken to, never shut out."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.actions import operations as actions
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.core.operation import operation
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Person
from tutela.web.policies import queries
from tutela.web.policies.models import Acknowledgement, Document, PaperBatch, Version
from tutela.web.policies.operations.partnering import Own, must_keep_to_both, note_own_policy
from tutela.web.policies.operations.refusals import AnsweredSince, NotInForce, NotYours, WithoutWords
from tutela.web.policies.operations.writing import person_of
from tutela.web.policies.texts import wording as wordings

Answer, How = Acknowledgement.Answer, Acknowledgement.How


@operation
def answer_agreement(
    *, actor: AnyActor, at: datetime, version: Version, answer: str, words: str = "", chosen: Sequence[int] = (),
    own: Own | None = None, read: Version | None = None,
) -> Acknowledgement:  # fmt: skip
    """One's own answer. chosen: what was chosen in the short check, counted from 1, in the order of the questions.

    own: what somebody of a partner says of their own organisation's policy, without which they do not agree to ours.
    read: the text in easy read that they read and sign instead; its hash stands with the answer. Raises `NotYours`,
    `NotInForce`, `WithoutOwnPolicy`.
    """
    person = _whoever_acts(actor)
    _must_be_asked(person, version, None, at)
    must_keep_to_both(version, answer, own)
    _must_stand_for(version, read)
    questions = wordings.from_text((read or version).content).questions
    asked = len(questions) if len(chosen) == len(questions) else 0
    right = sum(given == one.right for given, one in zip(chosen, questions, strict=False)) if asked else 0
    row = _write(
        actor, version, person, answer=answer, how=How.SCREEN, at=at, words=words, asked=asked, right_at_once=right,
        read=read,
    )  # fmt: skip
    _tell_of_differing(row, at)
    if own is not None and answer == Answer.AGREES and version.document.audience == Document.Audience.PARTNERS:
        note_own_policy(actor, row, own, at)
    _follow_up(row, at)
    return row


@operation
def answer_for_child(
    *, actor: AnyActor, at: datetime, version: Version, child: Person, answer: str, words: str = "",
    read: Version | None = None,
) -> Acknowledgement:  # fmt: skip
    """A parent's answer for their child; read: the text in easy read, where they read that instead.

    Raises `NotYours` where they may not give it, `NotInForce`.
    """
    parent = _whoever_acts(actor)
    _must_be_asked(parent, version, child.pk, at)
    _must_stand_for(version, read)
    row = _write(actor, version, child, answer=answer, how=How.FOR_CHILD, at=at, words=words, read=read)
    _follow_up(row, at)
    _tell_of_differing(row, at)
    return row


@operation
def return_on_paper(
    *, actor: AnyActor, at: datetime, version: Version, people: Sequence[UUID] = (), kept: str, returned_on: date,
    answer: str = Answer.AGREES, for_children: Sequence[tuple[UUID, UUID]] = (), read: Version | None = None,
) -> PaperBatch:  # fmt: skip
    """Enter signed forms: whose they are, where they are kept. A no is followed up as one on screen is.

    for_children: the child and the parent who signed, for each form of a parent. Those who are not asked to agree,
    parents who may not answer for that child, and whoever the actor is kept from, are passed over.
    read: the text in easy read that is on the forms; its hash stands with the batch and with each answer.

    Raises `WithoutWords`, `NotInForce`, `AnsweredSince` where somebody said otherwise after the forms came back.
    """
    if not kept.strip():
        raise WithoutWords
    must_be_in_force(version)
    _must_stand_for(version, read)
    signers = _whoever_signed(actor, version, at, people, for_children)
    since = [one for one in signers if _said_otherwise_since(one, answer, returned_on)]
    if since:
        raise AnsweredSince([(one.parent or one.person).full_name for one in since])
    batch = PaperBatch.objects.create(
        establishment_id=version.establishment_id, version=version, sha256=(read or version).sha256, kept=kept.strip(),
        returned_on=returned_on, by_id=person_of(actor), at=at,
    )  # fmt: skip
    rows = [
        _write(
            actor, version, one.person, answer=answer, how=How.FOR_CHILD if one.parent else How.PAPER, at=at,
            batch=batch, by=one.parent, read=read,
        )
        for one in signers
    ]  # fmt: skip
    for row in rows:
        _follow_up(row, at)
        _tell_of_differing(row, at)
    audit.record(actor, "agreement.paper", batch, at=at, forms=len(rows))
    return batch


def _whoever_signed(
    actor: AnyActor, version: Version, at: datetime, people: Sequence[UUID], for_children: Sequence[tuple[UUID, UUID]]
) -> list[queries.Signer]:
    """Of all who were named, those who are asked themselves and the parents who may answer."""
    signed = set(for_children)
    children = {child for child, _parent in signed}
    own = queries.list_signers(actor, version, at, everybody=True, only=people)
    parents = queries.list_signers(actor, version, at, everybody=True, by_parents=True, only=children)
    return [*own, *(one for one in parents if one.parent and (one.person.pk, one.parent.pk) in signed)]


def _said_otherwise_since(signer: queries.Signer, answer: str, returned_on: date) -> bool:
    last = signer.last
    if last is None or last.answer in (answer, Answer.NOT_NOW):
        return False
    return queries.said_on(last) > returned_on


def _whoever_acts(actor: AnyActor) -> Person:
    person = queries.get_self(actor)
    if person is None:
        raise NotYours
    return person


def must_be_in_force(version: Version) -> None:
    """Raises `NotInForce`."""
    in_force = queries.get_in_force(version.document)
    if in_force is None or in_force.pk != version.pk:
        raise NotInForce


def _must_stand_for(version: Version, read: Version | None) -> None:
    """Raises `NotInForce` for a text that is not what may be read in easy read instead of this version."""
    easy = queries.find_easy_read(version) if read is not None else None
    if easy != read:
        raise NotInForce


def _must_be_asked(person: Person, version: Version, child_id: UUID | None, at: datetime) -> None:
    must_be_in_force(version)
    if queries.find_asked(person, version.document.establishment, version.pk, child_id, at) is None:
        raise NotYours


def _write(
    actor: AnyActor, version: Version, person: Person, *, answer: str, how: str, at: datetime, words: str = "",
    asked: int = 0, right_at_once: int = 0, batch: PaperBatch | None = None, read: Version | None = None,
    by: Person | None = None,
) -> Acknowledgement:  # fmt: skip
    last = Acknowledgement.objects.filter(version=version, person=person).order_by("-at").first()
    if last is not None:
        at = max(at, last.at + timedelta(microseconds=1))  # so that there is always one newest
    row = Acknowledgement.objects.create(
        establishment_id=version.establishment_id, version=version, sha256=(read or version).sha256, person=person,
        answer=answer, how=how, by_id=by.pk if by else person_of(actor), at=at, batch=batch, words=words.strip(),
        asked=asked, right_at_once=right_at_once,
    )  # fmt: skip
    audit.record(actor, "agreement.answer", row, at=at, answer=answer, how=how)
    return row


def _follow_up(row: Acknowledgement, at: datetime) -> None:
    """A no goes to a person who speaks with them; the action names nobody."""
    if row.answer == Answer.DISAGREES:
        title = _("Speak with those who do not agree: %(title)s") % {"title": row.version.title}
        propose(row.version, title, f"agreement:{row.version_id}:refused", at, show="refused")


def _tell_of_differing(row: Acknowledgement, at: datetime) -> None:
    """Where one parent agrees and another does not, or a parent and the child itself, a person speaks with them.

    Whoever no longer answers for the child, or may not be told of it, does not count any more.
    """
    given = Acknowledgement.objects.filter(version=row.version, person=row.person).order_by("at", "pk")
    told = set(establishments.told_links(at).filter(child=row.person_id).values_list("parent", flat=True))
    newest = {
        by if how == How.FOR_CHILD else None: answer
        for how, by, answer in given.values_list("how", "by", "answer")
        if how != How.FOR_CHILD or by in told
    }
    if not {Answer.AGREES, Answer.DISAGREES} <= set(newest.values()):
        return
    if None in newest and {newest[None]} != set(newest.values()):
        title = _("Speak with a learner and parents who answered differently: %(title)s")
    else:
        title = _("Speak with parents who answered differently: %(title)s")
    origin = f"agreement:{row.version_id}:differ"
    propose(row.version, title % {"title": row.version.title}, origin, at, show="refused")


def propose(version: Version, title: str, origin: str, at: datetime, *, show: str) -> None:
    """Make it an action of whoever leads on safeguarding; proposed twice it is the same one."""
    place = version.document.establishment
    leads = establishments.list_holders(place, "dsl", "deputy-dsl", "head", at=at)
    actions.open_action(
        actor=SystemActor("follow up agreements", place.pk),
        at=at,
        establishment_id=place.pk,
        title=title,
        owner=leads[0] if leads else None,
        source=_("Agreements"),
        origin=origin,
        address=f"{reverse('policies:people', args=[version.document_id])}?show={show}",
        tag="educate",
    )
