"""Risks: made of what is in use, held against what stands on both sides, and turned into actions where nothing does."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from tests import cast
from tests.web.pages import parts, words_of
from tests.web.registers.scenes import NOON, a_risk, a_technology, control, dana
from tutela.web.actions import operations as actions
from tutela.web.actions.models import Action
from tutela.web.registers import kinds, operations, proofs, queries
from tutela.web.registers.models import Foresight, Risk, RiskControl
from tutela.web.registers.rules import months, risks
from tutela.web.registers.shipped.risks import get_risks

SignIn = Callable[..., Client]


def test_the_two_lists_cover_every_kind_and_all_nine_challenges() -> None:
    shipped = get_risks()
    assert set(shipped.kinds) == set(kinds.TECHNOLOGIES)
    assert len(shipped.challenges) == 9
    assert {one.four_c for one in shipped.challenges.values()} == {"content", "contact", "conduct", "commerce"}
    for kind in shipped.kinds:
        assert any(kind in one.kinds for one in shipped.challenges.values()), kind
    for one in shipped.challenges.values():
        assert any(not control.technical for control in one.in_care), one.title
        assert one.beyond
        assert not any(control.technical for control in one.beyond), one.title


@pytest.mark.requirement("S3.6", "S3.7")
def test_the_register_is_made_of_the_kinds_in_use_with_their_benefit(sign_in: SignIn) -> None:
    a_technology(kind="ai-assistant")
    client = sign_in(cast.dana())
    page = client.get("/registers/risks/make/").content.decode()
    assert page.count("checked") == 1
    client.post("/registers/risks/make/", {"technologies": ["ai-assistant", "vpn"]})
    made = Risk._base_manager.filter(establishment=cast.oakfield())
    assert set(made.values_list("kind", "challenge")) == set(get_risks().pairs(["ai-assistant", "vpn"]))
    assert all(made.values_list("benefit", flat=True))
    again = words_of(client.post("/registers/risks/make/", {"technologies": ["vpn"]}, follow=True))
    assert "0 risks are new" in again


@pytest.mark.requirement("S1.12", "S4.16")
def test_a_risk_has_a_gap_until_something_stands_on_both_sides(sign_in: SignIn) -> None:
    risk, client = a_risk(), sign_in(cast.dana())
    place = cast.oakfield()
    page = words_of(client.get(f"/registers/risks/{risk.pk}/"))
    assert "Nothing protects people here" in page
    assert "Nothing prepares people for elsewhere" in page
    control(risk, "Chat with strangers is switched off", "in-care", technical=True)
    page = words_of(client.get(f"/registers/risks/{risk.pk}/"))
    assert "Only technology stands against this" in page
    assert "Nothing protects people here" not in page
    control(risk, "Lessons on secrets", "beyond", tag="educate")
    page = words_of(client.get(f"/registers/risks/{risk.pk}/"))
    assert "Only technology" not in page
    assert "Gap" not in page
    (figure,) = proofs.list_figures(place, NOON)
    total = len(queries.list_risks(dana()))
    assert (figure.kind, figure.value) == ("risks.controlled", round(100 / total, 1))


def test_what_others_do_is_taken_over_with_one_button_and_once(sign_in: SignIn) -> None:
    risk, client = a_risk(), sign_in(cast.dana())
    offered = get_risks().challenges["grooming"].beyond[0]
    sent = {"words": offered.words, "place": "beyond", "tag": offered.tag, "technical": "no"}
    for _ in range(2):
        assert client.post(f"/registers/risks/{risk.pk}/control/", sent).status_code == 302
    assert RiskControl._base_manager.get().words == offered.words
    assert client.get(f"/registers/risks/{risk.pk}/").content.decode().count('value="' + offered.words) == 0


@pytest.mark.requirement("S1.12")
def test_a_gap_becomes_an_action_that_leads_back_and_is_made_once(sign_in: SignIn) -> None:
    risk, client = a_risk(), sign_in(cast.dana())
    for _ in range(2):
        client.post(f"/registers/risks/{risk.pk}/act/", {"place": "beyond"})
    action = Action._base_manager.get()
    assert (action.origin, action.tag) == (f"risk:{risk.pk}:beyond", "educate")
    assert action.address == f"/registers/risks/{risk.pk}/"
    assert "Grooming and exploitation, Games" in action.title
    assert action.title in words_of(client.get(f"/registers/risks/{risk.pk}/"))
    control(risk, "Lessons", "beyond", tag="educate")
    with pytest.raises(operations.RegisterRefused, match="no gap here any more"):
        operations.act_on_gap(actor=dana(), at=NOON, pk=risk.pk, place="beyond")


def test_the_heaviest_stands_first_and_what_does_not_arise_stands_apart(sign_in: SignIn) -> None:
    heavy, light = a_risk("game", "money"), a_risk("game", "cruelty")
    given = {"actor": dana(), "at": NOON, "benefit": "Teamwork"}
    operations.judge_risk(**given, pk=heavy.pk, likelihood=3, harm=3)
    operations.judge_risk(**given, pk=light.pk, likelihood=1, harm=1)
    order = [one.risk.challenge for one in queries.list_risks(dana())]
    assert (order[0], order[-1]) == ("money", "cruelty")
    client = sign_in(cast.dana())
    sent = {"likelihood": "1", "harm": "2", "benefit": "Teamwork", "set_aside": "Nobody plays here."}
    client.post(f"/registers/risks/{light.pk}/judge/", sent)
    assert "Nobody plays here." in words_of(client.get("/registers/risks/?show=set-aside"))
    assert light.pk not in {one.risk.pk for one in queries.list_risks(dana())}


def test_what_ends_leaves_a_gap_and_stays_in_the_history(sign_in: SignIn) -> None:
    risk = a_risk()
    row = control(risk, "A lunchtime rota in the computer room", "in-care", at=NOON - timedelta(days=40))
    client = sign_in(cast.dana())
    client.post(f"/registers/controls/{row.pk}/end/")
    page = words_of(client.get(f"/registers/risks/{risk.pk}/"))
    assert "Nothing protects people here" in page
    assert "What stood against it once" in page
    assert "It has ended already" in words_of(client.post(f"/registers/controls/{row.pk}/end/", follow=True))


@pytest.mark.requirement("S1.2")
def test_the_balance_counts_controls_and_actions_by_what_they_serve(sign_in: SignIn) -> None:
    risk = a_risk()
    control(risk, "Blocked", "in-care", technical=True)
    control(risk, "Lessons", "beyond", tag="educate")
    operations.act_on_gap(actor=dana(), at=NOON, pk=a_risk("game", "money").pk, place="in-care")
    found = queries.get_balance(dana(), cast.oakfield(), date(2026, 11, 20))
    assert found.controls == {"protect": 1, "educate": 1, "empower": 0}
    assert found.actions == {"protect": 1, "educate": 0, "empower": 0}
    assert found.path["educate"][-2:] == [0, 1]
    page = words_of(sign_in(cast.gwen()).get("/registers/balance/"))
    assert "More than half of it protects" in page
    assert "Month by month" in page


def test_what_stood_against_a_risk_that_is_set_aside_stays_in_the_past() -> None:
    risk = a_risk()
    control(risk, "Blocked", "in-care", technical=True)
    aside = datetime(2027, 1, 8, 12, 0, tzinfo=UTC)
    given = {"likelihood": 1, "harm": 2, "benefit": risk.benefit, "set_aside": "Nobody plays here any more."}
    operations.judge_risk(actor=dana(), at=aside, pk=risk.pk, **given)
    later = datetime(2027, 2, 8, 12, 0, tzinfo=UTC)
    operations.judge_risk(actor=dana(), at=later, pk=risk.pk, **given | {"set_aside": "Nobody plays here at all."})
    found = queries.get_balance(dana(), cast.oakfield(), later.date())
    assert found.controls["protect"] == 0
    assert found.path["protect"][-4:] == [1, 1, 0, 0]  # November, December, January, February
    operations.judge_risk(actor=dana(), at=later, pk=risk.pk, **given | {"set_aside": ""})
    assert queries.get_balance(dana(), cast.oakfield(), later.date()).controls["protect"] == 1


def test_an_action_counts_from_the_day_it_was_done_here_and_not_in_greenwich() -> None:
    place = cast.oakfield()
    place.time_zone = "Pacific/Auckland"
    place.save()
    late = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)  # the first of November there
    made = operations.act_on_gap(actor=dana(), at=late, pk=a_risk("game", "money").pk, place="in-care")
    actions.close_action(actor=dana(), at=late, pk=made.pk, words="Decided.", effective_on=date(2026, 11, 1))
    found = queries.get_balance(dana(), place, date(2026, 11, 20))
    assert found.path["protect"][-2:] == [0, 1]


def test_a_risk_whose_challenge_the_library_has_dropped_is_not_there(sign_in: SignIn) -> None:
    risk = a_risk("game", "money")
    Risk._base_manager.filter(pk=risk.pk).update(challenge="dropped")
    client = sign_in(cast.dana())
    assert client.get(f"/registers/risks/{risk.pk}/").status_code == 404
    with pytest.raises(operations.GapIsClosed):
        operations.act_on_gap(actor=dana(), at=NOON, pk=risk.pk, place="in-care")


@pytest.mark.requirement("S4.1")
def test_what_is_coming_is_looked_at_again_on_its_day(sign_in: SignIn) -> None:
    client = sign_in(cast.dana())
    soon = date.today() + timedelta(days=30)
    sent = {"title": "Glasses that film", "words": "Two learners have them.", "source": "Year 10"}
    client.post("/registers/horizon/new/", sent | parts("look_again_on", soon))
    row = Foresight._base_manager.get()
    assert "Glasses that film" in words_of(client.get("/registers/horizon/"))
    wrong = {"words": "Again."} | parts("look_again_on", date(2020, 1, 1))
    assert "must be in the future" in words_of(client.post(f"/registers/horizon/{row.pk}/look/", wrong))
    look = {"words": "In the policy on phones now.", "asks_review": "yes"}
    for _ in range(2):
        client.post(f"/registers/horizon/{row.pk}/look/", look)
    action = Action._base_manager.get()
    assert (action.origin, action.title) == (f"foresight:{row.pk}", "Review what we do about: Glasses that film")
    page = words_of(client.get(f"/registers/horizon/{row.pk}/"))
    assert "Settled" in page
    assert "Two learners have them." in page


def test_gwen_reads_and_elm_park_sees_nothing(sign_in: SignIn) -> None:
    risk = a_risk()
    page = sign_in(cast.gwen()).get(f"/registers/risks/{risk.pk}/").content.decode()
    assert '<form method="post" action="/registers' not in page
    assert sign_in(cast.eli()).get(f"/registers/risks/{risk.pk}/").status_code == 404


def test_nothing_at_all_is_a_gap_and_not_a_technical_risk() -> None:
    machine, people = risks.Control("in-care", technical=True), risks.Control("beyond", technical=False)
    assert risks.list_gaps([]) == ["in-care", "beyond"]
    assert risks.list_gaps([machine, people]) == []
    assert not risks.is_only_technical([])
    assert risks.is_only_technical([machine, machine])
    assert not risks.is_only_technical([machine, people])
    assert risks.weigh(None, 3) is None
    assert risks.controlled_pct([]) is None


def test_months_end_with_the_one_that_is_not_over() -> None:
    today = date(2026, 2, 10)
    assert months.list_months(today, 3) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert months.end_of(date(2025, 12, 1), today) == date(2025, 12, 31)
    assert months.end_of(date(2026, 2, 1), today) == today
    assert months.standing_at(today, [(today, None), (date(2026, 1, 1), today)]) == 1


@pytest.mark.requirement("S4.4")
def test_a_risk_of_peoples_own_devices_is_not_covered_until_something_is_taught(sign_in: SignIn) -> None:
    risk, client = a_risk("own-phone", "grooming"), sign_in(cast.dana())
    page = f"/registers/risks/{risk.pk}/"

    def controlled() -> float | None:
        return queries.get_controlled_pct(cast.oakfield().pk)

    control(risk, "Adults meet learners only where others can look", "in-care")
    control(risk, "The network of the phone company filters", "beyond", technical=True, tag="educate")
    control(risk, "Each learner can name somebody they would tell", "beyond", tag="empower")
    assert "no network of ours protects them there" in words_of(client.get(page))
    assert "Nothing is taught" in words_of(client.get("/registers/risks/?show=gaps"))
    assert controlled() == 0
    for _ in range(2):
        client.post(f"{page}act/", {"place": "education"})
    action = Action._base_manager.get()
    assert (action.origin, action.tag) == (f"risk:{risk.pk}:education", "educate")
    assert action.title in words_of(client.get(page))
    control(risk, "Lessons on people who are not who they say", "beyond", tag="educate")
    assert "Gap" not in words_of(client.get(page))
    assert controlled() == round(100 / len(queries.list_risks(dana())), 1)


def test_a_technical_side_is_no_gap_of_teaching_where_the_network_is_ours() -> None:
    machine, taught = risks.Control("beyond", technical=True), risks.Control("beyond", technical=False, tag="educate")
    assert risks.list_gaps([machine]) == ["in-care"]
    assert risks.list_gaps([machine], outside=True) == ["in-care", "education"]
    assert risks.list_gaps([taught], outside=True) == ["in-care"]
    assert risks.list_gaps([], outside=True) == ["in-care", "beyond"]


def test_every_risk_of_peoples_own_devices_comes_with_something_to_teach() -> None:
    shipped = get_risks()
    outside = [kind for kind, one in shipped.kinds.items() if one.outside]
    assert outside == ["own-phone", "wearable"]
    for _kind, name in shipped.pairs(outside):
        assert any(one.tag == "educate" for one in shipped.challenges[name].beyond), name
