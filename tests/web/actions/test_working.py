"""Dana opens an action, hands it over, moves it, links it and drops it; each leaves its entry."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.http import Http404

from tests import cast
from tests.web.actions.scenes import NOON, TODAY, an_action, kinds_of, now_of
from tutela.web.actions import operations, queries
from tutela.web.actions.models import Action, ActionEntry
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.core.rows import AppendOnlyError
from tutela.web.establishments import operations as establishments

DUE = date(2026, 12, 1)


def test_an_action_is_opened_with_where_it_comes_from_and_its_owner_is_told_without_its_title() -> None:
    action = an_action(due_on=DUE, tag="educate", address="/reviews/1/")
    assert (action.owner, action.due_on, action.state) == (cast.tom(), DUE, "open")
    assert kinds_of(action) == ["opened"]
    assert AuditEntry.objects.filter(action="action.opened", object=f"actions.action:{action.pk}").count() == 1
    mail = OutboxMessage.objects.get(recipient=cast.tom().email)
    assert "Train" not in mail.subject + mail.body
    assert "/actions/mine/" in mail.body


def test_accepting_the_same_step_twice_gives_one_action() -> None:
    first = an_action(owner=None)
    assert an_action(owner=cast.dev(), by=cast.hana()) == first
    assert now_of(first).owner is None
    assert an_action("Train governors") != first
    assert an_action(origin="review:2:staff-trained") != first


def test_words_that_are_too_long_are_cut_and_still_mean_the_same_action() -> None:
    first = an_action("a" * 300, source="b" * 300)
    assert (len(first.title), len(first.source)) == (200, 200)
    assert an_action("a" * 300) == first


def test_the_same_is_opened_anew_once_the_first_has_ended() -> None:
    first = an_action()
    operations.drop_action(actor=cast.acting(cast.dana()), at=NOON, pk=first.pk, reason="Not this year.")
    assert an_action() != first


def test_the_database_itself_holds_one_open_action_for_an_origin() -> None:
    first = an_action()
    with acting_as(SystemActor("test")), pytest.raises(IntegrityError), transaction.atomic():
        Action(
            establishment=cast.oakfield(), title=first.title, origin=first.origin, source="twice", opened_at=NOON
        ).save(force_insert=True)


def test_ten_actions_given_in_a_row_are_one_mail() -> None:
    for number in range(10):
        an_action(f"Step {number}")
    assert OutboxMessage.objects.filter(recipient=cast.tom().email).count() == 1


def test_nobody_is_mailed_about_what_they_take_themselves() -> None:
    an_action(owner=cast.dana())
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("who", [cast.leo, cast.pat, cast.eli], ids=["learner", "parent", "elsewhere"])
def test_an_action_is_owned_by_somebody_who_works_here(who: object) -> None:
    with pytest.raises(operations.CannotOwn):
        an_action(owner=who())  # type: ignore[operator]
    assert not Action._base_manager.exists()


def test_a_partners_tutor_who_teaches_here_may_own_one() -> None:
    assert an_action(owner=cast.ria()).owner == cast.ria()


@pytest.mark.parametrize(
    "bar",
    [
        ("no-such.figure", 1.0, None),
        ("training.staff", None, None),
        ("training.staff", 95.0, 99.0),
        ("training.staff", float("nan"), None),
    ],
)
def test_a_bar_that_no_evidence_has_is_refused(bar: tuple[str, float | None, float | None]) -> None:
    with pytest.raises(operations.BadBar):
        an_action(bar=bar)


def test_the_page_it_comes_from_is_of_this_site() -> None:
    with pytest.raises(operations.BadAddress):
        an_action(address="https://elsewhere.example/")


def test_handing_over_tells_the_new_owner_and_twice_changes_nothing() -> None:
    action = an_action(owner=None)
    for _ in range(2):
        operations.hand_over(
            actor=cast.acting(cast.dana()), at=NOON, pk=action.pk, to=cast.dev(), words="You know the provider."
        )
    assert now_of(action).owner == cast.dev()
    assert kinds_of(action) == ["opened", "handed-over"]
    assert OutboxMessage.objects.filter(recipient=cast.dev().email).count() == 1


def test_a_day_is_moved_with_a_reason_only() -> None:
    action = an_action(due_on=DUE)
    with pytest.raises(operations.WithoutReason):
        operations.move_due(actor=cast.acting(cast.dana()), at=NOON, pk=action.pk, due_on=TODAY, reason=" ")
    operations.move_due(
        actor=cast.acting(cast.dana()), at=NOON, pk=action.pk, due_on=TODAY, reason="The trainer can come sooner."
    )
    assert now_of(action).due_on == TODAY
    assert kinds_of(action) == ["opened", "moved"]


def test_actions_that_would_wait_for_each_other_are_refused_with_all_their_titles() -> None:
    survey, policy, train = (an_action(title) for title in ("Ask staff", "Write the policy", "Train staff"))
    dana = cast.acting(cast.dana())
    operations.wait_for(actor=dana, at=NOON, pk=train.pk, others=[policy.pk])
    operations.wait_for(actor=dana, at=NOON, pk=policy.pk, others=[survey.pk])
    with pytest.raises(operations.Circular) as refused:
        operations.wait_for(actor=dana, at=NOON, pk=survey.pk, others=[train.pk])
    for title in ("Ask staff", "Write the policy", "Train staff"):
        assert title in str(refused.value)
    with pytest.raises(operations.Circular):
        operations.wait_for(actor=dana, at=NOON, pk=survey.pk, others=[survey.pk])
    with acting_as(SystemActor("test")):
        assert list(survey.depends_on.all()) == []


def test_what_was_dropped_says_why_and_can_be_opened_again_with_a_day_that_leaves_time() -> None:
    action = an_action(due_on=TODAY)
    dana = cast.acting(cast.dana())
    operations.drop_action(actor=dana, at=NOON, pk=action.pk, reason="The trust does it.")
    with pytest.raises(operations.NotInThisState, match="dropped"):
        operations.hand_over(actor=dana, at=NOON, pk=action.pk, to=cast.dev())
    operations.reopen(actor=dana, at=NOON, pk=action.pk, reason="The trust does not.")
    assert now_of(action).state == "open"
    assert now_of(action).due_on == TODAY + timedelta(days=14)
    assert kinds_of(action) == ["opened", "dropped", "reopened"]


def test_the_owner_notes_and_moves_but_neither_hands_over_nor_drops() -> None:
    action, tom = an_action(), cast.acting(cast.tom())
    operations.note(actor=tom, at=NOON, pk=action.pk, words="Booked for the 19th.")
    operations.move_due(actor=tom, at=NOON, pk=action.pk, due_on=DUE, reason="The trainer was ill.")
    with pytest.raises(Http404):
        operations.hand_over(actor=tom, at=NOON, pk=action.pk, to=None)
    with pytest.raises(Http404):
        operations.drop_action(actor=tom, at=NOON, pk=action.pk, reason="No.")


def try_note(who: object, pk: UUID) -> None:
    operations.note(actor=cast.acting(who()), at=NOON, pk=pk, words="Hello")  # type: ignore[operator]


@pytest.mark.parametrize("who", [cast.sue, cast.leo, cast.gwen, cast.eli, cast.asa])
def test_nobody_else_works_on_it(who: object) -> None:
    action = an_action()
    with pytest.raises(Http404):
        try_note(who, action.pk)
    assert kinds_of(action) == ["opened"]


def test_who_is_kept_out_of_an_action_sees_neither_it_nor_its_entries() -> None:
    action = an_action()
    establishments.exclude(
        actor=SystemActor("test"), at=NOON, person=cast.hana(), about_record=action.pk, reason="Her sister’s company."
    )
    hana, dana = cast.acting(cast.hana()), cast.acting(cast.dana())
    assert not Action.visible_to(hana).exists()
    assert not ActionEntry.visible_to(hana).exists()
    assert ActionEntry.visible_to(dana).count() == 1


def test_entries_are_never_changed_by_us_nor_in_the_database() -> None:
    action = an_action()
    with acting_as(SystemActor("test")):
        entry = ActionEntry.objects.get(action=action)
        with pytest.raises(AppendOnlyError):
            entry.save()
        with pytest.raises(DatabaseError), transaction.atomic():
            ActionEntry.objects.filter(pk=entry.pk).update(words="It was never opened.")


def test_reviews_find_their_actions_by_origin() -> None:
    mine = an_action(origin="review:7:a")
    done = an_action("Second", origin="review:7:b")
    an_action("Third", origin="review:70:a")
    operations.drop_action(actor=cast.acting(cast.dana()), at=NOON, pk=done.pk, reason="No.")
    assert queries.list_by_origin(cast.acting(cast.hana()), "review:7:") == [mine, done]
    assert queries.list_by_origin(cast.acting(cast.eli()), "review:7:") == []


def test_counts_are_of_what_somebody_may_see() -> None:
    an_action(due_on=TODAY - timedelta(days=1))
    an_action("Second", owner=None)
    for who, open_, late, mine in (
        (cast.dana, 2, 1, 0),
        (cast.gwen, 2, 1, 0),
        (cast.tom, 1, 1, 1),
        (cast.eli, 0, 0, 0),
    ):
        actor = cast.acting(who())
        found = (queries.count_open(actor), queries.count_overdue(actor, NOON), queries.count_mine(actor))
        assert found == (open_, late, mine), who.__name__
        assert queries.list_mine(actor, NOON).count() == mine


def test_the_day_is_late_by_the_clock_of_the_school() -> None:
    an_action(due_on=date(2026, 7, 1), at=NOON)
    dana = cast.acting(cast.dana())
    assert queries.count_overdue(dana, NOON.replace(month=7, day=1, hour=22, minute=59)) == 0
    assert queries.count_overdue(dana, NOON.replace(month=7, day=1, hour=23, minute=1)) == 1
