"""From a template to a version in force, and to the next one."""

from datetime import date, timedelta

import msgspec
import pytest
from django.utils import translation

from tests import cast
from tests.web.policies.scenes import (
    AT,
    STAFF,
    approve,
    begun,
    codes,
    dana,
    draft_of,
    fill,
    mend,
    publish,
    published,
    renewed,
)
from tests.web.registers.scenes import a_technology
from tutela.web.actions import operations as actions
from tutela.web.actions.models import Action
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.establishments import operations as establishments
from tutela.web.policies import facts, operations, queries
from tutela.web.policies.authored import shelf
from tutela.web.policies.models import ContributionAnswer, Version
from tutela.web.policies.operations import ChangedMeanwhile, NoDraft, PolicyRefused, PublicationRefused
from tutela.web.policies.texts import wording as words


@pytest.mark.requirement("S1.20")
def test_nothing_is_published_before_every_check_is_met_and_each_says_why() -> None:
    document = begun()
    missing = codes(document)
    assert {"gap", "dead-link", "not-consulted", "no-head", "no-minute"} <= missing
    with pytest.raises(PublicationRefused) as refused:
        publish(document)
    assert {one.code for one in refused.value.refusals} == missing
    cast.hana()
    mend(document)
    assert codes(document) == {"no-head", "no-minute"}
    approve(document)
    assert codes(document) == set()


@pytest.mark.requirement("S0.8")
@pytest.mark.requirement("S0.9")
def test_without_a_clause_on_prevent_it_is_refused_where_prevent_is_the_law() -> None:
    document = begun()
    draft = draft_of(document)
    wording = words.from_text(draft.content)
    bare = [msgspec.structs.replace(one, tags=(), must=False) for one in wording.clauses]
    draft.content = words.to_text(msgspec.structs.replace(wording, clauses=tuple(bare)))
    with acting_as(SystemActor("test")):
        draft.save()
    assert "no-prevent" in codes(document)
    with acting_as(SystemActor("test")):
        document.establishment.nation = "northern-ireland"
        document.establishment.save()
    assert "no-prevent" not in codes(document)


@pytest.mark.requirement("S1.21")
def test_the_head_signs_and_the_governors_minute_the_words_that_are_published() -> None:
    document = begun()
    cast.hana()
    mend(document)
    with pytest.raises(PolicyRefused):
        operations.sign(actor=dana(), at=AT, document=document, seen=draft_of(document).revision)
    approve(document)
    own = next(one.id for one in words.from_text(draft_of(document).content).variables if not one.fact)
    fill(document, **{own: "quite another thing"})
    assert codes(document) == {"old-head", "old-minute"}
    approve(document, AT + timedelta(hours=1))
    version = publish(document)
    assert version.head_approval.by == cast.hana()
    assert version.sha256 == version.head_approval.sha256 == version.minute.sha256
    assert version.sha256 == words.hash_of(words.from_text(version.content))


def test_of_two_who_publish_at_once_the_second_is_told_and_nothing_is_lost() -> None:
    document = begun()
    cast.hana()
    mend(document)
    approve(document)
    seen = draft_of(document).revision
    operations.publish(actor=dana(), at=AT, document=document, seen=seen)
    with pytest.raises(NoDraft):
        operations.publish(actor=cast.acting(cast.dev()), at=AT, document=document, seen=seen)
    assert Version._base_manager.filter(document=document).count() == 1


def test_whoever_saves_after_somebody_else_is_told_who() -> None:
    document = begun()
    fill(document)
    with pytest.raises(ChangedMeanwhile, match="Dana Shah changed this meanwhile"):
        operations.drop_clause(actor=cast.acting(cast.dev()), at=AT, document=document, seen=1, clause="x")


