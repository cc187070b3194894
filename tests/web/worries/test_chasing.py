"""What a partner's tutor or a child told us is not left lying: after a school day whoever reads it is asked again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from tests import cast
from tests.web.concerns.scenes import a_concern
from tests.web.worries.scenes import last_concern, tell
from tutela.web.concerns import operations as concerns
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import OutboxMessage
from tutela.web.worries import operations, tasks
from tutela.web.worries.models import Chase

FRIDAY = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)


def chased(at: datetime) -> list[str]:
    """Who is reminded at that moment."""
    OutboxMessage.objects.all().delete()
    operations.chase(actor=SystemActor("test", cast.oakfield().pk), at=at)
    return [row.recipient for row in OutboxMessage.objects.all()]


def from_a_partner(**more: Any) -> Any:
    return a_concern(by=cast.tom(), at=FRIDAY, origin="partner", note="I told her tutor.", **more)


@pytest.mark.requirement("S3.42")
def test_what_a_partner_told_is_chased_each_school_day_until_it_is_acknowledged() -> None:
    concern = from_a_partner()
    assert chased(FRIDAY + timedelta(hours=3)) == []
    assert chased(FRIDAY + timedelta(days=1)) == []  # a Saturday
    monday = FRIDAY + timedelta(days=3)
    assert chased(monday) == [cast.dana().email]
    assert chased(monday + timedelta(hours=1)) == []
    assert chased(monday + timedelta(days=1)) == [cast.dana().email]
    assert Chase._base_manager.count() == 2
    concerns.acknowledge(actor=cast.acting(cast.dana()), concern_id=concern.pk, at=monday + timedelta(days=1))
    assert chased(monday + timedelta(days=2)) == []


def test_a_childs_worry_is_chased_too_but_a_teachers_own_report_is_not() -> None:
    a_concern(at=FRIDAY)
    with time_machine.travel(FRIDAY, tick=False):
        tell(by="dana")
    assert last_concern().route == "head"
    assert chased(FRIDAY + timedelta(days=3)) == [cast.hana().email]


def test_the_worker_chases_everywhere_and_forgets_what_is_old() -> None:
    from_a_partner()
    tasks.chase(FRIDAY + timedelta(days=3))
    tasks.drop_expired(FRIDAY)
    assert Chase._base_manager.count() == 1
