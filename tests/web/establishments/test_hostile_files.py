"""Files as they really come, and as somebody might make them to do harm: a clear report, and nothing lost."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import cast
from tests.web.establishments.files import bring_in, check, counts, csv_of, faults, hold
from tutela.web.establishments.importing import reading
from tutela.web.establishments.importing.cells import BadCell, parse_date, parse_reference
from tutela.web.establishments.importing.columns import BadHeader
from tutela.web.establishments.importing.years import get_band, parse_year
from tutela.web.establishments.models import PeopleImport, Person
from tutela.web.establishments.views.imports import neutral

SignIn = Callable[..., Client]
HEADER = "Reference,First name,Last name,Year"
CHLOE = csv_of(HEADER, "C1,Chloë,Müller,9")


def chloe() -> Person:
    return Person._base_manager.get(reference="C1")


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_every_encoding_that_spreadsheets_write_is_read_and_said(encoding: str, said: str) -> None:
    held = bring_in(CHLOE.decode().encode(encoding))
    assert (held.encoding, held.new) == (said, 1)
    assert chloe().full_name == "Chloë Müller"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_cells_are_parted_by_what_the_spreadsheet_uses(separator: str) -> None:
    held = check(CHLOE.replace(b",", separator.encode()))
    assert (held.separator, counts(held)) == (separator, (1, 0, 0, 0))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\0\0\0\0", "empty"),
        (b"PK\x03\x04 a workbook", "Save as"),
        (b"\xff\xfeabc", "is written in UTF-16 but is not"),
        (csv_of(HEADER, 'C1,"Chloë,Müller,9', "C2,Cleo,Stone,9"), "line 2"),
        (csv_of(HEADER, 'C1,"Chloë" the quick,Müller,9'), "line 2"),
        (b"x" * (reading.MOST_BYTES + 1), "20 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_whole_with_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(reading.CannotRead, match=words):
        hold(content)
    assert PeopleImport._base_manager.count() == 0


@pytest.mark.parametrize(
    ("first", "words"),
    [
        ("Reference,Surname,Year", "Say what the file holds"),
        ("First name,First name,Year", "Two columns"),
        ("First name", "learners or of staff"),
        ("1001,Amir,Khan", "Say what the file holds"),
    ],
)
def test_a_first_row_that_does_not_name_the_columns_is_refused(first: str, words: str) -> None:
    with pytest.raises(BadHeader, match=words):
        hold(csv_of(first, "x,y,z"))
    with pytest.raises(BadHeader, match="There is no column given_name; it has: Reference"):
        hold(csv_of("Reference,Surname", "x,y"), "learners")


def test_a_cell_of_a_megabyte_refuses_its_row_and_no_other() -> None:
    held = bring_in(csv_of(HEADER, f"C1,{'x' * 1_048_576},Müller,9", "C2,Cleo,Stone,9"))
    assert counts(held) == (1, 0, 0, 1)
    assert faults(held) == ["2 First name has 1,048,576 characters. Shorten it: 500 are read at most."]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("C1,Chl\0oe,M,9", "2 First name holds a character that cannot be shown. Delete it and type it anew."),
        ("C1,Chloe,M,14", "2 Year is not a year group. Write it like 9, Year 9 or R; in Scotland like P5 or S2."),
        ("C1,,M,9", "2 First name is empty. Fill it in."),
        ("C1,Chloe", "2  has 2 cells where the first row has 4. The file may have been cut off. Export it again."),
        ("C1,Chloe,M,9,9B", "2  has 5 cells where the first row has 4. Put a text that holds the separator into "),
    ],
)
def test_a_row_that_is_wrong_says_where_what_and_what_to_do(row: str, words: str) -> None:
    held = check(csv_of(HEADER, row))
    assert counts(held) == (0, 0, 0, 1)
    assert faults(held)[0].startswith(words)


def test_of_two_rows_with_one_reference_or_login_the_first_counts() -> None:
    held = bring_in(
        csv_of(
            "Reference,First name,Last name,Login,Year",
            "C1,Chloe,Moor,cmoor,9",
            "c1,Cleo,Stone,cstone,9",
            "C3,Cara,Wood,CMOOR,9",
        )
    )
    assert counts(held) == (1, 0, 0, 2)
    twins = [fault.split(".")[0] for fault in faults(held)]
    assert twins == ["3 Reference is the same as in row 2", "4 Login is the same as in row 2"]
    assert chloe().given_name == "Chloe"


def test_two_of_one_name_without_a_reference_are_not_taken_for_one() -> None:
    held = check(csv_of("First name,Last name,Year", "Ann,Bell,9", "Ann,Bell,9"))
    assert counts(held) == (1, 0, 0, 1)


def test_a_reference_of_one_and_a_login_of_another_are_refused() -> None:
    header = "Reference,First name,Last name,Login,Year"
    bring_in(csv_of(header, "C1,Chloe,Moor,cmoor,9", "C2,Cleo,Stone,cstone,9"))
    held = check(csv_of(header, "C1,Chloe,Moor,cstone,9"))
    assert faults(held)[0].startswith("2 login belongs to somebody else than the reference: to Cleo Stone")


def test_a_login_of_another_kind_of_person_is_refused() -> None:
    cast.tom()
    held = check(csv_of("Reference,First name,Last name,Login,Year", "C1,Chloe,Moor,tom,9"))
    assert "belongs to Tom Reed, who is staff" in faults(held)[0]


def test_a_login_that_somebody_elsewhere_signs_in_with_is_refused() -> None:
    cast.eli()
    held = check(csv_of("Reference,First name,Login,Role", "X1,Elias,eli,teacher"))
    assert counts(held) == (0, 0, 0, 1)
    assert "is taken" in faults(held)[0]


def test_a_formula_is_kept_as_text_and_shown_harmless_when_it_is_exported(sign_in: SignIn) -> None:
    formula = '=HYPERLINK("http://evil.example";"x")'
    quoted = '"' + formula.replace('"', '""') + '"'
    held = bring_in(csv_of(HEADER, f"C1,{quoted},Müller,9", f"C2,{quoted},+44,99"))
    assert chloe().given_name == formula
    page = sign_in(cast.ivy()).get(f"/people/import/{held.pk}/refused.csv").content.decode()
    assert "'=HYPERLINK" in page
    assert ",=HYPERLINK" not in page
    assert neutral(" @x") == "' @x"
    assert neutral("Chloë") == "Chloë"


def test_a_row_that_would_run_in_a_browser_does_not(sign_in: SignIn) -> None:
    held = check(csv_of(HEADER, "<script>alert(1)</script>,<img src=x onerror=alert(1)>,M,99"))
    page = sign_in(cast.ivy()).get(f"/people/import/{held.pk}/").content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def upload(client: Client, content: bytes, **more: str) -> str:
    answer = {"file": SimpleUploadedFile("people.csv", content), "kind": "", "whole": "yes"} | more
    return client.post("/people/import/", answer, follow=True).content.decode()


def test_half_an_upload_is_not_taken_for_a_whole_one(sign_in: SignIn) -> None:
    page = upload(sign_in(cast.ivy()), CHLOE, whole="")
    assert "did not arrive whole" in page
    assert PeopleImport._base_manager.count() == 0


def test_a_file_of_five_megabytes_never_touches_the_disc(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a file of people was written to the disc")

    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", refuse, raising=False)
    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", refuse)
    page = upload(sign_in(cast.ivy()), CHLOE + b"\r\n" * 2_500_000)
    assert "Being checked" in page


def test_the_second_of_two_people_is_told_who_imports_and_nothing_is_mixed(sign_in: SignIn) -> None:
    held = hold(CHLOE)
    page = upload(sign_in(cast.ivy()), csv_of(HEADER, "D1,Don,Moor,9"))
    assert "Ivy Chen is importing a file already" in page
    assert PeopleImport._base_manager.get() == held


def test_a_form_of_another_site_uploads_nothing() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ivy().user)
    assert client.post("/people/import/", {"whole": "yes"}).status_code in (302, 403)
    assert PeopleImport._base_manager.count() == 0


@pytest.mark.parametrize("text", ["2012-02-30", "13/13/2012", "04/03/12", "yesterday", "4 March"])
def test_a_day_that_is_none_or_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(BadCell):
        parse_date(text)


def test_a_upn_with_a_slip_of_the_finger_is_found() -> None:
    assert parse_reference("H801200001001") == "H801200001001"
    with pytest.raises(BadCell, match="no UPN"):
        parse_reference("H801200001002")
    assert parse_reference("A-12") == "A-12"


@pytest.mark.parametrize(
    ("text", "nation", "year", "band"),
    [
        ("Reception", "england", 0, "5-7"),
        ("Y2", "wales", 2, "5-7"),
        ("Year 3", "england", 3, "7-11"),
        ("11", "england", 11, "11-16"),
        ("P7", "scotland", 7, "7-11"),
        ("S1", "scotland", 8, "11-16"),
        ("S6", "scotland", 13, "16-plus"),
        ("Year 8", "northern-ireland", 8, "11-16"),
        ("14", "northern-ireland", 14, "16-plus"),
    ],
)
def test_years_are_counted_as_the_nation_counts_them(text: str, nation: str, year: int, band: str) -> None:
    assert parse_year(text, nation) == year
    assert get_band(year, nation) == band


@pytest.mark.parametrize(
    ("text", "nation"),
    [("14", "england"), ("R", "scotland"), ("0", "northern-ireland"), ("-1", "wales"), ("9B", "england")],
)
def test_what_is_no_year_there_is_none(text: str, nation: str) -> None:
    assert parse_year(text, nation) is None
