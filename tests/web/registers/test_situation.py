"""Our own situation: what the kind of place chooses, and what its risks say should come next."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.pages import words_of
from tests.web.registers.scenes import NOON, a_risk, control, dana
from tests.web.reviews.test_reviewing import shipped, start
from tutela.web.core.actor import SystemActor
from tutela.web.establishments.models import Establishment
from tutela.web.evidence.operations import publish
from tutela.web.evidence.rules import Figure
from tutela.web.registers import operations, queries
from tutela.web.registers.models import Risk
from tutela.web.registers.rules.situation import Group, Weighed, choose_group
from tutela.web.reviews.models import Review

SignIn = Callable[..., Client]


@pytest.mark.requirement("S1.13")
def test_the_risk_profile_chooses_what_comes_next_and_the_path_is_shown(sign_in: SignIn) -> None:
    client = sign_in(cast.gwen())

    def page() -> str:
        return words_of(client.get("/registers/situation/"))

    assert "What comes next : Know the risks" in page().replace("next:", "next :")
    a_risk("vpn", "identity")
    for risk in Risk._base_manager.all():
        operations.judge_risk(actor=dana(), at=NOON, pk=risk.pk, likelihood=3, harm=2, benefit="Work from home")
    assert ": Protect" in page()
    for one in queries.list_risks(dana()):
        control(one.risk, "A second factor", "in-care", technical=True)
    assert ": Educate" in page()
    for one in queries.list_risks(dana()):
        control(one.risk, "Lessons on passwords", "beyond", tag="educate")
    assert ": Empower" in page()
    control(risk, "Learners teach each other", "beyond", tag="empower")
    control(risk, "A helpers’ group", "beyond", tag="empower")
    assert ": Keep going" in page()
    assert "The path over the last year" in page()


def test_the_kind_of_place_chooses_words_and_guidance(sign_in: SignIn) -> None:
    cast.dana()
    page = words_of(sign_in(cast.dana()).get("/registers/situation/"))
    assert "pupils, designated safeguarding lead" in page
    assert "Keeping children safe in education" in page
    assert "Keeping learners safe" not in page
    assert "It applies" in page


def test_what_is_not_judged_comes_before_everything() -> None:
    both, none = Weighed(9, ("in-care", "beyond")), Weighed(None, ())
    assert choose_group([], {}) == Group.KNOW
    assert choose_group([both, none], {}) == Group.KNOW
    assert choose_group([both], {}) == Group.PROTECT
    assert choose_group([Weighed(2, ("in-care",))], {}) == Group.EDUCATE
    assert choose_group([Weighed(9, ())], {"protect": 9, "empower": 1}) == Group.EMPOWER
    assert choose_group([Weighed(9, ())], {"protect": 4, "empower": 1}) == Group.KEEP


def test_what_the_place_chose_names_its_frameworks_and_where_worries_go(sign_in: SignIn) -> None:
    chosen = "What that chose"
    page = words_of(sign_in(cast.dana()).get("/registers/situation/")).partition(chosen)[2]
    assert page.count("Recommended next") == 1
    assert "Seven steps to a safe place to learn online Recommended next" in page
    assert "Filtering and monitoring" in page
    assert "Channel" in page
    raw = sign_in(cast.dana()).get("/registers/situation/").content.decode()
    assert 'href="/referrals/bodies/"' in raw
    gwen = sign_in(cast.gwen()).get("/registers/situation/").content.decode()
    assert "Channel" in gwen
    assert 'href="/referrals/bodies/"' not in gwen  # she reads no referrals
    Establishment.objects.filter(pk=cast.oakfield().pk).update(nation="scotland")
    scottish = words_of(sign_in(cast.gwen()).get("/registers/situation/")).partition(chosen)[2]
    assert "LADO" not in scottish


def test_a_review_under_way_is_named_instead_of_a_recommendation(sign_in: SignIn) -> None:
    review = start(shipped("cyber-security-basics"))
    page = words_of(sign_in(cast.gwen()).get("/registers/situation/"))
    assert f"{review.framework.title} Under way" in page
    assert "Recommended next" not in page


def test_whoever_completed_one_is_recommended_the_one_that_the_records_speak_against_most_and_reads_why(
    sign_in: SignIn,
) -> None:
    now = timezone.now()
    for framework in ("seven-steps", "prevent"):
        review = start(shipped(framework))
        Review._base_manager.filter(pk=review.pk).update(completed_at=now)
    figures = [
        Figure(kind, 0.0, now, "/")
        for kind in ("contacts.named", "accounts.second-factor", "filters.canaries", "training.staff")
    ]
    publish(actor=SystemActor("test"), at=now, establishment_id=cast.oakfield().pk, figures=figures)
    page = words_of(sign_in(cast.dana()).get("/registers/situation/")).partition("What that chose")[2]
    assert page.count("Recommended next") == 1
    first = page.partition("Recommended next")[2]
    assert first.lstrip().startswith("Today the records speak against")
