"""The term of the demo: signed, asked, arranged and told through the same operations as at a real school."""

from collections import Counter
from datetime import date

import pytest

from tutela.web.actions.models import Action
from tutela.web.consents import proofs as consents
from tutela.web.consents.models import Consent, Use, Withdrawal
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.demo.filling import plan_term
from tutela.web.demo.matters import Days
from tutela.web.demo.moments import Fortnight
from tutela.web.demo.people import plan_roster
from tutela.web.demo.school import get_names, get_school, get_trust
from tutela.web.demo.setting_up import set_up, take_in_people
from tutela.web.demo.term import get_term
from tutela.web.engagement.models import Survey, SurveyOutcome
from tutela.web.establishments.models import Establishment
from tutela.web.evidence import operations as evidence
from tutela.web.policies import proofs as policies
from tutela.web.policies.models import Acknowledgement, Version
from tutela.web.policies.texts import wording as wordings
from tutela.web.responsibilities.models import Assignment, Decision
from tutela.web.responsibilities.queries import list_journey
from tutela.web.reviews import queries as reviews
from tutela.web.reviews.models import Review
from tutela.web.worries.models import Message

pytestmark = pytest.mark.once

ACTOR = SystemActor("test")


def lived(slug: str, until: date) -> tuple[Establishment, Fortnight]:
    """An establishment of the demo after its term; without what was asked of the filter."""
    school, fortnight = get_school(slug), Fortnight(until)
    with acting_as(ACTOR):
        here = set_up(get_trust(), school, at=fortnight.begins_at)
        roster = plan_roster(school, get_names(), seed=1, school_year=fortnight.school_year)
        take_in_people(here, school, roster, at=fortnight.begins_at)
        days = Days(here, roster, fortnight)
        plan_term(days, get_term())
        days.run()
    return here, fortnight


def test_oakfield_has_signed_asked_and_decided_by_the_last_morning(as_system: SystemActor) -> None:
    here, fortnight = lived("oakfield", date(2026, 11, 20))
    versions = {one.document.template_id: one for one in Version.objects.select_related("document")}
    assert set(versions) == {"online-safety", "acceptable-use-staff", "learners-11-to-16"}
    assert "Grace Okoro" not in " ".join(wordings.from_text(versions["online-safety"].content).values.values())
    how = Counter(Acknowledgement.objects.values_list("version__document__template_id", "how"))
    assert how["learners-11-to-16", "screen"] > 15
    assert how["learners-11-to-16", "paper"] > 60
    assert not Acknowledgement.objects.filter(at__gt=fortnight.ends_at).exists()
    assert Assignment.objects.exists()
    assert Decision.objects.get().action.owner.login == "ivy"
    survey = Survey.objects.get()
    assert (survey.state, survey.answered) == ("closed", 24)
    assert SurveyOutcome.objects.count() == 1
    assert Consent.objects.filter(yes=False).exists()
    assert (Use.objects.count(), Withdrawal.objects.count()) == (1, 1)
    assert Message.objects.count() == 2
    states = Counter(Action.objects.values_list("state", flat=True))
    assert states["open"] > 4
    assert states["done"] >= 1
    evidence.publish(
        actor=ACTOR, at=fortnight.ends_at, establishment_id=here.pk,
        figures=[*policies.list_figures(here, fortnight.ends_at), *consents.list_figures(here, fortnight.ends_at)],
    )  # fmt: skip
    stands = {one.step.id: one.progress for one in list_journey(ACTOR, here, at=fortnight.ends_at)}
    assert stands["vision"].is_complete
    whole = reviews.read_review(ACTOR, Review.objects.get(), fortnight.ends_at)
    assert {one.statement for one in whole.challenges if one.fact} == {"staff-agree", "images"}


def test_in_early_september_the_whole_term_fits_between_its_start_and_the_last_morning(as_system: SystemActor) -> None:
    here, fortnight = lived("elm-park", date(2026, 9, 16))
    for version in Version.objects.filter(establishment=here):
        assert fortnight.begins_at <= version.published_at <= fortnight.ends_at
    assert Version.objects.count() == 2
    assert Message.objects.count() == 1
