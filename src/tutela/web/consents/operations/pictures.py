"""A picture was used somewhere, and is gone from there."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from tutela.web.consents import queries
from tutela.web.consents.models import TakenDown, Use, UsePerson
from tutela.web.consents.offers import key_of
from tutela.web.consents.operations.refusals import AlreadyEnded, BadDays, ConsentRefused, NotAsked
from tutela.web.consents.operations.settling import ask_to_take_down, settle
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor, SystemActor
from tutela.web.core.operation import operation
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.core.templatetags.when import day
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Establishment, Person


@operation
def note_use(
    *, actor: AnyActor, at: datetime, establishment: Establishment, purpose: str, channel: str, what: str, where: str,
    on: date, people: Collection[Person],
) -> Use:  # fmt: skip
    """A picture was used there on that day, and shows these people. Whoever may not be shown is to be taken down.

    Raises `NotAsked`, `BadDays`, `ConsentRefused` where nobody is named.
    """
    if not actor.may(Permission.CONSENT_WRITE):
        raise Http404
    if key_of(purpose, channel) not in {one.key for one in queries.offers_of(establishment)}:
        raise NotAsked
    today = establishments.local_day(establishment, at)
    if on > today:
        raise BadDays(_("%(day)s has not come yet. Note a picture once it is used.") % {"day": day(on)})
    if not people:
        raise ConsentRefused(_("Enter who is to be seen. A picture that shows nobody needs no note."))
    row = Use(
        establishment=establishment, purpose=purpose, channel=channel, what=what.strip(), where=where.strip(), on=on,
        at=at, by_id=actor.person_id,
    )  # fmt: skip
    row.save()
    shown = list(dict.fromkeys(people))
    for person in shown:
        UsePerson(establishment=establishment, use=row, person=person).save()
    audit.record(actor, "picture.use", row, at=at, purpose=purpose, channel=channel, count=len(shown))
    system = SystemActor("pictures to take down", establishment.pk)
    checked = queries.check_people(system, establishment, shown, purpose=purpose, channel=channel, on=today)
    ask_to_take_down(establishment, [one.person for one in checked if not one.verdict.allow], at)
    return row


@operation
def take_down(*, actor: AnyActor, at: datetime, pk: UUID, on: date, how: str) -> TakenDown:
    """It is to be seen there no more. The actions that asked for it are done with the last of them.

    Raises `BadDays`, `AlreadyEnded`, `ConsentRefused` without words.
    """
    use: Use = get_visible(Use, actor, pk)
    here = use.establishment
    Establishment.objects.select_for_update(no_key=True).get(pk=here.pk)
    if TakenDown.objects.filter(use=use).exists():
        raise AlreadyEnded
    if on > establishments.local_day(here, at):
        raise BadDays(_("%(day)s has not come yet. Enter today or a day before.") % {"day": day(on)})
    if on < use.on:
        raise BadDays(_("It was used on %(day)s: it cannot be down before that.") % {"day": day(use.on)})
    if not how.strip():
        raise ConsentRefused(_("Enter how it was taken down."))
    row = TakenDown(establishment=here, use=use, on=on, how=how.strip(), at=at, by_id=actor.person_id)
    row.save()
    audit.record(actor, "picture.take-down", use, at=at)
    for seen in use.people.select_related("person__establishment"):
        settle(here, seen.person, at)
    return row
