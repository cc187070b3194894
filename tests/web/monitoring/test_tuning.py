"""A rule that is often wrong is made quieter here: with figures, by two people, for a time, never at severity 1."""

from datetime import date, timedelta

import pytest

from tests import cast
from tests.cast import SETTING_UP
from tests.web.monitoring.matches import AT, a_match, an_alert, record
from tutela.web.core.models import OutboxMessage
from tutela.web.core.rows import AppendOnlyError
from tutela.web.establishments import operations as establishments
from tutela.web.monitoring import operations, queries, rules, words
from tutela.web.monitoring.models import Alert, SetAside, Tuning, TuningStep

NEXT_TERM = date(2027, 4, 1)
SUNDAY = {"at": AT + timedelta(days=6)}


def topic(said: str, person=None, **more):
    return a_match(person, said, **({"rule": "suicide-topic", "severity": 3} | more))


def history(times: int = 7) -> None:
    """A week of essays on a play that were no worry, and one search that was."""
    dana = cast.acting(cast.dana())
    for number in range(times):
        record(topic("romeo and juliet suicide essay", minutes=number * 61))
    for alert in Alert._base_manager.all():
        operations.dismiss(actor=dana, at=AT, pk=alert.pk, seen=1, reason="school-work")
    alert = an_alert(words="suicide notes", rule="suicide-topic", severity=3, minutes=-200)
    operations.note(actor=dana, at=AT, pk=alert.pk, seen=1, words="Talked with him")


def proposal(by=None, **more) -> Tuning:
    given = {"kind": "words", "said": "romeo and juliet", "until_on": NEXT_TERM, "why": "Year 9 reads it"}
    return operations.propose(
        actor=cast.acting(by or cast.dana()), at=AT + timedelta(hours=8), rule="suicide-topic", **(given | more)
    )


def accept(row: Tuning, by=None) -> None:
    operations.decide_tuning(
        actor=cast.acting(by or cast.hana()), at=AT, pk=row.pk, kind="accepted", why="The figures say so"
    )


def test_each_rule_says_how_often_it_was_not_a_worry_and_what_its_false_alerts_share(sign_in) -> None:
    history()
    client = sign_in(cast.dana())
    dana = cast.acting(cast.dana())
    (figures,) = queries.count_by_rule(dana, AT - timedelta(days=1), AT + timedelta(days=1))
    assert (figures.alerts, figures.decided, figures.not_a_worry, figures.share_pct) == (8, 8, 7, 88)
    samples = operations.read_samples(actor=dana, at=AT, rule="suicide-topic")
    suggestions = rules.suggest(samples, words.examples_of("suicide-topic"))
    assert {one.words for one in suggestions} == {"essay", "juliet", "romeo"}
    assert suggestions[0].in_group == 7
    assert client.get("/alerts/rules/").status_code == client.get("/alerts/rules/?days=120").status_code == 200
    assert client.get("/alerts/rules/suicide-topic/").status_code == 200
    assert client.get("/alerts/rules/there-is-none/").status_code == 404


def test_a_proposal_takes_its_figures_along_and_changes_nothing_before_it_is_accepted() -> None:
    cast.hana()
    history()
    row = proposal()
    assert (row.alerts, row.not_a_worry, row.with_words) == (8, 7, 7)
    assert OutboxMessage.objects.get(kind="tuning-proposed").recipient == cast.hana().email
    assert record(topic("romeo and juliet ending suicide", cast.mia()), **SUNDAY) == 1


def test_once_accepted_the_words_make_no_alert_and_what_was_set_aside_can_be_checked(sign_in) -> None:
    row = proposal()
    accept(row)
    assert record(topic("Romeo and Juliet: suicide", cast.mia()), topic("suicide", cast.mia()), **SUNDAY) == 1
    assert SetAside._base_manager.count() == 1
    page = sign_in(cast.dana()).get(f"/alerts/proposals/{row.pk}/").content.decode()
    assert "Romeo and Juliet: suicide" in page
    assert "Romeo and Juliet: suicide" not in sign_in(cast.hana()).get(f"/alerts/proposals/{row.pk}/").content.decode()


def test_whoever_becomes_deputy_later_does_not_read_what_was_set_aside_about_themselves() -> None:
    row = proposal()
    accept(row)
    record(topic("Romeo and Juliet: suicide", cast.tom()), **SUNDAY)
    establishments.grant_role(
        actor=SETTING_UP, person=cast.tom(), role="deputy-dsl", from_on=cast.SINCE, at=cast.MADE_AT
    )
    assert operations.read_set_aside(actor=cast.acting(cast.dana()), at=AT, pk=row.pk)
    assert operations.read_set_aside(actor=cast.acting(cast.tom()), at=AT, pk=row.pk) == []


def test_a_match_read_twice_is_set_aside_once() -> None:
    accept(proposal())
    match = topic("romeo and juliet", cast.mia())
    record(match, **SUNDAY), record(match, **SUNDAY)
    assert SetAside._base_manager.count() == 1


@pytest.mark.parametrize("kind", [{}, {"kind": "severity", "said": "", "severity": 4}])
def test_a_rule_of_the_worst_severity_is_never_made_quieter(sign_in, kind: dict) -> None:
    with pytest.raises(operations.NeverQuieter):
        operations.propose(
            actor=cast.acting(cast.dana()),
            at=AT,
            rule="suicide-intent",
            **({"kind": "words", "said": "die", "until_on": NEXT_TERM, "why": "x"} | kind),
        )
    page = sign_in(cast.dana()).get("/alerts/rules/suicide-intent/").content.decode()
    assert "never made quieter" in page
    assert "Propose a change" not in page


