"""Who is whose parent, one by one: what changes ends a row and begins another, so that the past can be read."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.establishments.models import ParentLink, Person


@operation
def note_parent(
    *,
    actor: AnyActor,
    at: datetime,
    parent: Person,
    child: Person,
    has_responsibility: bool,
    no_contact: bool,
    source: str,
    on: date,
) -> ParentLink:
    """From `on` this is what is known of a parent or carer of a child; `source` says from where ("court order, …").

    Raises Django's `ValidationError`.
    """
    before = _current(parent, child)
    if before and (before.has_responsibility, before.no_contact, before.source) == (
        has_responsibility,
        no_contact,
        source,
    ):
        return before
    _check(parent, child)
    if before:
        before.until = max(on, before.since)
        before.save(update_fields=["until"])
    link = ParentLink(
        establishment_id=child.establishment_id,
        parent=parent,
        child=child,
        has_responsibility=has_responsibility,
        no_contact=no_contact,
        since=on,
        source=source,
    )
    link.full_clean()
    link.save(force_insert=True)
    audit.record(actor, "parent.note", link, at=at, child=str(child.pk), parent=str(parent.pk))
    return link


@operation
def end_parent(*, actor: AnyActor, at: datetime, parent: Person, child: Person, on: date) -> None:
    """From `on` this person is no parent or carer of the child any more; what was noted stays in the history."""
    link = _current(parent, child)
    if link is None:
        return
    link.until = max(on, link.since)
    link.save(update_fields=["until"])
    audit.record(actor, "parent.end", link, at=at, child=str(child.pk), parent=str(parent.pk))


def _current(parent: Person, child: Person) -> ParentLink | None:
    return ParentLink._base_manager.select_for_update().filter(parent=parent, child=child, until=None).first()


def _check(parent: Person, child: Person) -> None:
    if parent.pk == child.pk:
        raise ValidationError(_("Nobody is their own parent"))
    if child.kind != Person.Kind.LEARNER or parent.establishment_id != child.establishment_id:
        raise ValidationError(_("Parents and carers are noted for a learner of this establishment"))
    if _current(child, parent):
        raise ValidationError(_("The child is noted as this person’s own parent"))
