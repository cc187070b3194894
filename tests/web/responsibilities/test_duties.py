"""Who answers for what: exactly one person for each duty, with the past kept and leavers' duties open again."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.http import Http404
from django.test import Client
from django.utils import timezone

from tests import cast
from tutela.library.read import ROOT
from tutela.web.actions import queries as actions
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.core.models import OutboxMessage
from tutela.web.core.permissions import get_roles
from tutela.web.core.terms import get_terms
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Person, RoleHolding
from tutela.web.evidence import queries as evidence
from tutela.web.responsibilities import operations, queries
from tutela.web.responsibilities.duties import list_sections
from tutela.web.responsibilities.models import Assignment, AssignmentEnd
from tutela.web.responsibilities.operations.refusals import AlreadyHolds, CannotTake, NoSuchDuty, NotLeading, NotOffered
from tutela.web.responsibilities.proofs import list_figures
from tutela.web.responsibilities.rules import duties as rules
from tutela.web.responsibilities.rules.duties import Flaw, Part

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 9, 12, 0, tzinfo=UTC)
SYSTEM = SystemActor("test")
SignIn = Callable[..., Client]


def takes(person: Person, duty: str = "lead-safeguarding", part: str = Part.ACCOUNTABLE, *, by: Person | None = None,
          at: datetime = NOON, note: str = "") -> Assignment:  # fmt: skip
    """Dana notes it, unless somebody else is named."""
    actor = cast.acting(by or cast.dana(), at=at)
    return operations.assign(
        actor=actor, at=at, establishment=cast.oakfield(), duty=duty, part=part, person=person, note=note
    )


def held(duty: str, at: datetime = NOON) -> queries.Held:
    found = queries.get_duty(SYSTEM, cast.oakfield(), duty, at=at)
    assert found is not None
    return found


# what the library says


@pytest.mark.parametrize(
    "place", [("england", "school", "primary"), ("scotland", "college", "16-plus"), ("wales", "training", "adult")]
)
def test_every_place_has_duties_in_its_own_words_and_of_roles_that_exist(place: tuple[str, str, str]) -> None:
    duties = [duty for section in list_sections(*place, get_terms(*place)) for duty in section.duties]
    assert 25 <= len(duties) <= 40
    assert len({duty.id for duty in duties}) == len(duties)
    known = set(get_roles())
    for duty in duties:
        assert {duty.role, *duty.done_by} <= known
        assert "{" not in duty.title + duty.text


def test_prevent_is_no_duty_where_the_law_does_not_say_so() -> None:
    ids = {
        nation: {duty.id for section in list_sections(nation, "school", "secondary", get_terms(nation, "school"))
                 for duty in section.duties}
        for nation in ("england", "northern-ireland")
    }  # fmt: skip
    assert "prevent" in ids["england"]
    assert "prevent" not in ids["northern-ireland"]


def test_the_words_are_our_own_and_the_source_is_named() -> None:
    text = (ROOT / "duties.yaml").read_text("utf-8")
    assert "Contains public sector information licensed under the Open Government Licence v3.0." in text
    for word in ("appropriate", "adequate", "robust"):
        assert word not in text


# the rules


@pytest.mark.requirement("S1.3")
@pytest.mark.parametrize(
    ("roles", "flaw"),
    [
        (None, Flaw.NOBODY),
        (("it",), Flaw.TECHNICAL_ONLY),
        (("it", "teacher"), Flaw.TECHNICAL_ONLY),
        (("it", "deputy-dsl"), Flaw.ELSEWHERE),
        (("teacher",), Flaw.ELSEWHERE),
        (("dsl",), None),
    ],
)
def test_a_lead_that_only_looks_after_the_technology_is_flagged(roles: tuple[str, ...] | None, flaw: Flaw) -> None:
    assert rules.find_flaw(lead=True, role="dsl", holder_roles=roles, role_is_held=True) == flaw


def test_keeping_the_filter_working_is_rightly_technical() -> None:
    assert rules.find_flaw(lead=False, role="it", holder_roles=("it",), role_is_held=True) is None


def test_where_nobody_holds_the_role_another_is_no_flaw() -> None:
    assert rules.find_flaw(lead=True, role="chair", holder_roles=("head",), role_is_held=False) is None


def test_a_guest_who_looks_at_one_review_takes_no_duty() -> None:
    assert not rules.may_take(("external-reviewer",))
    assert rules.may_take(("external-reviewer", "chair"))


# what happens


def test_there_are_four_parts_and_no_other() -> None:
    with pytest.raises(NotOffered):
        takes(cast.dana(), part="owner")


@pytest.mark.requirement("S2.8")
def test_exactly_one_answers_for_a_duty_and_the_past_stays() -> None:
    takes(cast.dana())
    takes(cast.dev(), at=LATER)
    takes(cast.tom(), part=Part.RESPONSIBLE, at=LATER)
    takes(cast.sue(), part=Part.RESPONSIBLE, at=LATER)
    now = held("lead-safeguarding", LATER)
    assert now.accountable
    assert now.accountable.name == "Dev Okafor"
    assert [one.name for one in now.responsible] == ["Tom Reed", "Sue Lane"]
    past = [
        (row.person.given_name, row.from_on, row.end.on)
        for row in queries.list_history(SYSTEM, cast.oakfield(), "lead-safeguarding")
        if hasattr(row, "end")
    ]
    assert past == [("Dana", date(2026, 11, 2), date(2026, 11, 9))]


def test_what_was_held_is_never_changed_even_in_the_database() -> None:
    row = takes(cast.dana())
    with pytest.raises(DatabaseError), transaction.atomic():
        Assignment._base_manager.filter(pk=row.pk).update(part=Part.INFORMED)
    takes(cast.dev())
    with pytest.raises(DatabaseError), transaction.atomic():
        AssignmentEnd._base_manager.all().delete()


def test_who_cannot_take_it_is_refused_with_the_reason() -> None:
    takes(cast.dana())
    with pytest.raises(AlreadyHolds):
        takes(cast.dana())
    for person in (cast.leo(), cast.pat(), cast.asa()):
        with pytest.raises(CannotTake, match="holds no role here"):
            takes(person)
    with pytest.raises(NoSuchDuty):
        takes(cast.dana(), "make-tea")


@pytest.mark.requirement("S1.3")
def test_ivy_leads_nothing_about_safeguarding_but_with_a_reason_and_then_it_is_flagged() -> None:
    with pytest.raises(NotLeading, match="looks after the technology"):
        takes(cast.ivy(), "filtering-decide")
    takes(cast.ivy(), "filtering-decide", note="Dana is away until Christmas.")
    cast.dana()
    assert held("filtering-decide").flaw == Flaw.TECHNICAL_ONLY
    takes(cast.ivy(), "filtering-run")
    assert held("filtering-run").flaw is None


@pytest.mark.parametrize("who", [cast.ivy, cast.tom, cast.gwen, cast.chris])
def test_others_do_not_say_who_answers(who: Callable[[], Person]) -> None:
    with pytest.raises(Http404):
        takes(cast.dana(), by=who())


@pytest.mark.requirement("S2.11")
def test_when_tom_leaves_his_duty_is_open_again_somebody_is_told_and_an_action_asks_for_another() -> None:
    cast.hana()
    takes(cast.tom(), "learners-heard")
    takes(cast.sue(), "learners-heard", Part.INFORMED)
    Person._base_manager.filter(pk=cast.tom().pk).update(left_on=date(2026, 11, 5))
    for _ in range(2):
        operations.reopen_duties(actor=SYSTEM, at=LATER, establishment=cast.oakfield())
    now = held("learners-heard", LATER)
    assert now.flaw == Flaw.NOBODY
    assert [one.name for one in now.informed] == ["Sue Lane"]
    [action] = actions.list_by_origin(SYSTEM, "duty:learners-heard")
    assert (action.state, action.owner) == ("open", cast.dana())
    told = OutboxMessage.objects.filter(kind="duty-open-again")
    assert {one.recipient for one in told} == {cast.dana().email, cast.hana().email}
    assert "Tom" not in told[0].body
    takes(cast.dev(), "learners-heard", at=LATER)
    [action] = actions.list_by_origin(SYSTEM, "duty:learners-heard")
    assert action.state == "done"
    assert "Dev Okafor answers for it" in action.proofs(manager="_base_manager").get().words


@pytest.mark.requirement("S2.11")
def test_a_role_that_ended_takes_its_duties_along() -> None:
    takes(cast.dev(), "stand-in")
    row = RoleHolding._base_manager.get(person=cast.dev(), role="deputy-dsl")
    RoleHolding._base_manager.filter(pk=row.pk).update(until_on=date(2026, 11, 6))
    assert operations.reopen_duties(actor=SYSTEM, at=NOON, establishment=cast.oakfield()) == 0
    assert operations.reopen_duties(actor=SYSTEM, at=LATER, establishment=cast.oakfield()) == 1
    assert AssignmentEnd._base_manager.get().reason == "role-ended"


def test_what_is_given_up_asks_for_somebody_else() -> None:
    row = takes(cast.dana())
    operations.give_up(actor=cast.acting(cast.dana(), at=NOON), at=NOON, assignment=row)
    assert held("lead-safeguarding").flaw == Flaw.NOBODY
    assert len(actions.list_by_origin(SYSTEM, "duty:lead-safeguarding")) == 1


@pytest.mark.requirement("S1.6")
def test_the_figure_counts_the_duties_that_somebody_answers_for_who_is_still_here() -> None:
    def figure() -> float:
        with acting_as(SYSTEM):
            return next(one.value for one in list_figures(cast.oakfield(), LATER) if one.kind == "duties.assigned")

    assert figure() == 0
    takes(cast.dana())
    takes(cast.tom(), "learners-heard")
    takes(cast.dev(), "stand-in", Part.INFORMED)
    total = sum(len(section.duties) for section in queries.duties.sections_of(cast.oakfield()))
    assert figure() == round(200 / total, 1)
    Person._base_manager.filter(pk=cast.tom().pk).update(left_on=date(2026, 11, 5))
    assert figure() == round(100 / total, 1)


# the pages


def test_dana_names_hana_and_sees_it_in_the_matrix(sign_in: SignIn) -> None:
    client, hana = sign_in(cast.dana()), cast.hana()
    page = client.get("/responsibilities/duties/vision/name/?part=accountable").content.decode()
    assert "Hana Novak" in page
    sent = {"part": "accountable", "owner": str(hana.pk), "note": ""}
    assert client.post("/responsibilities/duties/vision/name/", sent).status_code == 302
    matrix = client.get("/responsibilities/").content.decode()
    assert "Hana Novak" in matrix
    assert "1 of 37 duties" in matrix
    again = client.post("/responsibilities/duties/vision/name/", sent).content.decode()
    assert "Hana Novak has that part already." in again
    row = Assignment._base_manager.get()
    client.post(f"/responsibilities/parts/{row.pk}/end/", {})
    page = client.get("/responsibilities/duties/vision/").content.decode()
    assert "Given up" in page
    assert "Name somebody who answers for" in page
    assert "Nobody answers for it" in page


def test_a_new_school_gives_out_what_usually_goes_to_one_person_at_once(sign_in: SignIn) -> None:
    for who in (cast.hana, cast.chris, cast.ivy, cast.dev):
        who()
    client = sign_in(cast.dana())
    takes(cast.dev())
    page = client.get("/responsibilities/usual/").content.decode()
    assert "Ivy Chen" in page
    assert client.post("/responsibilities/usual/", {}).status_code == 302
    assert held("filtering-run").accountable.name == "Ivy Chen"
    assert held("lead-safeguarding").accountable.name == "Dev Okafor"
    assert queries.count_assigned(cast.oakfield(), at=LATER) == 100
    now = timezone.now()
    assert evidence.list_current(SYSTEM, cast.oakfield().pk, now)["duties.assigned"].figure.value == 100
    assert "Nothing is left to give out" in client.get("/responsibilities/usual/").content.decode()


def test_the_matrix_asks_the_database_no_more_for_twenty_than_for_two(
    sign_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = sign_in(cast.dana())
    for section in queries.duties.sections_of(cast.oakfield()):
        for duty in section.duties:
            takes(cast.dev(), duty.id)
    client.get("/responsibilities/")
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        assert "37 of 37" in client.get("/responsibilities/").content.decode()


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (cast.mia, "What I do"),
        (cast.leo, "Whoever is made to do something is not to blame"),
        (cast.pat, "Set controls on the devices"),
        (cast.tom, "Look at the pages and try the searches"),
        (cast.ria, "Follow these rules and those of your own organisation"),
        (cast.gwen, "Read the figures before each meeting"),
        (cast.ivy, "Keep filtering and monitoring working"),
        (cast.hana, "Sign off policies and monitoring by name"),
    ],
)
def test_everybody_reads_what_is_expected_of_them_and_whom_to_ask(
    sign_in: SignIn, who: Callable[[], Person], said: str
) -> None:
    cast.name_contact()
    page = sign_in(who()).get("/my-part/").content.decode()
    assert said in page.replace("&#x27;", "'")
    if who is not cast.ria:  # her own establishment is another
        assert "Dana Shah" in page
    assert "/help/" in page


def test_tom_sees_what_he_has_taken_upon_him_and_no_matrix(sign_in: SignIn) -> None:
    takes(cast.tom(), "learners-heard")
    client = sign_in(cast.tom())
    assert "Hear pupils and answer them" in client.get("/my-part/").content.decode()
    assert client.get("/responsibilities/").status_code == 404


def test_a_school_that_changes_a_role_is_followed_by_the_worker(sign_in: SignIn) -> None:
    cast.chris()
    row = takes(cast.chris(), "oversee")
    establishments.end_role(
        actor=SYSTEM, holding=RoleHolding._base_manager.get(person=cast.chris()), until_on=date(2026, 11, 3), at=NOON
    )
    operations.reopen_duties(actor=SYSTEM, at=LATER, establishment=cast.oakfield())
    assert Assignment._base_manager.filter(pk=row.pk, end__reason="role-ended").exists()
