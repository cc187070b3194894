"""A person looks at an alert and decides; who it is about never does."""

import json
from datetime import timedelta

import pytest

from tests import cast
from tests.web.monitoring.matches import AT, a_match, an_alert, event_of, record, stored
from tutela.events.store import connect
from tutela.settings import Settings, load
from tutela.web.concerns import queries as concerns
from tutela.web.concerns.models import Concern
from tutela.web.core.models import AuditEntry
from tutela.web.monitoring import operations, queries
from tutela.web.monitoring.models import Alert, AlertDecision, AlertReader


def page_of(client, alert: Alert) -> str:
    answer = client.get(f"/alerts/{alert.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_dana_sees_the_words_the_runbook_and_whom_it_is_about(sign_in) -> None:
    page = page_of(sign_in(cast.dana()), an_alert())
    for words in ("Leo Marsh", "“i want to die”", "ring 999", "library-pc-3", "1 Immediate", "network name"):
        assert words in page


def test_the_inbox_has_the_worst_first_then_the_oldest_and_each_person_once(sign_in) -> None:
    record(
        a_match(cast.mia(), severity=3, rule="suicide-topic"),
        a_match(cast.leo(), severity=3, rule="suicide-topic", minutes=1),
        a_match(cast.leo(), severity=1, minutes=2),
        a_match(cast.tom(), severity=3, rule="suicide-topic", minutes=-5),
    )
    people = queries.page_inbox(cast.acting(cast.dana())).object_list
    assert [(one.who, one.severity, len(one.alerts)) for one in people] == [
        ("Leo Marsh", 1, 2),
        ("Tom Reed", 3, 1),
        ("Mia Marsh", 3, 1),
    ]
    page = sign_in(cast.dana()).get("/alerts/?severity=1").content.decode()
    assert "Leo Marsh" in page
    assert "Mia Marsh" not in page


@pytest.mark.parametrize("person", ["tom", "sue", "ivy", "leo", "gwen", "pat", "theo", "asa", "ria", "eli", "hana"])
def test_nobody_else_finds_it(sign_in, person: str) -> None:
    alert = an_alert()
    client = sign_in(getattr(cast, person)())
    assert client.get(f"/alerts/{alert.pk}/").status_code == 404
    for what in ("dismiss", "note", "raise"):
        assert client.post(f"/alerts/{alert.pk}/{what}/", {"seen": 1}).status_code == 404


def test_it_and_governors_have_no_inbox(sign_in) -> None:
    for person in (cast.ivy(), cast.gwen(), cast.tom(), cast.leo()):
        assert sign_in(person).get("/alerts/").status_code == 404


@pytest.mark.requirement("S3.19")
def test_what_the_dsl_searched_for_herself_goes_to_the_head_and_to_nobody_of_her_team(sign_in) -> None:
    cast.dev(), cast.hana()
    alert = an_alert(cast.dana())
    assert alert.route == "head"
    for person in (cast.dana(), cast.dev()):
        client = sign_in(person)
        assert client.get(f"/alerts/{alert.pk}/").status_code == 404
        assert "Dana Shah</th>" not in client.get("/alerts/").content.decode()
        assert queries.count_waiting(cast.acting(person)) == 0
    assert "Dana Shah" in page_of(sign_in(cast.hana()), alert)


def test_what_the_head_searched_for_goes_to_the_chair_and_what_the_chair_did_to_the_dsl() -> None:
    cast.dana(), cast.hana(), cast.chris()
    assert an_alert(cast.hana()).route == "chair"
    assert Alert.visible_to(cast.acting(cast.chris())).count() == 1
    assert not Alert.visible_to(cast.acting(cast.hana())).exists()
    an_alert(cast.chris())
    assert Alert.visible_to(cast.acting(cast.dana())).get().subject == cast.chris()


def test_a_declared_conflict_of_interest_hides_the_alert(sign_in) -> None:
    from tutela.web.core.actor import SystemActor
    from tutela.web.establishments import operations as establishments

    alert = an_alert()
    establishments.exclude(
        actor=SystemActor("test"), person=cast.dana(), about_person=cast.leo(), reason="Her nephew", at=cast.MADE_AT
    )
    assert sign_in(cast.dana()).get(f"/alerts/{alert.pk}/").status_code == 404
    assert sign_in(cast.dev()).get(f"/alerts/{alert.pk}/").status_code == 200


def test_every_look_is_on_record_with_its_purpose(sign_in) -> None:
    alert = an_alert()
    page_of(sign_in(cast.dana()), alert)
    entry = AuditEntry.objects.get(action="alert.read")
    assert entry.actor == f"user:{cast.dana().user_id}"
    assert json.loads(entry.details)["purpose"] == "triage"
    sign_in(cast.dana()).get("/alerts/")
    assert AuditEntry.objects.filter(action="alert.list").count() == 1


@pytest.fixture
def store(tutela: Settings, settings):
    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})
    return connect(settings.TUTELA)


