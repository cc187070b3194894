"""Each of the cast reads their own agreement and answers it; a no goes to a person and locks nobody out."""

from datetime import date, timedelta

import pytest

from tests import cast
from tests.web.consents.scenes import a_parent, another_parent
from tests.web.engagement.scenes import people
from tests.web.policies.scenes import AT, answers, dana, published, renewed
from tutela.web.actions import operations as actions
from tutela.web.actions.models import Action
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.core.models import OutboxMessage
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import ParentLink, Person
from tutela.web.policies import operations, proofs, queries
from tutela.web.policies.models import Acknowledgement, Version
from tutela.web.policies.operations import NotYours, PolicyRefused
from tutela.web.policies.texts import wording as words

TODAY = AT.date()


def titles_for(person: Person) -> list[str]:
    with acting_as(SystemActor("test")):
        return [one.version.document.template_id for one in queries.list_asked(person, cast.oakfield(), AT)]


@pytest.mark.requirement("S1.18")
def test_each_person_is_asked_for_their_own_variant_by_what_they_are_and_by_age() -> None:
    for template in ("acceptable-use-staff", "learners-11-to-16", "learners-7-to-11", "parents", "governors"):
        published(template)
    assert titles_for(cast.tom()) == ["acceptable-use-staff"]
    assert titles_for(cast.leo()) == ["learners-11-to-16"]
    assert titles_for(cast.mia()) == ["learners-7-to-11"]
    assert titles_for(cast.gwen()) == ["governors"]
    assert titles_for(cast.pat()) == []
    a_parent(cast.mia())
    assert titles_for(cast.pat()) == ["parents", "learners-7-to-11"]


def test_on_a_birthday_the_next_variant_waits() -> None:
    published("learners-7-to-11")
    leo = cast.leo()
    Person._base_manager.filter(pk=leo.pk).update(born_on=date(2015, 11, 24))
    assert titles_for(leo) == ["learners-7-to-11"]
    Person._base_manager.filter(pk=leo.pk).update(born_on=date(2015, 11, 23))
    assert titles_for(leo) == []


def test_without_a_date_of_birth_the_age_group_decides() -> None:
    published("learners-11-to-16")
    leo = cast.leo()
    Person._base_manager.filter(pk=leo.pk).update(born_on=None)
    assert titles_for(leo) == ["learners-11-to-16"]


def test_what_is_answered_is_kept_with_the_words_and_the_newest_counts() -> None:
    version = published()
    right = [one.right for one in words.from_text(version.content).questions]
    answers(cast.tom(), version, "not-now", chosen=right)
    row = answers(cast.tom(), version, "agrees", AT + timedelta(hours=1), chosen=right)
    assert (row.sha256, row.asked, row.right_at_once) == (version.sha256, len(right), len(right))
    counted = queries.count_coverage(version, TODAY)
    assert (counted.agreed, counted.total) == (1, Person._base_manager.filter(kind="staff").exclude(
        login__in=("chris", "gwen")).count())  # fmt: skip


def test_nobody_answers_for_an_agreement_that_is_not_theirs() -> None:
    version = published()
    with pytest.raises(NotYours):
        answers(cast.leo(), version)
    with pytest.raises(NotYours):
        operations.answer_for_child(
            actor=cast.acting(cast.pat()), at=AT, version=version, child=cast.leo(), answer="agrees"
        )


def test_after_a_new_version_the_old_answer_no_longer_counts_and_what_changed_is_known() -> None:
    version = published()
    answers(cast.tom(), version)
    newer = renewed(version, words.from_text(version.content).clauses[0].id, "Quite new.", AT + timedelta(days=100))
    with pytest.raises(PolicyRefused, match="newer version"):
        answers(cast.tom(), version)
    with acting_as(cast.acting(cast.tom())):
        (asked,) = queries.list_asked(cast.tom(), cast.oakfield(), AT + timedelta(days=101))
    assert (asked.version, asked.agreed_before, asked.waits) == (newer, version, True)
    assert queries.count_coverage(newer, TODAY).agreed == 0


def test_a_no_becomes_an_action_that_names_nobody() -> None:
    version = published()
    answers(cast.tom(), version, "disagrees", words="I cannot lock my phone away.")
    action = Action._base_manager.get(origin=f"agreement:{version.pk}:refused")
    assert (action.owner, "Tom" in action.title) == (cast.dana(), False)
    assert queries.count_coverage(version, TODAY).refused == 1


