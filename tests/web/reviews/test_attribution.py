"""What others wrote, or thought of first, is named wherever it is shown, and where it leaves the house."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import docx
import pypdf
import pytest

from tests import cast
from tests.web.pages import words_of
from tests.web.policies import scenes as policies
from tests.web.reviews.test_reviewing import shipped, start
from tutela.web.policies.authored import shelf as templates
from tutela.web.reviews.frameworks import shelf

SignIn = Callable[..., Any]


@pytest.mark.requirement("S2.20")
def test_the_seven_steps_name_whose_idea_they_are_and_under_which_licence_on_screen_and_on_paper(
    sign_in: SignIn,
) -> None:
    client = sign_in(cast.dana())
    whose = "The seven-step model was published by Jisc under CC BY-NC-ND; no text of it is used here."
    assert whose in words_of(client.get("/responsibilities/seven-steps/"))
    review = start(shipped("seven-steps"))
    assert whose in words_of(client.get(f"/reviews/{review.pk}/"))
    paper = docx.Document(io.BytesIO(client.get(f"/reviews/{review.pk}/word/").content))
    said = " ".join(one.text for one in paper.paragraphs)
    assert whose in said


@pytest.mark.requirement("S2.20", "S4.43")
def test_what_is_exported_shows_source_copyright_and_the_year_of_publication(sign_in: SignIn) -> None:
    for one in (*shelf.list_shipped(), *templates.list_shipped().values()):
        assert one.source, one.id
        assert one.licence, one.id
        assert one.publisher, one.id
        assert one.year, one.id
    client, framework = sign_in(cast.dana()), shipped("seven-steps")
    pdf = read_pdf(client.get(f"/reviews/{start(framework).pk}/paper/").content)
    assert f"Source: {framework.source}. Licence: {framework.licence}." in pdf
    assert "Published by: Jisc, 2013." in pdf
    version = policies.published(at=datetime.now(UTC))
    template = templates.list_shipped()["acceptable-use-staff"]
    paper = read_pdf(client.get(f"/policies/{version.document_id}/paper/").content)
    assert f"Source: {template.source} ({template.publisher}, {template.year}). Licence: {template.licence}." in paper
    assert template.attribution in paper
    shown = words_of(client.get(f"/policies/{version.document_id}/"))
    assert template.attribution in shown


def read_pdf(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