def with_events(store) -> Alert:
    """Leo's alert with two requests before it and one after."""
    match = a_match(seq=3)
    store.insert(
        [
            event_of(match, 1, search_terms="", host="www.bbc.co.uk", path="/sport"),
            event_of(match, 2, search_terms="how to talk to a friend"),
            event_of(match),
            event_of(match, 4, search_terms="", host="bet365.com", path="/", action="block", reason="Gambling"),
        ],
        "events",
    )
    store.insert_matches([stored(match)], "matches")
    record(match)
    return Alert._base_manager.get()


def test_the_few_events_before_and_after_stand_beside_it(sign_in, store) -> None:
    page = page_of(sign_in(cast.dana()), with_events(store))
    assert "www.bbc.co.uk/sport" in page
    assert "how to talk to a friend" in page
    assert "bet365.com/" in page
    assert page.count("This alert") == 1


def test_without_the_store_the_alert_can_still_be_read(sign_in) -> None:
    assert "cannot be read now" in page_of(sign_in(cast.dana()), an_alert())


def test_dismissing_takes_a_reason_and_counts_what_the_rule_got_wrong(sign_in) -> None:
    alert, client = an_alert(), sign_in(cast.dana())
    assert "There is a problem" in client.post(f"/alerts/{alert.pk}/dismiss/", {"seen": 1}).content.decode()
    answer = client.post(f"/alerts/{alert.pk}/dismiss/", {"seen": 1, "reason": "false-positive", "words": "Lyrics"})
    assert answer.url == "/alerts/"
    alert.refresh_from_db()
    assert alert.state == "dismissed"
    actor = cast.acting(cast.dana())
    assert AlertDecision._base_manager.get().false_positive
    assert "Lyrics" in page_of(client, alert)
    assert queries.count_waiting(actor) == 0


def test_a_pastoral_note_is_sealed_and_read_by_the_team_alone(sign_in) -> None:
    alert = an_alert()
    sign_in(cast.dana()).post(f"/alerts/{alert.pk}/note/", {"seen": 1, "words": "Spoke with his tutor"})
    decision = AlertDecision._base_manager.get()
    assert b"tutor" not in bytes(decision.sealed_words)
    assert "Spoke with his tutor" in page_of(sign_in(cast.dev()), alert)


@pytest.mark.requirement("S1.24")
def test_raising_it_makes_a_concern_with_a_copy_of_the_events(sign_in, store) -> None:
    alert, client = with_events(store), sign_in(cast.dana())
    asked = client.get(f"/alerts/{alert.pk}/raise/").content.decode()
    assert "“i want to die”" in asked
    form = {"seen": 1, "what_happened": "Leo searched for it", "role": "harmed", "four_c": "content", "danger": "yes"}
    answer = client.post(f"/alerts/{alert.pk}/raise/", form)
    assert answer.status_code == 302
    decision = AlertDecision._base_manager.get()
    assert decision.kind == "raised"
    assert len(concerns.list_waiting(cast.acting(cast.dana()))) == 1
    assert client.get(f"/concerns/{decision.concern}/").status_code == 200
    assert sign_in(cast.eli()).get(f"/concerns/{decision.concern}/").status_code == 404