def test_parents_answer_for_their_child_and_flags_are_obeyed() -> None:
    version = published("learners-7-to-11")
    mia, pat = cast.mia(), cast.pat()
    (alex,) = people("parent", 1, kind="parent")
    a_parent(mia)
    a_parent(mia, alex, no_contact=True)
    assert titles_for(alex) == []
    operations.answer_for_child(actor=cast.acting(pat), at=AT, version=version, child=mia, answer="agrees")
    assert queries.count_coverage(version, TODAY).agreed == 1


def test_a_parents_yes_does_not_wipe_out_the_childs_no_and_somebody_speaks_with_them() -> None:
    version = published("learners-7-to-11")
    mia, pat = cast.mia(), cast.pat()
    a_parent(mia)
    answers(mia, version, answer="disagrees")
    operations.answer_for_child(
        actor=cast.acting(pat), at=AT + timedelta(hours=1), version=version, child=mia, answer="agrees"
    )
    counted = queries.count_coverage(version, TODAY)
    assert (counted.agreed, counted.refused) == (0, 1)
    assert list(queries.list_people(dana(), version, TODAY, "refused")) == [mia]
    assert f"agreement:{version.pk}:differ" in set(Action._base_manager.values_list("origin", flat=True))
    answers(mia, version, at=AT + timedelta(hours=2))
    assert queries.count_coverage(version, TODAY).agreed == 1
    assert not queries.list_people(dana(), version, TODAY, "refused")


def test_of_three_who_answer_for_a_child_each_newest_word_counts_when_they_are_compared() -> None:
    version = published("learners-7-to-11")
    mia, pat = cast.mia(), cast.pat()
    alex, jo = people("parent", 2, kind="parent")
    for parent in (pat, alex, jo):
        a_parent(mia, parent)
    for hours, (parent, answer) in enumerate([(pat, "disagrees"), (alex, "not-now"), (jo, "agrees")]):
        operations.answer_for_child(
            actor=cast.acting(parent), at=AT + timedelta(hours=hours), version=version, child=mia, answer=answer
        )
    assert f"agreement:{version.pk}:differ" in set(Action._base_manager.values_list("origin", flat=True))
    assert list(queries.list_people(dana(), version, TODAY, "refused")) == [mia], "one of them still says no"


def test_whoever_no_longer_answers_for_a_child_differs_from_nobody() -> None:
    version = published("learners-7-to-11")
    mia, pat = cast.mia(), cast.pat()
    (alex,) = people("parent", 1, kind="parent")
    a_parent(mia)
    a_parent(mia, alex)
    given = {"version": version, "child": mia}
    operations.answer_for_child(actor=cast.acting(pat), at=AT, answer="disagrees", **given)
    ParentLink._base_manager.filter(parent=pat).update(no_contact=True)
    operations.answer_for_child(actor=cast.acting(alex), at=AT + timedelta(hours=1), answer="agrees", **given)
    assert f"agreement:{version.pk}:differ" not in set(Action._base_manager.values_list("origin", flat=True))


def test_a_parent_who_is_kept_from_one_child_is_asked_for_the_other_alone() -> None:
    version = published("learners-7-to-11")
    mia, pat = cast.mia(), cast.pat()
    zoe = establishments.make_person(
        actor=SystemActor("test"), at=AT, establishment=cast.oakfield(), kind="learner", given_name="Zoe",
        family_name="Marsh", born_on=mia.born_on,
    )  # fmt: skip
    a_parent(mia)
    a_parent(zoe)
    establishments.exclude(
        actor=SystemActor("test"), at=AT - timedelta(days=1), person=pat, about_person=mia, reason="A court order"
    )
    with acting_as(SystemActor("test")):
        assert [one.child for one in queries.list_asked(pat, cast.oakfield(), AT)] == [zoe]
        assert queries.count_waiting(pat, cast.oakfield(), AT) == 1
    with pytest.raises(NotYours):
        operations.answer_for_child(actor=cast.acting(pat), at=AT, version=version, child=mia, answer="agrees")


