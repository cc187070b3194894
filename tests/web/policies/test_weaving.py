"""What a policy is built on: beliefs that cannot be left out, and threads to the documents that people follow."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.pages import words_of
from tests.web.policies import scenes
from tutela.web.policies import operations, queries
from tutela.web.policies.authored import shelf
from tutela.web.policies.texts import wording as words

SignIn = Callable[..., Client]
now = timezone.now


@pytest.mark.requirement("S3.4")
def test_the_online_safety_policy_begins_with_beliefs_that_dana_makes_her_own_and_cannot_leave_out(
    sign_in: SignIn,
) -> None:
    document = scenes.begun("online-safety", now())
    beliefs = next(one for one in shelf.list_shipped()["online-safety"].clauses if one.id == "values")
    assert "abuse of any kind" in beliefs.text
    assert "The internet is here for learning" in beliefs.text
    assert "with safeguards" in beliefs.text
    assert "left-out" not in scenes.codes(document, now())
    page = f"/policies/{document.pk}/draft/"
    client = sign_in(cast.dana())
    assert "What we believe" in words_of(client.get(page))
    operations.change_clause(
        actor=scenes.dana(), at=now(), document=document, seen=scenes.draft_of(document).revision, clause="values",
        title="What we believe at Oakfield", text="Nobody here has to bear abuse.",
    )  # fmt: skip
    assert "What we believe at Oakfield" in words_of(client.get(page))
    with pytest.raises(operations.MustStay):
        operations.drop_clause(
            actor=scenes.dana(), at=now(), document=document, seen=scenes.draft_of(document).revision, clause="values"
        )


@pytest.mark.requirement("S2.6")
def test_the_map_says_which_clauses_lean_on_which_document_and_lists_each_missing_link(sign_in: SignIn) -> None:
    def stands() -> dict[str, queries.Thread]:
        return {one.slug: one for one in queries.read_map(cast.acting(cast.dana()), cast.oakfield()).threads}

    before = stands()
    assert {one.slug for one in before.values() if one.is_missing} >= {"child-protection", "behaviour"}
    gwen = sign_in(cast.gwen())
    assert "7 links are missing." in words_of(gwen.get("/policies/map/")), "six documents, and no learner's agreement"
    staff = scenes.published("acceptable-use-staff", now())
    linked = {slug for clause in words.from_text(staff.content).clauses for slug in clause.links}
    after = stands()
    assert "child-protection" in linked
    child_protection = after["child-protection"]
    assert child_protection.named is not None
    assert staff.pk in {version.pk for version, _clause in child_protection.leaning}
    assert not child_protection.is_missing
    unlinked = next(one for one in after.values() if one.is_key and one.slug not in linked)
    assert unlinked.is_missing
    page = gwen.get("/policies/map/")
    assert "Staff" in words_of(page)
    assert next(iter(after.values())).is_missing, "what is missing stands first"
    scenes.published("learners-11-to-16", now())
    assert "None is in force" not in words_of(gwen.get("/policies/map/"))
    assert sign_in(cast.tom()).get("/policies/map/").status_code == 404


@pytest.mark.requirement("S4.7")
def test_learners_are_heard_about_what_they_promise_and_leo_makes_the_promise_his_own(sign_in: SignIn) -> None:
    document = scenes.begun("learners-11-to-16", now())
    assert "not-consulted" in scenes.codes(document, now())
    scenes.fill(document, now())
    operations.hear(
        actor=scenes.dana(), at=now(), document=document, group="learners", who="School council, 12 of them",
        words="Say that we may ask for help after we broke a rule.", heard_on=now().date(),
    )  # fmt: skip
    scenes.mend(document, now())
    scenes.approve(document, now())
    version = scenes.publish(document, now())
    consulted = words_of(sign_in(cast.dana()).get(f"/policies/{document.pk}/history/"))
    assert "School council, 12 of them" in consulted
    assert "Say that we may ask for help after we broke a rule." in consulted
    leo = sign_in(cast.leo())
    page = f"/agreements/{version.pk}/"
    assert "I do not bully, mock or threaten" in words_of(leo.get(page))
    chosen = [one.right for one in words.from_text(version.content).questions]
    pledge = scenes.answers(cast.leo(), version, at=now(), chosen=chosen)
    assert (pledge.person, pledge.by, pledge.answer) == (cast.leo(), cast.leo(), "agrees")
    assert pledge.sha256 == version.sha256, "it is kept with the very words that he promised"
    assert "You agreed" in words_of(leo.get(page))
