"""A match becomes an alert once, whoever it is about and however often it is read."""

from datetime import timedelta

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.web.monitoring.matches import AT, a_match, an_alert, event_of, record, stored
from tutela.events.store import connect
from tutela.settings import Settings, load
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.monitoring import queries, tasks
from tutela.web.monitoring.models import Alert, AlertMatch
from tutela.web.monitoring.operations import recording


def test_a_search_of_leos_becomes_an_alert_about_leo() -> None:
    alert = an_alert(cast.leo())
    assert (alert.subject, alert.severity, alert.state, alert.route) == (cast.leo(), 1, "waiting", "dsl")
    assert alert.user_basis == "credential"
    assert queries.who_is(alert) == "Leo Marsh"
    assert [one.excerpt for one in queries.list_matched(alert)] == ["i want to die"]


def test_a_match_that_cannot_be_kept_whole_still_makes_an_alert_and_holds_up_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = recording._keep_match

    def refuses(alert: Alert, match: dict, key: bytes) -> None:
        if match["excerpt"] == "refused by the database":
            raise DataError("value too long")
        whole(alert, match, key)

    monkeypatch.setattr(recording, "_keep_match", refuses)
    assert record(a_match(cast.leo(), "refused by the database"), a_match(cast.mia(), "how to die", minutes=1)) == 2
    assert {alert.subject for alert in Alert._base_manager.all()} == {None, cast.mia()}


def test_an_alert_of_a_school_without_a_dsl_waits_for_the_one_who_is_appointed() -> None:
    alert = an_alert(cast.leo())
    assert alert.route == "dsl"
    assert Alert.visible_to(cast.acting(cast.dana())).get() == alert


def test_the_words_that_were_searched_for_do_not_lie_in_the_clear() -> None:
    alert = an_alert(words="i want to die")
    assert b"die" not in bytes(AlertMatch._base_manager.get(alert=alert).sealed_excerpt)


def test_matches_read_twice_are_taken_in_once() -> None:
    matches = [a_match(minutes=0), a_match(minutes=1)]
    assert record(*matches) == 1
    assert record(*matches) == 0
    assert Alert._base_manager.get().matches == 2


def test_a_crash_between_two_matches_leaves_nothing_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    matches = [a_match(), a_match(cast.mia())]
    with monkeypatch.context() as patch:
        taken = iter([lambda *a, **k: None])

        def fail(*arguments: object, **values: object) -> None:
            next(taken)(*arguments, **values)

        patch.setattr("tutela.web.monitoring.operations.recording.tell_first", fail)
        with pytest.raises(StopIteration), transaction.atomic():
            record(*matches)
    assert not Alert._base_manager.exists()
    assert not OutboxMessage.objects.exists()
    assert queries.get_position() == 0
    record(*matches)
    assert Alert._base_manager.count() == 2
    assert queries.get_position() == matches[-1]["position"]


def test_what_somebody_types_letter_by_letter_is_one_alert() -> None:
    record(*(a_match(words="i want to die tonight"[:length], minutes=length / 60) for length in range(13, 22)))
    alert = Alert._base_manager.get()
    assert alert.matches == 9
    assert alert.last_at - alert.first_at == timedelta(seconds=8)


def test_a_match_that_arrives_late_still_folds() -> None:
    record(a_match(minutes=20))
    record(a_match(minutes=0))
    alert = Alert._base_manager.get()
    assert (alert.first_at, alert.matches) == (AT, 2)


def test_an_hour_later_another_rule_or_another_person_is_another_alert() -> None:
    record(a_match(), a_match(minutes=61), a_match(rule="self-harm"), a_match(cast.mia()))
    assert Alert._base_manager.count() == 4


def test_after_a_decision_the_next_search_is_a_new_alert() -> None:
    from tutela.web.monitoring import operations

    alert = an_alert()
    operations.dismiss(actor=cast.acting(cast.dana()), at=AT, pk=alert.pk, seen=1, reason="known")
    record(a_match(minutes=5))
    assert Alert._base_manager.count() == 2


def test_nobody_is_guessed_where_nobody_is_known() -> None:
    alert = an_alert(user="", user_basis="unknown")
    assert alert.subject is None
    assert queries.who_is(alert) == "Unknown person on library-pc-3"
    alert = an_alert(user="", device="", user_basis="unknown")
    assert queries.who_is(alert) == "Unknown person on 10.2.3.4"
    alert = an_alert(user="pnobodyofthisschool00", user_basis="import")
    assert queries.who_is(alert) == "Unknown person on library-pc-3"


def test_a_match_of_an_establishment_or_a_rule_that_is_not_there_stops_no_other() -> None:
    assert record(a_match(site_id=999), a_match(rule="gone-from-the-library"), a_match(cast.mia())) == 2


def test_the_worst_alert_mails_the_dsl_at_once_and_says_no_more_than_its_category() -> None:
    cast.dana(), cast.dev(), cast.hana()
    an_alert()
    (mail,) = OutboxMessage.objects.all()
    assert mail.recipient == cast.dana().email
    assert "Self-harm, suicide or an eating disorder" in mail.body
    assert not {"Leo", "Marsh", "die", "library"} & set(mail.body.replace("-", " ").split())
    an_alert(cast.mia(), severity=2)
    assert OutboxMessage.objects.count() == 1


def test_making_an_alert_is_audited_without_a_name_or_a_word_of_it() -> None:
    an_alert()
    entry = AuditEntry.objects.get(action="alert.make")
    assert "die" not in entry.details
    assert "Leo" not in entry.details


@pytest.fixture
def store(tutela: Settings, settings):
    """The event store in memory, as the worker of this test finds it."""
    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})
    return connect(settings.TUTELA)


def test_the_tick_reads_what_is_new_and_knows_how_it_was_known(store) -> None:
    match = a_match()
    store.insert([event_of(match)], "one")
    store.insert_matches([stored(match)], "one")
    tasks.read_matches(AT)
    tasks.read_matches(AT)
    alert = Alert._base_manager.get()
    assert (alert.matches, alert.user_basis) == (1, "credential")
    assert queries.get_position() == match["position"]


def test_while_the_store_does_not_answer_nothing_happens_and_nothing_is_lost(settings) -> None:
    tasks.read_matches(AT)
    assert queries.get_position() == 0


def test_a_store_that_was_restored_is_read_from_its_beginning(store) -> None:
    record(a_match(position=5000))
    match = a_match(cast.mia(), position=1)
    store.insert_matches([stored(match)], "one")
    tasks.read_matches(AT)
    assert Alert._base_manager.count() == 1
    tasks.check_position(AT)
    tasks.read_matches(AT)
    assert Alert._base_manager.count() == 2


def test_a_hundred_matches_cost_each_what_one_does(store) -> None:
    def count_queries(first: int, number: int) -> int:
        matches = [a_match(cast.leo(), minutes=first + each) for each in range(number)]
        with CaptureQueriesContext(connection) as asked:
            record(*matches)
        return len(asked)

    count_queries(0, 1)  # the alert is there, and what is asked once is known
    assert count_queries(1, 100) <= 100 * count_queries(101, 1)
