"""Nobody is punished for what others forced on them; what follows is fair, and the like is met alike."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import AT, a_case, a_concern, by_playbook, named, somebody, version_of
from tutela.web.concerns import operations, queries
from tutela.web.concerns.models import Agency, SafeguardingCase, Sanction
from tutela.web.concerns.queries.people import PersonRead
from tutela.web.concerns.rules import NotAllowed, conduct
from tutela.web.establishments.models import Person

SignIn = Callable[..., Client]


def a_fight() -> SafeguardingCase:
    return a_case(a_concern(somebody(cast.mia()), somebody(cast.leo(), "alleged"), theme="bullying"))


def look(case: SafeguardingCase, name: str = "Leo Marsh", by: Person | None = None) -> PersonRead:
    read = queries.read_people(actor=cast.acting(by or cast.dana()), case_id=case.pk, at=AT)
    return next(one for one in read.people if one.name == name)


def judge(case: SafeguardingCase, agency: str, *, by: Person | None = None, reason: str = "He says so.") -> None:
    operations.judge_agency(
        actor=cast.acting(by or cast.dana()),
        case_id=case.pk,
        version=version_of(case.pk),
        involved_id=look(case).involved_id,
        agency=agency,
        reason=reason,
        at=AT,
    )


def punish(case: SafeguardingCase, *, by: Person | None = None, **more: Any) -> None:
    given: dict[str, Any] = {"sanction": "detention", "reason": "He pushed her twice.", "involved_id": None}
    given |= more
    operations.give_sanction(
        actor=cast.acting(by or cast.dana()),
        case_id=case.pk,
        version=version_of(case.pk),
        at=AT,
        **(given | {"involved_id": given["involved_id"] or look(case).involved_id}),
    )


@pytest.mark.requirement("S1.26")
def test_whose_accord_it_was_is_unclear_until_the_dsl_judges_and_each_judgement_stays() -> None:
    case = a_fight()
    assert (look(case).agency, look(case).judgements) == ("unclear", ())
    with pytest.raises(NotAllowed, match="Only whoever leads"):
        judge(case, "own-accord", by=cast.dev())
    with pytest.raises(NotAllowed, match="reason"):
        judge(case, "own-accord", reason=" ")
    judge(case, "own-accord", reason="He planned it.")
    judge(case, "coerced", reason="Two older boys filmed him and told him to.")
    leo = look(case)
    assert leo.agency == "coerced"
    assert [(one.what, one.by, one.text) for one in leo.judgements] == [
        ("own-accord", "Dana Shah", "He planned it."),
        ("coerced", "Dana Shah", "Two older boys filmed him and told him to."),
    ]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Agency._base_manager.update(agency="own-accord")


@pytest.mark.requirement("S1.26", "S4.36")
def test_somebody_who_was_coerced_gets_no_sanction_without_the_dsls_reasoned_override() -> None:
    case = a_fight()
    with pytest.raises(NotAllowed, match="Judge first"):
        punish(case)
    judge(case, "coerced")
    for by, overrides in ((cast.dana(), False), (cast.dev(), True)):
        with pytest.raises(NotAllowed, match="made to do it"):
            punish(case, by=by, overrides=overrides)
    with pytest.raises(NotAllowed, match="reason"):
        punish(case, overrides=True, reason=" ")
    punish(case, overrides=True, sanction="put-right", reason="He asked to say sorry to her.")
    [given] = look(case).sanctions
    assert (given.what, given.overrides, given.text) == ("put-right", True, "He asked to say sorry to her.")


def test_the_database_itself_refuses_a_sanction_on_the_coerced() -> None:
    case = a_fight()
    judge(case, "own-accord")
    punish(case)
    row = Sanction._base_manager.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Sanction(
            establishment_id=row.establishment_id,
            case=case,
            entry=case.entries(manager="_base_manager").first(),
            involved_id=row.involved_id,
            sanction="detention",
            agency="coerced",
            overrides=False,
        ).save()


def test_a_sanction_is_looked_at_again_when_it_comes_out_that_they_were_made_to() -> None:
    case = a_fight()
    judge(case, "own-accord")
    punish(case)
    assert not look(case).look_again
    judge(case, "coerced")
    assert look(case).look_again


def test_one_person_is_one_though_two_concerns_name_them() -> None:
    case = a_fight()
    again = a_concern(somebody(cast.leo()), named("A boy in a red coat"))
    operations.add_to_case(actor=cast.acting(cast.dana()), case_id=case.pk, concern_id=again.pk, version=0, at=AT)
    assert look(case).roles == ("harmed", "alleged")
    judge(case, "own-accord")
    assert look(case).agency == "own-accord"
    assert look(case, "A boy in a red coat").kind == "unknown"


@pytest.mark.requirement("S1.27")
def test_a_teacher_can_be_the_one_who_is_harmed_and_somebody_typed_is_said_to_be_from_outside() -> None:
    case = a_case(a_concern(somebody(cast.tom()), named("A man who calls himself drift"), by=cast.sue()))
    tom = look(case, "Tom Reed")
    assert (tom.roles, tom.kind, tom.is_listed) == (("harmed",), "staff", True)
    drift = look(case, "A man who calls himself drift")
    for kind in ("unknown", "outside"):
        operations.say_kind(
            actor=cast.acting(cast.dev()), case_id=case.pk, involved_id=drift.involved_id, kind=kind, at=AT
        )
    assert look(case, "A man who calls himself drift").kind == "outside"
    with pytest.raises(NotAllowed):
        operations.say_kind(
            actor=cast.acting(cast.dev()), case_id=case.pk, involved_id=tom.involved_id, kind="outside", at=AT
        )


@pytest.mark.requirement("S3.41")
def test_what_was_given_for_the_like_is_counted_and_small_numbers_are_not_shown() -> None:
    assert conduct.count_given(["talk"] * 5 + ["suspension"] * 4) == {"talk": 5, "suspension": None}
    assert conduct.is_usual(3, [(1, 4), None])
    assert not conduct.is_usual(6, [(1, 4), None])
    assert not conduct.is_usual(1, [None])
    case = a_fight()
    by_playbook(case.pk, "bullying")
    judge(case, "own-accord")
    for _ in range(5):
        punish(case, sanction="talk")
    punish(case, sanction="suspension")
    dana, eli = cast.acting(cast.dana()), cast.acting(cast.eli())
    assert queries.count_sanctions(dana, ["bullying"]) == {"talk": 5, "suspension": None}
    assert queries.count_sanctions(dana, ["grooming"]) == {}
    assert queries.count_sanctions(eli, ["bullying"]) == {}
    assert queries.list_ranges(dana, case.pk) == (["bullying"], [(1, 6)])


def test_nobody_of_another_case_is_judged_here() -> None:
    case, other = a_fight(), a_case()
    stranger = queries.read_people(actor=cast.acting(cast.dana()), case_id=other.pk, at=AT).people[0].involved_id
    with pytest.raises(NotAllowed, match="Nobody in this case"):
        punish(case, involved_id=stranger)
    with pytest.raises(NotAllowed, match="not said to have caused harm"):
        punish(case, involved_id=look(case, "Mia Marsh").involved_id)


@pytest.mark.requirement("S1.26", "S3.41")
def test_dana_judges_and_dev_may_not_on_the_pages(sign_in: SignIn) -> None:
    case = a_fight()
    by_playbook(case.pk, "bullying")
    home = f"/concerns/cases/{case.pk}/people/"
    leo: UUID = look(case).involved_id
    assert sign_in(cast.dev()).get(f"{home}{leo}/accord/").status_code == 404
    client = sign_in(cast.dana())
    assert "First it has to be judged" in client.get(f"{home}{leo}/sanction/").content.decode()
    mia = look(case, "Mia Marsh").involved_id
    assert client.get(f"{home}{mia}/accord/").status_code == 404
    early = {"version": version_of(case.pk), "sanction": "talk", "text": "A first time."}
    assert "Judge first" in client.post(f"{home}{leo}/sanction/", early).content.decode()
    answers = {"version": version_of(case.pk), "agency": "coerced", "text": "They filmed him."}
    assert client.post(f"{home}{leo}/accord/", answers).status_code == 302
    page = client.get(home).content.decode()
    assert "No, they were made to" in page
    assert "They filmed him." in page
    page = client.get(f"{home}{leo}/sanction/").content.decode()
    assert "I know that they were made to do it" in page
    assert "Only the head may decide this. Not usual for this kind of matter" in page
    answers = {"version": version_of(case.pk), "sanction": "put-right", "text": "He wants to.", "overrides": "on"}
    assert client.post(f"{home}{leo}/sanction/", answers).status_code == 302
    assert "although they were made to do it" in client.get(home).content.decode()
