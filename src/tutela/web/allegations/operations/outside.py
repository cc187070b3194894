"""Who is turned to outside: noted by whoever looks after the establishment's settings, never by head or chair."""

from datetime import datetime
from typing import Any

from tutela.web.allegations import rules
from tutela.web.allegations.models import OutsideContact
from tutela.web.core import audit, outbox
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.outbox import Notice
from tutela.web.core.permissions import Permission
from tutela.web.establishments import queries as establishments

CHANGED = Notice(
    "outside-contact.changed",
    "Whom people turn to outside has changed",
    "At {establishment} another name was noted for matters that nobody there may read. Sign in and look whether it is "
    "right.",
)


@operation
def note_outside_contact(
    *, actor: AnyActor, at: datetime, establishment: Any, name: str, role_words: str, phone: str, email: str = "",
    address: str = "",
) -> OutsideContact:  # fmt: skip
    """Note whom people turn to outside. Head, chair and the trust's lead are told, for everybody may read it.

    Raises `NotAllowed` for whoever might be the one it is about.
    """
    if not actor.is_system and (
        not actor.may(Permission.ESTABLISHMENT_MANAGE) or actor.roles & {"head", "chair", "trust-lead"}
    ):
        raise rules.NotAllowed("The head and the chair do not choose who is told about them")
    if not (name.strip() and phone.strip()):
        raise rules.NotAllowed("Enter a name and a telephone number")
    contact = OutsideContact(
        establishment=establishment, name=name, role_words=role_words, phone=phone, email=email, address=address,
        at=at, noted_by_id=actor.person_id,
    )  # fmt: skip
    contact.save()
    audit.record(actor, "outside-contact.note", contact, at=at)
    for person in establishments.list_holders(establishment, "head", "chair", "trust-lead", at=at):
        outbox.post(
            CHANGED, to=person.email, at=at, establishment_id=establishment.pk, establishment=establishment.name
        )
    return contact
