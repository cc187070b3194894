"""A case goes by its playbooks: what must be done is done, or left out for a reason, before it ends."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import (
    AT,
    a_case,
    a_concern,
    by_playbook,
    named,
    reads_of,
    ready_to_close,
    somebody,
    take_steps,
    version_of,
)
from tests.web.concerns.test_cases import close, read
from tests.web.pages import words_of
from tutela.web.concerns import operations, queries
from tutela.web.concerns.models import SafeguardingCase
from tutela.web.concerns.queries.playbooks import PlanRead
from tutela.web.concerns.rules import NotAllowed, playbooks

SignIn = Callable[..., Client]
FRIDAY = date(2026, 11, 20)


def plan_of(case: SafeguardingCase, today: date = FRIDAY) -> PlanRead:
    return queries.read_plan(actor=cast.acting(cast.dana()), case_id=case.pk, today=today, at=AT)


def answer(case: SafeguardingCase, step: str, *, is_done: bool = True, words: str = "Dana rang at noon.") -> None:
    operations.answer_step(
        actor=cast.acting(cast.dana()),
        case_id=case.pk,
        version=version_of(case.pk),
        step=step,
        is_done=is_done,
        words=words,
        at=AT,
    )


def a_step(key: str, *, must: bool = False, by: str | int = "today") -> dict[str, object]:
    return {"id": key, "title": key, "text": key, "why": key, "who": "lead", "must": must, "by": by}


def test_a_step_that_two_playbooks_share_is_taken_once_by_the_earlier_day() -> None:
    monday = FRIDAY + timedelta(days=3)
    steps = playbooks.list_steps(
        [(FRIDAY, [a_step("listen", by=3), a_step("end", by=1)]), (monday, [a_step("listen", must=True)])]
    )
    assert [(step.id, step.must, step.due_on) for step in steps] == [
        ("listen", True, monday),
        ("end", False, monday),
    ]


def test_days_are_counted_from_monday_to_friday() -> None:
    assert playbooks.due_on(FRIDAY, "at-once") == FRIDAY
    assert playbooks.due_on(FRIDAY, 1) == FRIDAY + timedelta(days=3)
    assert playbooks.due_on(FRIDAY + timedelta(days=1), 1) == FRIDAY + timedelta(days=3)
    assert playbooks.due_on(FRIDAY, 10) == FRIDAY + timedelta(days=14)


@pytest.mark.requirement("S3.36")
def test_a_case_does_not_end_before_each_mandatory_step_is_done_or_left_out_for_a_reason() -> None:
    case = a_case()
    with pytest.raises(NotAllowed, match="what kind of matter"):
        close(case)
    by_playbook(case.pk, "self-harm-and-suicide")
    with pytest.raises(NotAllowed, match="these words"):
        close(case)
    with pytest.raises(NotAllowed, match="why it is left out"):
        answer(case, "suicide-ask", is_done=False, words=" ")
    answer(case, "suicide-ask", is_done=False, words="He is with the crisis team, who asked him.")
    take_steps(case.pk)
    close(case)
    ended = read(case)
    assert ended.is_closed
    left_out = next(moment for moment in ended.chronology if moment.kind == "step-skipped")
    assert "crisis team" in left_out.text
    assert left_out.text.startswith("Ask whether they think of killing themselves")


def test_advised_steps_keep_nothing_open() -> None:
    case = a_case()
    ready_to_close(case.pk)
    assert {one.status for one in plan_of(case).steps if not one.step.must} == {"to-do"}
    close(case)


def test_what_was_done_counts_in_every_playbook_of_the_case() -> None:
    case = a_case(a_concern(theme="sexual-images"))
    by_playbook(case.pk, "image-sharing")
    answer(case, "listen")
    by_playbook(case.pk, "bullying")
    plan = plan_of(case)
    assert [one.id for one in plan.chosen] == ["image-sharing", "bullying"]
    [listen] = [one for one in plan.steps if one.step.id == "listen"]
    assert (listen.status, listen.text, listen.by) == ("done", "Dana rang at noon.", "Dana Shah")


def test_a_playbook_that_does_not_fit_goes_with_its_reason_and_takes_its_steps_along() -> None:
    case = a_case()
    by_playbook(case.pk, "radicalisation", "other")
    with pytest.raises(NotAllowed, match="why"):
        drop(case, "")
    drop(case, "It was homework on the gunpowder plot.")
    assert not [one for one in plan_of(case).steps if one.step.id.startswith("prevent-")]
    with pytest.raises(NotAllowed, match="no such step"):
        answer(case, "prevent-refer")
    assert "gunpowder" in next(m.text for m in read(case).chronology if m.kind == "playbook-dropped")


def drop(case: SafeguardingCase, words: str) -> None:
    operations.drop_playbook(
        actor=cast.acting(cast.dana()),
        case_id=case.pk,
        version=version_of(case.pk),
        playbook="radicalisation",
        words=words,
        at=AT,
    )


def test_a_later_edition_asks_nothing_new_of_a_case_that_began_before(monkeypatch: pytest.MonkeyPatch) -> None:
    case = a_case()
    by_playbook(case.pk)
    before = [one.step.id for one in plan_of(case).steps]
    monkeypatch.setattr("tutela.web.concerns.queries.playbooks.list_playbooks", dict)
    assert [one.step.id for one in plan_of(case).steps] == before


def test_what_is_late_is_said_the_day_after() -> None:
    case = a_case()
    by_playbook(case.pk)
    late = {one.step.id for one in plan_of(case, FRIDAY + timedelta(days=3)).steps if one.is_late}
    assert {"safe-now", "listen", "family"} <= late
    assert "bystanders" not in late
    assert not any(one.is_late for one in plan_of(case).steps)


@pytest.mark.requirement("S3.36")
def test_dana_chooses_takes_a_step_and_leaves_one_out_on_the_pages(sign_in: SignIn) -> None:
    case = a_case(a_concern(theme="bullying"))
    client = sign_in(cast.dana())
    home = f"/concerns/cases/{case.pk}/"
    assert "Say what kind of matter it is" in client.get(home).content.decode()
    before = reads_of(case)
    page = client.get(f"{home}what-to-do/").content.decode()
    assert "Bullying, online or in person" in page
    assert reads_of(case) == before + 1
    page = client.post(f"{home}what-to-do/kind/", {"version": version_of(case.pk)}).content.decode()
    assert "Select at least one" in page
    answers = {"version": version_of(case.pk), "playbooks": ["bullying"]}
    assert client.post(f"{home}what-to-do/kind/", answers).status_code == 302
    page = client.get(f"{home}what-to-do/").content.decode()
    assert "Look whether it was about who they are" in page
    for step, done, text in (("bullying-hate", "no", "It was about a phone."), ("family", "yes", "Rang Pat.")):
        answers = {"version": version_of(case.pk), "done": done, "text": text}
        assert client.post(f"{home}what-to-do/{step}/", answers).status_code == 302
    page = client.get(f"{home}what-to-do/").content.decode()
    assert "Left out" in page
    assert "It was about a phone." in page
    assert "steps have to be taken" in client.get(home).content.decode()
    assert client.get(f"{home}what-to-do/no-such-step/").status_code == 404
    assert client.get(f"{home}what-to-do/not/grooming/").status_code == 404


@pytest.mark.requirement("S1.25")
def test_where_one_account_opens_what_belongs_to_others_each_of_them_is_named_and_has_no_part_in_it(
    sign_in: SignIn,
) -> None:
    concern = a_concern(
        somebody(cast.leo(), "harmed"), somebody(cast.mia(), "affected"),
        four_c="contact", theme="privacy-and-security", what_happened="Somebody is in his account.",
    )  # fmt: skip
    assert "Has no part in it, but their data or account may be touched" in words_of(
        sign_in(cast.dana()).get(f"/concerns/{concern.pk}/")
    )
    case = a_case(concern)
    by_playbook(case.pk, "compromise")
    with pytest.raises(NotAllowed, match="Name everybody whose data or account it touches") as refused:
        close(case)
    assert "if data of the school may be out" in str(refused.value)
    operations.add_person(
        actor=cast.acting(cast.dana()), case_id=case.pk, version=version_of(case.pk), at=AT,
        person=named("The rowing club", "affected"),
    )  # fmt: skip
    answer(case, "compromise-others", words="Mia and the club know, and have new passwords.")
    take_steps(case.pk)
    close(case)
    parts = {(someone.name, someone.role) for someone in read(case).people}
    assert {(cast.mia().full_name, "affected"), ("The rowing club", "affected")} <= parts