def test_a_clause_is_reworded_added_left_out_and_brought_back_and_one_that_must_stay_stays() -> None:
    document = begun()
    clauses = words.from_text(draft_of(document).content).clauses
    must = next(one for one in clauses if one.must)
    free = next(one for one in clauses if not one.must)
    order = [one.id for one in clauses]
    with pytest.raises(PolicyRefused, match="not left out"):
        operations.drop_clause(actor=dana(), at=AT, document=document, seen=1, clause=must.id)
    operations.drop_clause(actor=dana(), at=AT, document=document, seen=1, clause=free.id)
    operations.bring_back_clause(actor=dana(), at=AT, document=document, seen=2, clause=free.id)
    assert [one.id for one in words.from_text(draft_of(document).content).clauses] == order
    operations.add_clause(
        actor=dana(), at=AT, document=document, seen=3, title="Swimming", text="<p>Phones stay dry.</p>", after=order[0]
    )
    operations.change_clause(
        actor=dana(), at=AT, document=document, seen=4, clause=must.id, title="Ours", text="In our words."
    )
    now = words.from_text(draft_of(document).content).clauses
    assert (now[1].id, now[1].text) == ("own-swimming", "Phones stay dry.")
    assert next(one for one in now if one.id == must.id).text == "In our words."


def test_the_next_version_asks_records_anew_and_the_old_one_stays_readable() -> None:
    first = published()
    again = renewed(first, words.from_text(first.content).clauses[-1].id, "Quite new.", AT + timedelta(days=400))
    assert (again.number, again.issued_on) == (2, first.issued_on)
    actor = cast.acting(cast.tom())
    with acting_as(actor):
        assert list(queries.list_versions(actor, first.document)) == [again, first]
        assert queries.list_in_force(cast.oakfield()) == [again]


@pytest.mark.requirement("S2.9")
def test_what_a_group_said_is_answered_in_the_version_that_answers_it() -> None:
    document = begun()
    heard = operations.hear(
        actor=dana(), at=AT, document=document, group="learners", who="School council", words="Say what is recorded.",
        heard_on=date(2026, 11, 2),
    )  # fmt: skip
    with pytest.raises(PolicyRefused):
        operations.answer_contribution(actor=dana(), at=AT, contribution=heard, taken_up=True, words=" ")
    operations.answer_contribution(actor=dana(), at=AT, contribution=heard, taken_up=True, words="It stands in 5.")
    assert ContributionAnswer._base_manager.get().number == 1


@pytest.mark.requirement("S0.6")
def test_a_group_is_heard_or_somebody_says_why_not() -> None:
    document = begun()
    groups = set(shelf.list_shipped()[STAFF].consult)
    with acting_as(SystemActor("test")):
        refusals = queries.check_draft(draft_of(document), AT).refusals
    assert {one.about for one in refusals if one.code == "not-consulted"} == groups
    for group in groups:
        operations.waive(actor=dana(), at=AT, document=document, group=group, reason="Asked in June.")
    assert "not-consulted" not in codes(document)


def test_an_archived_document_stays_readable_and_satisfies_nothing() -> None:
    version = published()
    operations.archive(actor=dana(), at=AT, document=version.document)
    with acting_as(dana()):
        assert queries.list_in_force(cast.oakfield()) == []
        assert list(queries.list_versions(dana(), version.document)) == [version]


@pytest.mark.requirement("S1.8")
@pytest.mark.requirement("S1.19")
def test_what_a_trust_offers_is_taken_up_tailored_and_updated_with_local_words_kept() -> None:
    version = published()
    with pytest.raises(PolicyRefused):
        operations.offer_to_trust(actor=dana(), at=AT, version=version)
    theo = cast.acting(cast.theo())
    operations.offer_to_trust(actor=theo, at=AT, version=version)
    elm = cast.elm_park()
    elm.trust = cast.oakfield().trust
    elm.save()
    eli = cast.acting(cast.eli())
    with acting_as(eli):
        (offered, trust_id), *_others = queries.list_offered(elm)
    assert (offered.title, trust_id) == (version.title, elm.trust_id)
    taken = operations.start_document(actor=eli, at=AT, establishment=elm, template=offered, trust_id=trust_id)
    ids = [one.id for one in offered.clauses]
    operations.change_clause(
        actor=eli, at=AT, document=taken, seen=1, clause=ids[0], title="Ours", text="Elm Park's own words."
    )
    second = renewed(version, ids[-1], "Said anew by the trust.", AT + timedelta(days=300))
    operations.offer_to_trust(actor=theo, at=AT + timedelta(days=301), version=second)
    with acting_as(eli):
        newer = queries.newer_template(draft_of(taken))
    assert newer is not None
    left = operations.take_update(
        actor=eli, at=AT, document=taken, seen=2, template=newer[0], choices={}, trust_id=newer[1]
    )
    now = {one.id: one.text for one in words.from_text(draft_of(taken).content).clauses}
    assert left == ()
    assert (now[ids[0]], now[ids[-1]]) == ("Elm Park's own words.", "Said anew by the trust.")
    assert draft_of(taken).base.version == 2


