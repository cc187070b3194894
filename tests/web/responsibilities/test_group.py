"""The e-safety group: four perspectives or a gap that is said, an agenda from what is wrong, minutes that stay."""

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.actions.scenes import a_figure, an_action
from tutela.web.actions import queries as actions
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.core.models import OutboxMessage
from tutela.web.establishments.models import Person
from tutela.web.evidence import queries as evidence
from tutela.web.evidence.kinds import list_kinds
from tutela.web.evidence.rules import Bearing, Figure
from tutela.web.responsibilities import operations, queries
from tutela.web.responsibilities.models import Decision, Meeting, Member, Minutes
from tutela.web.responsibilities.operations.group import ChangedMeanwhile
from tutela.web.responsibilities.operations.refusals import AlreadyHolds, CannotTake, NotOffered, NotThen, WithoutWords
from tutela.web.responsibilities.proofs import list_figures
from tutela.web.responsibilities.rules.agenda import Asked, list_poor
from tutela.web.responsibilities.rules.group import Perspective, list_missing

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
SYSTEM = SystemActor("test")
SignIn = Callable[..., Client]
FOUR = {
    Perspective.LEADERSHIP: cast.hana,
    Perspective.CURRICULUM: cast.tom,
    Perspective.TECHNICAL: cast.ivy,
    Perspective.SAFEGUARDING: cast.dana,
}


def joins(person: Person, perspective: str, *, at: datetime = NOON, chairs: bool = False) -> Member:
    return operations.seat(
        actor=cast.acting(cast.dana(), at=at), at=at, establishment=cast.oakfield(), person=person,
        perspective=perspective, chairs=chairs,
    )  # fmt: skip


def a_group(at: datetime = NOON) -> None:
    for perspective, who in FOUR.items():
        joins(who(), perspective, at=at, chairs=perspective == Perspective.SAFEGUARDING)


def a_meeting(on: date = TODAY, at: datetime = NOON) -> Meeting:
    return operations.call_meeting(actor=cast.acting(cast.dana(), at=at), at=at, establishment=cast.oakfield(), on=on)


def write(meeting: Meeting, text: str = "We spoke of the filter.", *, follows: int = 0, at: datetime = NOON,
          present: Collection[UUID] | None = None) -> Minutes:  # fmt: skip
    there = {cast.dana().pk, cast.ivy().pk} if present is None else present
    return operations.write_minutes(
        actor=cast.acting(cast.dana(), at=at), at=at, pk=meeting.pk, text=text, present=there, follows=follows
    )


def figures(at: datetime = NOON) -> dict[str, float]:
    with acting_as(SYSTEM):
        return {one.kind: one.value for one in list_figures(cast.oakfield(), at)}


def titles(at: datetime = NOON) -> dict[str, list[str]]:
    agenda = queries.build_agenda(cast.acting(cast.dana(), at=at), cast.oakfield(), at=at)
    return {one.title: [item.words for item in one.items] for one in agenda}


@pytest.mark.requirement("S2.4")
def test_each_of_the_four_perspectives_has_to_be_there() -> None:
    seats = [(perspective, ("teacher",)) for perspective in FOUR]
    assert list_missing(seats) == []
    for perspective in FOUR:
        assert list_missing([seat for seat in seats if seat[0] != perspective]) == [perspective]


def test_who_only_looks_after_the_technology_brings_in_no_other_perspective() -> None:
    assert list_missing([(perspective, ("it",)) for perspective in FOUR]) == [
        Perspective.LEADERSHIP, Perspective.CURRICULUM, Perspective.SAFEGUARDING
    ]  # fmt: skip


@pytest.mark.requirement("S2.4")
def test_a_gap_is_said_by_the_page_by_the_figure_and_on_the_agenda(sign_in: SignIn) -> None:
    assert "group.perspectives" not in figures()
    a_group()
    assert figures()["group.perspectives"] == 1
    member = Member._base_manager.get(person=cast.tom())
    operations.unseat(actor=cast.acting(cast.dana(), at=NOON), at=NOON, pk=member.pk, reason="Teaches elsewhere now.")
    assert figures()["group.perspectives"] == 0
    assert titles()["Seats that are empty"] == ["Curriculum"]
    page = sign_in(cast.dana()).get("/responsibilities/group/").content.decode()
    assert "Nobody brings in: curriculum." in page
    assert "Learners’ voice" in page


