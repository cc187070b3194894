"""The report that lies before the governors: a PDF for everybody, with the same figures as the page."""

import io
import os
from collections.abc import Callable, Iterator
from csv import reader
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from tests import cast
from tests.web.reports import scenes
from tutela.events.store import connect
from tutela.settings import Settings, load
from tutela.web.core import paper

pytestmark = pytest.mark.once

SignIn = Callable[..., Client]
PICTURES = os.environ.get("PICTURES")


@pytest.fixture(autouse=True)
def autumn(tutela: Settings, settings: object) -> Iterator[None]:
    """The autumn of the scenes, with figures of three half-terms."""
    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})
    store = connect(settings.TUTELA)
    with time_machine.travel(scenes.NOW, tick=True):
        cast.leo(), cast.mia()
        scenes.learners(120)
        for seed, (stretch, count) in enumerate(
            [(scenes.THIS, 900), (scenes.BEFORE, 2400), (scenes.A_YEAR_AGO, 1900)], 1
        ):
            scenes.fill(store, stretch, scenes.requests(stretch, count, seed=seed))
        scenes.alerts(scenes.BEFORE, [1] * 6 + [2] * 9 + [3] * 13 + [4] * 2)
        scenes.alerts(scenes.THIS, [2] * 3 + [3] * 8)
        scenes.concerns(scenes.BEFORE, ["content"] * 7 + ["contact"] * 6 + ["conduct"])
        scenes.reports_about_filter(scenes.BEFORE, blocked=6, opened=5)
        yield


def document(client: Client, address: str) -> PdfReader:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    if PICTURES:
        (Path(PICTURES) / (address.strip("/").replace("/", "-").partition("?")[0] + ".pdf")).write_bytes(answer.content)
    return PdfReader(io.BytesIO(answer.content))


def tags(node: Any) -> Iterator[tuple[str, Any]]:
    """Every element of a document's structure, with its kind."""
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            yield from tags(one)
    elif isinstance(node, dict) and "/S" in node:
        yield str(node["/S"]), node
        if "/K" in node:
            yield from tags(node["/K"])


def test_hana_prints_the_half_term_for_the_governors(sign_in: SignIn) -> None:
    client = sign_in(cast.hana())
    address = "/reports/half-term/pdf/?from=2026-09-01&until=2026-11-02"
    made = document(client, address)
    catalogue = made.trailer["/Root"]
    assert catalogue["/Lang"] == "en-gb"
    assert made.metadata.title == "A half-term in figures – Oakfield Academy"
    text = "\n".join(page.extract_text() for page in made.pages)
    assert "Autumn term, first half, 2026 to 2027" in text
    assert f"Page 1 of {len(made.pages)}" in text
    assert "for Hana Novak" in text
    assert "not shown" in text
    found = list(tags(catalogue["/StructTreeRoot"]["/K"]))
    kinds = [kind for kind, _ in found]
    assert kinds.count("/H1") == 1
    assert {"/H2", "/Table", "/TH", "/TD", "/Figure", "/Caption"} <= set(kinds)
    figures = [element for kind, element in found if kind == "/Figure"]
    assert all(element.get("/Alt") for element in figures)
    assert "Alerts by severity" in {str(element["/Alt"]) for element in figures}


def test_the_paper_has_every_figure_of_the_page_and_no_other(sign_in: SignIn) -> None:
    client = sign_in(cast.gwen())
    query = "?from=2026-09-01&until=2026-11-02"
    text = "\n".join(page.extract_text() for page in document(client, f"/reports/half-term/pdf/{query}").pages)
    csv = client.get(f"/reports/half-term/csv/alerts-by-severity/{query}").content.decode("utf-8-sig")
    words = " ".join(text.split())
    for line in csv.splitlines()[1:]:
        label, *cells = next(reader([line]))
        assert " ".join([label, *cells]) in words, (label, cells)
    assert "pc-" not in words
    assert "Leo" not in words


def test_the_other_reports_are_documents_too(sign_in: SignIn) -> None:
    assert len(document(sign_in(cast.ivy()), "/reports/filter/pdf/").pages) >= 1
    text = "\n".join(page.extract_text() for page in document(sign_in(cast.dana()), "/reports/monitoring/pdf/").pages)
    assert "Prevent referrals" in text
    assert "Exact figures" not in text


def test_without_the_library_the_page_says_so_and_offers_to_print(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> bytes:
        raise paper.NoPaper("This computer cannot make PDF documents: install what is marked “paper”.")

    monkeypatch.setattr(paper, "pdf", missing)
    answer = sign_in(cast.hana()).get("/reports/half-term/pdf/")
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "install what is marked “paper”" in page
    assert "print the report from your browser" in page
