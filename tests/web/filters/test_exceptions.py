"""A site is opened or blocked for one person or one class, from a moment until another, and ends by itself."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests import cast
from tests.web.filters.test_changes import GAMBLING, decide_in_force
from tutela.filtering import snapshot
from tutela.filtering.address import parse
from tutela.filtering.engine import Decision, Filter, Request
from tutela.filtering.index import open_index
from tutela.filtering.ruleset import read_policy
from tutela.keys import KeyFolder
from tutela.settings import Settings
from tutela.web.core.models import AuditEntry
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Person
from tutela.web.filters import operations, tasks
from tutela.web.filters.models import LocalRule

SignIn = Callable[..., Client]
AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)  # a Monday
LESSON = timedelta(hours=1)


def exception(**other: Any) -> LocalRule:
    given: dict[str, Any] = {
        "actor": cast.acting(cast.dana()),
        "at": AT,
        "establishment": cast.oakfield(),
        "action": "allow",
        "address": GAMBLING,
        "from_at": AT,
        "until_at": AT + LESSON,
        "reason": "Statistics",
    }
    return operations.make_exception(**given | other)


def decided_for(tutela: Settings, person: Person, at: datetime, address: str = GAMBLING) -> Decision:
    """What the gateway decides about this person's request, with the files that are published now."""
    manifest = snapshot.read_manifest(tutela.snapshots, "oakfield", KeyFolder(tutela.keys).signing_key().public_key())
    index = open_index(manifest.path("index"))
    try:
        made = Filter(read_policy(manifest.path("policy").read_bytes()), index)
        return made.decide(Request(parse(address), at, "learners-11-16", person.pseudonym))
    finally:
        index.close()


def test_leo_opens_it_during_the_lesson_and_neither_mia_nor_he_afterwards(tutela: Settings) -> None:
    cast.learners_11_16()
    leo, mia = cast.leo(), cast.mia()
    exception(person=leo)
    tasks.publish_due(AT)
    during = decided_for(tutela, leo, AT + timedelta(minutes=30))
    assert (during.outcome, during.stage) == ("allow", "exception")
    assert decided_for(tutela, mia, AT + timedelta(minutes=30)).outcome == "block"
    assert decided_for(tutela, leo, AT + LESSON).outcome == "block"


def test_it_begins_when_it_was_said_to(tutela: Settings) -> None:
    cast.learners_11_16()
    leo = cast.leo()
    exception(person=leo, from_at=AT + LESSON, until_at=AT + 2 * LESSON)
    tasks.publish_due(AT)
    assert decided_for(tutela, leo, AT + timedelta(minutes=59)).outcome == "block"
    assert decided_for(tutela, leo, AT + LESSON).outcome == "allow"


def test_a_class_is_everybody_who_is_in_it_and_nobody_else(tutela: Settings) -> None:
    cast.learners_11_16()
    group, leo, mia = cast.class_9b(), cast.leo(), cast.mia()
    exception(group=group)
    tasks.publish_due(AT)
    assert decided_for(tutela, leo, AT).outcome == "allow"
    assert decided_for(tutela, mia, AT).outcome == "block"
    assert decide_in_force(tutela, GAMBLING, "learners-11-16", AT).outcome == "block", "somebody unknown"


def test_a_class_that_has_become_empty_opens_nothing_for_everybody(tutela: Settings) -> None:
    cast.learners_11_16()
    exception(group=cast.class_9b())
    Person._base_manager.filter(pk=cast.leo().pk).update(pseudonym="")
    tasks.publish_due(AT)
    assert decide_in_force(tutela, GAMBLING, "learners-11-16", AT).outcome == "block"


def test_what_was_written_about_one_person_does_not_travel_to_the_gateway(tutela: Settings) -> None:
    cast.learners_11_16()
    exception(person=cast.leo(), reason="Leo writes about his uncle")
    tasks.publish_due(AT)
    manifest = snapshot.read_manifest(tutela.snapshots, "oakfield", KeyFolder(tutela.keys).signing_key().public_key())
    policy = manifest.path("policy").read_text()
    assert "uncle" not in policy
    assert "Leo" not in policy


@pytest.mark.requirement("S0.14")
def test_the_law_has_no_exceptions(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.learners_11_16()
    with pytest.raises(operations.CannotBeChanged) as refusal:
        exception(person=cast.leo(), action="block", address="childline.org.uk")
    assert "help" in str(refusal.value)
    assert not LocalRule._base_manager.exists()


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ({"until_at": AT}, "end after it begins"),
        ({"from_at": AT - 2 * LESSON, "until_at": AT - LESSON}, "over already"),
        ({"until_at": AT + timedelta(days=400)}, "a year at most"),
    ],
)
def test_times_that_make_no_sense_are_refused_in_words(times: dict[str, datetime], words: str) -> None:
    with pytest.raises(operations.BadTimes, match=words):
        exception(person=cast.leo(), **times)


