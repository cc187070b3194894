"""What the worker does: reminds, opens again what no longer holds, publishes how well actions are kept."""

from datetime import date, datetime, timedelta

from tests import cast
from tests.web.actions.scenes import NOON, SYSTEM, TODAY, a_figure, an_action, kinds_of, now_of
from tests.web.actions.test_closing import SAID, STAFF, close
from tutela.web.actions import proofs, tasks
from tutela.web.actions.models import Action, ActionEntry
from tutela.web.core.models import OutboxMessage
from tutela.web.establishments.models import Person
from tutela.web.evidence import operations as publishing
from tutela.web.evidence import queries as evidence
from tutela.web.project.tasks import publish_evidence

DUE = date(2026, 11, 20)


def day(month: int, number: int) -> datetime:
    return datetime(2026, month, number, 9, 0, tzinfo=NOON.tzinfo)


def kinds_mailed() -> list[tuple[str, str]]:
    rows = OutboxMessage.objects.exclude(kind="action-yours").order_by("made_at", "kind")
    return [(row.recipient.partition("@")[0], row.kind) for row in rows]


def test_tom_is_reminded_before_on_the_day_and_weekly_and_hana_when_it_is_very_late() -> None:
    cast.hana()
    action = an_action(due_on=DUE)
    moment = day(11, 3)
    while moment < day(12, 12):
        tasks.remind(moment)
        tasks.remind(moment + timedelta(hours=1))
        moment += timedelta(days=1)
    assert kinds_mailed() == [
        ("tom", "action-due-soon"),
        ("tom", "action-due"),
        ("tom", "action-late"),
        ("tom", "action-late"),
        ("hana", "action-late-head"),
        ("tom", "action-late"),
    ]
    assert kinds_of(action).count("reminded") == 6
    days = OutboxMessage.objects.exclude(kind="action-yours").order_by("made_at").values_list("made_at", flat=True)
    assert [moment.date() for moment in days] == [
        date(2026, 11, 13), DUE, date(2026, 11, 27), date(2026, 12, 4), date(2026, 12, 5), date(2026, 12, 11),
    ]  # fmt: skip


def test_a_reminder_says_when_and_from_what_and_nothing_that_anybody_typed() -> None:
    action = an_action("Talk to Leo’s mother about it", detail="Secret.", due_on=DUE, source="Review of Leo")
    tasks.remind(day(11, 13))
    mail = OutboxMessage.objects.get(kind="action-due-soon")
    assert "20 November 2026" in mail.subject
    assert "from a self-review" in mail.body
    assert f"/actions/{action.pk}/" in mail.body
    assert "Leo" not in mail.subject + mail.body


def test_five_that_are_due_together_are_one_mail_with_their_number() -> None:
    for number in range(5):
        an_action(f"Step {number}", due_on=DUE)
    tasks.remind(day(11, 13))
    mail = OutboxMessage.objects.get(kind="action-due-soon")
    assert "within a week: 5." in mail.body
    assert "/actions/mine/" in mail.body


def test_a_worker_that_stood_still_sends_what_is_owed_now_and_not_all_that_was_missed() -> None:
    an_action(due_on=DUE)
    tasks.remind(day(11, 29))
    assert kinds_mailed() == [("tom", "action-late")]


def test_what_the_head_owns_goes_to_the_chair_when_it_is_very_late() -> None:
    cast.chris()
    an_action(owner=cast.hana(), due_on=DUE)
    tasks.remind(day(12, 5))
    assert ("chris", "action-late-head") in kinds_mailed()


def test_where_there_is_neither_head_nor_chair_whoever_comes_is_told() -> None:
    action = an_action(owner=None, due_on=DUE)
    tasks.remind(day(12, 5))
    assert "reminded" not in kinds_of(action)
    cast.hana()
    tasks.remind(day(12, 6))
    assert kinds_mailed() == [("hana", "action-late-head")]


def test_whoever_has_left_is_not_reminded_and_the_head_hears_of_it() -> None:
    cast.hana()
    an_action(due_on=DUE)
    Person._base_manager.filter(pk=cast.tom().pk).update(left_on=TODAY)
    tasks.remind(day(11, 20))
    tasks.remind(day(12, 5))
    assert kinds_mailed() == [("hana", "action-late-head")]


def test_what_is_done_reminds_nobody() -> None:
    action = an_action(due_on=DUE)
    close(action, **SAID)
    tasks.remind(day(11, 20))
    assert kinds_mailed() == []


def test_an_action_opens_again_when_the_figure_that_closed_it_falls() -> None:
    a_figure("training.staff", 97)
    action = an_action(bar=STAFF, due_on=DUE)
    close(action)
    tasks.reopen_contradicted(NOON + timedelta(days=1))
    assert now_of(action).state == "done"
    a_figure("training.staff", 60, NOON + timedelta(days=20))
    for hours in (1, 2):
        tasks.reopen_contradicted(NOON + timedelta(days=20, hours=hours))
    again = now_of(action)
    assert (again.state, again.due_on) == ("open", TODAY + timedelta(days=34))
    assert kinds_of(action) == ["opened", "closed", "reopened"]
    said = ActionEntry._base_manager.get(kind="reopened").words
    assert "at least 95 %" in said
    assert "60 % of staff" in said
    mail = OutboxMessage.objects.get(kind="action-open-again")
    assert mail.recipient == cast.tom().email
    assert "staff" not in mail.body


def test_a_figure_that_is_too_old_opens_nothing() -> None:
    a_figure("training.staff", 97)
    action = an_action(bar=STAFF)
    close(action)
    tasks.reopen_contradicted(NOON + timedelta(days=60))
    assert now_of(action).state == "done"


def test_where_the_next_one_is_open_that_is_brought_forward() -> None:
    a_figure("training.staff", 97)
    action = an_action(bar=STAFF, recurs_days=365)
    close(action)
    following = Action._base_manager.get(follows=action)
    a_figure("training.staff", 60, NOON + timedelta(days=20))
    for hours in (1, 2):
        tasks.reopen_contradicted(NOON + timedelta(days=20, hours=hours))
    assert now_of(action).state == "done"
    assert now_of(following).due_on == TODAY + timedelta(days=34)
    assert kinds_of(following) == ["opened", "moved"]


def test_what_was_closed_more_than_a_year_ago_stays_closed() -> None:
    a_figure("training.staff", 97)
    action = an_action(bar=STAFF)
    close(action)
    a_figure("training.staff", 60, NOON + timedelta(days=366))
    tasks.reopen_contradicted(NOON + timedelta(days=366, hours=1))
    assert now_of(action).state == "done"


def test_how_well_actions_are_kept_is_published_as_evidence() -> None:
    an_action("Late", due_on=TODAY - timedelta(days=3))
    close(an_action(), **SAID, link="https://example.org/minutes")
    publish_evidence(NOON)
    current = evidence.list_current(SYSTEM, cast.oakfield().pk, NOON)
    assert current["actions.overdue"].words == "1 actions are overdue"
    assert current["actions.closed-with-evidence"].words == "100 % of the closed actions cite evidence"
    place = cast.oakfield()
    figures = proofs.list_figures(place, NOON)
    nothing = publishing.publish(actor=SYSTEM, at=NOON, establishment_id=place.pk, figures=figures)
    assert nothing == 0
