"""On screen people are called what they are called there."""

import pytest

from tests import cast
from tutela.web.core.terms import get_terms
from tutela.web.establishments.models import Establishment


@pytest.mark.requirement("S0.27")
@pytest.mark.parametrize(
    ("nation", "sector", "learner", "dsl"),
    [
        ("england", "school", "pupil", "designated safeguarding lead"),
        ("wales", "school", "learner", "designated safeguarding person"),
        ("scotland", "school", "pupil", "child protection coordinator"),
        ("scotland", "college", "student", "designated safeguarding lead"),
        ("england", "training", "learner", "designated safeguarding lead"),
    ],
)
def test_words_follow_nation_and_sector(nation: str, sector: str, learner: str, dsl: str) -> None:
    terms = get_terms(nation, sector)
    assert (terms.learner, terms.dsl) == (learner, dsl)


def test_every_nation_and_sector_has_words() -> None:
    for nation in Establishment.Nation.values:
        for sector in Establishment.Sector.values:
            assert get_terms(nation, sector).place


def test_a_page_knows_the_words_of_its_school(sign_in: object) -> None:
    answer = sign_in(cast.ria()).get("/account/")
    assert answer.context["terms"].learner == "learner"
