"""Ivy imports learners, staff, parents, partners' staff and groups; what was there already stays as it was."""

from datetime import date, timedelta

import pytest

from tests import cast
from tests.web.establishments.files import AT, TODAY, bring_in, check, counts, csv_of, faults, hold, work
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import AuditEntry
from tutela.web.establishments import queries
from tutela.web.establishments.models import Group, ParentLink, PeopleImport, Person, RoleHolding
from tutela.web.establishments.operations import imports

LEARNERS = csv_of(
    "Admission number,Forename,Surname,Date of birth,Year,Reg,Username",
    "1001,Amir,Khan,04/03/2012,9,9B,akhan",
    "1002,Beth,O'Neil,2013-09-30,Year 8,8A|8-Maths-1,boneil",
    '1003,"Chloë",Świątek,1.2.2022,R,Acorns,',
)


def person(reference: str) -> Person:
    return Person._base_manager.get(establishment=cast.oakfield(), reference=reference)


def groups_of(one: Person, on: date = TODAY) -> list[str]:
    return [group.name for group in queries.list_classes_of(one, on=on)]


def test_learners_come_with_their_year_their_classes_and_the_age_that_filtering_goes_by() -> None:
    cast.leo()
    held = bring_in(LEARNERS)
    assert (held.kind, held.state, counts(held)) == ("learners", "done", (3, 0, 0, 0))
    amir = person("1001")
    assert (amir.full_name, amir.born_on, amir.login, amir.kind) == ("Amir Khan", date(2012, 3, 4), "akhan", "learner")
    assert queries.get_person_by_pseudonym(cast.oakfield(), amir.pseudonym) == amir
    assert groups_of(amir) == ["Year 9", "9B"]
    assert queries.get_group_of(amir, on=TODAY) == cast.learners_11_16()
    assert groups_of(person("1002")) == ["Year 8", "8-Maths-1", "8A"]
    assert queries.get_group_of(person("1003"), on=TODAY).age_band == "5-7"
    assert queries.list_roles(amir, cast.oakfield(), at=AT) == ["learner"]
    assert amir.user is None


def test_the_same_file_again_changes_nothing() -> None:
    bring_in(LEARNERS)
    before = list(Person._base_manager.values_list("pk").order_by("pk"))
    entries = AuditEntry.objects.filter(action__startswith="person.").count()
    held = bring_in(LEARNERS, at=AT + timedelta(days=1))
    assert counts(held) == (0, 0, 3, 0)
    assert list(Person._base_manager.values_list("pk").order_by("pk")) == before
    assert AuditEntry.objects.filter(action__startswith="person.").count() == entries
    assert RoleHolding._base_manager.filter(role="learner").count() == 3


def test_what_changed_is_shown_before_it_is_done() -> None:
    bring_in(LEARNERS)
    moved = csv_of(
        "Admission number,Forename,Surname,Year,Reg,Email",
        "1001,Amir,Khan-Lewis,9,9C,",
        "1002,Beth,O'Neil,8,8A|8-Maths-1,",
    )
    held = check(moved)
    assert counts(held) == (0, 1, 1, 0)
    [row] = [row for row in queries.get_outcome(held)["rows"] if row["outcome"] == "changed"]
    assert row["changes"] == [["family_name", "Khan", "Khan-Lewis"], ["classes", "9B", "9C"]]
    assert queries.get_outcome(held)["groups"] == ["9C"]
    assert person("1001").family_name == "Khan"
    imports.confirm_import(actor=cast.acting(cast.ivy()), at=AT, held=held)
    work(held)
    assert person("1001").family_name == "Khan-Lewis"
    assert groups_of(person("1001")) == ["Year 9", "9C"]


