"""What happens in these tests: a case of long ago is due, Dana puts it forward and Dev decides."""

from datetime import UTC, datetime
from typing import Any

from tests import cast
from tests.web.concerns.scenes import a_case, ready_to_close, version_of
from tutela.web.concerns import operations as concerns
from tutela.web.concerns.models import Concern, SafeguardingCase, Supervision
from tutela.web.retention import operations, rules
from tutela.web.retention.models import Certificate, Proposal
from tutela.web.retention.models.subjects import Subject

LATER = datetime(2037, 4, 1, 9, 0, tzinfo=UTC)
"""Leo, born on 4 March 2012, was 25 four weeks ago."""


def confirm(**years: int) -> None:
    """Hana confirms what the library proposes, unless told otherwise."""
    given = {one.key: one.years for one in rules.list_kinds()} | years
    operations.choose_periods(
        actor=cast.acting(cast.hana()), establishment=cast.oakfield(), years=given, at=datetime.now(UTC)
    )


def a_closed_case(case: SafeguardingCase | None = None, **more: Any) -> SafeguardingCase:
    """A case about Leo that Dana has closed."""
    case = case or a_case(**more)
    ready_to_close(case.pk)
    concerns.close_case(
        actor=cast.acting(cast.dana()), case_id=case.pk, version=version_of(case.pk), outcome="supported",
        words="It has ended.",
        is_lesson=False, lesson="Nothing that is not known.", support={}, at=case.opened_at,
    )  # fmt: skip
    return case


def subject_of(what: SafeguardingCase | Concern | Supervision) -> Subject:
    if isinstance(what, Supervision):
        return Subject("supervision", what.pk)
    return Subject("concern" if isinstance(what, Concern) else "case", what.pk)


def put_forward(what: SafeguardingCase | Concern | Supervision, at: datetime = LATER) -> Proposal:
    return operations.propose(
        actor=cast.acting(cast.dana(), at=at),
        establishment=cast.oakfield(),
        subject=subject_of(what),
        at=at,
    )


def destroy(proposal: Proposal, *, by: Any = None, at: datetime = LATER) -> Certificate:
    made = operations.decide(
        actor=cast.acting(by or cast.dev(), at=at), establishment=cast.oakfield(), proposal_id=proposal.pk,
        destroy=True, reason="", at=at,
    )  # fmt: skip
    assert made is not None
    return made
