"""What leads to a person in a text that is to leave the house is found, and the rest is left alone."""

from datetime import date

import pytest

from tutela.web.establishments.handing_on.personal import Known, find_personal, name_of

KNOWN = Known(
    {name_of("Leo Marsh"), name_of("Anna-Lena O’Neil")}, {"reed", "van den berg"}, {"adm1234"}, {date(2012, 3, 4)}
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask Leo Marsh or his friend.", [("name", "Leo Marsh")]),
        ("As Anna-Lena O’Neil said", [("name", "Anna-Lena O’Neil")]),
        ("Go to Mr Reed at once", [("name", "Mr Reed")]),
        ("A reed by the marsh, and leo the lion", []),
        ("Write to office@oakfield.example.", [("email", "office@oakfield.example")]),
        ("Ring 020 7946 0101 or +44 7700 900123", [("telephone", "020 7946 0101"), ("telephone", "+44 7700 900123")]),
        ("Childline 0800 1111, 116 123, 0300 123 4567 and 101 help", []),
        ("Born on 1 May 2011", [("born", "Born on 1 May 2011")]),
        ("since 4 March 2012", [("born", "4 March 2012")]),
        ("in force since 1 September 2026", []),
        ("UPN H801200001001", [("number", "H801200001001")]),
        ("see ADM1234.", [("number", "ADM1234.")]),
        ("at SW1A 2AA", [("postcode", "SW1A 2AA")]),
        ("ISO 27001, KS2, GCSE and Year 11", []),
        ("Leo Marsh's phone and Leo Marsh’s bag", [("name", "Leo Marsh's"), ("name", "Leo Marsh’s")]),
        ("Anna-Lena O'Neil and Anna Lena O’Neil", [("name", "Anna-Lena O'Neil"), ("name", "Anna Lena O’Neil")]),
        (
            "Ask Leo P. Marsh, LEO MARSH or Leo Ma\u0301rsh",
            [
                ("name", "Leo P. Marsh"),
                ("name", "LEO MARSH"),
                ("name", "Leo Mársh"),
            ],
        ),
        (
            "Mrs. Reed's room, Mr D. Reed and Dr Ann Reed",
            [
                ("name", "Mrs. Reed's"),
                ("name", "Mr D. Reed"),
                ("name", "Dr Ann Reed"),
            ],
        ),
        ("Mr van den Berg", [("name", "Mr van den Berg")]),
        ("Mr Smith sat by the reed", []),
        (
            "4th of March 2012, March 4, 2012 and 2012-03-04",
            [
                ("born", "4th of March 2012"),
                ("born", "March 4, 2012"),
                ("born", "2012-03-04"),
            ],
        ),
        ("in force since September 1, 2026 and 2026-09-01", []),
    ],
)
def test_what_leads_to_a_person_is_found_and_the_rest_is_left(text: str, found: list[tuple[str, str]]) -> None:
    assert [(one.kind, one.words) for one in find_personal([("A clause", text)], KNOWN)] == found