def test_an_empty_cell_never_empties_what_is_known_and_nobody_is_deleted() -> None:
    bring_in(LEARNERS)
    held = bring_in(csv_of("Admission number,Forename,Surname,Date of birth,Year,Username", "1001,Amir,Khan,,,"))
    assert counts(held) == (0, 0, 1, 0)
    assert (person("1001").login, groups_of(person("1001"))) == ("akhan", ["Year 9", "9B"])
    seen = set(queries.get_outcome(check(csv_of("Admission number,Forename,Year", "1001,Amir,9")))["seen"])
    missing = queries.list_missing(cast.acting(cast.ivy()), held, seen)
    assert {one.given_name for one in missing} == {"Beth", "Chloë"}
    assert Person._base_manager.filter(kind="learner", left_on=None).count() == 3


def test_staff_get_a_role_and_an_account_that_waits_for_its_link() -> None:
    held = bring_in(
        csv_of(
            "Staff code;First name;Last name;Username;Work email;Role",
            "TRE;Toni;Reed;treed;t.reed@oakfield.example;Teacher",
            "SLA;Sam;Lane;slane;s.lane@oakfield.example;",
        )
    )
    assert (held.kind, held.separator, counts(held)) == ("staff", ";", (2, 0, 0, 0))
    assert queries.list_roles(person("TRE"), cast.oakfield(), at=AT) == ["teacher"]
    assert queries.list_roles(person("SLA"), cast.oakfield(), at=AT) == ["support"]
    assert person("TRE").user.login == "treed"
    assert not person("TRE").user.has_usable_password()


@pytest.mark.parametrize("role", ["dsl", "Head", "it", "Designated safeguarding lead"])
def test_no_file_makes_somebody_read_concerns(role: str) -> None:
    held = check(csv_of("Staff code,First name,Role", f"MAL,Mallory,{role}"))
    [fault] = faults(held)
    assert fault.startswith("2 Role is not a role that a file can give. Write teacher, support or governor.")


def test_dana_stays_dsl_when_the_staff_file_calls_her_a_teacher() -> None:
    dana = cast.dana()
    held = bring_in(csv_of("Staff code,First name,Last name,Username,Role", "DSH,Dana,Shah,dana,teacher"))
    assert counts(held) == (0, 1, 0, 0)
    assert queries.list_roles(dana, cast.oakfield(), at=AT) == ["teacher", "dsl"]
    assert person("DSH") == dana


def test_partners_staff_work_for_somebody_and_teach_somebody() -> None:
    cast.class_9b()
    held = bring_in(
        csv_of("id,First name,Last name,Username,Employer,Teaches", "R1,Rhys,Bell,rbell,Ridgeway Skills,9B")
    )
    assert (held.kind, counts(held)) == ("partners", (1, 0, 0, 0))
    rhys = person("R1")
    assert (rhys.organisation, groups_of(rhys)) == ("Ridgeway Skills", ["9B"])
    assert queries.list_roles(rhys, cast.oakfield(), at=AT) == ["partner-tutor"]
    assert queries.search_people(cast.acting(rhys), "marsh") == [cast.leo()]


PARENTS = "Contact id,First name,Last name,Email,Child reference,Parental responsibility,No contact"


def link(parent: str, child: Person) -> ParentLink:
    return ParentLink._base_manager.get(parent__reference=parent, child=child, until=None)


def test_a_parent_of_two_children_has_two_rows_and_is_one_person() -> None:
    leo, mia = cast.leo(), cast.mia()
    rows = (PARENTS, "P1,Pia,Marsh,pia@x.example,leo,yes,", "P1,Pia,Marsh,pia@x.example,mia,no,yes")
    held = bring_in(csv_of(*rows))
    assert held.kind == "parents"
    assert held.refused == 0
    assert Person._base_manager.filter(reference="P1").count() == 1
    assert (link("P1", leo).has_responsibility, link("P1", leo).no_contact) == (True, False)
    assert (link("P1", mia).has_responsibility, link("P1", mia).no_contact) == (False, True)
    assert link("P1", leo).source == "people.csv"
    assert counts(bring_in(csv_of(*rows))) == (0, 0, 2, 0)
    assert [one.given_name for one in queries.list_responsible_parents(leo)] == ["Pia"]
    assert queries.list_responsible_parents(mia) == []


