"""Hana makes the referral to the designated officer ready, or says why there is none; nobody else learns of either."""

import io
from collections.abc import Callable

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from tests import cast
from tests.web.allegations.scenes import AT, WORDS, a_report, version
from tutela.web.allegations import operations
from tutela.web.allegations.models import Allegation, Entry, PackMade
from tutela.web.allegations.rules import NotAllowed
from tutela.web.core.models import AuditEntry
from tutela.web.establishments.models import Person

SignIn = Callable[..., Client]
WORK = "Coaches the hockey team since 2019."


def page_of(row: Allegation, name: str = "refer") -> str:
    return f"/in-confidence/{row.pk}/{name}/"


def given(row: Allegation, **more: str) -> dict[str, str]:
    return {"version": str(version(row)), "part_role-of-adult": WORK, **more}


@pytest.mark.requirement("S3.16")
def test_hana_makes_the_pack_as_pdf_and_for_word_from_what_was_reported(sign_in: SignIn) -> None:
    row = a_report(cast.tom(), when="Friday, in the car", learners="Leo")
    hana = sign_in(cast.hana())
    shown = hana.get(page_of(row)).content.decode()
    assert "LADO" in shown
    assert "one working day" in shown
    pdf = hana.post(page_of(row), given(row))
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    word = hana.post(page_of(row), given(row, word="1"))
    written = "\n".join(one.text for one in Document(io.BytesIO(word.content)).paragraphs)
    for said in (WORDS.split(" and ")[0], WORK):
        assert said in " ".join(text.split())
        assert said in " ".join(written.split())
    assert cast.tom().full_name in " ".join(text.split())
    assert "Date of birth of" in " ".join(text.split())
    assert cast.dana().full_name not in text
    assert cast.tom().family_name.casefold() not in pdf["Content-Disposition"].casefold()
    assert WORK in hana.get(page_of(row)).content.decode()
    packs = PackMade._base_manager.filter(allegation=row)
    assert [one.form for one in packs.order_by("entry__number")] == ["pdf", "word"]
    assert AuditEntry.objects.filter(action="vault.make-pack").count() == 2
    assert all(WORK.encode() not in bytes(one.sealed_answers) for one in packs)


def test_only_whoever_may_read_the_matter_refers_it_and_nobody_sees_it_among_referrals(sign_in: SignIn) -> None:
    row = a_report(cast.tom())
    for person in (cast.dana(), cast.tom(), cast.sue(), cast.chris(), cast.ivy()):
        client = sign_in(person)
        assert client.get(page_of(row)).status_code == 404
        assert client.post(page_of(row), given(row)).status_code == 404
        assert client.post(page_of(row, "not-refer"), given(row, words="No")).status_code == 404
    assert not PackMade._base_manager.exists()
    sign_in(cast.hana()).post(page_of(row), given(row, word="1"))
    listed = sign_in(cast.dana()).get("/referrals/")
    assert listed.status_code == 200
    assert row.receipt not in listed.content.decode()


def test_not_to_refer_needs_its_reason_and_never_stands_against_the_harm_threshold(sign_in: SignIn) -> None:
    row = a_report(cast.tom())
    hana = sign_in(cast.hana())
    assert "There is a problem" in hana.post(page_of(row, "not-refer"), given(row, words=" ")).content.decode()
    reason = "A parent had asked for the lift; the head had agreed."
    assert hana.post(page_of(row, "not-refer"), given(row, words=reason)).status_code == 302
    assert reason in hana.get(f"/in-confidence/{row.pk}/").content.decode()
    actor = cast.acting(cast.hana(), at=AT)
    operations.decide_threshold(actor=actor, at=AT, pk=row.pk, version=version(row), decision="harm", words="Secrecy.")
    with pytest.raises(NotAllowed, match="harm threshold"):
        operations.decline_referral(actor=actor, at=AT, pk=row.pk, version=version(row), words=reason)
    assert Entry._base_manager.filter(allegation=row, kind="not-referred").count() == 1


def test_the_pack_names_a_typed_adult_and_marks_what_is_not_known(sign_in: SignIn) -> None:
    row = a_report("The man with the red van")
    made = sign_in(cast.hana()).post(page_of(row), given(row, word="1")).content
    written = "\n".join(one.text for one in Document(io.BytesIO(made)).paragraphs)
    assert "only a name was typed" in written
    assert Person._base_manager.filter(given_name="The man").count() == 0
