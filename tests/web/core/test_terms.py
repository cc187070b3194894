"""On screen people are called what they are called there."""

import msgspec
import pytest

from tests import cast
from tutela.web.core.permissions import get_roles
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


@pytest.mark.requirement("S0.27")
@pytest.mark.parametrize(
    ("sector", "phase", "learner"),
    [("school", "primary", "pupil"), ("school", "16-plus", "student"), ("school", "adult", "learner")],
)
def test_words_follow_the_phase_too(sector: str, phase: str, learner: str) -> None:
    assert get_terms("england", sector, phase).learner == learner


def test_every_kind_of_establishment_has_words() -> None:
    for nation in Establishment.Nation.values:
        for sector in Establishment.Sector.values:
            for phase in Establishment.Phase.values:
                assert all(msgspec.structs.astuple(get_terms(nation, sector, phase)))


@pytest.mark.requirement("S0.26")
def test_a_role_is_named_as_its_nation_names_it() -> None:
    wales, scotland = get_terms("wales", "school"), get_terms("scotland", "school")
    assert wales.role("dsl") == "Designated safeguarding person"
    assert scotland.role("deputy-dsl") == "Depute child protection coordinator"
    assert get_terms("northern-ireland", "school").role("head") == "Principal"
    assert wales.role("it") == get_roles()["it"].name


def test_a_page_knows_the_words_of_its_school(sign_in: object) -> None:
    answer = sign_in(cast.ria()).get("/account/")
    assert answer.context["terms"].learner == "learner"
