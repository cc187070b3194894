"""Whether sanctions fall on some groups more than on others: from totals, with small ones and complements hidden."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import cast
from tests.web.pages import words_of
from tutela.web.reports.rules.groups import BadTotals, Total, compare, read_totals

SignIn = Callable[..., Client]
HEAD = b"characteristic,group,learners,count\n"


def test_a_group_stands_beside_all_others() -> None:
    [girls, boys] = compare([Total("Sex", "Girls", 200, 10), Total("Sex", "Boys", 300, 45)])["Sex"]
    assert (girls.rate, girls.others) == (5.0, 15.0)
    assert (boys.rate, boys.others) == (15.0, 5.0)


def test_a_small_count_and_its_complement_are_hidden_and_so_is_every_rate_of_them() -> None:
    found = compare(
        [Total("Needs", "A plan", 40, 2), Total("Needs", "Support", 80, 9), Total("Needs", "None", 400, 60)]
    )
    plan, support, none = found["Needs"]
    assert (plan.count, plan.rate) == (None, None)
    assert (support.count, support.rate) == (None, None)  # else the total would tell of the two
    assert (none.count, none.others) == (60, None)


def test_groups_of_a_few_are_put_together() -> None:
    found = compare([Total("Ethnicity", "A", 3, 3), Total("Ethnicity", "B", 8, 6), Total("Ethnicity", "C", 300, 50)])
    assert [(one.group, one.learners, one.count) for one in found["Ethnicity"]] == [
        ("C", 300, 50),
        ("Smaller groups together", 11, 9),
    ]


@pytest.mark.parametrize("groups", [[("A", 3, 6)], [("A", 3, 6), ("B", 4, 9)]])
def test_of_so_few_that_nobody_can_be_put_with_them_nothing_is_told(groups: list[tuple[str, int, int]]) -> None:
    sex = [Total("Sex", "Girls", 200, 30), Total("Sex", "Boys", 300, 45)]
    [alone] = compare([*sex, *(Total("Home", *one) for one in groups)])["Home"]
    assert (alone.learners, alone.count, alone.rate, alone.others) == (None, None, None, None)


ROWS = st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("uvwxyz"), st.integers(0, 400), st.integers(0, 60)))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(ROWS)
def test_no_count_from_one_to_four_is_ever_shown(rows: list[tuple[str, str, int, int]]) -> None:
    once = {row[:2]: Total(*row) for row in rows}
    for groups in compare(list(once.values())).values():
        assert not any(one.count is not None and 0 < one.count < 5 for one in groups)
        hidden = [one for one in groups if one.count is None]
        assert all(one.rate is None for one in hidden)
        for one in groups:
            if any(other.count is None for other in groups if other is not one):
                assert one.others is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"group,count\nGirls,3\n", "The first line has to be"),
        (HEAD, "no line with totals"),
        (HEAD + b"Sex,Girls,many,3\n", "Line 2: \u201clearners\u201d has to be a whole number"),
        (HEAD + b"Sex,Girls,200,3\nSex,Girls,200,3\n", "stands twice"),
        (HEAD + b"Sex,,200,3\n", "Line 2 needs a characteristic and a group"),
        (HEAD + b"Sex,Girls,200\n", "Line 2 has 3 columns"),
        (HEAD + b"Sex,Smaller groups together,200,3\n", "Line 2: .* call this one otherwise"),
        (HEAD + "Sex,Mädchen,1,2".encode("latin-1"), "not in UTF-8"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_line(content: bytes, words: str) -> None:
    with pytest.raises(BadTotals, match=words):
        read_totals(content)


def test_a_file_whose_lines_end_as_on_an_old_computer_is_read() -> None:
    assert read_totals(HEAD.replace(b"\n", b"\r") + b"Sex,Girls,200,10\r") == [Total("Sex", "Girls", 200, 10)]


@pytest.mark.requirement("S3.10")
def test_dana_takes_totals_in_and_gwen_reads_what_may_be_shown(sign_in: SignIn) -> None:
    dana, gwen = sign_in(cast.dana()), sign_in(cast.gwen())
    assert "There are no totals yet" in words_of(gwen.get("/reports/groups/"))
    year = dana.get("/reports/groups/take-in/").content.decode().partition('<option value="')[2][:4]
    file = SimpleUploadedFile(
        "totals.csv", HEAD + b"Sex,Girls,200,10\nSex,Boys,300,45\nNeeds,A plan,40,2\nNeeds,None,460,53"
    )
    sent = {"year": year, "counted": "sanctions", "file": file}
    assert dana.post("/reports/groups/take-in/", sent).status_code == 302
    page = words_of(gwen.get("/reports/groups/"))
    assert "Counted 10 For each 100 of them 5.0 For each 100 of all others 15.0" in page
    assert "Counted not shown For each 100 of them not shown" in page
    table = gwen.get(f"/reports/groups/csv/{year}-sanctions-sex/")
    assert "Girls,200,10,5.0,15.0" in table.content.decode()
    assert gwen.get("/reports/groups/take-in/").status_code == 404
    assert sign_in(cast.tom()).get("/reports/groups/").status_code == 404