def test_somebody_whom_the_filter_cannot_know_is_refused() -> None:
    nobody = establishments.make_person(
        actor=cast.SETTING_UP, establishment=cast.oakfield(), kind="learner", given_name="New", family_name="Boy", at=AT
    )
    with pytest.raises(operations.NobodyMeant):
        exception(person=nobody)


def typed(**other: str) -> dict[str, str]:
    given = {"address": GAMBLING, "action": "allow", "whom": "person", "name": "Leo", "reason": "Statistics"}
    given |= dict(zip(("from_on_0", "from_on_1", "from_on_2"), ("16", "11", "2026"), strict=True))
    given |= dict(zip(("until_on_0", "until_on_1", "until_on_2"), ("16", "11", "2026"), strict=True))
    return given | {"from_time": "9am", "until_time": "10am"} | other


@time_machine.travel(AT, tick=False)
def test_dana_makes_one_sees_it_and_ends_it(sign_in: SignIn) -> None:
    cast.learners_11_16()
    leo = cast.leo()
    browser = sign_in(cast.dana())
    answer = browser.post("/filter/exceptions/add/", typed())
    assert answer.status_code == 302, answer.content.decode()
    page = browser.get("/filter/exceptions/").content.decode()
    assert leo.full_name in page
    rule = LocalRule._base_manager.get()
    assert (rule.person, rule.until_at) == (leo, AT + LESSON)
    assert AuditEntry.objects.filter(action="filter-exception.make").count() == 1
    ended = browser.post(f"/filter/rules/{rule.pk}/end/")
    assert ended["Location"] == "/filter/exceptions/"
    assert "No exceptions now" in browser.get("/filter/exceptions/").content.decode()


@time_machine.travel(AT, tick=False)
def test_where_two_have_the_name_she_is_asked_which(sign_in: SignIn) -> None:
    cast.learners_11_16()
    leo = cast.leo()
    establishments.make_person(
        actor=cast.SETTING_UP, establishment=cast.oakfield(), kind="learner", given_name="Leona", family_name="Marsh",
        login="leona", at=AT,
    )  # fmt: skip
    browser = sign_in(cast.dana())
    page = browser.post("/filter/exceptions/add/", typed()).content.decode()
    assert "Select which of them you mean" in page
    assert "Leona Marsh" in page
    browser.post("/filter/exceptions/add/", typed(person=str(leo.pk)))
    assert LocalRule._base_manager.get().person == leo


@time_machine.travel(AT, tick=False)
@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"name": ""}, "Enter who it is for"),
        ({"name": "Zzyzx"}, "Nobody of that name was found"),
        ({"whom": "class"}, "Select the class or year"),
        ({"until_time": "8am"}, "It must end after it begins"),
        ({"address": "good.example"}, "That would change nothing"),
        ({"address": "not an address"}, "address"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(sign_in: SignIn, other: dict[str, str], words: str) -> None:
    cast.learners_11_16()
    cast.leo()
    browser = sign_in(cast.dana())
    if words.startswith("That would"):
        other = other | {"action": "block", "address": "childline.org.uk"}
    assert words in browser.post("/filter/exceptions/add/", typed(**other)).content.decode()
    assert not LocalRule._base_manager.exists()


def test_ivy_sees_that_there_is_one_and_not_for_whom(sign_in: SignIn) -> None:
    cast.learners_11_16()
    now = datetime.now(UTC)
    exception(person=cast.leo(), at=now, from_at=now, until_at=now + LESSON, reason="Leo's project")
    page = sign_in(cast.ivy()).get("/filter/exceptions/").content.decode()
    assert "One person" in page
    assert "Leo" not in page
    assert sign_in(cast.ivy()).get("/filter/exceptions/add/").status_code == 404


def test_dana_sees_nothing_of_an_exception_about_herself(sign_in: SignIn) -> None:
    cast.learners_11_16()
    now = datetime.now(UTC)
    group = cast.class_9b()
    about_dana = exception(
        actor=cast.acting(cast.hana()), person=cast.dana(), at=now, from_at=now, until_at=now + LESSON, action="block",
        address="unlisted.example",
    )  # fmt: skip
    exception(group=group, at=now, from_at=now, until_at=now + LESSON)
    page = sign_in(cast.dana()).get("/filter/exceptions/").content.decode()
    assert "unlisted.example" not in page
    assert "9B" in page
    assert sign_in(cast.dana()).post(f"/filter/rules/{about_dana.pk}/end/").status_code == 404
    assert "unlisted.example" in sign_in(cast.hana()).get("/filter/exceptions/").content.decode()