def test_the_figure_follows_a_new_member_at_once() -> None:
    for hour, (perspective, who) in enumerate(FOUR.items()):
        joins(who(), perspective, at=NOON + timedelta(hours=hour))
    current = evidence.list_current(SYSTEM, cast.oakfield().pk, NOON + timedelta(hours=4))["group.perspectives"]
    assert current.figure
    assert current.figure.value == 1


def test_a_member_who_leaves_empties_the_seat_and_those_who_lead_are_told() -> None:
    a_group()
    Person._base_manager.filter(pk=cast.ivy().pk).update(left_on=date(2026, 11, 5))
    later = NOON + timedelta(days=7)
    for _ in range(2):
        operations.reopen_duties(actor=SYSTEM, at=later, establishment=cast.oakfield())
    assert figures(later)["group.perspectives"] == 0
    assert OutboxMessage.objects.filter(kind="group-seat-empty").count() == 2


def test_leo_lends_the_learners_voice_but_takes_no_staff_seat() -> None:
    joins(cast.leo(), Perspective.LEARNERS)
    with pytest.raises(AlreadyHolds):
        joins(cast.leo(), Perspective.LEARNERS)
    with pytest.raises(CannotTake):
        joins(cast.leo(), Perspective.LEADERSHIP)


def test_nobody_brings_in_a_perspective_that_there_is_not() -> None:
    with pytest.raises(NotOffered):
        joins(cast.hana(), "finance")
    assert not Member._base_manager.exists()


def test_leo_and_pat_in_the_group_are_named_to_those_alone_who_may_see_who_they_are(sign_in: SignIn) -> None:
    now = timezone.now()
    a_group(now - timedelta(days=1))
    joins(cast.leo(), Perspective.LEARNERS, at=now)
    joins(cast.pat(), Perspective.PARENTS, at=now)
    meeting = a_meeting(timezone.localdate(), now)
    write(meeting, at=now, present={cast.dana().pk, cast.leo().pk, cast.pat().pk})
    pages = ("/responsibilities/group/", f"/responsibilities/group/meetings/{meeting.pk}/")
    names = [cast.leo().full_name, cast.pat().full_name]
    for who, sees in ((cast.dana, True), (cast.tom, True), (cast.gwen, False), (cast.asa, False)):
        client = sign_in(who())
        for page in pages if who is not cast.tom else ("/my-part/group/", pages[1]):
            said = client.get(page).content.decode()
            assert "Dana Shah" in said
            assert [name in said for name in names] == [sees, sees], (who.__name__, page)
            assert ("parent or carer" in said) != sees


def test_every_meeting_with_minutes_has_a_link_however_many_are_called(sign_in: SignIn) -> None:
    at, today = timezone.now(), timezone.localdate()
    a_group(at - timedelta(days=1))
    given = {"establishment": cast.oakfield(), "called_at": at}
    coming = [Meeting._base_manager.create(on=today + timedelta(days=9 + n), **given) for n in range(13)]
    past = [Meeting._base_manager.create(on=today - timedelta(days=9 + n), **given) for n in range(14)]
    with acting_as(SYSTEM):
        for meeting in past[1:]:
            Minutes(establishment=cast.oakfield(), meeting=meeting, number=1, text="We met.", at=at).save()
    client = sign_in(cast.dana())
    first = client.get("/responsibilities/group/").content.decode()
    second = client.get("/responsibilities/group/?page=2").content.decode()
    for shown, meetings in ((first, [coming[0], *past[:13]]), (second, [coming[0], past[0], past[13]])):
        found = {row for row in (*coming, *past) if f"/meetings/{row.pk}/" in shown}
        assert found == set(meetings)