@pytest.mark.requirement("S0.7")
def test_a_technology_in_use_that_no_clause_mentions_is_named() -> None:
    document = begun("online-safety")
    draft = draft_of(document)
    wording = words.from_text(draft.content)
    silent = [
        msgspec.structs.replace(one, technologies=tuple(kind for kind in one.technologies if kind != "vpn"))
        for one in wording.clauses
    ]
    draft.content = words.to_text(msgspec.structs.replace(wording, clauses=tuple(silent)))
    with acting_as(SystemActor("test")):
        draft.save()
        named = queries.check_draft(draft, AT).refusals
    assert not [one for one in named if one.code == "technology"]
    a_technology("Tunnel", kind="vpn", state="in-use")
    with acting_as(SystemActor("test")):
        named = queries.check_draft(draft, AT).refusals
    assert [one.about for one in named if one.code == "technology"] == ["Tunnel"]


def test_a_policy_about_one_matter_need_not_answer_for_every_technology() -> None:
    a_technology("Tunnel", kind="vpn", state="in-use")
    draft = draft_of(begun("images"))
    with acting_as(SystemActor("test")):
        named = queries.check_draft(draft, AT).refusals
    assert not [one for one in named if one.code == "technology"]


def test_a_review_that_comes_near_is_an_action_once_until_it_is_done() -> None:
    version = published()
    place = version.document.establishment
    actor = SystemActor("test", place.pk)
    near = AT + timedelta(days=330 - 59)
    assert not operations.remind_of_review(actor=actor, at=AT, version=version)
    for _ in range(2):
        assert operations.remind_of_review(actor=actor, at=near, version=version)
    action = Action._base_manager.get()
    assert (action.due_on, action.owner) == (version.review_on, cast.dana())


def test_a_version_says_what_records_say_otherwise_by_now() -> None:
    version = published()
    assert queries.list_outdated(version, AT) == []
    establishments.name_contact(
        actor=SystemActor("test"), at=AT + timedelta(days=1), establishment=cast.oakfield(), person=cast.dev(),
        deputy=cast.dana(),
    )  # fmt: skip
    outdated = queries.list_outdated(version, AT + timedelta(days=2))
    assert ("Dana Shah", "Dev Okafor") in [one[1:] for one in outdated]


def test_a_name_in_curly_brackets_that_means_nothing_is_refused_in_words_and_in_headings() -> None:
    document = begun()
    clause = words.from_text(draft_of(document).content).clauses[0]
    operations.change_clause(
        actor=dana(), at=AT, document=document, seen=1, clause=clause.id, title="For {learners}", text="Ask {contcat}."
    )
    with acting_as(SystemActor("test")):
        refusals = queries.check_draft(draft_of(document), AT).refusals
    unknown = [(one.about, one.clause) for one in refusals if one.code == "unknown-name"]
    assert unknown == [("{contcat}", clause.id)]
    own = next(one.id for one in words.from_text(draft_of(document).content).variables if not one.fact)
    fill(document, **{own: ""})
    operations.change_clause(
        actor=dana(), at=AT, document=document, seen=draft_of(document).revision, clause=clause.id,
        title="{" + own + "}", text="Quite other words.",
    )  # fmt: skip
    assert {"gap"} <= codes(document)
    assert "unknown-name" not in codes(document)


def test_nothing_of_a_long_clause_is_cut_off_in_silence() -> None:
    document = begun()
    clause = words.from_text(draft_of(document).content).clauses[0].id
    for title, text in (("Ours", "word " * 801), ("A" * 61, "Ours.")):
        with pytest.raises(PolicyRefused, match="too long"):
            operations.change_clause(
                actor=dana(), at=AT, document=document, seen=1, clause=clause, title=title, text=text
            )
    marked = "<p class=MsoNormal style='margin:0'>word</p>" * 300
    operations.add_clause(actor=dana(), at=AT, document=document, seen=1, title="Pasted", text=marked)