def test_an_alert_about_nobody_known_is_raised_with_what_is_known(sign_in) -> None:
    alert = an_alert(user="", user_basis="unknown")
    form = {"seen": 1, "what_happened": "Somebody searched", "role": "harmed", "four_c": "content", "danger": "no"}
    answer = sign_in(cast.dana()).post(f"/alerts/{alert.pk}/raise/", form | {"about": "Unknown, library-pc-3"})
    assert answer.status_code == 302
    alert.refresh_from_db()
    assert alert.state == "raised"


def test_after_raising_dana_stands_before_the_concern_and_is_told_what_comes_next(sign_in) -> None:
    alert, client = an_alert(), sign_in(cast.dana())
    form = {"seen": 1, "what_happened": "Leo searched for it", "role": "harmed", "four_c": "content", "danger": "no"}
    answer = client.post(f"/alerts/{alert.pk}/raise/", form, follow=True)
    (concern,) = concerns.list_waiting(cast.acting(cast.dana()))
    assert answer.redirect_chain == [(f"/concerns/{concern.id}/", 302)]
    assert "Decide here what comes next." in answer.content.decode()


def test_of_a_concern_that_goes_to_others_dana_is_told_so_with_its_receipt(sign_in) -> None:
    cast.dana(), cast.dev(), cast.hana()
    alert = an_alert(user="", user_basis="unknown")
    form = {"seen": 1, "what_happened": "It was me", "role": "harmed", "four_c": "content", "danger": "no"}
    answer = sign_in(cast.dana()).post(f"/alerts/{alert.pk}/raise/", form | {"about": "Dana Shah"}, follow=True)
    assert answer.redirect_chain == [("/alerts/", 302)]
    receipt = Concern._base_manager.get().receipt
    assert f"Its receipt is {receipt}. It goes to others" in answer.content.decode()


def test_of_two_who_decide_at_once_the_second_is_told_and_nothing_of_his_is_saved(sign_in) -> None:
    alert = an_alert()
    sign_in(cast.dana()).post(f"/alerts/{alert.pk}/dismiss/", {"seen": 1, "reason": "known"})
    page = sign_in(cast.dev()).post(f"/alerts/{alert.pk}/note/", {"seen": 1, "words": "Mine"}, follow=True)
    assert "Dana Shah has decided about this alert already" in page.content.decode()
    assert AlertDecision._base_manager.get().kind == "dismissed"


def test_what_came_in_while_somebody_was_writing_is_looked_at_first(sign_in) -> None:
    alert, client = an_alert(), sign_in(cast.dana())
    record(a_match(minutes=1, words="tonight"))
    page = client.post(f"/alerts/{alert.pk}/dismiss/", {"seen": 1, "reason": "known"}, follow=True).content.decode()
    assert "More came in" in page
    assert "tonight" in page
    assert not AlertDecision._base_manager.exists()
    with pytest.raises(operations.MoreCameIn):
        operations.note(actor=cast.acting(cast.dana()), at=AT, pk=alert.pk, seen=1, words="x")


def test_a_governor_gets_numbers_of_the_whole_school_and_no_names() -> None:
    from datetime import timedelta

    an_alert()
    an_alert(cast.tom())
    gwen, until = cast.acting(cast.gwen()), AT + timedelta(days=1)
    assert queries.count_by_severity(gwen, AT, until)[1] == 2
    assert queries.count_by_outcome(gwen, AT, until)["waiting"] == 2
    assert queries.median_minutes_to_triage(gwen, AT, until) is None
    alert = Alert._base_manager.get(subject=cast.leo())
    operations.dismiss(
        actor=cast.acting(cast.dev()), at=AT + timedelta(minutes=12), pk=alert.pk, seen=1, reason="false-positive"
    )
    assert queries.median_minutes_to_triage(gwen, AT, until) == 12
    assert queries.count_false_positives(gwen, AT, until) == {"suicide-intent": (1, 1)}
    assert queries.page_inbox(gwen).object_list == []
    assert queries.count_by_severity(cast.acting(cast.eli()), AT, until)[1] == 0