def test_a_file_says_no_contact_and_never_takes_it_away() -> None:
    leo = cast.leo()
    bring_in(csv_of(PARENTS, "P1,Pia,Marsh,,leo,yes,yes"))
    held = bring_in(csv_of(PARENTS, "P1,Pia,Marsh,,leo,yes,no"))
    assert counts(held) == (0, 0, 1, 0)
    assert link("P1", leo).no_contact
    assert queries.list_responsible_parents(leo) == []


def test_what_changes_about_a_parent_ends_one_row_and_begins_another_and_the_preview_tells_it_to_nobody() -> None:
    leo = cast.leo()
    bring_in(csv_of(PARENTS, "P1,Pia,Marsh,,leo,yes,no"))
    held = check(csv_of(PARENTS, "P1,Pia,Marsh,,leo,no,yes"))
    [row] = queries.get_outcome(held)["rows"]
    assert row["changes"] == [["what is noted about the child", "…", "as in the file"]]
    imports.confirm_import(actor=cast.acting(cast.ivy()), at=AT, held=held)
    work(held)
    assert ParentLink._base_manager.filter(child=leo).count() == 2
    assert (link("P1", leo).has_responsibility, link("P1", leo).no_contact) == (False, True)


def test_a_teacher_who_is_a_parent_stays_a_teacher() -> None:
    tom, leo = cast.tom(), cast.leo()
    held = bring_in(csv_of("First name,Last name,login,Child,PR", "Thomas,Reed,tom,leo,yes"))
    assert held.refused == 0
    tom.refresh_from_db()
    assert (tom.kind, tom.given_name) == ("staff", "Tom")
    assert queries.list_responsible_parents(leo) == [tom]


def test_nobody_is_their_own_parent_nor_the_parent_of_their_parent() -> None:
    leo = cast.leo()
    mia = cast.mia()
    header = "First name,Last name,login,Child"
    assert "is the same person" in faults(check(csv_of(header, "Leo,Marsh,leo,leo")))[0]
    imports.drop_import(actor=cast.acting(cast.ivy()), at=AT, held=PeopleImport._base_manager.get(state="checked"))
    assert bring_in(csv_of(header, "Leo,Marsh,leo,mia")).refused == 0
    assert "own parent" in faults(check(csv_of(header, "Mia,Marsh,mia,leo")))[0]
    assert (leo.kind, mia.kind) == ("learner", "learner")


def test_two_rows_that_make_each_other_parents_are_refused_too() -> None:
    cast.leo(), cast.mia()
    held = bring_in(csv_of("First name,Last name,login,Child", "Leo,Marsh,leo,mia", "Mia,Marsh,mia,leo"))
    assert held.refused == 1


def test_groups_come_before_the_adults_who_have_no_year() -> None:
    held = bring_in(csv_of("Group name,Year,Ages", "Welding evening,,adult", "9C,9,"))
    assert (held.kind, counts(held)) == ("groups", (2, 0, 0, 0))
    assert counts(bring_in(csv_of("Group name,Year,Ages", "welding evening,,adult", "9C,9,"))) == (0, 0, 2, 0)
    bring_in(csv_of("Reference,First name,Last name,Cohort,known as", "A1,Ada,Bloom,Welding evening,"), "learners")
    assert groups_of(person("A1")) == ["Welding evening"]
    assert queries.get_group_of(person("A1"), on=TODAY).age_band == "adult"
    held = check(csv_of("Reference,First name,Cohort,known as", "A2,Ali,Glass,"), "learners")
    assert faults(held) == [
        "2 classes names a class that is not known: Glass. Import the groups first, or correct the name."
    ]
    assert Group._base_manager.filter(name="Welding evening").count() == 1