def test_the_draft_of_an_archived_document_is_worked_on_no_more() -> None:
    version = published()
    document = version.document
    operations.begin_next(actor=dana(), at=AT, document=document)
    seen = draft_of(document).revision
    operations.archive(actor=dana(), at=AT, document=document)
    for act in (
        lambda: operations.publish(actor=dana(), at=AT, document=document, seen=seen),
        lambda: operations.waive(actor=dana(), at=AT, document=document, group="staff", reason="Asked in June."),
        lambda: operations.begin_next(actor=dana(), at=AT, document=document),
    ):
        with pytest.raises(NoDraft):
            act()
    document.refresh_from_db()
    with acting_as(dana()):
        assert queries.get_draft(dana(), document) is None
        assert [row.draft for row in queries.list_rows(dana(), cast.oakfield(), AT)] == [None]


def test_what_is_signed_in_welsh_and_published_in_english_are_the_same_words() -> None:
    place = cast.oakfield()
    review = date(2027, 10, 1)
    english = facts.list_facts(place, review_on=review, at=AT)
    with translation.override("cy"):
        assert facts.list_facts(place, review_on=review, at=AT) == english


@pytest.mark.requirement("S3.1")
def test_an_english_school_cites_no_scottish_act_and_what_is_kept_stays_as_it_was_signed() -> None:
    version = published()
    named = [one.words for clause in words.from_text(version.content).clauses for one in clause.legal]
    shown = [one.words for clause in queries.printed(version).clauses for one in clause.legal]
    assert [one for one in named if "Scotland" in one]
    assert not [one for one in shown if "Scotland" in one or "Northern Ireland" in one]
    assert "Computer Misuse Act 1990" in shown
    assert version.sha256 == words.hash_of(words.from_text(version.content))


def test_a_place_is_offered_what_is_for_its_phase_by_the_library_and_by_its_trust() -> None:
    place = cast.oakfield()

    def offered(phase: str) -> set[str]:
        place.phase = phase
        with acting_as(dana()):
            return {one.id for one, _trust in queries.list_offered(place)}

    assert "learners-16-plus" not in offered("primary")
    assert "learners-5-to-7" not in offered("16-plus")
    assert {"learners-5-to-7", "learners-16-plus", "parents"} <= offered("all-through")
    assert "parents" not in offered("adult")
    version = published("parents")
    operations.offer_to_trust(actor=cast.acting(cast.theo()), at=AT, version=version)
    elm = cast.elm_park()
    elm.trust, elm.phase = place.trust, "adult"
    with acting_as(cast.acting(cast.eli())):
        assert f"trust-{version.document_id}" not in {one.id for one, _trust in queries.list_offered(elm)}


def test_a_review_whose_action_was_closed_is_not_called_for_again() -> None:
    version = published()
    place = version.document.establishment
    actor = SystemActor("test", place.pk)
    near = AT + timedelta(days=330 - 59)
    operations.remind_of_review(actor=actor, at=near, version=version)
    actions.drop_action(actor=dana(), at=near, pk=Action._base_manager.get().pk, reason="It is under way.")
    assert operations.remind_of_review(actor=actor, at=near + timedelta(hours=6), version=version)
    assert Action._base_manager.count() == 1


@pytest.mark.requirement("S1.20")
def test_what_was_taken_from_a_trust_is_what_clauses_lean_on() -> None:
    staff = published()
    elm = cast.elm_park()
    template = shelf.list_shipped()["online-safety"]
    first = operations.start_document(actor=cast.acting(cast.eli()), at=AT, establishment=elm, template=template)
    taken = begun("online-safety")
    with acting_as(SystemActor("test")):
        taken.template_id = f"trust-{first.pk}"
        taken.save()
        assert "online-safety" in queries.documents_of(cast.oakfield())
        assert {version.pk for version, _clause in queries.list_leaning_on(taken)} == {staff.pk}
