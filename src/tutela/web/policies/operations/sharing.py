"""A published text is handed to other establishments as a template, and theirs are taken in."""

from datetime import datetime

import msgspec
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tutela.keys import KeyFolder
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.establishments.handing_on import signed
from tutela.web.establishments.handing_on.refusals import (
    AnotherHand,
    BadFile,
    HoldsPersonalData,
    MadeHere,
    NotLicensed,
    TakenInBefore,
)
from tutela.web.establishments.models import Establishment
from tutela.web.policies.authored import shared, shelf
from tutela.web.policies.models import Document, SharedTemplate, Version
from tutela.web.policies.operations.refusals import NotYours
from tutela.web.policies.operations.writing import person_of, pin
from tutela.web.policies.queries.sharing import find_personal_in, licences_of, to_be_shared


@operation
def share_template(*, actor: AnyActor, at: datetime, version: Version, author: str, licence: str) -> bytes:
    """The signed file: the words with their gaps open, and nothing that was filled in here.

    Raises `NotYours`, `HoldsPersonalData`, `NotLicensed`.
    """
    if not actor.may(Permission.POLICY_WRITE):
        raise NotYours
    if licence not in (allowed := licences_of(version)):
        raise NotLicensed(allowed[0])
    place = version.document.establishment
    if find_personal_in(version, author=author):
        raise HoldsPersonalData
    base = shelf.from_text(version.base.content)
    template = msgspec.structs.replace(
        to_be_shared(version), source=_("%(author)s, after: %(source)s") % {"author": author, "source": base.source},
        publisher=author, year=version.published_at.year, licence=licence,
    )  # fmt: skip
    keys = KeyFolder(settings.TUTELA.keys)
    key = keys.signing_key()
    file = shared.Shared(
        format=shared.FORMAT, establishment=place.name, author=author, made=at.isoformat(timespec="seconds"),
        template=template, **signed.whose(key, keys.ring()),
    )  # fmt: skip
    audit.record(actor, "policy.share", version, at=at, number=version.number, licence=licence)
    return shared.write(file, key)


@operation
def take_in_template(*, actor: AnyActor, at: datetime, establishment: Establishment, raw: bytes) -> SharedTemplate:
    """Keep another establishment's template, to begin from or to bring one up to date.

    Raises `NotYours`, `BadFile`, `MadeHere`, `AnotherHand`, `TakenInBefore`.
    """
    if not actor.may(Permission.POLICY_WRITE):
        raise NotYours
    try:
        file = shared.read(raw)
    except shared.BadShared as error:
        raise BadFile(str(error)) from error
    own = Document.objects.filter(establishment=establishment).values_list("pk", flat=True)
    if not file.template.id.startswith("shared-"):
        raise BadFile(_("The file is signed, but what is in it is no template that was shared."))
    if file.template.id in {f"shared-{pk}" for pk in own}:
        raise MadeHere
    earlier = SharedTemplate.objects.filter(establishment=establishment, template__template_id=file.template.id)
    if (first := earlier.order_by("taken_in_at").first()) and not signed.is_of_same_hand(file, first.key):
        raise AnotherHand(first.handed_on_by)
    try:
        with transaction.atomic():
            row = SharedTemplate.objects.create(
                establishment=establishment, template=pin(file.template, at), handed_on_by=file.establishment[:200],
                author=file.author[:200], key=file.key, made=file.made[:40], taken_in_at=at,
                taken_in_by_id=person_of(actor),
            )  # fmt: skip
    except IntegrityError as error:
        raise TakenInBefore from error
    audit.record(actor, "policy.take-in", row, at=at, version=file.template.version)
    return row
