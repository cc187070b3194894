"""The inbox as Dana works it: what she chooses is in the address, and nothing leaves it but by a decision."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests import cast
from tests.web.monitoring.matches import AT, a_match, an_alert, record
from tutela.web.core.models import AuditEntry
from tutela.web.monitoring import operations, queries
from tutela.web.monitoring.models import Alert, AlertDecision


def inbox(client, query: str = "") -> str:
    answer = client.get(f"/alerts/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def names(page: str) -> list[str]:
    return re.findall(r'rowheader">.*?<span class="tutela-table__value">([^<]+)', page)


def shown(actor, **asked: object) -> list[str]:
    return [one.who for one in queries.page_inbox(actor, queries.Asked(**asked)).object_list]


def topic(person, **more):
    return a_match(person, **({"rule": "suicide-topic", "severity": 3} | more))


def test_reading_an_alert_takes_it_off_no_list_and_moves_it_to_read_but_not_decided(sign_in) -> None:
    client, alert = sign_in(cast.dana()), an_alert()
    assert names(inbox(client, "?state=unread")) == ["Leo Marsh"]
    client.get(f"/alerts/{alert.pk}/")
    assert names(inbox(client)) == ["Leo Marsh"]
    assert names(inbox(client, "?state=unread")) == []
    assert names(inbox(client, "?state=read")) == ["Leo Marsh"]
    assert "Read, not decided (1)" in inbox(client, "?state=dismissed")


def test_each_choice_says_how_many_stand_behind_it_and_the_others_stay_as_they_are(sign_in) -> None:
    record(
        a_match(cast.leo()),
        topic(cast.leo()),
        topic(cast.mia()),
        a_match(cast.mia(), rule="gambling", severity=4, theme="gambling"),
    )
    client = sign_in(cast.dana())
    page = inbox(client)
    for said in ("All that wait (4)", "Unread (4)", "1 Immediate (1)", "3 Medium (2)", "With nobody yet (4)"):
        assert said in page
    page = inbox(client, "?severity=3&theme=suicide-self-harm")
    assert sorted(names(page)) == ["Leo Marsh", "Mia Marsh"]
    assert "1 Immediate (1)" in page
    assert "All that wait (2)" in page


def test_the_inbox_can_be_narrowed_by_group_day_person_and_where_it_comes_from() -> None:
    record(topic(cast.leo()), topic(cast.mia(), minutes=-2 * 24 * 60), topic(cast.tom(), source_id="import-abc"))
    dana = cast.acting(cast.dana())
    assert shown(dana, group=cast.learners_7_11().pk) == ["Mia Marsh"]
    assert sorted(shown(dana, from_on=AT.date())) == ["Leo Marsh", "Tom Reed"]
    assert shown(dana, to_on=AT.date() - timedelta(days=1)) == ["Mia Marsh"]
    assert shown(dana, from_on=AT.date(), to_on=AT.date(), origin="live") == ["Leo Marsh"]
    assert shown(dana, origin="imported") == ["Tom Reed"]
    assert shown(dana, person=cast.leo().pseudonym) == ["Leo Marsh"]


def test_without_script_the_filters_are_folded_and_the_alerts_stand_on_the_first_screen(sign_in) -> None:
    an_alert()
    page = sign_in(cast.dana()).get("/alerts/").content.decode()
    assert re.search(r'<details class="tutela-filter__body">', page)
    assert page.index("Leo Marsh") < page.index("How the rules do")
    assert "of 1 person" in page
    wrong = sign_in(cast.dana()).get("/alerts/?from_on=soon").content.decode()
    assert re.search(r'<details class="tutela-filter__body" open>', wrong)


def test_what_cannot_be_meant_narrows_nothing_and_is_said(sign_in) -> None:
    client = sign_in(cast.dana())
    an_alert()
    page = inbox(
        client, "?severity=9&state=everything&group=x&from_on=soon&theme=nothing&page=99&held_by=me'--&origin=x"
    )
    assert "All that wait" in page
    assert "Enter a day such as" in page
    assert names(inbox(client, "?from_on=soon&severity=12&page=x")) == ["Leo Marsh"]


def test_of_one_person_with_many_alerts_the_worst_few_are_shown_and_the_rest_is_a_click_away(sign_in) -> None:
    record(*(topic(cast.leo(), minutes=-100 * number) for number in range(30)), a_match(cast.leo()))
    client = sign_in(cast.dana())
    page = inbox(client)
    assert names(page) == ["Leo Marsh"]
    assert "28 more alerts" in page
    page = inbox(client, f"?person={cast.leo().pseudonym}")
    assert len(names(page)) == 20
    assert "Remove this filter" in page
    assert len(names(inbox(client, f"?person={cast.leo().pseudonym}&page=2"))) == 11


def test_of_the_same_severity_who_has_waited_unread_for_longest_stands_first() -> None:
    first, second = an_alert(cast.mia(), severity=2), an_alert(cast.leo(), severity=2, minutes=1)
    third = an_alert(cast.tom(), severity=2, minutes=2)
    dana = cast.acting(cast.dana())
    for alert, hours in ((first, 5), (second, 9), (third, 7)):
        Alert._base_manager.filter(pk=alert.pk).update(unread_since=AT - timedelta(hours=hours))
    assert shown(dana) == ["Leo Marsh", "Tom Reed", "Mia Marsh"]
    operations.read_alert(actor=dana, at=AT, pk=second.pk)
    assert shown(dana) == ["Tom Reed", "Mia Marsh", "Leo Marsh"]


def test_what_nobody_has_read_for_more_than_a_school_day_stands_out(sign_in) -> None:
    alert, now = an_alert(), timezone.now()
    Alert._base_manager.filter(pk=alert.pk).update(unread_since=now - timedelta(days=7))
    assert "Unread for 5 school days" in inbox(sign_in(cast.dana()))
    Alert._base_manager.filter(pk=alert.pk).update(unread_since=now)
    assert "Unread for" not in inbox(sign_in(cast.dana()))


def test_dana_dismisses_an_alert_with_its_reason_in_three_clicks(sign_in) -> None:
    client, alert = sign_in(cast.dana()), an_alert()
    first = re.search(r'href="(/alerts/[0-9a-f-]{36}/)"', inbox(client))[1]  # one: the alert
    page = client.get(first).content.decode()
    form = re.search(r'<form method="post" action="([^"]+dismiss/)".*?</form>', page, re.DOTALL)
    assert 'value="school-work"' in form[0]  # two: the reason
    seen = re.search(r'name="seen" value="(\d+)"', form[0])[1]
    client.post(form[1], {"seen": seen, "reason": "school-work"})  # three: Dismiss alert
    alert.refresh_from_db()
    assert alert.state == "dismissed"


def test_several_alerts_of_one_person_are_settled_at_once_and_each_keeps_its_own_decision(sign_in) -> None:
    record(topic(cast.leo()), topic(cast.leo(), minutes=61), a_match(cast.leo()), topic(cast.mia()))
    client, dana = sign_in(cast.dana()), cast.dana()
    leos = list(Alert._base_manager.filter(subject=cast.leo(), rule="suicide-topic"))
    page = client.get(f"/alerts/{leos[0].pk}/together/").content.decode()
    assert page.count("“i want to die”") == 3
    chosen = [f"{one.pk}:{one.matches}" for one in leos]
    answer = client.post(f"/alerts/{leos[0].pk}/together/", {"chosen": chosen, "kind": "dismissed"})
    assert "Select why they need nothing more" in answer.content.decode()
    sent = {"chosen": chosen, "kind": "dismissed", "reason": "school-work", "words": "An essay"}
    assert client.post(f"/alerts/{leos[0].pk}/together/", sent).status_code == 302
    decisions = AlertDecision._base_manager.all()
    assert [(one.kind, one.reason, one.by) for one in decisions] == [("dismissed", "school-work", dana)] * 2
    assert AuditEntry.objects.filter(action="alert.dismissed").count() == 2
    assert Alert._base_manager.filter(state="waiting").count() == 2


def test_if_more_came_in_for_one_of_several_none_of_them_is_settled(sign_in) -> None:
    record(topic(cast.leo()), a_match(cast.leo()))
    client, alerts = sign_in(cast.dana()), list(Alert._base_manager.all())
    chosen = [f"{one.pk}:{one.matches}" for one in alerts]
    record(a_match(cast.leo(), minutes=1))
    sent = {"chosen": chosen, "kind": "dismissed", "reason": "known"}
    assert client.post(f"/alerts/{alerts[0].pk}/together/", sent).status_code == 200  # that choice is no longer there
    with pytest.raises(operations.MoreCameIn):
        operations.settle_together(
            actor=cast.acting(cast.dana()),
            at=AT,
            seen={one.pk: one.matches for one in alerts},
            kind="dismissed",
            reason="known",
        )
    assert not AlertDecision._base_manager.exists()


def test_alerts_of_two_people_are_never_settled_by_one_decision() -> None:
    alerts = [an_alert(cast.leo()), an_alert(cast.mia())]
    with pytest.raises(operations.SeveralPeople):
        operations.settle_together(
            actor=cast.acting(cast.dana()), at=AT, seen={one.pk: 1 for one in alerts}, kind="noted", words="x"
        )


def test_one_concern_may_settle_several_alerts_of_the_same_person(sign_in) -> None:
    record(a_match(cast.leo()), topic(cast.leo()), topic(cast.leo(), minutes=90))
    worst, first, second = Alert._base_manager.order_by("severity", "first_at")
    form = {"seen": 1, "what_happened": "Leo searched", "role": "harmed", "four_c": "content", "danger": "no"}
    answer = sign_in(cast.dana()).post(f"/alerts/{worst.pk}/raise/", form | {"others": [f"{first.pk}:1"]})
    decisions = {one.alert_id: one.concern for one in AlertDecision._base_manager.all()}
    assert set(decisions) == {worst.pk, first.pk}
    assert len(set(decisions.values())) == 1
    assert answer.url == f"/concerns/{decisions[worst.pk]}/"
    second.refresh_from_db()
    assert second.state == "waiting"
