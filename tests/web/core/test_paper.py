"""A document is a tagged PDF, made of our own files alone."""

import io
from importlib import import_module
from pathlib import Path

import pytest
from django.template import engines
from pypdf import PdfReader

from tutela.web.core import paper

PAGE = (
    '{% extends "core/paper.html" %}{% block title %}Figures{% endblock %}{% block running %}Autumn{% endblock %}'
    "{% block content %}<h1>Figures</h1>{{ inside }}{% endblock %}"
)


@pytest.fixture
def template(tmp_path: Path, settings: object) -> str:
    """A document of one heading and whatever `inside` is."""
    (tmp_path / "page.html").write_text(PAGE)
    engine = engines["django"].engine
    found = engine.template_loaders[0]
    loader = getattr(found, "loaders", [found])[0]
    before = loader.get_dirs
    loader.get_dirs = lambda: [tmp_path, *before()]
    yield "page.html"
    loader.get_dirs = before


def read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def test_a_document_says_its_language_title_and_that_it_is_tagged_for_everybody(template: str) -> None:
    document = read(paper.pdf(None, template, {"inside": "Nothing."}))
    catalogue = document.trailer["/Root"]
    assert catalogue["/Lang"] == "en-gb"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in catalogue
    assert document.metadata.title == "Figures"
    assert b"pdfuaid:part" in catalogue["/Metadata"].get_data()
    assert all(page["/Resources"].get("/Font") for page in document.pages)


def test_its_fonts_travel_with_it(template: str) -> None:
    for page in read(paper.pdf(None, template, {"inside": "Größe ☃"})).pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object().get("/DescendantFonts", [font])[0].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"].get_object())


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x.png",
        "file:///etc/passwd",
        "static:../settings.py",
        "static:/etc/hostname.css",
        "static:core/look.js",
        "static:core/there-is-none.css",
        "data:text/css,p{}",
        "gopher://x/",
    ],
)
def test_it_fetches_nothing_but_our_static_files(template: str, address: str) -> None:
    from django.utils.safestring import SafeString

    with pytest.raises(paper.NotOurs):
        paper.read_own(address)
    with pytest.raises(paper.NotOurs):
        paper.pdf(None, template, {"inside": SafeString(f'<link rel="stylesheet" href="{address}">')})


def test_where_a_library_is_missing_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_pango(name: str) -> object:
        raise OSError("cannot load library 'libpango-1.0-0'") if name == "weasyprint" else import_module(name)

    paper._weasyprint.cache_clear()
    monkeypatch.setattr(paper, "import_module", no_pango)
    with pytest.raises(paper.NoPaper, match=r"packages marked “paper” in packages\.txt"):
        paper.pdf(None, "core/paper.html", {})
    paper._weasyprint.cache_clear()
