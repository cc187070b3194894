"""A leaver's file: noted, made, handed over, and its receipt taken in. Each case of it says so in its chronology."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from tutela.keys import KeyFolder
from tutela.web.concerns import operations as concerns
from tutela.web.concerns import queries as concern_queries
from tutela.web.core import audit, checkpoints, exports, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.models import AuditCheckpoint
from tutela.web.core.operation import Refused, operation
from tutela.web.core.rows import get_visible
from tutela.web.core.templatetags.when import moment
from tutela.web.establishments import queries as establishments
from tutela.web.exhibits import operations as exhibits
from tutela.web.exhibits import queries as exhibit_queries
from tutela.web.referrals.operations.exporting import list_objects
from tutela.web.transfers import bundle, contents, rules
from tutela.web.transfers.models import ExchangeKey, Partner, Transfer, TransferCase, TransferStep
from tutela.web.transfers.operations.cards import standing_of

NOTED = "shared"
"""The kind of entry in a case's chronology: something was handed over."""


@operation
def note_leaver(*, actor: AnyActor, person: Any, starts_on: date, at: datetime) -> Transfer:
    """Somebody goes elsewhere and begins there on a day. Raises `Refused` where that is noted already."""
    for one in Transfer.visible_to(actor).filter(person=person):
        if rules.status_of(kinds_of(one)) in (rules.TO_SEND, rules.ON_ITS_WAY):
            raise Refused("Their file is on this list already")
    case_key, _key = sealing.make_case_key(actor, person.establishment_id, at=at)
    transfer = Transfer(
        establishment_id=person.establishment_id,
        person=person,
        own_key=case_key,
        starts_on=starts_on,
        due_on=rules.due_on(starts_on),
        noted_at=at,
        noted_by_id=actor.person_id,
    )
    transfer.save()
    audit.record(actor, "transfer.note", transfer, at=at, due_on=transfer.due_on.isoformat())
    return transfer


@operation
def make_file(
    *,
    actor: AnyActor,
    transfer_id: UUID,
    partner_id: UUID,
    versions: Mapping[UUID, int],
    concern_ids: Iterable[UUID],
    files: Sequence[tuple[str, bytes]],
    establishment: Any,
    at: datetime,
    chosen: Mapping[UUID, Collection[UUID]] | None = None,
    masked: Collection[str] = (),
) -> tuple[TransferStep, bytes]:
    """The sealed and signed file with these parts, the entries of the record about these cases, and their proofs.

    `versions` of each case as the parts tell it; `chosen` exhibits of each case go along, and of all others the fact,
    with the names that are `masked` taken out of what is written of them.
    Raises `NotNow`, `Refused`, `CaseChanged` of concerns, and `Damaged`, OSError where an exhibit cannot be read.
    """
    transfer, key = _lock(actor, transfer_id)
    rules.follow(kinds_of(transfer), rules.MADE)
    partner = get_visible(Partner, actor, partner_id)
    if standing_of(partner) != "checked":
        raise Refused("Compare the ten words with them by telephone first")
    own = ExchangeKey.in_scope(actor).filter(establishment=establishment).order_by("-number").first()
    if own is None:
        raise Refused("Make our own key card first, so that they can prove who sent the file")
    names, along = [], []
    chosen = chosen or {}
    _check_size(actor, [pk for keys in chosen.values() for pk in keys])
    for case_id, version in versions.items():
        case = concern_queries.get_case(actor, case_id)
        if case.version != version:
            raise concerns.CaseChanged
        told = exhibits.send_exhibits(
            actor=actor, case_id=case_id, case_number=case.number, chosen=chosen.get(case_id, ()),
            why=_("In the file for %(place)s") % {"place": partner.name}, at=at,
        )  # fmt: skip
        along += [
            (
                name,
                contents.mask(content, masked, meant=transfer.person.full_name) if contents.is_text(name) else content,
            )
            for name, content in told
        ]
        audit.record(actor, "case.send", f"concerns.safeguardingcase:{case_id}", at=at, transfer=str(transfer.pk))
        names += list_objects(actor, case_id, concern_ids)
    checkpoints.make_now(at)
    checkpoint = AuditCheckpoint.objects.latest("size")
    head = bundle.Head(
        bundle=uuid4(), sender=own.mark, to=partner.mark, sender_name=establishment.name, to_name=partner.name
    )
    proofs = [
        ("audit/entries.jsonl", exports.prove_entries(sorted(set(names)), checkpoint)),
        ("audit/checkpoint.txt", checkpoint.note.encode()),
    ]
    about = {"file": f"file{bundle.ENDING}", "establishment": establishment.name, "made_at": at.isoformat()}
    keys = KeyFolder(settings.TUTELA.keys)
    made = bundle.make(
        head, about, [*files, *along, *proofs], to=bytes(partner.exchange_public), key=keys.signing_key(),
        version=bundle.WITH_EXHIBITS if along else bundle.PLAIN, ring=keys.ring(),
    )  # fmt: skip
    if len(made) > bundle.MOST_BYTES:
        raise Refused("The file would be larger than the next place can take in. Send fewer cases in each file")
    step = _write(
        actor, transfer, rules.MADE, "", key, at=at, partner=partner, bundle=head.bundle,
        sha256=bundle.sha256(made).hexdigest(), size_bytes=len(made),
    )  # fmt: skip
    for case_id in versions:
        TransferCase(establishment_id=transfer.establishment_id, step=step, case_id=case_id).save()
        words = f"A file for {partner.name} was made. SHA-256 {step.sha256}."
        concerns.note_outside(actor=actor, case_id=case_id, kind=NOTED, words=words, at=at)
    return step, made


