"""Judging of whose accord something was, and what follows for whoever did it (requirements S1.26, S4.36, S3.41)."""

from datetime import datetime
from uuid import UUID

from tutela.web.concerns import rules, words
from tutela.web.concerns.models import Agency, PersonKind, SafeguardingCase, Sanction
from tutela.web.concerns.operations import cases
from tutela.web.concerns.queries.people import PersonRead, leads, open_all
from tutela.web.concerns.rules import NotAllowed, conduct
from tutela.web.concerns.shipped.lists import list_sanctions
from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation


@operation
def judge_agency(
    *, actor: AnyActor, case_id: UUID, version: int, involved_id: UUID, agency: str, reason: str, at: datetime
) -> None:
    """Judge whether somebody acted of their own accord; whoever leads the case does, and may judge anew.

    Raises `CaseChanged`, `NotAllowed`.
    """
    case, key = cases.lock(actor, case_id, version)
    rules.follow_case(cases.is_closed(case), "agency-set")
    if not leads(actor, case):
        raise NotAllowed("Only whoever leads the case judges this")
    someone = _find_alleged(actor, case, involved_id)
    if agency not in rules.AGENCIES or not reason.strip():
        raise NotAllowed("Select one of the three, and give the reason")
    said = f"{someone.name}: {words.AGENCIES[agency]}\n{reason}"
    entry = cases.write(case, actor, "agency-set", said, key, at=at)
    Agency(
        establishment_id=case.establishment_id, case=case, entry=entry, involved_id=involved_id, agency=agency
    ).save()
    audit.record(actor, "case.judge-agency", case, at=at, agency=agency)


@operation
def give_sanction(
    *,
    actor: AnyActor,
    case_id: UUID,
    version: int,
    involved_id: UUID,
    sanction: str,
    reason: str,
    overrides: bool = False,
    at: datetime,
) -> None:
    """Note a sanction with its reason. None before it was judged of whose accord it was; on somebody who was coerced
    only by whoever leads the case, who says that they know it (`overrides`) and why.

    Raises `CaseChanged`, `NotAllowed`.
    """
    case, key = cases.lock(actor, case_id, version)
    rules.follow_case(cases.is_closed(case), "sanction-set")
    someone = _find_alleged(actor, case, involved_id)
    ladder = list_sanctions()
    if sanction not in ladder or not reason.strip():
        raise NotAllowed("Select a sanction of the list, and give the reason")
    if not someone.judgements:
        raise NotAllowed("Judge first whether they acted of their own accord")
    try:
        conduct.check_sanction(someone.agency, leads=leads(actor, case), overrides=overrides, reason=reason)
    except conduct.Coerced:
        raise NotAllowed(
            "They were made to do it. Nobody is punished for what others forced on them, unless whoever leads the "
            "case decides so all the same and gives the reason"
        ) from None
    said = f"{someone.name}: {ladder[sanction].label}\n{reason}"
    entry = cases.write(case, actor, "sanction-set", said, key, at=at)
    Sanction(
        establishment_id=case.establishment_id,
        case=case,
        entry=entry,
        involved_id=involved_id,
        sanction=sanction,
        agency=someone.agency,
        overrides=someone.agency == conduct.COERCED,
    ).save()
    audit.record(actor, "case.give-sanction", case, at=at, sanction=sanction, agency=someone.agency)


@operation
def say_kind(*, actor: AnyActor, case_id: UUID, involved_id: UUID, kind: str, at: datetime) -> None:
    """Say what kind of person somebody is whom nobody chose from the list. Raises `NotAllowed`."""
    case, _key = cases.lock(actor, case_id)
    someone = _find(actor, case, involved_id)
    if someone.is_listed or kind not in rules.PERSON_KINDS:
        raise NotAllowed("Select one of the list")
    before = PersonKind.in_scope(actor).filter(case=case, involved_id=involved_id).count()
    PersonKind(
        establishment_id=case.establishment_id,
        case=case,
        involved_id=involved_id,
        number=before + 1,
        kind=kind,
        at=at,
        set_by_id=actor.person_id,
    ).save()
    audit.record(actor, "case.say-kind", case, at=at, kind=kind)


def _find(actor: AnyActor, case: SafeguardingCase, involved_id: UUID) -> PersonRead:
    found = next((one for one in open_all(actor, case) if one.involved_id == involved_id), None)
    if found is None:
        raise NotAllowed("Nobody in this case is meant by that")
    return found


def _find_alleged(actor: AnyActor, case: SafeguardingCase, involved_id: UUID) -> PersonRead:
    found = _find(actor, case, involved_id)
    if "alleged" not in found.roles:
        raise NotAllowed("They are not said to have caused harm. Add them to the case in that part first")
    return found
