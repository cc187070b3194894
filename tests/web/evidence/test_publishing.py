"""What a part of Tutela knows of itself is kept once, read by whom it concerns, and never changed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests import cast
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.evidence import operations, queries
from tutela.web.evidence.models import Evidence
from tutela.web.evidence.rules import Figure

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def publish(value: float, at: datetime = AT, kind: str = "agreements.staff") -> int:
    place = cast.oakfield()
    return operations.publish(
        actor=SystemActor("test", place.pk),
        at=at,
        establishment_id=place.pk,
        figures=[Figure(kind=kind, value=value, as_at=at, address="/reports/half-term/")],
    )


def test_the_same_figure_again_is_not_written_again() -> None:
    assert publish(97) == 1
    assert publish(97, AT + timedelta(hours=1)) == 0
    assert publish(96, AT + timedelta(hours=2)) == 1
    with acting_as(SystemActor("look")):
        assert [row.value for row in Evidence.objects.order_by("as_at")] == [97, 96]


def test_a_kind_that_nobody_knows_is_refused() -> None:
    with pytest.raises(operations.UnknownKind):
        publish(1, kind="moon.phase")


def test_dana_reads_how_things_stand_now_and_how_they_stood_before() -> None:
    publish(97)
    publish(92, AT + timedelta(days=3))
    dana = cast.acting(cast.dana())
    with acting_as(dana):
        now = queries.list_current(dana, cast.oakfield().pk, AT + timedelta(days=4))["agreements.staff"]
        then = queries.list_current(dana, cast.oakfield().pk, AT + timedelta(days=1))["agreements.staff"]
        late = queries.list_current(dana, cast.oakfield().pk, AT + timedelta(days=40))["agreements.staff"]
    assert (now.words, now.stale) == ("92 % of staff have agreed to the version in force", False)
    assert then.words.startswith("97 %")
    assert late.stale


def test_of_kinds_that_were_known_at_different_times_each_has_its_newest() -> None:
    publish(90, AT - timedelta(days=200))
    publish(97)
    publish(2, AT, kind="monitoring.waiting")
    publish(4, AT + timedelta(days=2), kind="monitoring.waiting")
    publish(3, AT - timedelta(days=200), kind="filters.reviewed")
    dana = cast.acting(cast.dana())
    with acting_as(dana):
        current = queries.list_current(dana, cast.oakfield().pk, AT + timedelta(days=4))
        some = queries.list_current(dana, cast.oakfield().pk, AT, only=["monitoring.waiting", "moon.phase"])
    known = {name: one.figure.value for name, one in current.items() if one.figure}
    assert known == {"agreements.staff": 97, "monitoring.waiting": 4, "filters.reviewed": 3}
    assert {name: one.figure.value for name, one in some.items()} == {"monitoring.waiting": 2}


def test_the_outsider_and_the_teacher_read_nothing(sign_in) -> None:  # type: ignore[no-untyped-def]
    publish(97)
    eli = cast.acting(cast.eli())
    with acting_as(eli):
        assert queries.list_current(eli, cast.oakfield().pk, AT)["agreements.staff"].figure is None
    assert sign_in(cast.tom()).get("/evidence/").status_code == 404


@pytest.mark.parametrize("person", [cast.dana, cast.hana, cast.gwen, cast.ivy, cast.asa])
def test_whoever_reviews_sees_the_figures_with_their_day(person, sign_in) -> None:  # type: ignore[no-untyped-def]
    with time_machine.travel(AT, tick=False):
        publish(97)
        publish(3, kind="monitoring.waiting")
        client = sign_in(person())
        page = client.get("/evidence/").content.decode()
        assert "97 % of staff have agreed" in page
        assert "23 November 2026" in page
        assert "Not known yet" in page
        one = client.get("/evidence/monitoring.waiting/").content.decode()
    sees_alerts = person in (cast.dana, cast.hana)
    assert ("3 serious alerts" in one) is sees_alerts
    assert ("Fewer than 5 serious alerts" in one) is not sees_alerts


def test_figures_of_one_state_have_an_address_of_their_own(sign_in) -> None:  # type: ignore[no-untyped-def]
    with time_machine.travel(AT, tick=False):
        publish(97)
        client = sign_in(cast.dana())
        assert "Restore drill" not in client.get("/evidence/?state=known").content.decode()
        assert "Restore drill" in client.get("/evidence/?state=unknown").content.decode()
        assert "No figure is in this state" in client.get("/evidence/?state=stale").content.decode()
        assert client.get("/evidence/moon.phase/").status_code == 404
