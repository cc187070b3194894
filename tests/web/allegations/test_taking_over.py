"""Whatever form it comes by: what is told about an adult who works here goes into the vault, and the team hears of the
learner alone.
"""

import ast
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests import cast
from tests.web.allegations.scenes import AT
from tests.web.allegations.test_routing import readers
from tests.web.concerns.scenes import named, somebody
from tests.web.concerns.test_report_pages import ACCOUNT, answer, fill
from tests.web.monitoring.matches import AT as WHEN_SEEN
from tests.web.monitoring.matches import an_alert
from tests.web.pages import words_of
from tests.web.worries import scenes as worries
from tests.web.worries.conftest import _quick as _quick
from tutela.web.allegations import operations, queries, rules
from tutela.web.allegations.models import Adult, Allegation, ConcernRaised
from tutela.web.allegations.operations import routing
from tutela.web.concerns import operations as concerns
from tutela.web.concerns import queries as read
from tutela.web.concerns.models import Concern, Grant, Involved
from tutela.web.concerns.rules import NotAllowed, PersonInConcern
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Person
from tutela.web.monitoring import operations as monitoring
from tutela.web.worries.models import Conversation
from tutela.web.worries.operations import chase

pytestmark = pytest.mark.usefixtures("as_system")
SignIn = Callable[..., Client]
WORDS = "He keeps Leo behind alone and says the dunnock must not be told of."
YOURS = f"{worries.HOME}yours/"


@pytest.fixture(autouse=True)
def _oakfield() -> None:
    cast.dana(), cast.dev(), cast.hana(), cast.chris(), cast.tom(), cast.sue(), cast.leo()


def told(*people: PersonInConcern, by: Person | None = None, **more: Any) -> Concern:
    """Sue, unless somebody else is given, reports a concern by the usual form, with Leo in it."""
    given: dict[str, Any] = {
        "what_happened": WORDS,
        "four_c": "contact",
        "theme": "not-sure",
        "place": "offline",
        "told_in_person": False,
        "immediate_danger": False,
    }
    everybody = [somebody(cast.leo()), *people]
    return concerns.report_concern(actor=cast.acting(by or cast.sue(), at=AT), at=AT, people=everybody, **given | more)


def matter() -> Allegation:
    return Allegation._base_manager.get()


def team_reads() -> str:
    """All that Dana and Dev find in concerns, in words."""
    found = ""
    for one in (cast.dana(), cast.dev()):
        actor = cast.acting(one, at=AT)
        for row in Concern.visible_to(actor):
            opened = read.read_concern(actor=actor, concern_id=row.pk, at=AT)
            found += " ".join([opened.text, opened.raised_by, *(person.name for person in opened.people)])
    return found


def mails() -> dict[str, list[str]]:
    """Who was told of what."""
    found: dict[str, list[str]] = {}
    for one in OutboxMessage.objects.order_by("recipient", "kind"):
        found.setdefault(one.recipient.partition("@")[0], []).append(one.kind)
    return found


def goes_to_hana_alone(row: Concern) -> None:
    assert matter().pk == row.pk
    assert readers(matter()) == {"Hana"}
    assert not any(read.may_read(cast.acting(person(), at=AT), row.pk) for person in cast.EVERYBODY)
    assert "Leo Marsh" in team_reads()
    for said in ("dunnock", "Tom", "Reed", "Sue", "adult"):
        assert said not in team_reads()


@pytest.mark.requirement("S3.16")
@pytest.mark.requirement("S3.26")
def test_sue_chooses_tom_and_it_is_hanas_while_the_team_hears_of_leo_alone() -> None:
    goes_to_hana_alone(told(somebody(cast.tom(), "alleged")))
    assert mails() == {"hana": ["waiting-for-you"], "dana": ["concern.waiting"]}
    found = queries.read_matter(actor=cast.acting(cast.hana(), at=AT), at=AT, pk=matter().pk)
    assert (found.text, found.learners, found.names, found.is_known) == (WORDS, "Leo Marsh", ("Tom Reed",), True)
    assert found.row.raised_by == cast.sue()
    assert len(found.concern_ids) == 1


