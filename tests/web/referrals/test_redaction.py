"""What is taken out of a copy before it leaves, why, and who was nearly forgotten."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from tests import cast
from tests.web.concerns.scenes import a_case, a_concern, named, somebody
from tests.web.referrals.scenes import a_request, allow
from tests.web.referrals.test_referring import text
from tutela.web.referrals.models import Share
from tutela.web.referrals.rules import redaction

SignIn = Callable[..., Client]


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("Mia Marsh told him.", "[person A] told him."),
        ("Mia’s mother rang.", "[person A]’s mother rang."),
        ("MIA and mia", "[person A] and [person A]"),
        ("Will Grace saw it, and will say so.", "[person B] saw it, and will say so."),
        ("Miami is far.", "Miami is far."),
        ("A man called; Stu rang.", "A man called; [person D] rang."),
        ("Mr O’Hara and Hara", "Mr [person C] and [person C]"),
    ],
)
def test_a_name_is_masked_whole_and_in_part_and_nothing_else(given: str, left: str) -> None:
    tokens = redaction.tokens_for(["Mia Marsh", "Will Grace", "Ed O’Hara", "A man known as Stu"])
    assert redaction.mask(given, tokens)[0].replace("O’[person C]", "[person C]") == left


def test_more_than_a_whole_alphabet_of_people_each_have_their_own_letter() -> None:
    tokens = redaction.tokens_for([f"Person {number:02} Nobody" for number in range(60)])
    assert len(set(tokens.values())) == 60


def test_what_is_left_out_keeps_its_number_and_its_reason() -> None:
    lines = redaction.redact(["one", "two Mia", "three"], {0: "harm"}, {"Mia Marsh": "[person A]"})
    assert [(line.text, line.left_out) for line in lines] == [("", "harm"), ("two [person A]", ""), ("three", "")]


def test_names_that_were_forgotten_are_found_and_those_of_the_reader_are_not() -> None:
    lines = redaction.redact(["Leo said that Pat knew.", "Nobody", "Pat rang"], {}, {})
    assert redaction.still_named(lines, ["Leo Marsh", "Pat Lee"], ["Leo Marsh"]) == {"Pat": [1, 3]}


def test_a_parent_gets_a_copy_without_the_others_and_the_case_stays_as_it_is(sign_in: SignIn) -> None:
    cast.mia(), cast.pat()
    words = "Leo said that Mia saw it, and that Zebediah Quill laughed."
    case = a_case(a_concern(somebody(cast.leo()), named("Zebediah Quill"), what_happened=words))
    request = a_request(case, asker="parent", basis="parent")
    allow(request)
    client, address = sign_in(cast.dana()), f"/disclosures/{request.pk}/take-out/"
    page = text(client, address)
    assert words in page
    assert "T: About somebody else" in page
    forgotten = client.post(address, {"masked": ["Zebediah Quill"]})
    assert "Mia in entry 1" in forgotten.content.decode()
    assert not Share._base_manager.exists()
    made = client.post(address, {"masked": ["Zebediah Quill"], "others": "Mia", "entry_3": "not-covered"})
    assert made.headers["Content-Type"] == "application/pdf"
    printed = " ".join(" ".join(one.extract_text() for one in PdfReader(BytesIO(made.content)).pages).split())
    assert "Leo said that [person B] saw it, and that [person A] laughed." in printed
    assert "Left out: Not covered by the request" in printed
    assert "Quill" not in printed
    assert "Tom" not in printed  # who told us
    assert Share._base_manager.get().form == "chronology-cut"
    assert words in text(client, f"/concerns/cases/{case.pk}/")
