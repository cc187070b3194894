"""Which documents are taken as proof."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from tutela.web.actions.rules.files import LARGEST_BYTES, BadFile, Wrong, check_file, clean_name

ODT = "application/vnd.oasis.opendocument.text"


def packed(**parts: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return made.getvalue()


DOCX = packed(word__document_dot_xml="<w/>")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("minutes.pdf", b"%PDF-1.7\n..."),
        ("Minutes.PDF", b"%PDF-1.4"),
        ("plan.docx", DOCX),
        ("figures.xlsx", packed(xl__workbook_dot_xml="<x/>")),
        ("plan.odt", packed(mimetype=ODT)),
        ("notes.txt", b"Half-term: all staff trained."),
        ("notes.txt", "Café".encode("cp1252")),
        ("staff.csv", "﻿name,day\n".encode()),
        ("staff.csv", "name\tday\n".encode("utf-16")),
    ],
)
def test_documents_that_are_what_they_say_are_taken(name: str, content: bytes) -> None:
    assert check_file(name, content)


@pytest.mark.parametrize(
    ("name", "content", "wrong"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0", Wrong.PICTURE),
        ("photo.HEIC", b"", Wrong.PICTURE),
        ("film.mp4", b"\0\0\0\x18ftypmp42", Wrong.PICTURE),
        ("minutes.pdf", b"\x89PNG\r\n\x1a\n", Wrong.PICTURE),
        ("minutes.txt", b"\0\0\0\x18ftypmp42", Wrong.PICTURE),
        ("drawing.svg", b"<svg/>", Wrong.PICTURE),
        ("run.exe", b"MZ", Wrong.TYPE),
        ("page.html", b"<p>", Wrong.TYPE),
        ("nothing", b"%PDF-1.7", Wrong.TYPE),
        ("old.doc", b"\xd0\xcf\x11\xe0", Wrong.TYPE),
        ("empty.pdf", b"", Wrong.EMPTY),
        ("large.txt", b"a" * (LARGEST_BYTES + 1), Wrong.TOO_LARGE),
        ("minutes.pdf", b"<html>", Wrong.NOT_WHAT_IT_SAYS),
        ("minutes.txt", b"%PDF-1.7\0\0\0", Wrong.NOT_WHAT_IT_SAYS),
        ("plan.docx", b"PK\x03\x04 broken", Wrong.NOT_WHAT_IT_SAYS),
        ("plan.docx", packed(mimetype=ODT), Wrong.NOT_WHAT_IT_SAYS),
        ("plan.odt", packed(mimetype="application/zip"), Wrong.NOT_WHAT_IT_SAYS),
        ("plan.docx", packed(word__document_dot_xml="", word__vbaProject_dot_bin=""), Wrong.MACROS),
    ],
)
def test_pictures_programs_and_what_is_not_what_it_says_are_refused(name: str, content: bytes, wrong: Wrong) -> None:
    with pytest.raises(BadFile) as refused:
        check_file(name, content)
    assert refused.value.wrong == wrong


def test_a_files_name_loses_its_folders_and_keeps_its_ending() -> None:
    assert clean_name("C:\\Users\\dana\\minutes.pdf") == "minutes.pdf"
    assert clean_name("../../etc/plan\r\n.docx") == "plan.docx"
    long = clean_name("a" * 400 + ".pdf")
    assert len(long) == 200
    assert long.endswith(".pdf")
