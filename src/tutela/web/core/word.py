"""The same documents as on paper, for Word: headings, paragraphs, lists and tables, to be worked on further.

Drawings are left out: below each stands the table of its figures. python-docx is imported only when one is made.
"""

import io
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.text import slugify

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
STYLES = {"ul": "List Bullet", "ol": "List Number"}
BOLD, SLANTED = {"strong", "b", "th"}, {"em", "i"}
BLOCKS = {*HEADINGS, *STYLES, "p", "div", "section", "figure", "table", "dl"}
LEFT_OUT = {"svg", "style", "script", "head"}
KEY = "tutela-chart__key"
"""The class of the key of a drawing, which says nothing without it."""
TABLE_STYLE = "Table Grid"
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that people paste and no document of Word may hold; a mark stands where one was."""
LONGEST = 255
"""Characters that a property of a document may have."""


def docx(request: HttpRequest | None, template: str, context: Mapping[str, Any]) -> bytes:
    """The page of a template that extends "core/paper.html", as a document of Word."""
    import docx as library

    html: Any = import_module("lxml.html")
    written = render_to_string(template, {**context, "on_paper": True}, request)
    page = html.document_fromstring(UNWRITABLE.sub("\ufffd", written))
    document = library.Document()
    document.core_properties.title = (page.findtext(".//title") or "").strip()[:LONGEST]
    document.core_properties.author = page.xpath("string(//meta[@name='author']/@content)")[:LONGEST]
    document.core_properties.language = page.get("lang") or ""
    _put_inside(document, page.find(".//main"))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def answer(request: HttpRequest, template: str, context: Mapping[str, Any], *, name: str) -> HttpResponse:
    """The same as a file to keep, called `name`."""
    response = HttpResponse(docx(request, template, context), content_type=KIND)
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(name)}.docx"'
    return response


def _put(document: Any, element: Any) -> None:
    """One element, and what it holds where it is no text itself."""
    tag = element.tag
    if not isinstance(tag, str) or tag in LEFT_OUT or KEY in (element.get("class") or "").split():
        return
    if tag in HEADINGS:
        document.add_heading(_words(element), HEADINGS[tag])
    elif tag in STYLES:
        for item in element.iterchildren("li"):
            _write(document.add_paragraph(style=STYLES[tag]), item)
    elif tag == "table":
        _put_table(document, element)
    elif any(inside.tag in BLOCKS for inside in element.iterdescendants()):
        _put_inside(document, element)
    elif _words(element):
        _write(document.add_paragraph(), element)


def _put_inside(document: Any, element: Any) -> None:
    """Everything in an element, with the text that stands between its parts."""
    _put_text(document, element.text)
    for child in element:
        _put(document, child)
        _put_text(document, child.tail)


def _put_text(document: Any, text: str | None) -> None:
    if text and text.strip():
        document.add_paragraph(" ".join(text.split()))


def _put_table(document: Any, element: Any) -> None:
    """A table with its caption above; the row of headings comes again on every page."""
    from docx.oxml import OxmlElement

    rows = [row.xpath("./th|./td") for row in element.iter("tr")]
    if not rows:
        return
    for caption in element.iterchildren("caption"):
        document.add_paragraph(_words(caption), style="Caption")
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)), style=TABLE_STYLE)
    for row, cells in zip(table.rows, rows, strict=True):
        for place, cell in zip(row.cells, cells, strict=False):
            _write(place.paragraphs[0], cell)
    if element.find("thead") is not None:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _write(paragraph: Any, element: Any) -> None:
    pieces: list[tuple[str, frozenset[str]]] = []
    for words, around in _runs(element, frozenset()):
        # no space is shown where a line begins or another stands already
        shown = words.lstrip() if not pieces or pieces[-1][0].endswith(" ") else words
        if shown:
            pieces.append((shown, around))
    if pieces:
        pieces[-1] = (pieces[-1][0].rstrip(), pieces[-1][1])
    for words, around in pieces:
        run = paragraph.add_run(words)
        run.bold, run.italic = bool(around & BOLD) or None, bool(around & SLANTED) or None


def _runs(element: Any, around: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """The text in an element, piece by piece, each with what stands around it."""
    inside = around | {element.tag}
    if element.text:
        yield _spaced(element.text), inside
    for child in element:
        if isinstance(child.tag, str) and child.tag not in LEFT_OUT:
            yield from _runs(child, inside)
        if child.tail:
            yield _spaced(child.tail), inside


def _spaced(text: str) -> str:
    """As a browser shows it: any space is one space, at both ends too."""
    return re.sub(r"\s+", " ", text)


def _words(element: Any) -> str:
    return " ".join(element.text_content().split())
