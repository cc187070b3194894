"""Before a decision: notes, handing an alert to a colleague and taking it back, looking at the days before."""

from datetime import timedelta

import pytest

from tests import cast
from tests.web.monitoring.matches import AT, a_match, an_alert, event_of, record, stored
from tutela.events.store import connect
from tutela.settings import Settings, load
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.core.rows import AppendOnlyError
from tutela.web.monitoring import operations
from tutela.web.monitoring.models import Alert, AlertHandOver, AlertLookUp, AlertNote, AlertReader


@pytest.fixture
def store(tutela: Settings, settings):
    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})
    return connect(settings.TUTELA)


def page_of(client, alert: Alert, query: str = "") -> str:
    answer = client.get(f"/alerts/{alert.pk}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def handed_over(alert: Alert, sign_in, to=None, by=None):
    sent = {"to": str((to or cast.dev()).pk), "reason": "You know the family"}
    return sign_in(by or cast.dana()).post(f"/alerts/{alert.pk}/hand-over/", sent)


def test_a_note_is_sealed_stays_and_may_follow_a_decision(sign_in) -> None:
    alert, client = an_alert(), sign_in(cast.dana())
    client.post(f"/alerts/{alert.pk}/add-note/", {"words": "His tutor knows"})
    operations.dismiss(actor=cast.acting(cast.dana()), at=AT, pk=alert.pk, seen=1, reason="known")
    client.post(f"/alerts/{alert.pk}/add-note/", {"words": "His mother rang"})
    page = page_of(sign_in(cast.dev()), alert)
    assert page.index("His tutor knows") < page.index("His mother rang")
    note = AlertNote._base_manager.first()
    assert b"knows" not in bytes(note.sealed_words)
    with pytest.raises(AppendOnlyError):
        note.save()


def test_dev_is_told_of_what_was_handed_to_him_and_it_is_unread_until_he_opens_it(sign_in) -> None:
    cast.dev(), cast.hana()
    alert = an_alert(severity=3, rule="suicide-topic")
    page_of(sign_in(cast.dana()), alert)
    assert handed_over(alert, sign_in).status_code == 302
    mail = OutboxMessage.objects.get()
    assert mail.recipient == cast.dev().email
    assert not {"Leo", "family", "Dana"} & set(mail.body.replace(".", " ").split())
    page_of(sign_in(cast.dana()), alert)
    alert.refresh_from_db()
    assert (alert.holder, alert.unread_since is None) == (cast.dev(), False)
    assert "You know the family" in page_of(sign_in(cast.dev()), alert)
    alert.refresh_from_db()
    assert alert.unread_since is None


def test_a_number_longer_than_any_in_an_address_narrows_nothing(sign_in) -> None:
    alert, client, longest = an_alert(), sign_in(cast.dana()), "9" * 5000
    for address in (f"/alerts/{alert.pk}/?minutes=", "/alerts/rules/?days=", f"/alerts/{alert.pk}/dismiss/?seen="):
        assert client.get(address + longest).status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_at_the_end_of_the_calendar_in_an_address_narrows_nothing(sign_in, day: str) -> None:
    an_alert()
    for name in ("from_on", "to_on"):
        answer = sign_in(cast.dana()).get(f"/alerts/?{name}={day}")
        assert answer.status_code == 200
        assert "Leo Marsh" in answer.content.decode()


def test_handing_over_what_went_there_a_moment_ago_is_told_and_is_no_fault(sign_in, monkeypatch) -> None:
    """Two quick clicks: both forms were shown while Dev could still be chosen."""
    alert, people = an_alert(), [cast.dev()]
    monkeypatch.setattr("tutela.web.monitoring.views.work.operations.list_receivers", lambda *a, **k: people)
    assert [handed_over(alert, sign_in).status_code for _ in range(2)] == [302, 302]
    assert AlertHandOver._base_manager.count() == 1


def test_what_dev_leaves_unread_comes_back_to_dana_and_then_goes_to_the_head(sign_in) -> None:
    cast.dana(), cast.dev(), cast.hana()
    alert = an_alert()
    at = AT + timedelta(minutes=1)
    operations.read_alert(actor=cast.acting(cast.dana()), at=at, pk=alert.pk)
    operations.hand_over(actor=cast.acting(cast.dana()), at=at, pk=alert.pk, to=cast.dev().pk, reason="x")
    for minutes in (15, 30):
        operations.escalate_due(actor=cast.SETTING_UP, at=at + timedelta(minutes=minutes))
    told = [mail.recipient.partition("@")[0] for mail in OutboxMessage.objects.order_by("made_at")]
    assert told == ["dana", "dev", "dana", "hana"]


def test_dana_takes_it_back_and_dev_is_told(sign_in) -> None:
    alert = an_alert(severity=3)
    cast.dev()
    handed_over(alert, sign_in)
    assert sign_in(cast.dana()).post(f"/alerts/{alert.pk}/take/").status_code == 302
    alert.refresh_from_db()
    assert alert.holder == cast.dana()
    assert OutboxMessage.objects.order_by("-made_at")[0].recipient == cast.dev().email
    assert [(row.by, row.to) for row in AlertHandOver._base_manager.order_by("at")] == [
        (cast.dana(), cast.dev()),
        (cast.dana(), cast.dana()),
    ]


def test_handed_to_the_head_an_alert_is_opened_to_her_alone_of_those_outside_the_team(sign_in) -> None:
    cast.dana(), cast.hana(), cast.chris()
    alert, other = an_alert(severity=3), an_alert(cast.mia(), severity=3)
    handed_over(alert, sign_in, to=cast.hana())
    hana = cast.acting(cast.hana())
    assert list(Alert.visible_to(hana)) == [alert]
    assert other not in Alert.visible_to(hana)
    assert AlertReader._base_manager.get().why == "handed-over"


@pytest.mark.parametrize("person", ["tom", "leo", "eli", "gwen", "chris"])
def test_an_alert_is_handed_to_nobody_who_may_not_review_it(sign_in, person: str) -> None:
    alert = an_alert()
    cast.dev()
    assert "There is a problem" in handed_over(alert, sign_in, to=getattr(cast, person)()).content.decode()
    with pytest.raises(operations.CannotHandOver):
        operations.hand_over(
            actor=cast.acting(cast.dana()), at=AT, pk=alert.pk, to=getattr(cast, person)().pk, reason="x"
        )


def test_what_was_decided_is_neither_handed_over_nor_taken(sign_in) -> None:
    alert = an_alert()
    cast.dev()
    operations.dismiss(actor=cast.acting(cast.dana()), at=AT, pk=alert.pk, seen=1, reason="known")
    assert handed_over(alert, sign_in).status_code == 302
    sign_in(cast.dev()).post(f"/alerts/{alert.pk}/take/")
    assert not AlertHandOver._base_manager.exists()


def with_days(store) -> Alert:
    """Leo's alert, an hour of browsing around it, and what he did in the days before."""
    match = a_match(seq=100)
    store.insert(
        [
            event_of(match),
            event_of(match, 90, time=AT - timedelta(minutes=40), search_terms="how to tell mum"),
            event_of(match, 50, time=AT - timedelta(days=3), search_terms="lonely at school"),
            event_of(match, 51, time=AT - timedelta(days=3, minutes=1), search_terms="", host="bbc.co.uk", path="/"),
            event_of(
                match, 20, time=AT - timedelta(days=20), search_terms="", host="forum.example", path="/", action="block"
            ),
            event_of(match, 60, user=cast.mia().pseudonym, time=AT - timedelta(days=1), search_terms="mias ponies"),
        ],
        "days",
    )
    store.insert_matches([stored(match)], "matches")
    record(match)
    return Alert._base_manager.get()


def test_the_window_around_an_alert_is_chosen_and_on_record(sign_in, store) -> None:
    alert, client = with_days(store), sign_in(cast.dana())
    assert "how to tell mum" not in page_of(client, alert, "?minutes=15")
    assert "how to tell mum" in page_of(client, alert, "?minutes=60")
    assert "how to tell mum" in page_of(client, alert, "?minutes=9999")  # then the nearest few
    entries = AuditEntry.objects.filter(action="alert.read").order_by("seq")
    assert [('minutes":60' in one.details, "triage" in one.details) for one in entries] == [
        (False, True),
        (True, True),
        (False, True),
    ]


def test_the_days_before_are_seen_only_for_a_purpose_and_by_whoever_stated_it(sign_in, store) -> None:
    alert, client = with_days(store), sign_in(cast.dana())
    asked = client.post(f"/alerts/{alert.pk}/look-back/", {"days": "7", "purpose": "x"})
    assert "There is a problem" in asked.content.decode()
    assert not AlertLookUp._base_manager.exists()
    answer = client.post(f"/alerts/{alert.pk}/look-back/", {"days": "7", "purpose": "Is this new for him?"})
    page = client.get(answer.url).content.decode()
    assert "Is this new for him?" in page
    assert page.index("how to tell mum") < page.index("lonely at school")
    for hidden in ("bbc.co.uk", "forum.example", "ponies"):
        assert hidden not in page
    assert sign_in(cast.dev()).get(answer.url).status_code == 404
    assert AuditEntry.objects.filter(action="event.trace").count() == 1
    assert b"new for him" not in bytes(AlertLookUp._base_manager.get().sealed_purpose)
    answer = client.post(f"/alerts/{alert.pk}/look-back/", {"days": "30", "purpose": "Is this new for him?"})
    assert "forum.example" in client.get(answer.url).content.decode()


def test_while_the_store_does_not_answer_the_page_says_so(sign_in) -> None:
    alert, client = an_alert(), sign_in(cast.dana())
    answer = client.post(f"/alerts/{alert.pk}/look-back/", {"days": "7", "purpose": "Is this new for him?"})
    assert "cannot be read now" in client.get(answer.url).content.decode()
    assert "cannot be read now" in page_of(client, alert, "?minutes=5")