@pytest.mark.requirement("S4.9")
def test_no_figure_tells_dana_of_an_alert_about_herself(sign_in) -> None:
    cast.dev(), cast.hana()
    since, until = AT - timedelta(days=1), AT + timedelta(days=1)
    an_alert(cast.dana())
    for person in (cast.dana(), cast.dev()):
        actor = cast.acting(person)
        assert not any(queries.count_by_severity(actor, since, until).values())
        assert not any(queries.count_by_outcome(actor, since, until).values())
    # nor does a governor's page, beside which she could lay her own
    assert queries.count_by_severity(cast.acting(cast.gwen()), since, until)[1] == 0
    an_alert(cast.gwen())
    assert queries.count_by_severity(cast.acting(cast.gwen()), since, until)[1] == 0


def test_the_title_of_a_page_names_nobody(sign_in) -> None:
    title = page_of(sign_in(cast.dana()), an_alert()).partition("<title>")[2].partition("</title>")[0]
    assert "Alert" in title
    assert "Leo" not in title
    assert "uicide" not in title


@pytest.mark.parametrize("what", ["dismiss", "note", "raise"])
def test_a_question_about_an_alert_says_whom_it_is_about_so_asking_is_on_record_too(sign_in, what: str) -> None:
    alert, client = an_alert(), sign_in(cast.dana())
    assert "Leo Marsh" in client.get(f"/alerts/{alert.pk}/{what}/").content.decode()
    assert AuditEntry.objects.filter(action="alert.read").count() == 1
    assert "Leo Marsh" in client.post(f"/alerts/{alert.pk}/{what}/").content.decode()
    assert AuditEntry.objects.filter(action="alert.read").count() == 2


def test_two_alerts_of_which_nothing_is_known_are_not_taken_for_one_person(sign_in) -> None:
    nobody = {"user": "", "device": "", "src_ip": "", "user_basis": "unknown"}
    first, second = an_alert(**nobody), an_alert(**nobody, rule="suicide-topic")
    actor = cast.acting(cast.dana())
    assert len(queries.page_inbox(actor).object_list) == 2
    assert queries.list_others(actor, first) == queries.list_others(actor, second) == []


def test_an_alert_that_was_opened_to_the_head_closes_when_he_is_head_no_more(sign_in) -> None:
    alert = an_alert()
    AlertReader(establishment=alert.establishment, alert=alert, person=cast.tom(), why="escalated", from_at=AT).save()
    assert not Alert.visible_to(cast.acting(cast.tom())).exists()
    assert sign_in(cast.tom()).get(f"/alerts/{alert.pk}/").status_code == 404


def test_what_a_browser_asks_by_itself_does_not_drown_the_search(sign_in, store) -> None:
    match = a_match(seq=30)
    chatter = {
        "search_terms": "",
        "host": "update.googleapis.com",
        "path": "/",
        "url": "https://update.googleapis.com/",
    }
    page = {"search_terms": "", "host": "www.bbc.co.uk", "path": "/sport", "url": "https://www.bbc.co.uk/sport"}
    events = [event_of(match, 1, **{**page, "path": "/news", "url": "https://www.bbc.co.uk/news"})]
    events += [event_of(match, n, **page) for n in range(2, 9)]
    events += [event_of(match, n, **chatter) for n in range(9, 30)] + [event_of(match)]
    store.insert(events, "events")
    store.insert_matches([stored(match)], "matches")
    record(match)
    alert = Alert._base_manager.get()
    around = queries.show_events(alert, queries.list_events_around(alert))
    assert [(row.what, row.times) for row in around.rows] == [
        ("www.bbc.co.uk/news", 1),
        ("www.bbc.co.uk/sport", 7),
        ("i want to die", 1),
    ]
    assert around.left_out == 21
    assert "21 requests that programs make by themselves" in page_of(sign_in(cast.dana()), alert)
    copied = queries.copy_events(alert, queries.list_events_around(alert))
    assert [one["search_terms"] for one in copied if one["matched"]] == ["i want to die"]
    assert len(copied) == 9
