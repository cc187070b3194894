"""What goes on paper can be worked on in Word: the same headings, lists and tables."""

import io
from typing import Any

import docx
import pytest

from tests.web.core.test_paper import template
from tutela.web.core import word

__all__ = ["template"]

TABLE = """<table><caption>Who came</caption><thead><tr><th>Name</th><th>Role</th></tr></thead>
<tbody><tr><th scope="row">Dana</th><td>leads <em>safeguarding</em></td></tr><tr><th scope="row">Tom</th></tr></tbody>
</table>"""


KEY = '<ul class="tutela-chart__key"><li><svg></svg>Now</li><li><svg></svg>The review before</li></ul>'


def read(template: str, inside: str) -> Any:
    from django.utils.safestring import mark_safe

    return docx.Document(io.BytesIO(word.docx(None, template, {"inside": mark_safe(inside)})))


def test_a_heading_stays_a_heading_and_a_list_a_list(template: str) -> None:
    document = read(template, "<p>Before <strong>all</strong> else.</p><ul><li>One</li><li>Two</li></ul>")
    told = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    assert told == [
        ("Heading 1", "Figures"),
        ("Normal", "Before all else."),
        ("List Bullet", "One"),
        ("List Bullet", "Two"),
    ]
    assert [run.text for run in document.paragraphs[1].runs if run.bold] == ["all"]
    assert document.core_properties.title == "Figures"


def test_a_table_keeps_its_caption_and_its_headings_on_every_page(template: str) -> None:
    document = read(template, TABLE)
    assert ("Caption", "Who came") in [(one.style.name, one.text) for one in document.paragraphs]
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Name", "Role"],
        ["Dana", "leads safeguarding"],
        ["Tom", ""],
    ]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert "w:tblHeader" not in table.rows[1]._tr.xml
    assert [run.text for run in table.cell(1, 1).paragraphs[0].runs if run.italic] == ["safeguarding"]


def test_a_space_between_two_words_in_bold_stays_and_none_is_added(template: str) -> None:
    document = read(template, "<p> <strong>In</strong> <em> place</em>,\n since <b>May</b> </p>")
    assert document.paragraphs[1].text == "In place, since May"


@pytest.mark.parametrize(
    "inside", ["<svg><text>drawn</text></svg>", "<script>x()</script>", KEY, "<!-- said aside -->"]
)
def test_what_is_drawn_or_run_is_left_out(template: str, inside: str) -> None:
    document = read(template, f"<div>{inside}<p>Beside it.</p></div>")
    assert [paragraph.text for paragraph in document.paragraphs] == ["Figures", "Beside it."]


def test_what_people_typed_stays_text(template: str) -> None:
    document = docx.Document(io.BytesIO(word.docx(None, template, {"inside": "<h1>Sly</h1> & co"})))
    assert [paragraph.text for paragraph in document.paragraphs] == ["Figures", "<h1>Sly</h1> & co"]


def test_a_character_that_word_cannot_hold_leaves_a_mark_where_it_was(template: str) -> None:
    told = [paragraph.text for paragraph in read(template, "<p>He\x0b said\x1b[31m \uffff it.\x01</p>").paragraphs]
    assert told == ["Figures", "He\ufffd said\ufffd[31m \ufffd it.\ufffd"]