@operation
def hand_over(*, actor: AnyActor, transfer_id: UUID, way: str, text: str, on: date, at: datetime) -> None:
    """That the file left, how and to whom. Raises `NotNow`."""
    transfer, key = _lock(actor, transfer_id)
    rules.follow(kinds_of(transfer), rules.HANDED_OVER)
    made = _last_made(transfer)
    _write(actor, transfer, rules.HANDED_OVER, text, key, at=at, on=on, way=way, partner=made.partner)
    words = f"The file was sent to {made.partner.name}."
    _tell_cases(actor, made, words, at)


@operation
def take_receipt(*, actor: AnyActor, transfer_id: UUID, content: bytes, at: datetime) -> None:
    """The signed receipt of the place that the file was sealed to. Raises `NotNow`, `NoBundle`."""
    transfer, key = _lock(actor, transfer_id)
    rules.follow(kinds_of(transfer), rules.RECEIPT)
    of_files = TransferStep.in_scope(actor).filter(transfer=transfer, kind=rules.MADE).select_related("partner")
    faults: list[bundle.NoBundle] = []
    for made in of_files.order_by("-number"):
        try:
            told = bundle.read_receipt(content, bytes(made.partner.signing_public))
        except bundle.NoBundle as fault:
            faults.append(fault)
            continue
        if (told["bundle"], told["sha256"], told["by"]) == (str(made.bundle), made.sha256, made.partner.mark):
            words = f"Taken in there on {moment(parse_datetime(told['received_at']))}"
            _write(actor, transfer, rules.RECEIPT, words, key, at=at, partner=made.partner, bundle=made.bundle)
            _tell_cases(actor, made, f"{made.partner.name} has the file; its signed receipt is here.", at)
            return
    raise faults[0] if len(faults) == len(of_files) else bundle.NoBundle("This is the receipt of another file")


@operation
def decide_not_to_send(*, actor: AnyActor, transfer_id: UUID, text: str, at: datetime) -> None:
    """That nothing is sent, and why: nobody knows where they went, say. Raises `NotNow`."""
    transfer, key = _lock(actor, transfer_id)
    rules.follow(kinds_of(transfer), rules.NOT_SENT)
    _write(actor, transfer, rules.NOT_SENT, text, key, at=at)


def _check_size(actor: AnyActor, keys: Collection[UUID]) -> None:
    size = exhibit_queries.sum_sizes(actor, keys)
    if size > bundle.MOST_EXHIBIT_BYTES:
        raise Refused(
            _(
                "These exhibits have %(size)d MB together, and a file holds %(most)d MB of them. Choose fewer. Take a "
                "larger one there another way: save it as a file, hand it over, and note that on its page"
            )
            % {"size": -(-size // 1_000_000), "most": bundle.MOST_EXHIBIT_BYTES // 1_000_000}
        )


def kinds_of(transfer: Transfer) -> list[str]:
    """The kinds of its steps in their order."""
    rows = TransferStep._base_manager.filter(transfer=transfer).order_by("number")  # of a transfer in hand
    return list(rows.values_list("kind", flat=True))


def _lock(actor: AnyActor, transfer_id: UUID) -> tuple[Transfer, bytes]:
    visible = get_visible(Transfer, actor, transfer_id)
    transfer = Transfer.in_scope(actor).select_for_update(of=("self",)).get(pk=visible.pk)
    return transfer, sealing.open_case_key(transfer.own_key)


def _last_made(transfer: Transfer) -> TransferStep:
    rows = TransferStep._base_manager.filter(transfer=transfer, kind=rules.MADE)  # of a transfer in hand
    return rows.select_related("partner").latest("number")


def _tell_cases(actor: AnyActor, made: TransferStep, words: str, at: datetime) -> None:
    for row in TransferCase.in_scope(actor).filter(step=made):
        concerns.note_outside(actor=actor, case_id=row.case_id, kind=NOTED, words=words, at=at)


def _write(
    actor: AnyActor, transfer: Transfer, kind: str, text: str, key: bytes, *, at: datetime, on: date | None = None,
    **more: Any,
) -> TransferStep:  # fmt: skip
    step = TransferStep(
        establishment_id=transfer.establishment_id,
        transfer=transfer,
        number=len(kinds_of(transfer)) + 1,
        kind=kind,
        at=at,
        on=on or establishments.local_day(transfer.establishment, at),
        author_id=actor.person_id,
        **more,
    )
    sealing.seal_field(step, "sealed_text", text, key)
    step.save()
    audit.record(actor, f"transfer.{kind}", transfer, at=at, step=step.number, sha256=step.sha256)
    return step
