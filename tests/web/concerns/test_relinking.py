"""Two children are called Mia. The wrong one was linked: she is masked, the right one stands there, the trace stays."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import AT, a_case, a_concern, named, somebody, version_of
from tests.web.pages import words_of
from tests.web.referrals.scenes import a_request, allow
from tests.web.retention.scenes import a_closed_case, confirm, destroy, put_forward
from tests.web.transfers.scenes import a_transfer, case_with_mia, exchange_cards, made_file
from tutela.web.concerns import operations, queries
from tutela.web.concerns.models import (
    Agency,
    Concern,
    ConcernEntry,
    Involved,
    Relinked,
    SafeguardingCase,
)
from tutela.web.concerns.models.visibility import route_now
from tutela.web.concerns.queries.people import list_involved
from tutela.web.concerns.rules import NotAllowed, PersonInConcern
from tutela.web.core import sealing
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import AuditEntry, CaseKey, OutboxMessage
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Person
from tutela.web.referrals import casefile
from tutela.web.retention import queries as retention
from tutela.web.transfers.queries.cases import cases_of

pytestmark = pytest.mark.usefixtures("as_system")
SignIn = Callable[..., Client]
LATER = AT + timedelta(days=1)
WHY = "The birthday on the note is that of the other Mia."


def other_mia() -> Person:
    """Mia Hale of Year 4: she is who was meant."""
    found = Person._base_manager.filter(login="mia.hale").first()
    return found or establishments.make_person(
        actor=cast.SETTING_UP, establishment=cast.oakfield(), kind="learner", given_name="Mia", family_name="Hale",
        login="mia.hale", born_on=date(2018, 1, 2), at=AT,
    )  # fmt: skip


def sees(person: Person, row: Concern | SafeguardingCase) -> bool:
    return type(row).visible_to(cast.acting(person, at=LATER)).filter(pk=row.pk).exists()


def rows_of(person: Person) -> list[UUID]:
    """Where somebody stands now, for whoever asks."""
    return list(Involved.in_scope(cast.acting(cast.dana())).filter(person=person).values_list("pk", flat=True))


def steps_of(concern: Concern) -> int:
    return ConcernEntry._base_manager.filter(concern=concern).count()


def in_concern(concern: Concern, wrong: Person, person: PersonInConcern | None, **more: Any) -> None:
    given = {"actor": cast.acting(cast.dana(), at=LATER), "version": steps_of(concern), "reason": WHY} | more
    mistaken = Involved._base_manager.filter(concern=concern, person=wrong, relinked=None).values_list("pk", flat=True)
    operations.put_right_in_concern(
        concern_id=concern.pk, involved_ids=more.get("involved_ids", list(mistaken)), person=person, at=LATER,
        **{key: value for key, value in given.items() if key != "involved_ids"},
    )  # fmt: skip


def in_case(case: SafeguardingCase, wrong: Person, person: PersonInConcern | None, **more: Any) -> None:
    given = {"actor": cast.acting(cast.dana(), at=LATER), "version": version_of(case.pk), "reason": WHY} | more
    rows = list_involved(cast.acting(cast.dana()), case).filter(person=wrong).values_list("pk", flat=True)
    operations.put_right_in_case(case_id=case.pk, involved_ids=list(rows), person=person, at=LATER, **given)


def names_in(case: SafeguardingCase) -> list[str]:
    read = queries.read_people(actor=cast.acting(cast.dana()), case_id=case.pk, at=LATER)
    return [one.name for one in read.people]


def earlier_for(person: Person) -> set[int]:
    """The cases that a new concern about somebody leads to, by themselves or by their brothers and sisters."""
    new = a_concern(somebody(person), at=LATER)
    return {one.number for one in queries.list_earlier(cast.acting(cast.dana()), new.pk)}


def files(person: Person) -> set[int]:
    return {one.number for one in cases_of(cast.acting(cast.dana()), person.pk)}


def found(asked: str) -> int:
    return queries.search(actor=cast.acting(cast.dana()), asked=asked, at=LATER).count


def test_the_wrong_mias_file_shows_nothing_of_it_any_more_and_the_right_ones_does() -> None:
    case = a_case(a_concern(somebody(cast.mia())))
    assert (files(cast.mia()), files(other_mia())) == ({case.number}, set())
    for child in (cast.mia(), cast.leo()):
        establishments.note_parent(
            actor=cast.SETTING_UP, at=AT, parent=cast.pat(), child=child, has_responsibility=True, no_contact=False,
            source="Enrolment", on=AT.date(),
        )  # fmt: skip
    assert earlier_for(cast.mia()) == earlier_for(cast.leo()) == {case.number}  # he is her brother
    in_case(case, cast.mia(), somebody(other_mia()))
    assert (files(cast.mia()), files(other_mia())) == (set(), {case.number})
    assert names_in(case) == ["Mia Hale"]
    assert earlier_for(cast.mia()) == earlier_for(cast.leo()) == set()
    assert earlier_for(other_mia()) == {case.number}


def test_the_queue_and_the_search_name_the_right_one_alone() -> None:
    concern = a_concern(somebody(cast.mia()))
    assert found("Marsh") == 1
    in_concern(concern, cast.mia(), somebody(other_mia()))
    dana = cast.acting(cast.dana(), at=LATER)
    rows = queries.read_names(actor=dana, rows=queries.list_waiting(dana), at=LATER)
    assert [row.names for row in rows] == [("Mia Hale",)]
    assert (found("Marsh"), found("Hale")) == (0, 1)
    assert found("birthday") == 0  # why it was put right would lead to the wrong one again


def test_the_row_stays_masked_and_nobody_changes_or_lifts_that() -> None:
    concern = a_concern(somebody(cast.mia()))
    in_concern(concern, cast.mia(), somebody(other_mia()))
    masked = Involved._base_manager.get(concern=concern, person=cast.mia())
    assert masked.relinked.replaced_by.person == other_mia()
    for change in (
        lambda: Relinked._base_manager.filter(involved=masked).delete(),
        lambda: Relinked._base_manager.filter(involved=masked).update(replaced_by=None),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_who_put_it_right_when_and_why_stands_with_it_and_in_the_audit() -> None:
    case = a_case(concern := a_concern(somebody(cast.mia())))
    in_case(case, cast.mia(), somebody(other_mia(), "bystander"))
    read = queries.read_people(actor=cast.acting(cast.dev()), case_id=case.pk, at=LATER)
    [trace] = read.put_right
    assert (trace.name, trace.role, trace.receipt) == ("Mia Marsh", "harmed", concern.receipt)
    assert (trace.instead, trace.instead_role) == ("Mia Hale", "bystander")
    assert (trace.by, trace.at, trace.reason) == ("Dana Shah", LATER, WHY)
    assert queries.list_put_right(cast.acting(cast.dev()), concern.pk) == [trace]
    [entry] = AuditEntry.objects.filter(action="concern.put-right")
    assert entry.object == f"concerns.concern:{concern.pk}"
    assert not {"Mia", "Marsh", "Hale", "birthday"} & set(str(entry.details).split())
    sealed = bytes(Relinked._base_manager.get().sealed_reason)
    assert b"birthday" not in sealed


def test_what_was_judged_and_noted_of_the_wrong_one_passes_on_to_nobody() -> None:
    case = a_case(concern := a_concern(somebody(cast.leo()), somebody(cast.mia(), "alleged")))
    dana = cast.acting(cast.dana())
    [mia] = rows_of(cast.mia())
    more: dict[str, Any] = {"actor": dana, "case_id": case.pk, "involved_id": mia, "at": AT}
    operations.judge_agency(version=version_of(case.pk), agency="own-accord", reason="Marsh says so.", **more)
    operations.give_sanction(version=version_of(case.pk), sanction="detention", reason="Marsh pushed.", **more)
    operations.mark_body(
        version=version_of(case.pk), part="hand", view="front", side="left", what="A red knuckle.", seen_by="Tom",
        seen_at=AT, **more,
    )  # fmt: skip
    operations.describe_concern(
        actor=dana, concern_id=concern.pk, version=steps_of(concern), settings=[], networks=[], devices=[],
        company="alone", characteristics=["disability"], at=AT,
    )  # fmt: skip
    assert found("Marsh pushed") == 1
    in_case(case, cast.mia(), somebody(other_mia(), "alleged"))

    read = queries.read_people(actor=dana, case_id=case.pk, at=LATER)
    [hale] = [one for one in read.people if one.name == "Mia Hale"]
    assert (hale.agency, hale.judgements, hale.sanctions) == ("unclear", (), ())
    assert Agency._base_manager.get().involved_id == mia
    [drawn] = queries.read_body(actor=dana, case_id=case.pk, at=LATER).marks
    assert drawn.name == "Somebody linked by mistake"
    noted = queries.read_concern(actor=dana, concern_id=concern.pk, at=LATER).circumstances
    assert noted is not None
    assert (noted.characteristics, noted.company) == ((), "alone")
    told = queries.read_case(actor=dana, case_id=case.pk, today=LATER.date(), at=LATER)
    assert not [one.text for one in told.chronology if "Marsh" in one.text]
    assert [one.title for one in told.chronology if one.kind == "sanction-set"] == [
        "Sanction, of somebody linked by mistake"
    ]
    assert found("pushed") == found("knuckle") == found("Marsh says") == 0
    # and whoever has to know what was written finds it with the trace
    assert [entry.text.splitlines()[0] for entry in read.put_right[0].entries] == [
        "Mia Marsh: Yes, of their own accord", "Mia Marsh: Detention", "Mia Marsh: Hand or fingers, left, front",
    ]  # fmt: skip


def test_what_leaves_the_house_afterwards_names_nobody_who_was_linked_by_mistake() -> None:
    case = a_case(a_concern(somebody(cast.leo())))
    dana = cast.acting(cast.dana())
    operations.add_person(
        actor=dana, case_id=case.pk, version=version_of(case.pk), person=somebody(cast.mia(), "bystander"), at=AT
    )
    in_case(case, cast.mia(), somebody(other_mia(), "bystander"))
    read = queries.read_case(actor=dana, case_id=case.pk, today=LATER.date(), at=LATER)
    assert read.mistaken == ("Mia Marsh",)  # for whoever takes names out of what people wrote
    told = casefile.as_json(read, cast.oakfield(), [], LATER).decode()
    assert "Mia Hale" in told
    assert "Mia Marsh" not in told
    assert "birthday" not in told
    with pytest.raises(NotAllowed, match="Mia Marsh"):
        operations.ask_colleague(
            actor=dana, case_id=case.pk, version=version_of(case.pk), kind="other", asked_id=cast.ivy().pk,
            question="Was it Marsh?", due_on=LATER.date(), at=LATER,
        )  # fmt: skip


def test_dev_was_linked_by_mistake_and_reads_it_once_tom_stands_in_his_place() -> None:
    case = a_case(concern := a_concern(somebody(cast.leo()), somebody(cast.dev(), "alleged"), by=cast.sue()))
    assert not sees(cast.dev(), case)
    in_case(case, cast.dev(), somebody(cast.tom(), "alleged"))
    assert sees(cast.dev(), case)
    assert sees(cast.dev(), concern)


def test_dev_stays_kept_out_while_nobody_stands_in_his_place() -> None:
    """Nobody knows who it was: then nobody knows that it was not him."""
    case = a_case(concern := a_concern(somebody(cast.leo()), somebody(cast.dev(), "alleged"), by=cast.sue()))
    in_case(case, cast.dev(), None)
    assert names_in(case) == ["Leo Marsh"]
    assert not sees(cast.dev(), case)
    assert not sees(cast.dev(), concern)


def test_dev_stays_kept_out_while_another_row_of_the_same_case_still_names_him() -> None:
    case = a_case(first := a_concern(somebody(cast.dev(), "alleged"), by=cast.sue()))
    second = a_concern(somebody(cast.dev(), "bystander"), by=cast.sue())
    operations.add_to_case(
        actor=cast.acting(cast.dana()), case_id=case.pk, concern_id=second.pk, version=0, at=AT + timedelta(hours=2)
    )
    in_concern(first, cast.dev(), somebody(cast.tom(), "alleged"))
    assert not any(sees(cast.dev(), row) for row in (case, first, second))
    in_concern(second, cast.dev(), somebody(cast.ivy(), "bystander"))
    assert all(sees(cast.dev(), row) for row in (case, first, second))


def test_a_typed_name_in_the_place_keeps_out_whom_it_may_mean() -> None:
    concern = a_concern(somebody(cast.tom(), "alleged"), by=cast.sue())
    in_concern(concern, cast.tom(), named("Mr Okafor"))
    assert not sees(cast.dev(), concern)
    assert sees(cast.dana(), concern)


def test_a_typed_name_becomes_the_person_whom_it_means() -> None:
    concern = a_concern(named("Mia from Year 4", "harmed"))
    row = Involved._base_manager.get(concern=concern)
    in_concern(concern, cast.mia(), somebody(other_mia()), involved_ids=[row.pk])
    read = queries.read_concern(actor=cast.acting(cast.dana()), concern_id=concern.pk, at=LATER)
    assert [(one.name, one.was_typed) for one in read.people] == [("Mia Hale", False)]


def test_the_lead_was_meant_so_the_case_goes_to_the_head_at_once_with_all_in_it() -> None:
    case = a_case(concern := a_concern(somebody(cast.leo()), somebody(cast.tom(), "alleged"), by=cast.sue()))
    in_case(case, cast.tom(), somebody(cast.dana(), "alleged"))
    for row in (case, concern):
        assert route_now(row) == "head"
        assert {who.given_name for who in (cast.dana(), cast.dev(), cast.hana()) if sees(who, row)} == {"Hana"}
    told = OutboxMessage.objects.filter(kind="concern.moved")
    assert set(told.values_list("recipient", flat=True)) == {cast.hana().email}
    assert operations.follow_roles(actor=SystemActor("follow roles"), at=LATER) == 0  # there was nothing left to follow


def test_a_concern_about_the_lead_stays_with_the_head_when_it_was_somebody_else() -> None:
    concern = a_concern(somebody(cast.dana(), "alleged"))
    in_concern(concern, cast.dana(), somebody(cast.tom(), "alleged"), actor=cast.acting(cast.hana(), at=LATER))
    assert route_now(concern) == "head"
    assert sees(cast.hana(), concern)
    assert not sees(cast.dana(), concern)


def test_in_a_restricted_case_somebody_may_still_read_it_when_its_reader_was_meant() -> None:
    case = a_case(a_concern(somebody(cast.leo()), somebody(cast.tom(), "alleged"), by=cast.sue()))
    operations.set_readers(
        actor=cast.acting(cast.dana()), case_id=case.pk, version=version_of(case.pk), people=[cast.dev().pk],
        words="Few know.", at=AT + timedelta(hours=3),
    )  # fmt: skip
    in_case(case, cast.tom(), somebody(cast.dev(), "alleged"), actor=cast.acting(cast.dev(), at=LATER))
    assert not sees(cast.dev(), case)
    assert sees(cast.dana(), case)


def test_a_deputy_does_not_decide_that_a_colleague_may_read_it_again() -> None:
    concern = a_concern(somebody(cast.dev(), "alleged"), by=cast.sue())
    establishments.grant_role(
        actor=cast.SETTING_UP, person=cast.ivy(), role="deputy-dsl", from_on=date(2026, 11, 1), at=AT
    )
    ivy = cast.acting(cast.ivy(), at=LATER)
    assert sees(cast.ivy(), concern)
    with pytest.raises(NotAllowed, match="leads safeguarding decides"):
        in_concern(concern, cast.dev(), somebody(cast.tom(), "alleged"), actor=ivy)
    close = a_concern(somebody(cast.mia()))
    establishments.exclude(
        actor=cast.SETTING_UP, person=cast.dev(), about_person=cast.mia(), reason="She is his niece", at=AT
    )
    with pytest.raises(NotAllowed, match="leads safeguarding decides"):
        in_concern(close, cast.mia(), somebody(other_mia()), actor=ivy)
    about_leo = a_concern(somebody(cast.leo()))
    in_concern(about_leo, cast.leo(), somebody(other_mia()), actor=ivy)
    in_concern(close, cast.mia(), somebody(other_mia()))
    assert sees(cast.dev(), close)


@pytest.mark.parametrize("wrong", ["sent twice", "no reason", "the same person", "a stranger"])
def test_what_cannot_be_put_right_so_leaves_everything_as_it_is(wrong: str) -> None:
    concern = a_concern(somebody(cast.mia()))
    row = rows_of(cast.mia())
    if wrong == "sent twice":
        in_concern(concern, cast.mia(), somebody(other_mia()))
        with pytest.raises(operations.ConcernChanged):
            in_concern(concern, cast.mia(), somebody(other_mia()), version=0, involved_ids=row)
        with pytest.raises(NotAllowed, match="already"):
            in_concern(concern, cast.mia(), somebody(other_mia()), involved_ids=row)
        assert Relinked._base_manager.count() == 1
        return
    if wrong == "no reason":
        with pytest.raises(NotAllowed, match="how you know"):
            in_concern(concern, cast.mia(), somebody(other_mia()), reason=" ")
    elif wrong == "the same person":
        with pytest.raises(NotAllowed, match="stands there already"):
            in_concern(concern, cast.mia(), somebody(cast.mia(), "bystander"))
    else:
        with pytest.raises(operations.UnknownPerson):
            in_concern(concern, cast.mia(), somebody(cast.nia()))
    assert rows_of(cast.mia()) == row
    assert steps_of(concern) == 0


def test_the_right_one_who_stands_there_already_stands_there_once() -> None:
    concern = a_concern(somebody(cast.mia()), somebody(other_mia()))
    in_concern(concern, cast.mia(), somebody(other_mia()))
    assert Involved._base_manager.filter(concern=concern).count() == 2
    assert len(rows_of(other_mia())) == 1


def test_only_the_concern_in_which_she_was_wrong_is_put_right() -> None:
    case = a_case(a_concern(somebody(cast.mia())))
    second = a_concern(somebody(cast.mia()))
    operations.add_to_case(
        actor=cast.acting(cast.dana()), case_id=case.pk, concern_id=second.pk, version=0, at=AT + timedelta(hours=2)
    )
    in_concern(second, cast.mia(), somebody(other_mia()))
    assert names_in(case) == ["Mia Hale", "Mia Marsh"]
    assert files(cast.mia()) == files(other_mia()) == {case.number}


def test_how_long_it_is_kept_goes_by_the_right_one_and_destroying_reaches_whoever_is_masked() -> None:
    confirm()
    case = a_closed_case()
    in_case(case, cast.leo(), somebody(other_mia()))
    actor = cast.acting(cast.dana(), at=LATER)
    [due] = retention.list_standing(actor, cast.oakfield(), date(2043, 6, 1))
    assert due.due.on == date(2043, 1, 2)  # Mia Hale's twenty-fifth birthday, not Leo's
    late = datetime(2043, 6, 1, 9, 0, tzinfo=UTC)
    destroy(put_forward(case, at=late), at=late)
    masked = Relinked._base_manager.select_related("involved").get()
    assert masked.involved.person_id is None
    assert not Involved._base_manager.filter(concern__entries__case=case, person__isnull=False).exists()
    with pytest.raises(sealing.NoKeyGrant):
        sealing.open_case_key(CaseKey.objects.get(pk=Concern._base_manager.get(entries__case=case).case_key_id))


def test_a_file_that_went_with_the_wrong_childs_case_says_so_and_the_next_one_goes_without_it(sign_in: SignIn) -> None:
    case, (partner, _theirs) = case_with_mia(), exchange_cards()
    transfer, client = a_transfer(cast.mia()), sign_in(cast.dana())
    made_file(client, transfer, partner, case, masked=[])
    address = f"/transfers/{transfer.pk}/"
    assert "by mistake" not in words_of(client.get(address))
    in_case(case, cast.mia(), somebody(other_mia(), "bystander"))
    page = words_of(client.get(address))
    assert f"Case {case.number} went along and is not about them" in page
    assert "Cases that you may send 0" in page
    # and whoever makes the file of another is shown the name, to take it out of what was written
    of_leo = client.get(f"/transfers/{a_transfer(cast.leo()).pk}/make/").content.decode()
    assert "Mia Marsh" in of_leo


def test_whoever_takes_names_out_for_somebody_elses_record_finds_the_wrong_one_ticked(sign_in: SignIn) -> None:
    cast.pat()
    case = a_case(a_concern(somebody(cast.leo()), somebody(cast.mia(), "bystander"), what_happened="Mia Marsh saw it."))
    in_case(case, cast.mia(), named("A girl of Year 4", "bystander"))
    request = a_request(case, asker="parent", basis="parent")
    allow(request)
    page = sign_in(cast.dana()).get(f"/disclosures/{request.pk}/take-out/").content.decode()
    [tick] = re.findall(r'<input[^>]*value="Mia Marsh"[^>]*>', page)
    assert "checked" in tick


def test_in_an_emergency_the_right_ones_case_is_opened_and_not_by_the_wrong_ones_name() -> None:
    case = a_case(a_concern(somebody(cast.mia())))
    in_case(case, cast.mia(), somebody(other_mia()))
    hana = cast.acting(cast.hana(), at=LATER)
    with pytest.raises(operations.NothingToOpen):
        operations.break_glass(actor=hana, person_id=cast.mia().pk, reason="She is missing.", at=LATER)
    [opening] = operations.break_glass(actor=hana, person_id=other_mia().pk, reason="She is missing.", at=LATER)
    assert opening.case_id == case.pk


def test_figures_count_it_again_when_no_reader_of_figures_was_meant() -> None:
    concern = a_concern(somebody(cast.gwen(), "alleged"))
    dana, since = cast.acting(cast.dana(), at=LATER), AT - timedelta(days=1)
    assert sum(queries.count_by_four_c(dana, since, LATER).values()) == 0
    in_concern(concern, cast.gwen(), somebody(cast.leo(), "alleged"))
    assert sum(queries.count_by_four_c(dana, since, LATER).values()) == 1


def test_dana_puts_it_right_on_the_page_and_sees_what_has_left_already(sign_in: SignIn) -> None:
    concern = a_concern(somebody(cast.mia()))
    case = a_case(concern)
    dana = cast.acting(cast.dana())
    other_mia()
    operations.note_outside(
        actor=dana, case_id=case.pk, kind="shared", words="The file was sent to Elm Park School.", at=AT
    )
    client, row = sign_in(cast.dana()), rows_of(cast.mia())[0]
    address = f"/concerns/cases/{case.pk}/people/{row}/wrong/"
    assert address in client.get(f"/concerns/cases/{case.pk}/").content.decode()
    page = words_of(client.get(address))
    assert "Tell each place that it was the wrong person" in page
    assert "The file was sent to Elm Park School." in page
    asked = {"version": str(version_of(case.pk)), "instead": "somebody", "name": "", "text": WHY}
    assert "Enter a name" in client.post(address, asked).content.decode()
    asked["name"] = "Mia"
    found = client.post(address, asked).content.decode()
    assert "Mia Hale" in found
    again = client.post(address, asked | {"again": ""}).content.decode()
    assert WHY in again
    chosen = asked | {"save": "", "person": str(other_mia().pk)}
    assert "Select what their part is" in client.post(address, chosen).content.decode()
    answer = client.post(address, chosen | {"role": "harmed"}, follow=True)
    assert answer.redirect_chain == [(f"/concerns/cases/{case.pk}/", 302)]
    page = answer.content.decode()
    assert "It is put right" in page
    assert "Mia Marsh" not in page
    trace = words_of(client.get(f"/concerns/cases/{case.pk}/people/"))
    assert "Mia Marsh (May have been harmed" in trace
    assert "Put right by Dana Shah" in trace
    # the same form sent once more does nothing twice
    twice = client.post(address, chosen | {"role": "harmed"}, follow=True)
    assert "put right already" in twice.content.decode()
    assert Relinked._base_manager.count() == 1


def test_a_colleague_wrote_meanwhile_so_dana_reads_that_first(sign_in: SignIn) -> None:
    case = a_case(a_concern(somebody(cast.mia())))
    client, seen = sign_in(cast.dana()), version_of(case.pk)
    operations.add_entry(
        actor=cast.acting(cast.dev()), case_id=case.pk, version=seen, kind="note", happened_at=AT, place="",
        words="Hale rang.", at=AT,
    )  # fmt: skip
    address = f"/concerns/cases/{case.pk}/people/{rows_of(cast.mia())[0]}/wrong/"
    asked = {"version": str(seen), "instead": "nobody", "text": WHY}
    page = client.post(address, asked).content.decode()
    assert "Hale rang." in page
    assert WHY in page
    assert not Relinked._base_manager.exists()
    client.post(address, asked | {"version": str(seen + 1)})
    assert Relinked._base_manager.count() == 1


def test_the_page_of_a_concern_puts_right_too_and_leads_away_from_what_is_no_longer_ones_own(sign_in: SignIn) -> None:
    concern = a_concern(somebody(cast.tom(), "alleged"), by=cast.sue())
    client, row = sign_in(cast.dana()), rows_of(cast.tom())[0]
    address = f"/concerns/{concern.pk}/people/{row}/wrong/"
    assert address in client.get(f"/concerns/{concern.pk}/").content.decode()
    sent = {
        "version": "0", "instead": "somebody", "name": "Shah", "text": WHY, "save": "", "person": str(cast.dana().pk),
        "role": "alleged",
    }  # fmt: skip
    answer = client.post(address, sent, follow=True)
    assert answer.redirect_chain == [("/concerns/", 302)]
    assert "goes to others and not to you" in answer.content.decode()
    assert client.get(f"/concerns/{concern.pk}/").status_code == 404
    assert sign_in(cast.hana()).get(f"/concerns/{concern.pk}/").status_code == 200


def test_a_closed_case_is_put_right_as_well() -> None:
    case = a_closed_case()
    in_case(case, cast.leo(), somebody(other_mia()))
    assert names_in(case) == ["Mia Hale"]
