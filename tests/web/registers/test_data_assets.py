"""The data that Oakfield holds: described as far as it is known, with what is missing said."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests import cast
from tests.web.pages import parts, words_of
from tests.web.registers.scenes import NOON
from tutela.web.registers import proofs
from tutela.web.registers.models import DataAsset
from tutela.web.registers.rules.data_assets import Facts, described_pct, list_missing

SignIn = Callable[..., Client]
SENT = {
    "name": "Medical records", "what": "Conditions, medicines", "whose": ["learners"], "classification": "special",
    "place": "The records system", "country": "United Kingdom", "kept_for": "Until the 25th birthday",
    "kept_why": "The law on education records", "processor": "Records Ltd", "assessment": "", "owner": "nobody",
}  # fmt: skip


@pytest.mark.requirement("S1.17")
def test_ivy_describes_data_and_the_page_says_what_is_missing(sign_in: SignIn) -> None:
    client = sign_in(cast.ivy())
    client.post("/registers/data/new/", {"name": "Visitors’ book", "what": "Names and times", "owner": "nobody"})
    client.post("/registers/data/new/", SENT)
    rows = {row.name: row for row in DataAsset._base_manager.all()}
    assert "Its impact assessment" in words_of(client.get(f"/registers/data/{rows['Medical records'].pk}/"))
    page = words_of(client.get("/registers/data/?show=missing"))
    assert "Something is missing (2)" in page
    assert "Where it is kept" in page
    (figure,) = proofs.list_figures(cast.oakfield(), NOON)
    assert (figure.kind, figure.value) == ("data-assets.assessed", 50)
    assessed = SENT | {"assessment": "https://example.org/a"} | parts("assessed_on", date(2026, 5, 4))
    client.post(f"/registers/data/{rows['Medical records'].pk}/change/", assessed)
    page = words_of(client.get(f"/registers/data/{rows['Medical records'].pk}/"))
    assert "Still to be said" not in page
    assert "https://example.org/a" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Enter its name"),
        ({"name": "medical RECORDS"}, "stands in the register already"),
        ({"assessment": "in the drawer"}, "Enter the whole address"),
        ({"assessment": "javascript:alert(1)"}, "Enter the whole address"),
        ({"classification": "secret"}, "Select"),
    ],
)
def test_what_is_wrong_is_said_beside_it(sign_in: SignIn, wrong: dict[str, str], said: str) -> None:
    client = sign_in(cast.ivy())
    client.post("/registers/data/new/", SENT)
    assert said in words_of(client.post("/registers/data/new/", SENT | {"name": "Other"} | wrong))
    assert DataAsset._base_manager.count() == 1


def test_what_was_destroyed_stays_on_a_list_of_its_own_and_its_name_is_free(sign_in: SignIn) -> None:
    client = sign_in(cast.ivy())
    client.post("/registers/data/new/", SENT)
    row = DataAsset._base_manager.get()
    ended = {"how": "Shredded by Ivy."} | parts("ended_on", date(2026, 7, 1))
    client.post(f"/registers/data/{row.pk}/end/", ended)
    assert "Shredded by Ivy." in words_of(client.get(f"/registers/data/{row.pk}/"))
    assert "It has ended already" in words_of(client.post(f"/registers/data/{row.pk}/change/", SENT))
    assert client.post("/registers/data/new/", SENT).status_code == 302


def test_open_data_needs_no_end_and_a_processor_needs_a_country() -> None:
    assert list_missing(Facts("open", "The website", "", "", "", "")) == []
    assert list_missing(Facts("personal", "Theirs", "3 years", "A Ltd", "", "")) == ["country"]
    assert list_missing(Facts("", "", "", "", "", "")) == ["classification", "place", "kept-for"]
    assert described_pct([]) is None