@pytest.mark.parametrize("typed", ["Tom Reed", "mr reed", "Mr. Tom"])
def test_a_typed_name_that_can_be_nobody_else_is_tom(typed: str) -> None:
    goes_to_hana_alone(told(named(typed)))
    assert [one.person for one in Adult._base_manager.all()] == [None]


@pytest.mark.parametrize("typed", ["Tom", "Reed", "a man at the gate", "Tom Smith"])
def test_a_name_that_may_be_anybodys_waits_for_a_person_to_decide(typed: str) -> None:
    row = told(named(typed))
    assert not Allegation._base_manager.exists()
    assert read.may_read(cast.acting(cast.dana(), at=AT), row.pk)


def test_a_parent_or_a_learner_of_the_same_name_makes_it_uncertain() -> None:
    for kind, title, full in (("parent", "dsl", "dsl"), ("learner", "vault", "dsl")):
        other = Person(
            establishment=cast.oakfield(), kind=kind, given_name="Tom", family_name="Reed", login=f"{kind}-reed",
            pseudonym=kind,
        )  # fmt: skip
        other.save(force_insert=True)
        assert told(named("Mr Reed")).route == title
        assert told(named("Tom Reed")).route == full
        other.delete()


def test_a_partners_tutor_and_supply_of_an_agency_work_here_and_a_parent_does_not() -> None:
    cast.ria()
    assert told(named("Ria Bell")).route == "vault"
    assert told(somebody(cast.asa(), "alleged")).route == "vault"
    assert told(somebody(cast.pat(), "alleged")).route == "dsl"
    assert told(somebody(cast.tom(), "bystander")).route == "dsl"


def test_about_dana_who_leads_alone_hana_reads_it_and_is_asked_to_look_after_leo() -> None:
    cast.dev().role_holdings(manager="_base_manager").all().delete()
    row = told(somebody(cast.dana(), "alleged"), by=cast.tom())
    assert readers(matter()) == {"Hana"}
    beside = ConcernRaised._base_manager.get(allegation=row.pk).concern_id
    assert not Concern.visible_to(cast.acting(cast.dana(), at=AT)).exists()
    assert read.may_read(cast.acting(cast.hana(), at=AT), beside)
    assert mails() == {"hana": ["concern.waiting", "waiting-for-you"]}


def test_about_a_deputy_the_lead_looks_after_leo_and_learns_not_about_whom_it_is() -> None:
    told(somebody(cast.dev(), "alleged"), by=cast.tom())
    assert readers(matter()) == {"Hana"}
    assert not Concern.visible_to(cast.acting(cast.dev(), at=AT)).exists()
    assert "Leo" in team_reads()
    assert "Dev" not in team_reads()


def test_whoever_is_close_to_tom_hears_nothing_of_leo_either() -> None:
    establishments.exclude(
        actor=cast.SETTING_UP, person=cast.dana(), about_person=cast.tom(), reason="They are married", at=AT
    )
    told(somebody(cast.tom(), "alleged"))
    assert not Concern.visible_to(cast.acting(cast.dana(), at=AT)).exists()
    assert Concern.visible_to(cast.acting(cast.dev(), at=AT)).exists()
    assert "dana" not in mails()


def test_about_hana_it_is_the_chairs_and_about_the_chair_too_nobodys_and_sue_is_told_to_turn_outside(
    sign_in: SignIn,
) -> None:
    told(somebody(cast.hana(), "alleged"))
    assert readers(matter()) == {"Chris"}
    row = told(somebody(cast.hana(), "alleged"), somebody(cast.chris(), "alleged"))
    assert readers(Allegation._base_manager.get(pk=row.pk)) == set()
    page = words_of(sign_in(cast.sue()).get(f"/report-a-concern/{row.pk}/sent/"))
    assert "Nobody here may look into this" in page


def test_who_saw_it_or_may_be_meant_in_it_does_not_handle_it() -> None:
    row = told(somebody(cast.tom(), "alleged"), named("Mrs Novak", "bystander"))
    assert readers(Allegation._base_manager.get(pk=row.pk)) == {"Chris"}
    row = told(somebody(cast.tom(), "alleged"), somebody(cast.hana(), "bystander"))
    assert readers(Allegation._base_manager.get(pk=row.pk)) == {"Chris"}


