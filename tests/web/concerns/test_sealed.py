"""A case that is sealed to the people it names: nobody else opens it, and nothing that is told of it is lost."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import AT, WORDS, a_case, a_concern, named, somebody, version_of
from tests.web.pages import words_of
from tutela.web.accounts import operations as accounts
from tutela.web.backups import written
from tutela.web.concerns import operations, queries
from tutela.web.concerns.forms.recovering import SHEET
from tutela.web.concerns.models import CaseEntry, Concern, Involved, NameCompared, SafeguardingCase
from tutela.web.concerns.proofs import list_figures
from tutela.web.concerns.queries.case import CaseRead
from tutela.web.concerns.rules import NotAllowed
from tutela.web.core import personal_keys, restricted_keys, sealing
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import AuditEntry, CaseKey, OutboxMessage
from tutela.web.core.sealing import KeyLocked, NoKeyGrant, with_own_key
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Person, RoleHolding

pytestmark = pytest.mark.usefixtures("as_system")
LATER = AT + timedelta(days=1)
PASSWORD = "copper violin meadow"
BITTERN = "The bittern was heard by the lock."


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal_keys, "PASSES", 1)
    monkeypatch.setattr(personal_keys, "MEMORY_BYTES", 8192)


def with_key(person: Person) -> Person:
    """Somebody with a password, and with a key of their own that it opens."""
    person.user.set_password(PASSWORD)
    person.user.save()
    accounts.make_own_key(actor=cast.acting(person), user=person.user, password=PASSWORD, at=AT)
    return person


def own(person: Person) -> Any:
    """While their key is open."""
    return with_own_key(accounts.open_own_key(person.user, PASSWORD))


def sheets() -> tuple[bytes, bytes]:
    """Hana and Chris each have a sheet."""
    place = cast.oakfield()
    first, second = (
        operations.make_recovery_sheet(actor=cast.acting(one), user=one.user, establishment=place, at=AT)
        for one in (cast.hana(), cast.chris())
    )
    return first, second


def seal(case: SafeguardingCase, *people: Person, is_sealed: bool = True, by: Person | None = None) -> SafeguardingCase:
    operations.set_readers(
        actor=cast.acting(by or cast.dana(), at=LATER), case_id=case.pk, version=version_of(case.pk),
        people=[one.pk for one in people], words="It is of that kind.", at=LATER, is_sealed=is_sealed,
    )  # fmt: skip
    return SafeguardingCase.objects.select_related("case_key").get(pk=case.pk)


def a_sealed_case(*people: Person, concern: Concern | None = None) -> SafeguardingCase:
    """Sealed to Dana, unless to others."""
    case = a_case(concern)
    return seal(case, *(people or (with_key(cast.dana()),)))


def read(case: SafeguardingCase, by: Person) -> CaseRead:
    actor = cast.acting(by, at=LATER)
    return queries.read_case(actor=actor, case_id=case.pk, today=LATER.date(), at=LATER)


def note(case: SafeguardingCase, by: Person, words: str = BITTERN) -> CaseEntry:
    return operations.add_entry(
        actor=cast.acting(by, at=LATER), case_id=case.pk, version=version_of(case.pk), kind="note",
        happened_at=LATER, place="", words=words, at=LATER,
    )  # fmt: skip


@pytest.mark.requirement("S3.19")
def test_dana_reads_what_is_sealed_to_her_while_her_key_is_open_and_nobody_reads_it_otherwise() -> None:
    sheets()
    case = a_sealed_case()
    with own(cast.dana()):
        note(case, cast.dana())
        told = read(case, cast.dana())
    assert {WORDS, BITTERN} <= {one.text for one in told.chronology}
    with pytest.raises(KeyLocked):
        read(case, cast.dana())
    concern = Concern.objects.select_related("case_key").get(entries__case=case)
    for key in (case.case_key, concern.case_key):
        with pytest.raises(NoKeyGrant):
            sealing.open_case_key(key)
        assert not key.grants.filter(establishment_key__isnull=False).exists()


def test_each_of_those_named_opens_it_with_their_own_key_and_who_is_taken_out_opens_it_no_more() -> None:
    sheets()
    dana, hana = with_key(cast.dana()), with_key(cast.hana())
    case = a_sealed_case(dana, hana)
    with own(hana):
        assert WORDS in {one.text for one in read(case, hana).chronology}
    with own(dana):
        seal(case, dana)
    with own(hana), pytest.raises(NoKeyGrant):
        sealing.open_case_key(CaseKey.objects.get(pk=case.case_key_id))


def test_nothing_is_sealed_to_somebody_without_a_key_or_while_there_are_not_two_sheets() -> None:
    dana, case = with_key(cast.dana()), a_case()
    with pytest.raises(NotAllowed, match="two recovery sheets"):
        seal(case, dana)
    sheets()
    with pytest.raises(NotAllowed, match="Nothing can be sealed to Hana Novak"):
        seal(case, dana, cast.hana())
    assert not operations.is_sealed(SafeguardingCase.objects.select_related("case_key").get(pk=case.pk))
    assert WORDS in {one.text for one in read(case, dana).chronology}


def test_it_is_open_to_its_team_again_with_all_that_was_written_and_only_by_whoever_can_read_it() -> None:
    sheets()
    dana, case = cast.dana(), a_sealed_case()
    with own(dana):
        note(case, dana)
    with pytest.raises(KeyLocked):
        seal(case, is_sealed=False)
    with own(dana):
        seal(case, is_sealed=False)
    assert {WORDS, BITTERN} <= {one.text for one in read(case, cast.dev()).chronology}


def test_tom_adds_to_his_report_and_a_colleague_answers_though_neither_can_open_it() -> None:
    sheets()
    case = a_case()
    actor = cast.acting(cast.dana(), at=LATER)
    question = operations.ask_colleague(
        actor=actor, case_id=case.pk, version=version_of(case.pk), kind="watch", asked_id=cast.tom().pk,
        question="How is the mood in your form?", due_on=LATER.date(), at=LATER,
    )  # fmt: skip
    case = seal(case, with_key(cast.dana()))
    concern = Concern.objects.get(entries__case=case)
    tom = cast.acting(cast.tom(), at=LATER)
    operations.add_to_own_report(actor=tom, concern_id=concern.pk, words="The heron was there too.", at=LATER)
    operations.answer_colleague(actor=tom, question_id=question.pk, answer="The curlew calls.", at=LATER)
    with own(cast.dana()):
        told = read(case, cast.dana())
    assert "The curlew calls." in {one.text for one in told.chronology}
    assert "The heron was there too." in {step.text for one in told.concerns for step in one.steps}


def test_a_concern_that_joins_it_is_sealed_too_and_one_from_outside_goes_on_as_it_was() -> None:
    sheets()
    case, dana = a_sealed_case(), cast.dana()
    later = a_concern(somebody(cast.leo()), named("Zebediah Quill", "bystander"), at=LATER)
    outside = a_concern(at=LATER, origin="anonymous")
    for concern in (later, outside):
        actor = cast.acting(dana, at=LATER)
        with own(dana):
            operations.add_to_case(actor=actor, case_id=case.pk, concern_id=concern.pk, version=0, at=LATER)
    with pytest.raises(KeyLocked):
        sealing.open_case_key(CaseKey.objects.get(pk=later.case_key_id))
    assert sealing.open_case_key(CaseKey.objects.get(pk=outside.case_key_id))
    with own(dana):
        assert len(read(case, dana).concerns) == 3


def test_typed_names_are_held_against_who_comes_to_lead_later_though_the_case_is_sealed() -> None:
    sheets()
    concern = a_concern(somebody(cast.leo()), named("Sue Marsh", "bystander"))
    case = a_sealed_case(concern=concern)
    with own(cast.dana()):
        operations.add_person(
            actor=cast.acting(cast.dana(), at=LATER), case_id=case.pk, version=version_of(case.pk),
            person=named("Ida Marsh", "bystander"), at=LATER,
        )  # fmt: skip
    typed = list(Involved.objects.filter(person=None))
    new = cast.tom()
    establishments.grant_role(
        actor=cast.SETTING_UP, person=new, role="deputy-dsl", from_on=LATER.date(), until_on=None, at=LATER
    )
    operations.follow_roles(actor=SystemActor("follow roles"), at=LATER)
    assert NameCompared.objects.filter(person=new, involved__in=typed).count() == len(typed) == 2


def test_search_finds_it_while_her_key_is_open_and_nothing_of_it_otherwise() -> None:
    sheets()
    case, dana = a_sealed_case(), cast.acting(cast.dana(), at=LATER)
    with own(cast.dana()):
        note(case, cast.dana())
        found = queries.search(actor=dana, asked="bittern", at=LATER)
        assert [one.id for one in found.found] == [case.pk]
        assert queries.search(actor=dana, asked="kingfisher", at=LATER).count == 1
    assert queries.search(actor=dana, asked="bittern", at=LATER).count == 0
    with own(cast.dana()):
        seal(case, is_sealed=False)
    assert [one.id for one in queries.search(actor=dana, asked="bittern", at=LATER).found] == [case.pk]


def test_two_sheets_open_it_to_dev_who_is_named_when_dana_has_left_and_both_holders_hear_of_it() -> None:
    held = sheets()
    case, dev = a_sealed_case(), with_key(cast.dev())
    holding = RoleHolding._base_manager.get(person=cast.dana(), role="dsl")
    establishments.end_role(actor=cast.SETTING_UP, holding=holding, until_on=LATER.date(), at=LATER)
    operations.follow_roles(actor=SystemActor("follow roles"), at=LATER)
    devs = cast.acting(dev, at=LATER)
    with own(dev), pytest.raises(NoKeyGrant):
        read(case, dev)
    with pytest.raises(NotAllowed, match="not two sheets"):
        operations.open_with_sheets(actor=devs, case_id=case.pk, first=held[0], second=held[0], at=LATER)
    OutboxMessage.objects.all().delete()
    operations.open_with_sheets(actor=devs, case_id=case.pk, first=held[0], second=held[1], at=LATER)
    told = {one.recipient for one in OutboxMessage.objects.all()}
    assert {"hana@oakfield.example", "chris@oakfield.example", "dev@oakfield.example"} <= told
    with own(dev):
        said = [one.text for one in read(case, dev).chronology]
    assert WORDS in said
    assert any("recovery sheets of Chris" in one and "and Hana Novak" in one for one in said)
    assert AuditEntry.objects.filter(action="case.open-with-sheets").count() == 1
    assert restricted_keys.find_recovery(cast.oakfield().pk) is None  # they count no more


def test_new_sheets_open_it_once_somebody_has_read_it() -> None:
    sheets()
    case = a_sealed_case(with_key(cast.dana()))
    new = sheets()
    assert operations.count_waiting(cast.oakfield()) == 1
    with own(cast.dana()):
        operations.keep_recoverable(actor=cast.acting(cast.dana(), at=LATER), case_id=case.pk, at=LATER)
    assert operations.count_waiting(cast.oakfield()) == 0
    dana = cast.acting(cast.dana(), at=LATER)
    accounts.make_own_key(actor=dana, user=cast.dana().user, password="another one now", at=LATER)
    operations.open_with_sheets(actor=dana, case_id=case.pk, first=new[0], second=new[1], at=LATER)


def test_a_concern_that_joined_after_the_sheets_changed_opens_with_the_new_ones_and_the_rest_with_the_old() -> None:
    old = sheets()
    case, dana = a_sealed_case(), cast.dana()
    new = sheets()
    later = a_concern(at=LATER)
    actor = cast.acting(dana, at=LATER)
    operations.add_to_case(actor=actor, case_id=case.pk, concern_id=later.pk, version=0, at=LATER)
    accounts.make_own_key(actor=actor, user=dana.user, password="another one now", at=LATER)
    accounts.make_own_key(actor=actor, user=dana.user, password=PASSWORD, at=LATER)
    for pair in (old, new):
        with own(dana), pytest.raises(NoKeyGrant):
            read(case, dana)
        operations.open_with_sheets(actor=actor, case_id=case.pk, first=pair[0], second=pair[1], at=LATER)
    with own(dana):
        assert len(read(case, dana).concerns) == 2


def test_the_case_goes_on_when_the_sheets_are_gone_and_nothing_more_is_sealed() -> None:
    sheets()
    case, dana, hana = a_sealed_case(), cast.dana(), with_key(cast.hana())
    place = cast.oakfield()
    for one in restricted_keys.list_sheets(place.pk):
        operations.end_recovery_sheet(actor=cast.acting(hana), establishment=place, sheet_id=one.pk, at=LATER)
    actor = cast.acting(dana, at=LATER)
    later = a_concern(at=LATER)
    with own(dana):
        operations.add_to_case(actor=actor, case_id=case.pk, concern_id=later.pk, version=0, at=LATER)
        seal(case, dana, hana)
    with own(hana):
        assert len(read(case, hana).concerns) == 2
    with pytest.raises(NotAllowed, match="two recovery sheets"):
        seal(a_case(a_concern(at=LATER)), dana)


def test_how_many_sheets_are_held_is_live_evidence() -> None:
    def held() -> list[float]:
        return [one.value for one in list_figures(cast.oakfield(), LATER) if one.kind == "recovery.sheets"]

    assert held() == [0]
    sheets()
    assert held() == [2]
    gone = restricted_keys.list_sheets(cast.oakfield().pk)[0]
    operations.end_recovery_sheet(
        actor=cast.acting(cast.hana()), establishment=cast.oakfield(), sheet_id=gone.pk, at=LATER
    )
    assert held() == [1]


class TestPages:
    """What they see, in a browser."""

    def test_dana_is_asked_for_her_password_and_comes_back_to_the_case(self, sign_in: Any) -> None:
        sheets()
        case = a_sealed_case()
        browser: Client = sign_in(cast.dana())
        page = f"/concerns/cases/{case.pk}/"
        asked = browser.get(page)
        assert unquote(asked["Location"]) == f"/account/key/?next={page}"
        assert "sealed to the people it names" in words_of(browser.get(asked["Location"]))
        wrong = browser.post(asked["Location"], {"password": "not this one at all"})
        assert "This is not your password" in words_of(wrong)
        assert browser.post(asked["Location"], {"password": PASSWORD})["Location"] == page
        shown = words_of(browser.get(page))
        assert WORDS in shown
        assert "Sealed to named people" in shown
        assert all(browser.get(f"{page}{part}").status_code == 200 for part in ("people/", "readers/", "what-to-do/"))
        del browser.cookies["own-key"]
        assert browser.get(page).status_code == 302

    def test_what_she_typed_is_there_again_when_her_key_has_closed_meanwhile(self, sign_in: Any) -> None:
        sheets()
        case = a_sealed_case()
        browser: Client = sign_in(cast.dana())
        page = f"/concerns/cases/{case.pk}/readers/"
        typed = {"version": version_of(case.pk), "scope": "team", "words": "The wigeon is home."}
        answer = browser.post(page, typed, headers={"referer": f"http://testserver{page}"})
        assert unquote(answer["Location"]) == f"/account/key/?next={page}"
        assert browser.post(answer["Location"], {"password": PASSWORD})["Location"] == page
        again = words_of(browser.get(page))
        assert "The wigeon is home." in again

    def test_who_is_named_without_a_key_to_it_reads_why_and_opens_it_with_two_sheets(self, sign_in: Any) -> None:
        held = sheets()
        dana = with_key(cast.dana())
        case = a_sealed_case(dana)
        page = f"/concerns/cases/{case.pk}/"
        accounts.make_own_key(actor=cast.acting(dana), user=dana.user, password=PASSWORD, at=LATER)
        browser: Client = sign_in(dana)
        browser.post("/account/key/", {"password": PASSWORD})
        shown = browser.get(page)
        assert "your key does not open it" in words_of(shown)
        first, second = ("\n".join(written.write(one, SHEET)) for one in held)
        wrong = browser.post(f"{page}sheets/", {"first_secret": first, "second_secret": first.replace("1 ", "9 ", 1)})
        assert "no line" in words_of(wrong) or "Missing" in words_of(wrong)
        opened = browser.post(f"{page}sheets/", {"first_secret": first, "second_secret": second})
        assert opened["Location"] == page
        assert WORDS in words_of(browser.get(page))

    def test_hana_prints_her_sheet_once_and_sees_who_holds_one(self, sign_in: Any) -> None:
        browser: Client = sign_in(cast.hana())
        assert "Nobody holds a sheet yet" in words_of(browser.get("/recovery-sheets/"))
        printed = browser.post("/recovery-sheets/make/")
        assert "no-store" in printed["Cache-Control"]
        lines = re.findall(r"<code>(.*?)</code>", printed.content.decode())
        assert len(written.read("\n".join(lines), SHEET)) == 32
        listed = words_of(browser.get("/recovery-sheets/"))
        assert "Hana Novak" in listed
        assert "There are not two sheets" in listed
        assert sign_in(cast.tom()).get("/recovery-sheets/").status_code == 404

    def test_the_form_says_who_has_no_key_and_why_nothing_was_sealed(self, sign_in: Any) -> None:
        case = a_case()
        browser: Client = sign_in(with_key(cast.dana()))
        page = f"/concerns/cases/{case.pk}/readers/"
        assert (
            words_of(browser.get(page)).count("(no key yet)") == len(operations.list_may_be_named(case, at=LATER)) - 1
        )
        typed = {
            "version": version_of(case.pk), "scope": "named", "people": [str(cast.dana().pk)], "is_sealed": "on",
            "words": "It is of that kind.",
        }  # fmt: skip
        assert "There are not two recovery sheets yet" in words_of(browser.post(page, typed))
        sheets()
        assert browser.post(page, typed)["Location"] == f"/concerns/cases/{case.pk}/"