def test_whoever_left_and_stands_in_the_file_again_is_here_again() -> None:
    bring_in(LEARNERS)
    Person._base_manager.filter(reference="1001").update(left_on=TODAY)
    RoleHolding._base_manager.filter(person=person("1001")).update(until_on=TODAY)
    held = check(LEARNERS)
    [row] = [row for row in queries.get_outcome(held)["rows"] if row["outcome"] == "changed"]
    assert row["changes"] == [["", "has left", "is here again"]]
    imports.confirm_import(actor=cast.acting(cast.ivy()), at=AT, held=held)
    work(held)
    assert person("1001").left_on is None
    assert queries.list_roles(person("1001"), cast.oakfield(), at=AT) == ["learner"]


def test_a_login_that_changes_keeps_what_was_recorded_under_the_old_one() -> None:
    bring_in(LEARNERS)
    before = person("1001").pseudonym
    bring_in(csv_of("Admission number,Forename,Year,Username", "1001,Amir,9,amir.khan"))
    assert person("1001").pseudonym != before
    assert queries.get_person_by_pseudonym(cast.oakfield(), before) == person("1001")
    held = check(csv_of("Admission number,Forename,Year,Username", "2001,Ali,9,akhan"))
    assert "was somebody else’s" in faults(held)[0]


def test_a_second_file_waits_for_the_first_and_says_whose_it_is() -> None:
    first = hold(LEARNERS)
    with pytest.raises(imports.AnotherImport) as refused:
        hold(LEARNERS)
    assert refused.value.other == first
    imports.drop_import(actor=cast.acting(cast.ivy()), at=AT, held=first)
    hold(LEARNERS)


def test_what_is_dropped_is_forgotten_and_its_key_destroyed() -> None:
    held = check(LEARNERS)
    imports.drop_import(actor=cast.acting(cast.ivy()), at=AT, held=held)
    held.refresh_from_db()
    assert (held.state, held.content, held.outcome) == ("dropped", None, None)
    assert not held.case_key.grants.exists()
    with pytest.raises(imports.NotWaiting):
        imports.confirm_import(actor=cast.acting(cast.ivy()), at=AT, held=held)
    assert Person._base_manager.filter(reference="1001").count() == 0


def test_a_file_is_held_sealed_and_dropped_when_it_is_done() -> None:
    held = hold(LEARNERS)
    assert b"Khan" not in bytes(held.content)
    done = work(held)
    imports.confirm_import(actor=cast.acting(cast.ivy()), at=AT, held=done)
    assert work(done).content is None


def test_a_file_that_nobody_decides_on_is_dropped_after_a_day() -> None:
    held = check(LEARNERS)
    forget = {"actor": SystemActor("test")}
    imports.forget_old_imports(at=AT + timedelta(hours=23), **forget)
    held.refresh_from_db()
    assert held.state == "checked"
    imports.forget_old_imports(at=AT + timedelta(hours=24), **forget)
    held.refresh_from_db()
    assert held.state == "dropped"


def test_a_worker_that_was_stopped_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    from tutela.web.establishments.operations.imports import steps

    monkeypatch.setattr(steps, "ROWS_A_STEP", 2)
    held = hold(LEARNERS)
    one = {"actor": SystemActor("test", held.establishment_id), "at": AT, "pk": held.pk}
    assert imports.take_step(**one)
    held.refresh_from_db()
    assert (held.lines_done, held.state) == (2, "checking")
    work(held)
    imports.confirm_import(actor=cast.acting(cast.ivy()), at=AT, held=held)
    assert imports.take_step(**one)
    assert Person._base_manager.filter(reference__startswith="100").count() == 2
    assert counts(work(held)) == (3, 0, 0, 0)


def test_every_person_is_put_down_without_a_name_and_so_is_the_whole() -> None:
    held = bring_in(LEARNERS)
    [made] = AuditEntry.objects.filter(action="person.make-many", details__contains=str(held.pk))
    assert str(person("1003").pk) in made.details
    [finished] = AuditEntry.objects.filter(action="people-import.finish")
    assert '"new":3' in finished.details
    assert not AuditEntry.objects.filter(details__contains="Khan").exists()
