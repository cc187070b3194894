"""Who may read an alert follows the roles that people hold today; before the sign-off there is none."""

from datetime import date, timedelta

import pytest

from tests import cast
from tests.web.monitoring.matches import AT, READING, a_match, an_alert, record
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Person
from tutela.web.monitoring import operations, queries, rules
from tutela.web.monitoring.models import Alert

SETTING_UP = SystemActor("test")
LATER = AT + timedelta(hours=1)


def sees(person: Person, alert: Alert) -> bool:
    return Alert.visible_to(cast.acting(person)).filter(pk=alert.pk).exists()


def takes(person: Person, role: str) -> None:
    establishments.grant_role(actor=SETTING_UP, person=person, role=role, from_on=cast.SINCE, at=cast.MADE_AT)


def leaves(person: Person) -> None:
    for holding in person.role_holdings(manager="_base_manager").all():
        establishments.end_role(actor=SETTING_UP, holding=holding, until_on=date(2026, 11, 1), at=cast.MADE_AT)


def follow() -> int:
    return operations.follow_roles(actor=READING, at=LATER)


@pytest.mark.requirement("S3.19")
def test_when_tom_becomes_dsl_his_alert_leaves_the_team_and_goes_to_the_head() -> None:
    cast.dana(), cast.dev(), cast.hana()
    alert, leos = an_alert(cast.tom()), an_alert(cast.leo())
    assert follow() == 0
    takes(cast.tom(), "dsl")
    assert follow() == 1
    assert [sees(person, alert) for person in (cast.tom(), cast.dana(), cast.dev(), cast.hana())] == [
        False,
        False,
        False,
        True,
    ]
    assert sees(cast.dana(), leos)
    assert OutboxMessage.objects.order_by("-made_at")[0].recipient == cast.hana().email
    assert AuditEntry.objects.filter(action="alert.reroute").count() == 1
    assert follow() == 0


def test_what_was_handed_to_dev_about_tom_closes_to_him_when_tom_becomes_dsl() -> None:
    cast.dana(), cast.dev(), cast.hana()
    alert = an_alert(cast.tom())
    operations.hand_over(
        actor=cast.acting(cast.dana()), at=AT, pk=alert.pk, to=cast.dev().pk, reason="You know him better"
    )
    takes(cast.tom(), "dsl")
    follow()
    assert not sees(cast.dev(), alert)


def test_an_alert_does_not_come_back_to_the_team_of_a_dsl_who_stepped_down() -> None:
    cast.dana(), cast.dev(), cast.hana()
    alert = an_alert(cast.dana())
    leaves(cast.dana())
    assert follow() == 0
    assert not sees(cast.dev(), alert)
    assert sees(cast.hana(), alert)


def test_what_nobody_inside_could_read_comes_to_the_chair_who_is_appointed() -> None:
    cast.theo(), cast.chris()
    takes(cast.hana(), "chair")
    leaves(cast.chris())
    alert = an_alert(cast.hana())
    assert alert.route == "authority"
    establishments.end_role(
        actor=SETTING_UP,
        holding=cast.hana().role_holdings(manager="_base_manager").get(role="chair"),
        until_on=date(2026, 11, 1),
        at=cast.MADE_AT,
    )
    takes(cast.gwen(), "chair")
    assert follow() == 1
    assert sees(cast.gwen(), alert)


def test_when_the_whole_team_is_away_the_head_finds_what_waits_and_is_told_of_the_worst() -> None:
    cast.dana(), cast.dev(), cast.hana()
    worst, other = an_alert(), an_alert(cast.mia(), severity=3, rule="suicide-topic")
    for person in (cast.dana(), cast.dev()):
        establishments.note_absence(
            actor=SETTING_UP, person=person, from_on=date(2026, 11, 16), until_on=date(2026, 11, 20), at=AT
        )
    follow(), follow()
    assert sees(cast.hana(), worst)
    assert sees(cast.hana(), other)
    of_alerts = OutboxMessage.objects.exclude(kind="noted-away").order_by("made_at")
    assert [mail.recipient for mail in of_alerts] == [cast.dana().email, cast.hana().email]


@pytest.mark.parametrize(
    ("now", "derived", "then"),
    [
        ("dsl", "head", "head"),
        ("head", "dsl", "head"),
        ("chair", "head", "chair"),
        ("authority", "chair", "chair"),
        ("authority", "dsl", "dsl"),
        ("head", "authority", "authority"),
    ],
)
def test_a_route_climbs_and_comes_down_only_from_where_nobody_could_read(now: str, derived: str, then: str) -> None:
    assert rules.reroute(now, derived) == then


def test_before_monitoring_is_signed_off_no_alert_is_made_nor_ever_will_be_of_that_time() -> None:
    match = a_match(cast.leo())  # which signs it off at Oakfield
    elis = a_match(cast.leo(), site_id=cast.elm_park().pk)
    assert record(match, elis) == 1
    assert Alert._base_manager.get().establishment == cast.oakfield()
    assert queries.get_position() == elis["position"]


def test_once_the_sign_off_is_withdrawn_no_more_alerts_are_made() -> None:
    alert, later = an_alert(), a_match(cast.mia())
    establishments.withdraw_monitoring(
        actor=SETTING_UP, at=AT, establishment=cast.oakfield(), person=cast.sue(), note="The governors asked for it"
    )
    assert record(later, at=LATER) == 0
    assert Alert._base_manager.get() == alert
