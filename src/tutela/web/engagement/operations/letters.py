"""A letter is written, merged with facts and families, made into documents by the worker, and sent."""

from base64 import b64encode
from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from tutela.web.core import audit, outbox, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.core.templatetags.when import day
from tutela.web.engagement.models import Letter, LetterCopy, LetterDocument
from tutela.web.engagement.operations import refusals
from tutela.web.engagement.queries.families import list_families, list_told
from tutela.web.engagement.shipped.letters import list_letters, list_unknown
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Group
from tutela.web.establishments.models.people import here_on

MERGED = (Letter.State.MERGING, Letter.State.READY, Letter.State.SENT)
WAITS = outbox.Notice(
    kind="letter",
    subject="A letter from {establishment}",
    body="{establishment} has written to you about keeping children safe online. Sign in to read it and to reply.",
    bulk=True,
)


@operation
def draft_letter(*, actor: AnyActor, at: datetime, establishment_id: int, template: str) -> Letter:
    """Begin a letter with a text of the library. Raises KeyError for no such text."""
    one = list_letters()[template]
    row = Letter.objects.create(establishment_id=establishment_id, title=one.title, text=one.text, made_at=at)
    audit.record(actor, "letter.draft", row, at=at, template=template)
    return row


@operation
def write_letter(
    *, actor: AnyActor, at: datetime, pk: UUID, title: str, text: str, group: Group | None = None
) -> Letter:
    """Change what it says and to whose parents it goes. Raises `LetterIsFurther`, `NotKnown`."""
    row = _lock(actor, pk, Letter.State.DRAFT)
    if unknown := list_unknown(text):
        raise refusals.NotKnown(", ".join(f"{{{name}}}" for name in unknown))
    row.title, row.text, row.group = " ".join(title.split()), text.strip(), group
    row.save()
    audit.record(actor, "letter.write", row, at=at)
    return row


@operation
def merge_letter(*, actor: AnyActor, at: datetime, pk: UUID) -> Letter:
    """Put the facts and families of this moment into it; from now on its text stays.

    The worker lays out those for people without an email address; the others when somebody asks for them.

    Raises `LetterIsFurther`, `StillToBeWritten`, `NotKnown`, `NobodyToWriteTo`.
    """
    row = _lock(actor, pk, Letter.State.DRAFT)
    if "[" in row.text:
        raise refusals.StillToBeWritten
    facts = _facts(row.establishment, at)
    needed = {"contact": _("the named contact"), "head": _("the head")}
    if missing := [words for name, words in needed.items() if f"{{{name}}}" in row.text and not facts[name]]:
        raise refusals.NotKnown(", ".join(missing))
    families = list_families(row.establishment, row.group, at)
    if not families:
        raise refusals.NobodyToWriteTo
    LetterCopy.objects.bulk_create(
        LetterCopy(
            establishment_id=row.establishment_id, letter=row, person=parent, number=number,
            children=[str(child.pk) for child in children],
        )
        for number, (parent, children) in enumerate(families)
    )  # fmt: skip
    row.facts, row.total, row.merged_at = facts, len(families), at
    row.wanted = sum(1 for parent, _children in families if not parent.email)  # they come first
    row.state = Letter.State.MERGING if row.wanted else Letter.State.READY
    row.save()
    audit.record(actor, "letter.merge", row, at=at, count=row.total)
    return row


@operation
def keep_document(*, actor: AnyActor, at: datetime, pk: UUID, first: int, count: int, content: bytes) -> Letter:
    """Keep a document with `count` letters from number `first` (from 0) on. Twice with the same changes nothing."""
    row = Letter.objects.select_for_update().get(pk=pk)
    if row.made != first or first + count > row.total:
        return row
    case_key, key = sealing.make_case_key(actor, row.establishment_id, at=at)
    made = LetterDocument(
        establishment_id=row.establishment_id, letter=row, number=row.documents.count() + 1, first=first + 1,
        last=first + count, case_key=case_key,
    )  # fmt: skip
    sealing.seal_field(made, "content", b64encode(content).decode("ascii"), key)
    made.save()
    row.made = first + count
    if row.state == Letter.State.MERGING and row.made >= row.wanted:
        row.state = Letter.State.READY
    row.save()
    return row


@operation
def go_without_paper(*, actor: AnyActor, at: datetime, pk: UUID) -> Letter:
    """No document can be made on this computer: the letter can still be sent, and read on screen."""
    row = _lock(actor, pk, *MERGED)
    row.wanted, row.without_paper = row.made, True
    if row.state == Letter.State.MERGING:
        row.state = Letter.State.READY
    row.save()
    audit.record(actor, "letter.without-paper", row, at=at)
    return row


@operation
def lay_out_all(*, actor: AnyActor, at: datetime, pk: UUID) -> Letter:
    """The worker makes documents of those too who are written to by email. Raises `LetterIsFurther`."""
    if not actor.may(Permission.PERSON_READ):
        raise Http404
    row = _lock(actor, pk, Letter.State.READY, Letter.State.SENT)
    row.wanted, row.without_paper = row.total, False
    row.save()
    audit.record(actor, "letter.lay-out", row, at=at)
    return row


@operation
def send_letter(*, actor: AnyActor, at: datetime, pk: UUID) -> int:
    """Mail everybody whose address is known, and say how many. The mail says only that a letter waits.

    Nobody is mailed who has left since the letter was made, or is kept from every child it is about.
    Raises `LetterIsFurther`.
    """
    row = _lock(actor, pk, Letter.State.READY)
    here = here_on(establishments.local_day(row.establishment, at), "person__")
    copies = LetterCopy.objects.filter(here, letter=row).exclude(person__email="")
    told = list_told(copies.values("person"), at)
    mailed = []
    for copy in copies.select_related("person"):
        if not any(child in told.get(copy.person_id, {}) for child in copy.children):
            continue
        copy.message = outbox.post(
            WAITS, to=copy.person.email, at=at, link=reverse("engagement:copy", args=[copy.pk]),
            establishment_id=row.establishment_id, establishment=row.establishment.name,
        )  # fmt: skip
        mailed.append(copy)
    LetterCopy.objects.bulk_update(mailed, ["message"], batch_size=500)
    row.state, row.sent_at = Letter.State.SENT, at
    row.save()
    audit.record(actor, "letter.send", row, at=at, mailed=len(mailed), total=row.total)
    return len(mailed)


def _facts(place: Establishment, at: datetime) -> dict[str, str]:
    contact = establishments.get_named_contact(place, at=at)
    head = next(iter(establishments.list_holders(place, "head", at=at)), None)
    terms = establishments.terms_of(place)
    return {
        "establishment": place.name,
        "contact": contact.name if contact else "",
        "contact_email": contact.email if contact else "",
        "contact_phone": contact.phone if contact else "",
        "head": head.full_name if head else "",
        "date": day(establishments.local_day(place, at)),
        "learner": terms.learner,
        "learners": terms.learners,
        "place": terms.place,
    }


def _lock(actor: AnyActor, pk: UUID, *states: str) -> Letter:
    get_visible(Letter, actor, pk)
    row = Letter.objects.select_for_update(of=("self",)).select_related("establishment").get(pk=pk)
    if row.state not in states:
        raise refusals.LetterIsFurther
    return row