def test_tom_who_reports_himself_by_the_usual_form_reports_himself() -> None:
    told(somebody(cast.tom(), "alleged"), by=cast.tom())
    assert (matter().reported_as, readers(matter())) == ("self", {"Hana"})


def test_danger_now_is_said_to_hana_and_to_the_team_alike() -> None:
    told(somebody(cast.tom(), "alleged"), immediate_danger=True)
    assert "concern.in-danger" in mails()["dana"]
    assert "concern.in-danger" in mails()["dev"]
    assert OutboxMessage.objects.get(recipient=cast.hana().email).subject.startswith("Urgent")


@pytest.mark.requirement("S3.16")
def test_on_the_pages_of_the_form_sue_is_told_who_reads_it_and_what_becomes_of_it(sign_in: SignIn) -> None:
    cast.name_contact()
    sue = sign_in(cast.sue())
    check = fill(sue, name="reed", role="alleged")
    page = words_of(sue.get(check))
    assert "alone reads it, or whoever stands above them" in page
    assert "It goes to the safeguarding team" not in page
    assert "Dana" not in page
    sent = answer(sue, check)
    assert "The safeguarding team does not read it" in words_of(sue.get(sent))
    assert readers(matter()) == {"Hana"}
    assert not Concern.visible_to(cast.acting(cast.dana())).exists()
    assert ACCOUNT in words_of(sign_in(cast.hana()).get(f"/in-confidence/{matter().pk}/"))
    assert "Received" in words_of(sue.get("/my-reports/"))
    assert matter().receipt not in words_of(sue.get("/in-confidence/mine/"))


def test_what_sue_adds_reaches_hana_and_she_sees_how_it_stands() -> None:
    row, sue = told(somebody(cast.tom(), "alleged")), cast.acting(cast.sue(), at=AT)
    OutboxMessage.objects.all().delete()
    concerns.add_to_own_report(actor=sue, concern_id=row.pk, words="It was on Monday too.", at=AT)
    assert mails() == {"hana": ["waiting-for-you"]}
    hana = cast.acting(cast.hana(), at=AT)
    found = queries.read_matter(actor=hana, at=AT, pk=row.pk)
    assert "It was on Monday too." in [one.text for one in found.entries]
    assert read.get_own_report(sue, row.pk).status == "received"
    operations.add_entry(
        actor=hana, at=AT, pk=row.pk, version=found.version, kind="note", happened_at=AT, words="I speak with Leo."
    )
    assert read.get_own_report(sue, row.pk).status == "looked-at"


@pytest.mark.requirement("S3.16")
def test_a_child_of_nine_tells_of_mr_reed_and_hana_answers_where_dana_finds_nothing(sign_in: SignIn) -> None:
    worries.readers()
    words = worries.tell(what=WORDS, by="Mr Reed", who="other", names="Leo Marsh")
    row = matter()
    assert readers(row) == {"Hana"}
    assert "dunnock" not in team_reads()
    assert "Reed" not in team_reads()
    talk = f"/concerns/{row.pk}/talk/"
    dana, hana = sign_in(cast.dana()), sign_in(cast.hana())
    assert dana.get(talk).status_code == 404
    assert dana.get(f"/concerns/{row.pk}/").status_code == 404
    assert "Write to whoever told us" in words_of(hana.get(f"/in-confidence/{row.pk}/"))
    worries.press(hana, talk, text="You did right. Are you safe today?")
    child = worries.open_again(words)
    page = worries.text_of(child, YOURS)
    assert "Are you safe today?" in page
    assert "Hana" not in page
    assert "We are looking at it" in page
    OutboxMessage.objects.all().delete()
    worries.press(child, YOURS, text="Yes, he is ill.")
    assert mails() == {"hana": ["waiting-for-you"]}
    assert "Read 1 new message" in words_of(hana.get(f"/in-confidence/{row.pk}/"))
    assert f'href="/in-confidence/{row.pk}/"' in hana.get(talk).content.decode()


def test_a_child_who_tells_of_themselves_without_a_name_raises_no_concern_for_nobody() -> None:
    worries.tell(by="Mr Reed", who="me")
    assert readers(matter()) == {"Hana"}
    assert not ConcernRaised._base_manager.exists()


