"""Dana refers Leo to children's social care and follows it until there is an answer; and decides not to, elsewhere."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import AT, a_case, a_concern, somebody
from tests.web.concerns.test_aftercare import ended
from tests.web.referrals.scenes import DECIDED, WHY, a_referral, a_step
from tutela.web.concerns import queries as concerns
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.referrals import operations, proofs, queries
from tutela.web.referrals.models import Referral, Share
from tutela.web.referrals.rules.referrals import NotNow

SignIn = Callable[..., Client]


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def chronology(case_id: object) -> list[str]:
    read = concerns.read_case(actor=cast.acting(cast.dana()), case_id=case_id, today=AT.date(), at=AT)  # type: ignore[arg-type]
    return [f"{moment.title}: {moment.text}" for moment in read.chronology]


def test_dana_refers_and_each_step_until_the_outcome_stands_on_the_chronology(sign_in: SignIn) -> None:
    case, client = a_case(), sign_in(cast.dana())
    assert f"/concerns/cases/{case.pk}/referrals/" in text(client, f"/concerns/cases/{case.pk}/")
    page = text(client, f"/concerns/cases/{case.pk}/referrals/")
    assert "Children’s social care" in page
    assert "999 first" in page
    address = f"/concerns/cases/{case.pk}/referrals/social-care-england/"
    assert "within one working day" in text(client, address)
    wrong = client.post(address, {"decision": "refer", "why": "", "consent": "refused"})
    assert "Say why" in wrong.content.decode()
    assert "Enter to whom you refer" in wrong.content.decode()
    no_reason = {"decision": "refer", "to": "Front door", "why": WHY, "consent": "refused", "told": "yes"}
    assert "without their consent" in client.post(address, no_reason).content.decode()
    made = client.post(address, no_reason | {"why_not": "He may be hit if we wait."})
    referral = made.headers["Location"]
    page = text(client, referral)
    assert "Still missing" in page
    assert "Where they live" in page
    assert "Parents or carers of Leo Marsh" in page

    filled = {
        "version": "0",
        "gives": ["worries"],
        "part_address": "1 Canal Row",
        "part_view": "“I don’t want to go home.”",
    }
    assert client.post(f"{referral}fill/", filled).status_code == 302
    assert "Somebody else filled this in" in client.post(f"{referral}fill/", filled).content.decode()
    assert "1 Canal Row" in text(client, referral)

    word = client.post(f"{referral}pack/word/")
    assert word.headers["Content-Disposition"].endswith('.docx"')
    assert word.content[:2] == b"PK"
    share = Share._base_manager.get()
    assert client.get(f"{referral}outcome/").status_code == 404
    sent = {
        "on_0": "20",
        "on_1": "11",
        "on_2": "2026",
        "clock": "4pm",
        "way": "secure-mail",
        "share": str(share.pk),
        "reference": "CS-7",
    }
    assert client.post(f"{referral}sent/", sent).status_code == 302
    ended = {
        "on_0": "20",
        "on_1": "11",
        "on_2": "2026",
        "clock": "5pm",
        "outcome": "taken-on",
        "text": "A strategy meeting tomorrow.",
    }
    assert client.post(f"{referral}outcome/", ended).status_code == 302
    assert "Finished" in text(client, referral)
    written = chronology(case.pk)
    assert any("Decided to refer to Children’s social care (Front door)" in one and WHY in one for one in written)
    assert any("CS-7" in one for one in written)
    assert any(one.startswith("Referral:") and "They took it on" in one for one in written)
    assert any(share.sha256 in one for one in written)
    assert client.get(f"{referral}sent/").status_code == 404


def test_a_decision_not_to_refer_is_kept_with_its_reason_and_waits_for_nothing(sign_in: SignIn) -> None:
    case, client = a_case(), sign_in(cast.dana())
    address = f"/concerns/cases/{case.pk}/referrals/prevent/"
    assert "Say why" in client.post(address, {"decision": "not", "why": " "}).content.decode()
    client.post(address, {"decision": "not", "why": "It was a history project."})
    page = text(client, f"/concerns/cases/{case.pk}/referrals/")
    assert "Decided not to refer" in page
    assert "Decided not to refer" not in text(client, "/referrals/")
    assert "Decided not to refer" in text(client, "/referrals/?show=all")
    assert any("It was a history project." in one for one in chronology(case.pk))


def test_silence_is_asked_about_until_there_is_an_outcome_and_only_readers_of_the_case_are_told(
    sign_in: SignIn,
) -> None:
    referral = a_referral()
    place, worker = cast.oakfield(), SystemActor("test", cast.oakfield().pk)

    def told(at: object) -> list[str]:
        OutboxMessage.objects.all().delete()
        operations.remind(actor=worker, at=at, establishment=place)  # type: ignore[arg-type]
        return sorted(OutboxMessage.objects.values_list("recipient", flat=True))

    assert told(DECIDED + timedelta(hours=3)) == []
    late = DECIDED + timedelta(hours=5)
    assert told(late) == sorted([cast.dana().email, cast.dev().email])
    assert told(late + timedelta(hours=1)) == []  # once
    a_step(referral, "sent", DECIDED + timedelta(hours=6))  # a Friday
    assert told(AT + timedelta(days=3)) == []  # Monday: the receipt is due today
    assert len(told(AT + timedelta(days=4))) == 2
    assert "Leo" not in OutboxMessage.objects.latest("made_at").body
    a_step(referral, "outcome", AT + timedelta(days=4), outcome="advice", text="Nothing further.")
    assert told(AT + timedelta(days=40)) == []
    assert figures_on(40) == {"referrals.awaiting": 0, "referrals.late": 0}


def test_figures_count_what_waits_and_what_waits_too_long() -> None:
    a_step(a_referral(), "sent", DECIDED)
    figures = queries.count_referrals(cast.oakfield(), AT + timedelta(days=6))
    assert (figures.awaiting, figures.late, figures.decided) == (1, 1, 1)


def test_a_referral_about_dana_is_in_no_figure() -> None:
    about_dana = a_case(a_concern(somebody(cast.dana(), "alleged")), by=cast.hana())
    a_step(
        a_referral(about_dana, "lado-england", by=cast.hana(), consent="not-needed"), "sent", DECIDED, by=cast.hana()
    )
    assert figures_on(6) == {}


def test_of_the_cases_that_ended_some_say_whether_they_were_referred_and_some_do_not() -> None:
    assert "referrals.reasoned" not in figures_on(1)
    decided = a_case()
    a_referral(decided)
    ended(decided)
    assert figures_on(1)["referrals.reasoned"] == 100
    ended()
    assert figures_on(1)["referrals.reasoned"] == 50


def figures_on(days: int) -> dict[str, float]:
    at = AT + timedelta(days=days)
    return {figure.kind: figure.value for figure in proofs.list_figures(cast.oakfield(), at)}


def test_a_step_may_not_be_taken_twice_nor_before_its_time() -> None:
    referral = a_referral()
    a_step(referral, "sent", DECIDED + timedelta(hours=1))
    with pytest.raises(NotNow):
        a_step(referral, "sent", DECIDED + timedelta(hours=2))


def test_nobody_but_those_of_the_case_finds_its_referral(sign_in: SignIn) -> None:
    about_dana = a_case(a_concern(somebody(cast.dana(), "alleged")), by=cast.hana())
    referral = a_referral(about_dana, "lado-england", by=cast.hana(), consent="not-needed")
    for who in (cast.dana, cast.dev, cast.tom, cast.ivy, cast.eli):
        client = sign_in(who())
        assert client.get(f"/referrals/{referral.pk}/").status_code == 404, who
        if cast.acting(who()).reads_concerns:
            assert "Designated officer" not in text(client, "/referrals/?show=all")
    page = text(sign_in(cast.hana()), f"/referrals/{referral.pk}/")
    assert "Dana" in page
    assert AuditEntry.objects.filter(action="referral.read", object=f"referrals.referral:{referral.pk}").count() == 1


def test_what_was_written_is_nowhere_in_the_database_and_never_changed() -> None:
    referral = a_referral()
    row = Referral._base_manager.filter(pk=referral.pk).values().get()
    assert not any("heron" in str(bytes(value) if isinstance(value, memoryview) else value) for value in row.values())
    with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE referrals_referral SET route = 'police'")


def test_advice_is_asked_without_names_and_its_answer_stands_on_the_chronology(sign_in: SignIn) -> None:
    case, client = a_case(), sign_in(cast.dana())
    address = f"/concerns/cases/{case.pk}/advice/"
    asked = {
        "body": "NSPCC helpline",
        "question": "What may we tell Leo’s father?",
        "on_0": "20",
        "on_1": "11",
        "on_2": "2026",
    }
    assert "The question names Leo" in client.post(address, asked).content.decode()
    assert (
        client.post(address, asked | {"question": "What may we tell a father who is not to know?"}).status_code == 302
    )
    page = text(client, f"/concerns/cases/{case.pk}/referrals/")
    answer = page.split('href="/advice/')[1].split('"')[0]
    said = {"text": "Tell him nothing before the council agrees.", "on_0": "20", "on_1": "11", "on_2": "2026"}
    assert client.post(f"/advice/{answer}", said).status_code == 302
    assert "Tell him nothing" in text(client, f"/concerns/cases/{case.pk}/referrals/")
    assert any(one.startswith("Advice from outside: NSPCC helpline answered") for one in chronology(case.pk))


@pytest.mark.requirement("S0.25")
def test_extremist_material_is_reported_by_its_own_route_with_day_reference_and_outcome(sign_in: SignIn) -> None:
    case, client = a_case(), sign_in(cast.dana())
    address = f"/concerns/cases/{case.pk}/referrals/report-extremism/"
    assert 'href="https://act.campaign.gov.uk"' in text(client, address)
    assert "act.campaign.gov.uk" in text(Client(), "/help/?for=adult")
    decided = {
        "decision": "refer",
        "to": "Counter-terrorism police",
        "why": "A video.",
        "consent": "not-needed",
        "told": "no",
    }
    referral = client.post(address, decided).headers["Location"]
    day = {"on_0": "20", "on_1": "11", "on_2": "2026"}
    client.post(f"{referral}sent/", {**day, "way": "their-form", "reference": "RT-77120"})
    client.post(f"{referral}outcome/", {**day, "outcome": "taken-on", "text": "The page was taken down."})
    page = text(client, referral)
    assert "RT-77120" in page
    assert "20 November" in page
    assert "The page was taken down." in page


@pytest.mark.requirement("S3.46")
def test_an_adult_learner_is_referred_to_adult_social_care_and_asked_themselves(sign_in: SignIn) -> None:
    case, client = a_case(), sign_in(cast.dana())
    page = text(client, f"/concerns/cases/{case.pk}/referrals/adult-social-care/")
    assert "Somebody over 18 has needs for care and support" in page
    assert "It is the person, not their family, who is asked and told" in page
    made = client.post(
        f"/concerns/cases/{case.pk}/referrals/adult-social-care/",
        {
            "decision": "refer",
            "to": "Northshire adults",
            "why": "Money is taken from her.",
            "consent": "given",
            "told": "not-yet",
        },
    )
    assert "Whether they can decide" in text(client, made.headers["Location"])
