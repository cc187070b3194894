"""Hana opens a case in an emergency: for an hour, to read and no more, with others told, never one about herself."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import Http404
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import AT, WORDS, a_case, a_concern, reads_of, somebody
from tutela.web.concerns import operations, queries
from tutela.web.concerns.models import BrokenGlass, CaseEntry, SafeguardingCase
from tutela.web.concerns.rules import NotAllowed
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.core.models import OutboxMessage
from tutela.web.establishments.models import Person
from tutela.web.establishments.operations import exclude

SignIn = Callable[..., Client]
TODAY = date(2026, 11, 20)


def break_in(person: Person | None = None, *, by: Person | None = None, reason: str = "He is missing.") -> BrokenGlass:
    [opening] = operations.break_glass(
        actor=cast.acting(by or cast.hana()), person_id=(person or cast.leo()).pk, reason=reason, at=AT
    )
    return opening


def read(opening: BrokenGlass, *, by: Person | None = None, minutes: int = 30) -> str:
    case, _until = queries.read_by_glass(
        actor=cast.acting(by or cast.hana()), opening_id=opening.pk, today=TODAY, at=AT + timedelta(minutes=minutes)
    )
    return " ".join(moment.text for moment in case.chronology)


def test_hana_reads_for_an_hour_and_each_reading_is_written_down_and_seen_by_dana() -> None:
    case = a_case()
    assert not SafeguardingCase.visible_to(cast.acting(cast.hana())).exists()
    opening = break_in()
    assert WORDS in read(opening)
    assert reads_of(case) == 1
    with pytest.raises(Http404):
        read(opening, minutes=60)
    with pytest.raises(Http404):
        read(opening, by=cast.dev())
    _number, readers = queries.list_case_readers(actor=cast.acting(cast.dana()), case_id=case.pk, at=AT)
    assert [reader.name for reader in readers] == ["Hana Novak"]
    assert not SafeguardingCase.visible_to(cast.acting(cast.hana())).exists()


def test_the_lead_and_one_more_are_told_at_once_and_never_only_whoever_opens_it() -> None:
    a_case()
    opening = break_in()
    told = OutboxMessage.objects.filter(kind="concern.glass-broken")
    assert {message.recipient for message in told} == {cast.dana().email, cast.dev().email}
    assert not any("missing" in message.body or "Leo" in message.body for message in told)
    with acting_as(SystemActor("test")):
        assert set(opening.told.all()) == {cast.dana(), cast.dev()}


def told() -> dict[str, bool]:
    """Who was told of an opening, and whether they were given a way to the case."""
    return {
        one.recipient.partition("@")[0]: "/concerns/" in one.body
        for one in OutboxMessage.objects.filter(kind__startswith="concern.glass")
    }


def leaves(person: Person) -> None:
    person.role_holdings(manager="_base_manager").all().delete()


def test_without_a_deputy_the_chair_is_told_and_without_either_the_trusts_lead_and_neither_is_given_a_way_in() -> None:
    case = a_case()
    leaves(cast.dev())
    break_in()
    assert told() == {"dana": True, "chris": False}
    OutboxMessage.objects.all().delete()
    leaves(cast.chris())
    cast.theo()
    opening = break_in()
    assert told() == {"dana": True, "theo": False}
    OutboxMessage.objects.all().delete()
    operations.review_glass(
        actor=cast.acting(cast.dana()), case_id=case.pk, opening_id=opening.pk, was_right=True, words="Yes.", at=AT
    )
    operations.alarm_about_glass(actor=SystemActor("test"), at=AT + timedelta(days=10))
    assert told() == {"dana": True, "chris": False}


def test_where_two_cannot_be_told_nothing_is_opened() -> None:
    a_case()
    leaves(cast.dev())
    leaves(cast.chris())
    with pytest.raises(NotAllowed, match="Two others have to be told"):
        break_in()
    assert not BrokenGlass._base_manager.exists()
    assert not told()


def test_where_nobody_leads_two_others_are_told_and_whoever_is_close_to_leo_is_not_one() -> None:
    a_case()
    leaves(cast.dana())
    cast.theo()
    exclude(actor=SystemActor("test"), person=cast.chris(), about_person=cast.leo(), reason="family", at=AT)
    break_in()
    assert set(told()) == {"dev", "theo"}


def test_no_exclusion_is_overridden_and_none_and_hidden_are_one_answer() -> None:
    a_case(a_concern(somebody(cast.leo()), somebody(cast.hana(), "alleged")), by=cast.chris())
    a_case(a_concern(somebody(cast.mia()), somebody(cast.dana(), "alleged")), by=cast.hana())
    for person in (cast.leo(), cast.mia(), cast.pat()):
        with pytest.raises(operations.NothingToOpen):
            break_in(person)
    assert not BrokenGlass._base_manager.exists()


def test_who_turns_out_to_be_family_meanwhile_reads_it_no_longer() -> None:
    a_case()
    opening = break_in()
    exclude(actor=SystemActor("test"), person=cast.hana(), about_person=cast.leo(), reason="family", at=AT)
    with pytest.raises(Http404):
        read(opening)


def test_nobody_without_the_right_or_without_a_reason_opens_anything() -> None:
    a_case()
    for by in (cast.tom(), cast.gwen(), cast.ivy(), cast.chris()):
        with pytest.raises(NotAllowed, match="may not"):
            break_in(by=by)
    with pytest.raises(NotAllowed, match="emergency"):
        break_in(reason="  ")
    with pytest.raises(operations.NothingToOpen):
        break_in(cast.nia())


def test_an_opening_is_reviewed_by_somebody_else_or_becomes_an_alarm_after_five_school_days() -> None:
    case = a_case()
    opening = break_in()

    def alarms(days: int) -> int:
        return operations.alarm_about_glass(actor=SystemActor("test"), at=AT + timedelta(days=days))

    assert [alarms(7), alarms(10), alarms(11)] == [0, 1, 0]
    assert OutboxMessage.objects.filter(kind="concern.glass-unreviewed").count() == 2
    given = {"case_id": case.pk, "opening_id": opening.pk, "was_right": True, "at": AT}
    with pytest.raises(NotAllowed, match="Say why"):
        operations.review_glass(actor=cast.acting(cast.dana()), words=" ", **given)
    operations.review_glass(actor=cast.acting(cast.dana()), words="He was found in time.", **given)
    with pytest.raises(NotAllowed, match="already"):
        operations.review_glass(actor=cast.acting(cast.dana()), words="Again.", **given)
    assert {"glass-broken", "glass-reviewed"} <= set(CaseEntry._base_manager.values_list("kind", flat=True))


def test_hana_opens_reads_and_writes_nothing_and_dana_reviews_on_the_pages(sign_in: SignIn) -> None:
    case = a_case()
    client = sign_in(cast.hana())
    assert sign_in(cast.dev()).get("/concerns/emergency/").status_code == 404
    assert "add the name" not in client.get("/concerns/emergency/").content.decode(), "only who is known has a case"
    page = client.post("/concerns/emergency/", {"name": "leo"}).content.decode()
    assert "Leo Marsh" in page
    answers = {"name": "leo", "person": str(cast.leo().pk), "reason": "He is missing.", "open": "1"}
    assert client.post("/concerns/emergency/", answers).status_code == 302
    opening = BrokenGlass._base_manager.get()
    page = client.get(f"/concerns/emergency/{opening.pk}/").content.decode()
    assert WORDS in page
    assert "Correct" not in page
    assert client.get(f"/concerns/cases/{case.pk}/").status_code == 404
    assert client.get(f"/concerns/cases/{case.pk}/add/").status_code == 404
    dana = sign_in(cast.dana())
    assert "opened this case in an emergency" in dana.get(f"/concerns/cases/{case.pk}/").content.decode()
    review = f"/concerns/cases/{case.pk}/emergency/{opening.pk}/"
    assert "He is missing." in dana.get(review).content.decode()
    assert dana.post(review, {"right": "yes", "text": "He was found."}).status_code == 302
    assert dana.get(review).status_code == 404