def test_an_alert_that_dana_raises_about_tom_is_no_longer_hers() -> None:
    alert = an_alert(cast.tom())
    monitoring.raise_from_alert(
        actor=cast.acting(cast.dana(), at=WHEN_SEEN), at=WHEN_SEEN, pk=alert.pk, seen=1, what_happened="He looks.",
        four_c="content", immediate_danger=False, told_in_person=None, role="alleged", subject_name="Tom Reed",
        events=[{"time": WHEN_SEEN.isoformat(), "host": "bad.example", "path": "/x"}],
    )  # fmt: skip
    assert readers(matter(), WHEN_SEEN) == {"Hana"}
    found = queries.read_matter(actor=cast.acting(cast.hana(), at=WHEN_SEEN), at=WHEN_SEEN, pk=matter().pk)
    assert "bad.example/x" in found.entries[0].text


@pytest.mark.requirement("S3.16")
def test_dana_hands_on_what_turns_out_to_be_about_tom_and_the_page_says_what_that_does(sign_in: SignIn) -> None:
    row = told(named("Tom"), by=cast.ivy())
    Grant(establishment=cast.oakfield(), concern=row, person=cast.hana(), reason="Asked", granted_at=AT).save()
    dana = sign_in(cast.dana())
    address = f"/in-confidence/concern/{row.pk}/"
    assert f'href="{address}"' in dana.get(f"/concerns/{row.pk}/").content.decode()
    page = words_of(dana.get(address))
    for said in ("alone reads it", "you no longer find it", "look after Leo Marsh", "cannot take this back"):
        assert said in page
    OutboxMessage.objects.all().delete()
    assert dana.post(address, {"version": 0, "name": "Mr Reed"})["Location"] == "/concerns/"
    goes_to_hana_alone(row)
    assert mails() == {"hana": ["waiting-for-you"], "dana": ["concern.waiting"]}
    assert matter().raised_by == cast.ivy()
    found = queries.read_matter(actor=cast.acting(cast.hana(), at=AT), at=AT, pk=row.pk)
    assert found.names == ("Mr Reed",)
    assert "It came as a concern" in found.entries[0].text
    assert dana.get(address).status_code == 404
    assert dana.get(f"/concerns/{row.pk}/").status_code == 404
    assert AuditEntry.objects.filter(action="vault.take-over").count() == 1


def test_tom_who_reported_what_turns_out_to_be_about_himself_sees_a_report_like_any_other(sign_in: SignIn) -> None:
    mine = told(by=cast.tom(), what_happened="Leo is unhappy.")
    other = told(by=cast.tom(), what_happened="Leo is late.")
    dana = cast.acting(cast.dana(), at=AT)
    operations.take_over_concern(actor=dana, at=AT, concern_id=mine.pk, version=0, name="Tom Reed")
    concerns.acknowledge(actor=dana, concern_id=other.pk, at=AT)
    assert readers(matter()) == {"Hana"}
    tom = sign_in(cast.tom())
    pages = [words_of(tom.get(f"/report-a-concern/{one.pk}/sent/")).replace(one.receipt, "") for one in (mine, other)]
    assert pages[0] == pages[1]
    assert [one.status for one in read.list_own_reports(cast.acting(cast.tom(), at=AT))] == ["looked-at", "looked-at"]
    assert not queries.list_own_reports(cast.acting(cast.tom(), at=AT))
    assert tom.get(f"/in-confidence/mine/{mine.pk}/sent/").status_code == 404
    assert tom.get(f"/in-confidence/{mine.pk}/").status_code == 404
    assert "tom" not in mails()


def test_what_is_about_the_chair_is_handed_on_to_nobody_and_dana_is_given_whom_to_telephone(sign_in: SignIn) -> None:
    row = told(named("the chair"))
    answered = sign_in(cast.dana()).post(
        f"/in-confidence/concern/{row.pk}/", {"version": 0, "name": "Chris Adeyemi"}, follow=True
    )
    assert answered.redirect_chain == [("/in-confidence/outside/", 302)]
    assert "nobody here may read it. Telephone outside today" in words_of(answered)
    assert readers(matter()) == set()


