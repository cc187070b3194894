"""Tom reports a concern from his phone: six short questions, nothing lost, one concern however often he presses."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import AT, a_concern, named, somebody
from tests.web.pages import words_of
from tutela.web.concerns import operations, queries
from tutela.web.concerns.models import Concern, ConcernDraft, Involved
from tutela.web.concerns.tasks import remind_of_drafts
from tutela.web.concerns.views.report import QUESTIONS, next_address
from tutela.web.core import sealing
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.establishments.middleware import CHOSEN

SignIn = Callable[..., Client]
START = "/report-a-concern/"
ACCOUNT = "She wrote that the lapwing has flown."


@pytest.fixture(autouse=True)
def _oakfield() -> None:
    cast.dana(), cast.dev(), cast.hana(), cast.leo(), cast.mia()
    cast.name_contact()


def answer(client: Client, address: str, **answers: str) -> str:
    """Answer the question at this address; where that leads."""
    response = client.post(address, answers)
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def add(client: Client, who: str, name: str, role: str) -> None:
    """Find somebody and add the first who is found, or the name as it was typed."""
    answer(client, who, find="1", name=name)
    choices = re.findall(r'name="person"[^>]*value="([^"]+)"', client.get(who).content.decode())
    person = {"person": choices[0]} if choices else {}
    answer(client, who, add="1", role=role, **person)


def fill(client: Client, name: str = "leo", role: str = "harmed") -> str:
    """Answer everything; the address of the page where the answers are checked."""
    who = answer(client, START, danger="no")
    add(client, who, name, role)
    what = answer(client, who, next="1")
    if what.endswith("/told/"):
        what = answer(client, what, told="yes")
    when = answer(client, what, what=ACCOUNT)
    if when.endswith("/done/"):
        when = answer(client, when, done="I told her form tutor.")
    kind = answer(client, when, place="both", where="The bus", on_0="2", on_1="nov", on_2="2020", clock="3:40pm")
    return answer(client, kind, theme="bullying")


@pytest.mark.requirement("S3.25")
@pytest.mark.requirement("S1.24")
def test_tom_answers_six_questions_and_gets_a_receipt(sign_in: SignIn) -> None:
    client = sign_in(cast.tom())
    assert len(QUESTIONS) <= 7
    check = fill(client)
    page = client.get(check).content.decode()
    for shown in (
        "Leo Marsh",
        "May have been harmed",
        ACCOUNT,
        "Online and in person",
        "The bus",
        "3:40pm",
        "Bullying",
    ):
        assert shown in page
    sent = answer(client, check)
    concern = Concern._base_manager.get()
    assert concern.receipt in client.get(sent).content.decode()
    read = queries.read_concern(actor=cast.acting(cast.dana()), concern_id=concern.pk, at=AT)
    assert (read.text, read.place, read.four_c, read.theme) == (ACCOUNT, "both", "conduct", "bullying")
    assert (read.told_in_person, read.immediate_danger, read.raised_by) == (True, False, "Tom Reed")
    assert [(someone.name, someone.role) for someone in read.people] == [("Leo Marsh", "harmed")]
    assert OutboxMessage.objects.filter(recipient=cast.dana().email).count() == 1


def test_sending_twice_makes_one_concern(sign_in: SignIn) -> None:
    client = sign_in(cast.tom())
    check = fill(client)
    assert answer(client, check) == answer(client, check)
    assert Concern._base_manager.count() == 1
    assert OutboxMessage.objects.count() == 1
    assert not ConcernDraft._base_manager.exists()
    assert client.get(check)["Location"].endswith("/sent/")


def test_the_first_thing_said_is_what_to_do_when_somebody_is_in_danger(sign_in: SignIn) -> None:
    client = sign_in(cast.tom())
    page = client.get(START).content.decode()
    assert 0 < page.index("call 999 first") < page.index('name="danger"')
    assert 0 < page.index("an adult who works or volunteers here?") < page.index('name="danger"')
    who = answer(client, START, danger="yes")
    assert "Call 999 now" in client.get(who).content.decode()
    told = client.get(answer(client, who, next="1")).content.decode()
    assert "Call 999 now" in told
    assert "Have you told Dana Shah in person?" in told
    assert "Not if it may be about Dana Shah or another adult who works here" in told


@pytest.mark.parametrize(("name", "works"), [("Dana", "works here"), ("Mrs Shah", "works here"), ("Dan", "work")])
def test_nobody_is_sent_to_the_safeguarding_lead_with_what_is_or_may_be_about_her(
    sign_in: SignIn, name: str, works: str
) -> None:
    cast.tom()
    client = sign_in(cast.sue())
    who = answer(client, START, danger="not-sure")
    add(client, who, name, "alleged")
    pages = [client.get(who)]
    assert "Talk to Dana" not in words_of(client.get(START))
    at = answer(client, who, next="1")
    assert at.endswith("/what/")
    for given in ({"what": ACCOUNT}, {"place": "offline"}, {"theme": "not-sure"}):
        pages.append(client.get(at))
        at = answer(client, at, **given)
    pages.append(client.get(at))
    for page in pages:
        text = words_of(page)
        assert "in person" not in text.replace("In person", "")
        assert "Talk to Dana" not in text
    assert works in words_of(pages[0])
    # taken out again, it is asked after all
    answer(client, who, drop="0")
    assert answer(client, who, next="1").endswith("/told/")


def test_an_interrupted_report_waits_for_tom_alone_and_then_is_forgotten(sign_in: SignIn) -> None:
    with time_machine.travel(AT, tick=False):
        check = fill(sign_in(cast.tom()))
        assert check in sign_in(cast.tom()).get(START).content.decode()
        assert check not in sign_in(cast.sue()).get(START).content.decode()
        assert sign_in(cast.dana()).get(check).status_code == 404
        assert sign_in(cast.dana()).post(check).status_code == 404
    with time_machine.travel(AT + timedelta(hours=73), tick=False):
        assert sign_in(cast.tom()).get(check).status_code == 404
    assert operations.drop_expired_drafts(actor=cast.SETTING_UP, at=AT + timedelta(hours=73)) == 1


def test_somebody_who_is_not_on_the_list_can_be_named(sign_in: SignIn) -> None:
    client = sign_in(cast.tom())
    answer(client, fill(client, name="Zebediah Quill", role="alleged"))
    [row] = Involved._base_manager.all()
    assert (row.person, row.role) == (None, "alleged")


def test_somebody_who_was_added_by_mistake_can_be_taken_out(sign_in: SignIn) -> None:
    client = sign_in(cast.tom())
    check = fill(client)
    who = check.replace("/check/", "/who/")
    assert "Leo Marsh" in client.get(who).content.decode()
    answer(client, who, drop="0")
    assert "Leo Marsh" not in client.get(who).content.decode()
    assert answer(client, who, next="1") == check
    answer(client, who, drop="7")


def test_a_governor_names_people_but_never_searches_them(sign_in: SignIn) -> None:
    client = sign_in(cast.gwen())
    who = answer(client, START, danger="no")
    answer(client, who, find="1", name="mia")
    page = client.get(who).content.decode()
    assert "Mia Marsh" not in page
    assert "Years 3 to 6" not in page
    assert "mia" in page
    answer(client, who, add="1", role="harmed")
    assert answer(client, who, next="1").endswith("/told/")


def test_no_name_is_ever_part_of_an_address(sign_in: SignIn) -> None:
    client = sign_in(cast.tom())
    who = answer(client, START, danger="no")
    assert "leo" not in answer(client, who, find="1", name="leo")


def test_a_question_left_empty_says_what_to_do(sign_in: SignIn) -> None:
    client = sign_in(cast.tom())
    assert "Select an answer" in client.post(START, {}).content.decode()
    check = fill(client)
    what, when = check.replace("/check/", "/what/"), check.replace("/check/", "/when/")
    assert "Enter what happened" in client.post(what, {"what": " "}).content.decode()
    assert "Enter the day" in client.post(when, {"place": "online", "clock": "9am"}).content.decode()
    assert client.get(check.replace("/check/", "/nonsense/")).status_code == 404
    assert client.get(what).content.decode().count(ACCOUNT) == 1


def test_a_report_cannot_be_sent_before_every_question_was_asked(sign_in: SignIn) -> None:
    client = sign_in(cast.tom())
    who = answer(client, START, danger="no")
    assert client.post(who.replace("/who/", "/check/"))["Location"] == who
    assert not Concern._base_manager.exists()


def test_toms_own_reports_say_how_they_stand_and_nothing_of_what_is_in_them(sign_in: SignIn) -> None:
    concern = a_concern(somebody(cast.leo()), named("Zebediah Quill"))
    page = sign_in(cast.tom()).get("/my-reports/").content.decode()
    assert concern.receipt in page
    assert "Received" in page
    for secret in ("kingfisher", "Leo", "Zebediah"):
        assert secret not in page
    assert concern.receipt not in sign_in(cast.sue()).get("/my-reports/").content.decode()
    assert sign_in(cast.sue()).get(f"/report-a-concern/{concern.pk}/sent/").status_code == 404


def test_tom_adds_what_he_forgot(sign_in: SignIn) -> None:
    concern = a_concern()
    assert answer(sign_in(cast.tom()), f"/my-reports/{concern.pk}/add/", text="It was Tuesday.") == "/my-reports/"
    assert sign_in(cast.sue()).get(f"/my-reports/{concern.pk}/add/").status_code == 404
    assert "It was Tuesday." in sign_in(cast.dana()).get(f"/concerns/{concern.pk}/").content.decode()


def test_a_matter_for_nobody_inside_tells_whoever_reported_it_whom_to_call(sign_in: SignIn) -> None:
    concern = a_concern(somebody(cast.hana(), "alleged"), somebody(cast.chris(), "alleged"))
    page = sign_in(cast.tom()).get(f"/report-a-concern/{concern.pk}/sent/").content.decode()
    assert "local authority" in page


@pytest.mark.parametrize("person", [cast.tom, cast.sue, cast.ivy, cast.gwen, cast.ria, cast.dana])
def test_everybody_who_works_here_can_report(sign_in: SignIn, person: Callable) -> None:
    client = sign_in(person())
    answer(client, fill(client, name="Somebody Unknown"))
    assert AuditEntry.objects.filter(action="concern.raise").count() == 1


@pytest.mark.requirement("S3.42")
def test_a_partners_tutor_says_what_she_did_too_and_dana_acknowledges_it(sign_in: SignIn) -> None:
    client = sign_in(cast.ria())
    session = client.session
    session[CHOSEN] = cast.oakfield().pk
    session.save()
    assert "Seven short questions" in client.get(START).content.decode()
    what = answer(client, answer(client, answer(client, START, danger="no"), next="1"), told="yes")
    done = answer(client, what, what=ACCOUNT)
    assert "Enter what you have done" in client.post(done, {"done": " "}).content.decode()
    answer(client, fill(client, name="Somebody Unknown"))
    concern = Concern._base_manager.get()
    assert concern.origin == "partner"
    dana = sign_in(cast.dana())
    page = dana.get(f"/concerns/{concern.pk}/").content.decode()
    assert "What they have done about it" in page
    assert "I told her form tutor." in page
    dana.post(f"/concerns/{concern.pk}/acknowledge/")
    assert "Being looked at" in client.get("/my-reports/").content.decode()


def test_a_teacher_is_not_asked_the_partners_question(sign_in: SignIn) -> None:
    client = sign_in(cast.tom())
    check = fill(client)
    assert client.get(check.replace("/check/", "/done/")).status_code == 404


def test_half_an_answer_is_there_again_and_is_not_taken_for_an_answer(sign_in: SignIn) -> None:
    client = sign_in(cast.tom())
    told = answer(client, answer(client, START, danger="no"), next="1")
    what = answer(client, told, told="yes")
    assert client.post(what, {"what": "She wrote that the lap", "keep": "1"}).status_code == 204
    again = sign_in(cast.tom())
    assert "She wrote that the lap</textarea>" in again.get(what).content.decode()
    draft = ConcernDraft._base_manager.get()
    assert b"lap" not in bytes(draft.sealed_answers)
    assert next_address(draft.pk, queries.read_answers(draft)) == what
    answer(again, what, what=ACCOUNT)
    assert "She wrote that the lap</textarea>" not in again.get(what).content.decode()
    # nobody else finds or fills it
    assert sign_in(cast.sue()).post(what, {"what": "Mine", "keep": "1"}).status_code == 404


def test_nothing_is_added_to_a_report_whose_words_were_destroyed_and_its_page_says_why(sign_in: SignIn) -> None:
    concern = a_concern()
    client = sign_in(cast.tom())
    address = f"/my-reports/{concern.pk}/add/"
    assert "no longer kept" not in client.get(address).content.decode()
    with transaction.atomic():
        sealing.destroy_case_key(concern.case_key, at=AT)
    for response in (client.get(address), client.post(address, {"text": "It was Tuesday."})):
        assert response.status_code == 200
        assert "This report is no longer kept" in response.content.decode()
    with pytest.raises(operations.NoLongerKept):
        operations.add_to_own_report(actor=cast.acting(cast.tom()), concern_id=concern.pk, words="More", at=AT)
    assert client.get("/my-reports/").status_code == 200


def reminders_at(*hours: float) -> list[tuple[float, str, str]]:
    """What is sent when the task runs at these hours after the last word, each twice as a restarted worker would."""
    seen = set(OutboxMessage.objects.values_list("pk", flat=True))
    found = []
    for hour in hours:
        for _again in range(2):
            remind_of_drafts(AT + timedelta(hours=hour))
        for message in OutboxMessage.objects.exclude(pk__in=seen):
            found.append((hour, message.kind, message.recipient))
            seen.add(message.pk)
    return found


def a_draft(*, danger: bool) -> ConcernDraft:
    answers = {"danger": "yes" if danger else "no", "immediate_danger": danger, "what_happened": ACCOUNT}
    return operations.start_draft(actor=cast.acting(cast.tom(), at=AT), answers=answers, at=AT)


def test_tom_is_reminded_of_a_report_he_did_not_send_after_a_day_and_on_its_last_day() -> None:
    draft, to = a_draft(danger=False), cast.tom().email
    assert to
    found = reminders_at(0.2, 1, 23, 24, 30, 47, 48, 60, 72, 80)
    assert found == [(24, "concern.not-sent", to), (48, "concern.not-sent", to)]
    for message in OutboxMessage.objects.filter(kind="concern.not-sent"):
        assert f"/report-a-concern/{draft.pk}/check/" in message.body
        assert "lapwing" not in message.body + message.subject
        # it may be about the safeguarding lead herself
        assert "about an adult who works there, the head alone" in message.body


def test_where_somebody_may_be_in_danger_he_hears_within_the_hour_that_nobody_has_read_it() -> None:
    a_draft(danger=True)
    kind, to = "concern.not-sent-in-danger", cast.tom().email
    assert reminders_at(0.4, 0.7, 1, 23, 24, 48) == [(0.7, kind, to), (24, kind, to), (48, kind, to)]


def test_whoever_writes_on_is_reminded_anew_and_whoever_has_sent_it_is_not() -> None:
    draft = a_draft(danger=False)
    assert len(reminders_at(24)) == 1
    answers = queries.read_answers(draft)
    operations.save_answers(
        actor=cast.acting(cast.tom(), at=AT), draft_id=draft.pk, answers=answers, at=AT + timedelta(hours=25)
    )
    assert [hour for hour, _kind, _to in reminders_at(26, 48, 49, 60)] == [49]
    ConcernDraft._base_manager.filter(pk=draft.pk).delete()
    assert reminders_at(73) == []