def test_a_match_of_severity_1_makes_an_alert_whatever_was_accepted() -> None:
    accept(proposal())
    assert record(topic("romeo and juliet i want to die", cast.mia(), severity=1), **SUNDAY) == 1


def test_the_figures_of_a_proposal_tell_no_colleague_of_an_alert_about_themselves(sign_in) -> None:
    dana, dev = cast.acting(cast.dana()), cast.acting(cast.dev())
    record(topic("romeo and juliet suicide"), topic("romeo and juliet suicide", cast.dev(), minutes=1))
    for alert in Alert._base_manager.all():
        operations.dismiss(actor=dana, at=AT, pk=alert.pk, seen=1, reason="school-work")
    row = proposal()
    (seen,) = queries.count_by_rule(dev, AT - timedelta(days=1), AT + timedelta(days=1))
    assert (row.alerts, row.not_a_worry, row.with_words) == (seen.alerts, seen.not_a_worry, 1) == (1, 1, 1)


def test_the_deputy_who_asks_for_a_quieter_rule_is_not_kept_out_of_sight_by_it() -> None:
    cast.dana(), cast.hana()
    accept(proposal(cast.dev()))
    record(topic("romeo and juliet suicide", cast.dev()), topic("romeo and juliet suicide", cast.chris()))
    assert not SetAside._base_manager.exists()
    assert {alert.subject for alert in Alert._base_manager.all()} == {cast.dev(), cast.chris()}


def test_what_is_about_the_dsl_or_the_head_is_never_set_aside() -> None:
    accept(proposal())
    assert record(topic("romeo and juliet", cast.dana()), topic("romeo and juliet", cast.hana()), **SUNDAY) == 2


def test_a_lower_severity_holds_for_new_alerts_of_this_school_until_its_last_day() -> None:
    accept(proposal(kind="severity", said="", severity=4))
    with pytest.raises(operations.NeverQuieter):
        proposal(kind="severity", said="", severity=2)
    with pytest.raises(operations.NeverQuieter):
        proposal(until_on=date(2029, 1, 1))
    record(topic("suicide", cast.mia()), topic("suicide", cast.nia()), **SUNDAY)
    assert {one.subject.given_name: one.severity for one in Alert._base_manager.all()} == {"Mia": 4, "Nia": 3}
    assert record(topic("suicide", cast.leo()), at=AT + timedelta(days=300)) == 1
    assert Alert._base_manager.get(subject=cast.leo()).severity == 3


def test_nobody_accepts_their_own_proposal_while_somebody_else_may() -> None:
    cast.hana()
    row = proposal()
    with pytest.raises(operations.CannotDecide):
        accept(row, by=cast.dana())
    with pytest.raises(operations.CannotDecide):
        accept(row, by=cast.dev())
    accept(row)
    with pytest.raises(operations.CannotDecide):
        accept(row)


def test_where_nobody_else_may_decide_the_one_who_proposed_does() -> None:
    assert cast.dana()
    accept(proposal(), by=cast.dana())
    assert Tuning._base_manager.get().state == "accepted"


def test_taken_back_the_rule_works_as_before_and_every_decision_stays_on_record(sign_in) -> None:
    row = proposal()
    accept(row)
    client = sign_in(cast.dana())
    answer = client.post(f"/alerts/proposals/{row.pk}/", {"kind": "ended", "why": "The play is over"})
    assert answer.status_code == 302
    assert record(topic("romeo and juliet", cast.mia()), **SUNDAY) == 1
    steps = TuningStep._base_manager.order_by("at", "kind")
    assert [step.kind for step in steps] == ["accepted", "ended"]
    assert b"play" not in bytes(steps[1].sealed_why)
    with pytest.raises(AppendOnlyError):
        steps[0].save()


def test_a_proposal_that_cannot_be_meant_is_answered_in_words(sign_in) -> None:
    client = sign_in(cast.dev())
    page = client.post("/alerts/rules/suicide-topic/", {"kind": "words", "said": "!!", "why": ""}).content.decode()
    for said in ("Enter the words that the rule should leave alone", "Enter why you propose it"):
        assert said in page
    assert not Tuning._base_manager.exists()
    sent = {"kind": "words", "said": "romeo", "why": "Year 9", "until_on_0": 1, "until_on_1": 4, "until_on_2": 2027}
    assert client.post("/alerts/rules/suicide-topic/", sent).status_code == 302
    assert Tuning._base_manager.get().proposed_by == cast.dev()


def test_no_rule_is_kept_from_what_it_is_there_to_find(sign_in) -> None:
    with pytest.raises(operations.NeverQuieter):
        proposal(said="suicide")
    sent = {"kind": "words", "said": "suicide", "why": "x"}
    page = sign_in(cast.dana()).post("/alerts/rules/suicide-topic/", sent).content.decode()
    assert "Enter more exact ones" in page


def test_words_are_whole_words_in_their_order() -> None:
    assert rules.has_words("ROMEO & Juliet essay", "romeo juliet")
    assert not rules.has_words("romeos juliet", "romeo")
    assert not rules.has_words("juliet romeo", "romeo juliet")
    assert not rules.has_words("anything", "")
    assert not rules.has_words("anything", "!?")