@pytest.mark.requirement("S2.4")
def test_minutes_are_kept_with_the_agenda_as_it_stood_and_a_decision_opens_an_action() -> None:
    a_group()
    an_action("Mend the filter", due_on=TODAY - timedelta(days=9), at=NOON - timedelta(days=30))
    meeting = a_meeting()
    first = write(meeting)
    assert {"title": "Actions that are overdue", "lines": ["Mend the filter (Tom Reed, due 24 October 2026)"]} in (
        first.agenda
    )
    second = write(meeting, "We spoke of the filter and of phones.", follows=1)
    assert (second.number, second.agenda) == (2, first.agenda)
    with pytest.raises(ChangedMeanwhile):
        write(meeting, "Mine.", follows=1)
    decided = operations.decide(
        actor=cast.acting(cast.dana(), at=NOON), at=NOON, pk=meeting.pk, words="Ask Year 9 about phones",
        owner=cast.tom(), due_on=date(2026, 12, 1),
    )  # fmt: skip
    [action] = actions.list_by_origin(SYSTEM, f"meeting:{meeting.pk}")
    assert (action.pk, action.owner, action.source) == (
        decided.action_id, cast.tom(), "E-safety group, meeting of 2 November 2026"
    )  # fmt: skip
    operations.decide(
        actor=cast.acting(cast.dana(), at=NOON), at=NOON, pk=meeting.pk, words="Noted", opens_action=False
    )
    assert Decision._base_manager.count() == 2
    assert len(actions.list_by_origin(SYSTEM, "meeting:")) == 1
    assert figures(NOON + timedelta(days=3))["group.met"] == 3


def test_what_cannot_be_is_refused_in_words() -> None:
    a_group()
    coming = a_meeting(date(2026, 11, 20))
    with pytest.raises(NotThen, match="has not taken place yet"):
        write(coming)
    with pytest.raises(NotThen, match="within a year"):
        a_meeting(date(2029, 1, 1))
    held = a_meeting()
    assert a_meeting().pk == held.pk
    with pytest.raises(NotThen, match="Select who was there"):
        write(held, present=())
    with pytest.raises(WithoutWords):
        write(held, "  ")
    write(held)
    with pytest.raises(NotThen, match="it took place"):
        operations.call_off(actor=cast.acting(cast.dana(), at=NOON), at=NOON, pk=held.pk)
    operations.call_off(actor=cast.acting(cast.dana(), at=NOON), at=NOON, pk=coming.pk)


def test_of_two_who_write_terms_at_once_the_second_is_told() -> None:
    given = {"approved_on": TODAY, "approved_by": "Hana Novak, headteacher", "follows": 0}
    dana = cast.acting(cast.dana(), at=NOON)
    operations.adopt_terms(actor=dana, at=NOON, establishment=cast.oakfield(), text="Keep us safe.", **given)
    with pytest.raises(ChangedMeanwhile):
        operations.adopt_terms(actor=dana, at=NOON, establishment=cast.oakfield(), text="Other.", **given)
    with pytest.raises(NotThen):
        operations.adopt_terms(
            actor=dana, at=NOON, establishment=cast.oakfield(), text="Later.", follows=1,
            approved_on=TODAY + timedelta(days=1), approved_by="Hana",
        )  # fmt: skip


def test_the_agenda_speaks_of_figures_that_fall_short_or_are_too_old_and_of_alerts_as_numbers_alone() -> None:
    a_figure("filters.canaries", 80, NOON - timedelta(hours=1))
    a_figure("reviews.completed", 10, NOON - timedelta(days=900))
    a_figure("policies.in-date", 100, NOON - timedelta(hours=1))
    a_figure("monitoring.waiting", 3, NOON - timedelta(hours=1))
    cast.dana()
    found = titles()
    assert found["Figures that fall short"][0] == "80 % of the last filtering checks came out right."
    assert found["Alerts and records, in numbers"] == ["Fewer than 5 serious alerts have waited for more than a day."]
    assert "Learners" not in found["Groups not heard within the year"]
    assert "Pupils" in found["Groups not heard within the year"]
    assert found["Duties to mend"][-1] == "and 29 more"