def test_what_a_parent_answers_is_not_taken_for_the_childs_own_answer() -> None:
    version = published("learners-7-to-11")
    mia, pat = cast.mia(), cast.pat()
    a_parent(mia)
    operations.answer_for_child(actor=cast.acting(pat), at=AT, version=version, child=mia, answer="disagrees")
    with acting_as(SystemActor("test")):
        (asked,) = queries.list_asked(mia, cast.oakfield(), AT)
        (of_parent,) = queries.list_asked(pat, cast.oakfield(), AT)
    assert (asked.last, asked.waits, of_parent.waits) == (None, True, False)
    assert queries.count_waiting(mia, cast.oakfield(), AT) == 1
    answers(mia, version, at=AT + timedelta(hours=1))
    assert queries.count_waiting(mia, cast.oakfield(), AT) == 0


def test_home_counts_what_waits_for_a_parent_and_for_their_child_in_a_few_questions(
    django_assert_num_queries: object,
) -> None:
    version, *_ = [published(template) for template in ("learners-7-to-11", "parents", "governors")]
    mia, pat, oakfield = cast.mia(), cast.pat(), cast.oakfield()
    a_parent(mia)
    # in force, one for each, and the answers; the children, who of them is asked, and what was answered for them
    with django_assert_num_queries(8):  # type: ignore[operator]
        assert queries.count_waiting(pat, oakfield, AT) == 2
    operations.answer_for_child(actor=cast.acting(pat), at=AT, version=version, child=mia, answer="agrees")
    assert queries.count_waiting(pat, oakfield, AT) == 1


def test_two_parents_who_answer_differently_are_spoken_to() -> None:
    version = published("learners-7-to-11")
    mia, pat = cast.mia(), cast.pat()
    alex = another_parent()
    a_parent(mia)
    a_parent(mia, alex)
    operations.answer_for_child(actor=cast.acting(pat), at=AT, version=version, child=mia, answer="agrees")
    with acting_as(SystemActor("test")):
        Acknowledgement(
            establishment=cast.oakfield(), version=version, sha256=version.sha256, person=mia, answer="disagrees",
            how="for-child", by=alex, at=AT + timedelta(hours=1),
        ).save()  # fmt: skip
    operations.answer_for_child(
        actor=cast.acting(pat), at=AT + timedelta(hours=2), version=version, child=mia, answer="agrees"
    )
    assert Action._base_manager.filter(origin=f"agreement:{version.pk}:differ").exists()
    assert queries.list_differing_children(dana(), version) == [mia]


def test_forms_on_paper_count_for_those_who_are_asked_and_for_nobody_else() -> None:
    version = published()
    people = [cast.tom().pk, cast.sue().pk, cast.leo().pk]
    batch = operations.return_on_paper(
        actor=dana(), at=AT, version=version, people=people, kept="Folder 3, office", returned_on=TODAY
    )
    entered = Acknowledgement._base_manager.filter(batch=batch)
    assert (batch.sha256, entered.count()) == (version.sha256, 2)


def test_a_no_on_paper_is_followed_up_and_whoever_is_kept_from_a_person_enters_nothing_for_them() -> None:
    version = published()
    tom, sue = cast.tom(), cast.sue()
    establishments.exclude(
        actor=SystemActor("test"),
        at=AT - timedelta(days=9),
        person=cast.dana(),
        about_person=sue,
        reason="Married",
    )
    operations.return_on_paper(
        actor=dana(), at=AT, version=version, people=[tom.pk, sue.pk], kept="Folder 3", returned_on=TODAY,
        answer="disagrees",
    )  # fmt: skip
    assert [row.person for row in Acknowledgement._base_manager.all()] == [tom]
    action = Action._base_manager.get(origin=f"agreement:{version.pk}:refused")
    assert "Tom" not in action.title


def test_who_has_not_answered_is_told_once_a_step_and_then_a_person_takes_over() -> None:
    version = published()
    tom = cast.tom()
    with acting_as(SystemActor("test")):
        Person._base_manager.update(email="")
        Person._base_manager.filter(pk=tom.pk).update(email="tom@oakfield.example")
    actor = SystemActor("test", cast.oakfield().pk)
    told = [operations.chase(actor=actor, at=AT + timedelta(days=days), version=version) for days in (0, 1, 14, 15, 36)]
    assert told == [1, 0, 1, 0, 1]
    assert OutboxMessage.objects.filter(kind="agreement-waits").count() == 3
    assert Action._base_manager.filter(origin=f"agreement:{version.pk}:missing").exists()
    answers(tom, version)
    assert operations.chase(actor=actor, at=AT + timedelta(days=60), version=version) == 0


