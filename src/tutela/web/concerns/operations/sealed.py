"""A restricted case is sealed to those it names: it opens with their own keys, and with two sheets of paper.

Its concerns go with it, but for those from outside: whoever told them talks on with us, through the server.
"""

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from tutela.web.concerns import rules
from tutela.web.concerns.models import Concern, ConcernEntry, Grant, SafeguardingCase
from tutela.web.concerns.models.visibility import STILL_INSIDE
from tutela.web.concerns.operations import naming
from tutela.web.concerns.rules import NotAllowed
from tutela.web.core import audit, outbox, restricted_keys, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.models import PersonalKey
from tutela.web.core.outbox import Notice


def is_sealed(case: SafeguardingCase) -> bool:
    """Whether it opens with people's own keys alone."""
    return restricted_keys.is_restricted(case.case_key)


def list_without_key(people: Iterable[Any]) -> list[Any]:
    """Of these people, those to whom nothing can be sealed: they have not made their key."""
    people = list(people)
    there = _keys_by_user(people)
    return [one for one in people if one.user_id not in there]


def seal_to(actor: AnyActor, case: SafeguardingCase, people: Collection[Any], *, at: datetime) -> None:
    """Let these people alone open the case and its concerns; whoever decides can open it now.

    Raises `NotAllowed`, `sealing.KeyLocked`.
    """
    if without := list_without_key(people):
        names = ", ".join(one.full_name for one in without)
        raise NotAllowed(f"Nothing can be sealed to {names}: they have no key yet. They make it under “Your account”")
    keys = list(_keys_by_user(people).values())
    for matter in (case, *_list_concerns(case)):
        naming.keep_typed_names(actor, matter, at=at)
        try:
            restricted_keys.restrict(actor, matter.case_key, keys, at=at)
        except restricted_keys.NoRecovery:
            raise NotAllowed(
                "There are not two recovery sheets yet. The head and the chair each print one: a lost password would "
                "lose the case"
            ) from None
    audit.record(actor, "case.seal-to-people", case, at=at, named=len(keys))


def release(actor: AnyActor, case: SafeguardingCase, *, at: datetime) -> None:
    """Let the establishment open the case and its concerns again. Raises `sealing.KeyLocked`."""
    if is_sealed(case):
        for matter in (case, *_list_concerns(case)):
            restricted_keys.release(actor, matter.case_key, at=at)
        audit.record(actor, "case.unseal", case, at=at)


def take_in(actor: AnyActor, case: SafeguardingCase, concern: Concern, *, at: datetime) -> None:
    """A concern that becomes part of a sealed case is sealed to the same people."""
    if is_sealed(case) and _goes_with_it(concern) and not restricted_keys.is_restricted(concern.case_key):
        naming.keep_typed_names(actor, concern, at=at)
        keys = PersonalKey.objects.filter(pk__in=restricted_keys.list_grantees(case.case_key))
        restricted_keys.restrict(actor, concern.case_key, list(keys), at=at, beside=case.case_key)


def let_go(actor: AnyActor, concern: Concern, *, at: datetime) -> None:
    """A concern that leaves a sealed case is the establishment's again. Raises `sealing.KeyLocked`."""
    restricted_keys.release(actor, concern.case_key, at=at)


SHEETS_USED = Notice(
    "case.opened-with-sheets",
    "A sealed case was opened with two recovery sheets",
    "Somebody who is named in a sealed case at {establishment} opened it with two recovery sheets. The sheets count no "
    "more: whoever held them prints new ones. If you know nothing of it, ask the head or the chair at once.",
)


def open_with_sheets(
    actor: AnyActor, case: SafeguardingCase, sheets: tuple[bytes, bytes], *, at: datetime
) -> list[str]:
    """Let somebody who is named open a case to which they have no key; the names of those whose sheets it took.

    The sheets count no more. Raises `NotAllowed`.
    """
    own = PersonalKey.objects.filter(pk=getattr(actor, "user_id", None)).first()
    if own is None:
        raise NotAllowed("Make your own key first, under “Your account”")
    place = case.establishment
    opened = 0
    for matter in (case, *_list_concerns(case)):
        if restricted_keys.is_restricted(matter.case_key):
            # what joined the case since the sheets changed opens with others, which are asked for next
            with suppress(restricted_keys.NotTheseSheets, sealing.CannotOpen):
                restricted_keys.open_with_sheets(actor, matter.case_key, sheets, own, at=at)
                opened += 1
    if not opened:
        raise NotAllowed("These are not two sheets that open this case")
    used = restricted_keys.find_sheets(place.pk, sheets)
    sheets_page, case_page = reverse("concerns:recovery-sheets"), reverse("concerns:case", args=[case.pk])
    named = Grant.objects.filter(case=case, ended_at=None).select_related("person")
    told = {one.person.email: case_page for one in named}
    told |= {one.holder.email: sheets_page for one in restricted_keys.list_sheets(place.pk)}
    restricted_keys.end_sheets(place.pk, [one.pk for one in used], at=at)
    audit.record(actor, "case.open-with-sheets", case, at=at, sheets=len(used))
    for email, link in sorted(one for one in told.items() if one[0]):
        outbox.post(SHEETS_USED, to=email, at=at, link=link, establishment_id=place.pk, establishment=place.name)
    return sorted(one.holder.person.full_name if hasattr(one.holder, "person") else one.holder.login for one in used)


def keep_recoverable(actor: AnyActor, case: SafeguardingCase, *, at: datetime) -> None:
    """Let the sheets of now open a case that is being read, and its concerns, where earlier ones did."""
    if is_sealed(case):
        for matter in (case, *_list_concerns(case)):
            restricted_keys.keep_recoverable(actor, matter.case_key, at=at)


def _list_concerns(case: SafeguardingCase) -> list[Concern]:
    inside = ConcernEntry._base_manager.filter(STILL_INSIDE, case=case, kind=rules.IN_CASE).values("concern")
    rows = Concern._base_manager.filter(pk__in=inside).select_related("case_key")
    return [one for one in rows if _goes_with_it(one)]


def _goes_with_it(concern: Concern) -> bool:
    return concern.origin not in rules.OUTSIDE_ORIGINS


def _keys_by_user(people: Iterable[Any]) -> dict[UUID, PersonalKey]:
    rows = PersonalKey.objects.filter(user__in=[one.user_id for one in people if one.user_id])
    return {one.pk: one for one in rows}


def count_waiting(place: Any) -> int:
    """How many sealed cases the sheets of now do not open yet: until somebody who is named reads them."""
    recovery = restricted_keys.find_recovery(place.pk)
    cases = SafeguardingCase._base_manager.filter(establishment=place, case_key__kind="restricted")
    return cases.exclude(case_key__grants__recovery=recovery).count() if recovery else cases.count()