def test_a_figure_that_was_never_known_is_no_gap_of_the_groups() -> None:
    kinds = list_kinds()
    bars = [Asked("training.staff", 90, None), Asked("actions.overdue", None, 2), Asked("no.such", 1, None)]
    late = {"actions.overdue": Figure("actions.overdue", 3, NOON)}
    assert list_poor(late, kinds, bars, NOON) == [("actions.overdue", Bearing.CONTRADICTS)]
    assert list_poor(late, kinds, bars, NOON + timedelta(days=30)) == [("actions.overdue", Bearing.STALE)]


def test_tom_who_sits_in_it_reads_its_papers_and_sue_does_not(sign_in: SignIn) -> None:
    now = timezone.now()
    a_group(now - timedelta(days=1))
    meeting = a_meeting(timezone.localdate(), now)
    write(meeting, at=now)
    tom, sue, leo = sign_in(cast.tom()), sign_in(cast.sue()), sign_in(cast.leo())
    assert "You sit in the e-safety group: Curriculum" in tom.get("/my-part/").content.decode()
    for address in (
        "/my-part/group/",
        f"/responsibilities/group/meetings/{meeting.pk}/",
        "/responsibilities/group/terms/",
    ):
        assert tom.get(address).status_code == 200
        assert sue.get(address).status_code == 404
        assert leo.get(address).status_code == 404
    assert tom.post(f"/responsibilities/group/meetings/{meeting.pk}/minutes/", {}).status_code == 404


def test_an_action_on_the_agenda_leads_on_for_whoever_may_read_it(sign_in: SignIn) -> None:
    now = timezone.now()
    a_group(now - timedelta(days=60))
    given = {"at": now - timedelta(days=50), "due_on": timezone.localdate() - timedelta(days=10)}
    toms, ivys = (
        an_action("Count the tablets", owner=cast.tom(), **given),
        an_action("Mend it", owner=cast.ivy(), **given),
    )
    page = sign_in(cast.tom()).get("/my-part/group/").content.decode()
    assert "Mend it (Ivy Chen, due" in page
    assert f"/actions/{ivys.pk}/" not in page
    assert f"/actions/{toms.pk}/" in page
    assert f"/actions/{ivys.pk}/" in sign_in(cast.dana()).get("/responsibilities/group/").content.decode()


def test_dana_leads_a_meeting_from_its_call_to_an_action(sign_in: SignIn) -> None:
    client, today = sign_in(cast.dana()), timezone.localdate()
    for perspective, who in FOUR.items():
        sent = {"perspective": perspective, "owner": "other", "owner_name": who().full_name}
        assert client.post("/responsibilities/group/members/new/", sent).status_code == 302
    leo = cast.leo().full_name
    sent = {"perspective": "learners", "owner": "other", "owner_name": leo}
    assert client.post("/responsibilities/group/members/new/", sent).status_code == 302
    refused = client.post("/responsibilities/group/members/new/", sent | {"perspective": "leadership"}).content.decode()
    assert "Nobody of that name works here" in refused
    day = {"on_0": str(today.day), "on_1": str(today.month), "on_2": str(today.year)}
    address = client.post("/responsibilities/group/meetings/new/", day).headers["Location"]
    sent = {"present": [str(cast.dana().pk), str(cast.ivy().pk)], "text": "We spoke.", "follows": "0"}
    assert client.post(f"{address}minutes/", sent).status_code == 302
    sent = {"words": "Try the filter at the annexe", "opens": "yes", "owner": str(cast.ivy().pk)}
    assert client.post(f"{address}decide/", sent).status_code == 302
    page = client.get(address).content.decode()
    for said in ("Dana Shah, Ivy Chen", "We spoke.", "Try the filter at the annexe", "Agenda as it stood"):
        assert said in page
    again = client.post(f"{address}decide/", {"words": "Something", "opens": "yes"}).content.decode()
    assert "Select who sees to it" in again