def test_whoever_spoke_with_those_who_have_not_answered_is_not_asked_to_again() -> None:
    version = published()
    cast.tom()
    actor = SystemActor("test", cast.oakfield().pk)
    operations.chase(actor=actor, at=AT + timedelta(days=36), version=version)
    action = Action._base_manager.get(origin=f"agreement:{version.pk}:missing")
    actions.drop_action(actor=dana(), at=AT + timedelta(days=37), pk=action.pk, reason="Spoken with all of them.")
    operations.chase(actor=actor, at=AT + timedelta(days=38), version=version)
    assert Action._base_manager.filter(origin=action.origin).count() == 1


def test_whoever_joins_later_is_told_from_the_first_step_and_is_not_forgotten() -> None:
    version = published()
    with acting_as(SystemActor("test")):
        Person._base_manager.update(email="")
    actor = SystemActor("test", cast.oakfield().pk)
    operations.chase(actor=actor, at=AT + timedelta(days=36), version=version)
    action = Action._base_manager.get(origin=f"agreement:{version.pk}:missing")
    actions.drop_action(actor=dana(), at=AT + timedelta(days=37), pk=action.pk, reason="Spoken with all of them.")
    (newcomer,) = people("support", 1)
    Person._base_manager.filter(pk=newcomer.pk).update(email="new@oakfield.example")
    days = (60, 61, 74, 88, 89)
    told = [operations.chase(actor=actor, at=AT + timedelta(days=day), version=version) for day in days]
    assert told == [1, 0, 1, 1, 0]
    assert Action._base_manager.filter(origin__startswith=action.origin).count() == 1
    for _ in range(2):
        operations.chase(actor=actor, at=AT + timedelta(days=96), version=version)
    assert Action._base_manager.filter(origin__startswith=action.origin, state="open").count() == 1


def test_pat_is_told_that_an_agreement_for_her_child_waits_once_for_all_until_it_is_answered() -> None:
    version = published("learners-7-to-11")
    mia, pat = cast.mia(), cast.pat()
    a_parent(mia)
    with acting_as(SystemActor("test")):
        Person._base_manager.update(email="")
        Person._base_manager.filter(pk=pat.pk).update(email="pat@example.org")
    actor = SystemActor("test", cast.oakfield().pk)
    told = [operations.chase(actor=actor, at=AT + timedelta(days=day), version=version) for day in (0, 1, 14)]
    assert told == [1, 0, 1]
    assert {one.recipient for one in OutboxMessage.objects.filter(kind="agreement-waits")} == {"pat@example.org"}
    operations.answer_for_child(
        actor=cast.acting(pat), at=AT + timedelta(days=15), version=version, child=mia, answer="agrees"
    )
    assert operations.chase(actor=actor, at=AT + timedelta(days=28), version=version) == 0


def test_understood_is_what_was_right_at_the_first_try_whatever_was_answered() -> None:
    version = published()
    right = [one.right for one in words.from_text(version.content).questions]
    wrong = [1 if one > 1 else 2 for one in right]
    answers(cast.tom(), version, "not-now", chosen=wrong)
    answers(cast.tom(), version, at=AT + timedelta(hours=1), chosen=right)
    answers(cast.sue(), version, "disagrees", chosen=right)
    with acting_as(SystemActor("test")):
        assert queries.count_understood(cast.oakfield()) == 50


@pytest.mark.requirement("S4.32")
def test_figures_say_who_agreed_what_is_in_date_and_whether_prevent_stands_everywhere() -> None:
    version = published()
    answers(cast.tom(), version, chosen=[one.right for one in words.from_text(version.content).questions])
    with acting_as(SystemActor("test")):
        figures = {one.kind: one.value for one in proofs.list_figures(cast.oakfield(), AT)}
    assert figures["policies.in-date"] == figures["policies.signed"] == 100
    assert figures["policies.prevent-clause"] == 1
    assert 0 < figures["agreements.staff"] < 100
    assert figures["agreements.understood"] == 100


def test_coverage_takes_one_question_to_the_database_whatever_the_number_of_people(
    django_assert_num_queries: object,
) -> None:
    version = published("learners-11-to-16")
    cast.leo()
    version = Version._base_manager.select_related("document").get(pk=version.pk)
    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.count_coverage(version, TODAY)
    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.count_by_group(version, TODAY)