def test_what_dev_did_meanwhile_is_looked_at_first(sign_in: SignIn) -> None:
    row, dana = told(named("Tom")), sign_in(cast.dana())
    concerns.acknowledge(actor=cast.acting(cast.dev(), at=AT), concern_id=row.pk, at=AT)
    address = f"/in-confidence/concern/{row.pk}/"
    assert dana.post(address, {"version": 0, "name": "Tom"})["Location"] == f"/concerns/{row.pk}/"
    assert not Allegation._base_manager.exists()


@pytest.mark.parametrize("person", [cast.tom, cast.sue, cast.ivy, cast.hana, cast.gwen, cast.eli])
def test_nobody_who_does_not_read_a_concern_hands_it_on(sign_in: SignIn, person: Callable[[], Person]) -> None:
    row, who = told(named("Tom")), sign_in(person())
    address = f"/in-confidence/concern/{row.pk}/"
    assert (who.get(address).status_code, who.post(address, {"version": 0, "name": "x"}).status_code) == (404, 404)
    assert not Allegation._base_manager.exists()


def test_when_the_vault_cannot_take_it_nothing_is_kept_and_nobody_gets_a_receipt(
    monkeypatch: pytest.MonkeyPatch, sign_in: SignIn
) -> None:
    client = sign_in(cast.sue())
    check = fill(client, name="reed", role="alleged")
    row = told(named("Tom"))
    OutboxMessage.objects.all().delete()

    def fails(*_args: object, **_more: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(routing, "route", fails)
    with pytest.raises(RuntimeError):
        client.post(check)
    with pytest.raises(RuntimeError):
        operations.take_over_concern(
            actor=cast.acting(cast.dana(), at=AT), at=AT, concern_id=row.pk, version=0, name="Tom"
        )
    assert [one.pk for one in Concern._base_manager.all()] == [row.pk]
    assert read.may_read(cast.acting(cast.dana(), at=AT), row.pk)
    assert not OutboxMessage.objects.exists()
    assert client.get(check).status_code == 200  # what Sue wrote is there, to be sent again


def test_when_the_vault_cannot_take_a_worry_no_six_words_are_given_and_it_is_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    child = Client()
    check = worries.fill(child, by="Mr Reed")
    with monkeypatch.context() as broken:
        broken.setattr(routing, "route", lambda *_args, **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            child.post(check)
    assert not Concern._base_manager.exists()
    assert not Conversation._base_manager.exists()
    assert not OutboxMessage.objects.exists()
    assert len(worries.words_on(child, worries.press(child, check))) == 6
    assert readers(matter()) == {"Hana"}


def test_nobody_who_comes_into_a_role_later_finds_it_as_a_concern() -> None:
    row = told(somebody(cast.tom(), "alleged"), by=cast.ivy())
    establishments.grant_role(actor=cast.SETTING_UP, person=cast.sue(), role="dsl", from_on=AT.date(), at=AT)
    establishments.grant_role(actor=cast.SETTING_UP, person=cast.tom(), role="dsl", from_on=AT.date(), at=AT)
    concerns.follow_roles(actor=SystemActor("follow roles"), at=AT)
    concerns.escalate_unread(actor=SystemActor("escalate"), at=AT.replace(day=27))
    assert not any(read.may_read(cast.acting(one, at=AT), row.pk) for one in (cast.sue(), cast.tom(), cast.hana()))
    assert not Concern.visible_to(cast.acting(cast.tom(), at=AT)).exists()


def test_leo_in_the_concern_for_his_safety_is_named_and_nobody_else() -> None:
    told(somebody(cast.tom(), "alleged"), somebody(cast.mia(), "bystander"))
    beside = ConcernRaised._base_manager.get().concern_id
    assert [(one.person, one.role) for one in Involved._base_manager.filter(concern=beside)] == [(cast.leo(), "harmed")]


def test_on_the_concern_for_leo_there_is_nobody_to_answer_and_nothing_to_hand_on(sign_in: SignIn) -> None:
    told(somebody(cast.tom(), "alleged"))
    page = words_of(sign_in(cast.dana()).get(f"/concerns/{ConcernRaised._base_manager.get().concern_id}/"))
    assert "Look today how they are" in page
    assert "Let the reporter know" not in page
    assert "It is about an adult who works here" not in page


@pytest.mark.parametrize("typed", ["Tom", "my teacher", "Sir"])
def test_a_name_that_may_be_an_adults_is_asked_about_where_the_concern_is_read(sign_in: SignIn, typed: str) -> None:
    row = told(named(typed))
    page = words_of(sign_in(cast.dana()).get(f"/concerns/{row.pk}/"))
    assert f"Does {typed} work or volunteer here?" in page
    other = told(named("Ben from 9B"))
    assert "work or volunteer here?" not in words_of(sign_in(cast.dana()).get(f"/concerns/{other.pk}/"))


def test_where_dana_puts_tom_in_the_place_of_somebody_she_is_asked_about_him(sign_in: SignIn) -> None:
    row = told(named("Somebody"))
    [involved] = Involved._base_manager.filter(concern=row, role="alleged")
    concerns.put_right_in_concern(
        actor=cast.acting(cast.dana(), at=AT), at=AT, concern_id=row.pk, version=0, involved_ids=[involved.pk],
        person=somebody(cast.tom(), "alleged"), reason="Leo says so.",
    )  # fmt: skip
    dana = sign_in(cast.dana())
    assert "Does Tom Reed work or volunteer here?" in words_of(dana.get(f"/concerns/{row.pk}/"))
    assert "It is about Tom Reed." in words_of(dana.get(f"/in-confidence/concern/{row.pk}/"))
    assert dana.post(f"/in-confidence/concern/{row.pk}/", {"version": 1})["Location"] == "/concerns/"
    assert [one.person for one in Adult._base_manager.all()] == [cast.tom()]
    goes_to_hana_alone(row)


@pytest.mark.parametrize("person", [lambda: somebody(cast.tom(), "alleged"), lambda: named("Mr Reed")])
def test_tom_is_not_added_to_a_case_as_who_caused_harm_but_as_who_saw_it(person: Callable[[], PersonInConcern]) -> None:
    dana = cast.acting(cast.dana(), at=AT)
    case = concerns.open_case(actor=dana, concern_id=told().pk, version=0, at=AT)
    with pytest.raises(NotAllowed, match="as about an adult"):
        concerns.add_person(actor=dana, case_id=case.pk, version=1, person=person(), at=AT)
    concerns.add_person(actor=dana, case_id=case.pk, version=1, person=somebody(cast.tom(), "bystander"), at=AT)


def test_what_hana_handles_is_chased_by_the_vault_and_by_nobody_of_the_team() -> None:
    with time_machine.travel(AT, tick=False):
        worries.tell(by="Mr Reed", who="me")
    OutboxMessage.objects.all().delete()
    later = AT + timedelta(days=2)
    chase(actor=SystemActor("chase", cast.oakfield().pk), at=later)
    assert not OutboxMessage.objects.exists()
    operations.remind(actor=SystemActor("remind"), at=later)
    assert mails() == {"hana": ["waiting-for-you"]}


def test_names_by_rules_alone() -> None:
    assert rules.names_adult("Mr Reed", "Tom", "Reed")
    assert rules.names_adult("reed, tom", "Tom", "Reed")
    assert rules.names_adult("Tom", "Tom", "")
    assert not rules.names_adult("Reed", "Tom", "Reed")
    assert not rules.names_adult("Sir", "Tom", "Reed")
    assert rules.names_other("Tom Reed", True, "Tom", "Reed")
    assert not rules.names_other("Mr Reed", True, "Tom", "Reed")


def test_nothing_that_is_told_reaches_the_team_without_being_asked_whether_it_is_about_an_adult() -> None:
    """`raise_concern` goes straight to the team, so no form may use it."""
    root = Path(operations.__file__).parents[2]
    calls = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "raise_concern"
    }
    assert calls == {"concerns/operations/concerns.py", "allegations/operations/learners.py", "demo/matters.py"}


@time_machine.travel(AT, tick=False)
def test_hana_is_told_in_words_that_name_nobody() -> None:
    told(somebody(cast.tom(), "alleged"))
    said = " ".join(f"{one.kind} {one.subject} {one.body}".casefold() for one in OutboxMessage.objects.all())
    assert not [word for word in ("allegation", "adult", "tom", "reed", "leo", "dunnock") if word in said]
