"""Ground rules that Oakfield's classes agree on before they work in a forum, by e-mail or in any other such way."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.pages import parts, words_of
from tutela.web.education import operations, proofs
from tutela.web.education.models import GroundRulesAgreed
from tutela.web.education.operations.refusals import NotOffered, WordsChanged
from tutela.web.education.shipped.ground_rules import hash_of, list_sheets

SignIn = Callable[..., Client]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def agreed(sheet: str = "forums", *, group: UUID | None = None, words: str = "", **more: Any) -> GroundRulesAgreed:
    cast.leo(), cast.mia()
    return operations.note_agreed(
        actor=cast.acting(cast.tom()), at=AT, establishment=cast.oakfield(), sheet=sheet,
        words_sha256=words or hash_of(list_sheets()[sheet]), group_id=group or cast.learners_11_16().pk,
        **({"agreed_on": date(2026, 11, 20)} | more),
    )  # fmt: skip


def figure(at: datetime) -> float | None:
    found = {one.kind: one.value for one in proofs.list_figures(cast.oakfield(), at)}
    return found.get("ground-rules.agreed")


@pytest.mark.requirement("S3.33")
def test_there_is_a_sheet_for_each_kind_of_session_in_short_sentences() -> None:
    sheets = list_sheets()
    assert {"forums", "social-networks", "class-email", "text-messages"} <= sheets.keys()
    for sheet in sheets.values():
        assert 3 <= len(sheet.rules) <= 6, sheet.id
        assert all(len(rule.split()) <= 25 for rule in sheet.rules), sheet.id


@pytest.mark.requirement("S3.33")
def test_tom_goes_through_a_sheet_with_his_class_and_notes_that_they_agreed(sign_in: SignIn) -> None:
    cast.leo(), cast.mia()
    client = sign_in(cast.tom())
    assert client.get("/ground-rules/forums/sheet/").content.startswith(b"%PDF")
    page = "/ground-rules/forums/agreed/"
    words = hash_of(list_sheets()["forums"])
    assert words in client.get(page).content.decode()
    assert "Select who agreed" in words_of(client.post(page, {"words_sha256": words}))
    sent = {"group": str(cast.learners_11_16().pk), "words_sha256": words} | parts("agreed_on", -1)
    assert "Years 7 to 11" in words_of(client.post(page, sent, follow=True))
    row = GroundRulesAgreed._base_manager.get()
    assert (row.words_sha256, row.by) == (words, cast.tom())
    assert figure(timezone.now()) == round(100 / (2 * len(list_sheets())), 1), "one sheet, one of two groups"
    assert figure(timezone.now() + timedelta(days=400)) == 0
    client.post(f"/ground-rules/agreed/{row.pk}/strike/", {"reason": "It was 9C."})
    assert "It was 9C." in words_of(client.get("/ground-rules/forums/"))
    assert figure(timezone.now()) is None


@pytest.mark.requirement("S3.33")
def test_a_class_that_agreed_to_other_words_is_asked_again(sign_in: SignIn) -> None:
    with pytest.raises(WordsChanged):
        agreed(words="0" * 64)
    row = agreed()
    GroundRulesAgreed._base_manager.create(
        establishment=row.establishment, sheet="class-email", words_sha256="0" * 64, group=row.group,
        agreed_on=row.agreed_on, at=AT,
    )  # fmt: skip
    client = sign_in(cast.tom())
    assert "The sheet has changed since" in words_of(client.get("/ground-rules/class-email/"))
    assert "The sheet has changed since" not in words_of(client.get("/ground-rules/forums/"))
    assert figure(AT) == round(100 / (2 * len(list_sheets())), 1), "the other words count for nothing"


def test_what_was_agreed_is_never_changed_even_in_the_database() -> None:
    row = agreed()
    with pytest.raises(DatabaseError), transaction.atomic():
        GroundRulesAgreed._base_manager.filter(pk=row.pk).update(sheet="screens")


def test_a_group_of_another_school_and_a_sheet_that_is_not_there_are_not_offered() -> None:
    for bad in ({"sheet": "knitting", "words": "x"}, {"group": UUID(int=1)}):
        with pytest.raises(NotOffered):
            agreed(**bad)
    with pytest.raises(Http404):
        operations.note_agreed(
            actor=cast.acting(cast.leo()), at=AT, establishment=cast.oakfield(), sheet="forums", words_sha256="x",
            group_id=cast.learners_11_16().pk, agreed_on=date(2026, 11, 20),
        )  # fmt: skip


def test_leo_reads_the_rules_and_not_who_agreed(sign_in: SignIn) -> None:
    agreed()
    leo = sign_in(cast.leo())
    assert "Ground rules of our class" in words_of(leo.get("/my-part/"))
    assert "In a forum" in words_of(leo.get("/ground-rules/"))
    page = words_of(leo.get("/ground-rules/forums/"))
    assert "We answer what was said" in page
    assert "Years 7 to 11" not in page
    assert leo.get("/ground-rules/forums/agreed/").status_code == 404
    assert "Years 7 to 11" not in words_of(sign_in(cast.eli()).get("/ground-rules/forums/"))
