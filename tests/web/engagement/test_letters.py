"""Letters: to whom they go, what they say, how they are made and sent, and what comes back."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from tests import cast
from tests.web.engagement.scenes import dana, people
from tests.web.pages import words_of
from tutela.web.core import paper
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.engagement import making, operations, proofs, queries, tasks
from tutela.web.engagement.models import Letter, LetterCopy, LetterDocument
from tutela.web.engagement.queries.families import list_families
from tutela.web.engagement.rules import letters as rules
from tutela.web.engagement.shipped.letters import get_pack, list_letters, list_unknown
from tutela.web.establishments import operations as establishments
from tutela.web.establishments.models import Group, ParentLink, Person

SignIn = Callable[..., Client]


def family(parent: Person, child: Person, *, responsible: bool = True, no_contact: bool = False) -> None:
    """What the school notes of them."""
    establishments.note_parent(
        actor=cast.SETTING_UP, at=cast.MADE_AT, parent=parent, child=child, has_responsibility=responsible,
        no_contact=no_contact, source="Admission form", on=date(2024, 9, 1),
    )  # fmt: skip


def a_letter(**more: Any) -> Letter:
    """One that Dana has begun, about what the school does."""
    cast.name_contact()
    cast.hana()
    row = operations.draft_letter(
        actor=dana(), at=timezone.now(), establishment_id=cast.oakfield().pk, template="what-we-do"
    )
    if more:
        operations.write_letter(actor=dana(), at=timezone.now(), pk=row.pk, **({"title": row.title} | more))
    return row


def made(row: Letter) -> Letter:
    """The same, with documents of every letter."""
    operations.merge_letter(actor=dana(), at=timezone.now(), pk=row.pk)
    tasks.make_letters(timezone.now())
    operations.lay_out_all(actor=dana(), at=timezone.now(), pk=row.pk)
    for _ in range(9):
        tasks.make_letters(timezone.now())
    return Letter._base_manager.get(pk=row.pk)


def text_of(document: LetterDocument) -> str:
    _row, content = operations.read_document(actor=dana(), at=timezone.now(), pk=document.pk)
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


@pytest.mark.requirement("S4.15")
def test_pat_gets_a_letter_with_facts_of_today_reads_it_and_answers(sign_in: SignIn) -> None:
    family(cast.pat(), cast.leo())
    family(cast.pat(), cast.mia())
    client = sign_in(cast.dana())
    row = made(a_letter())
    assert (row.state, row.total, row.made) == ("ready", 1, 1)
    said = text_of(LetterDocument._base_manager.get())
    for words in ("Pat Marsh", "Leo and Mia", "Dana Shah", "dana@oakfield.example", "Hana Novak"):
        assert words in said, words
    assert "{" not in said
    assert "1 email is on its way" in words_of(client.post(f"/letters/{row.pk}/send/", follow=True))
    mail = OutboxMessage.objects.get(kind="letter")
    assert "Leo" not in mail.subject + mail.body
    copy = LetterCopy._base_manager.get()
    assert f"/your-say/letters/{copy.pk}/" in mail.body
    pat = sign_in(cast.pat())
    assert "Please answer" in words_of(pat.get("/your-say/"))
    assert "Leo and Mia" in words_of(pat.get(f"/your-say/letters/{copy.pk}/"))
    pat.post(f"/your-say/letters/{copy.pk}/", {"reply": "some"})
    page = words_of(client.get(f"/letters/{row.pk}/"))
    assert "Yes, on some of it" in page
    assert sign_in(cast.tom()).get(f"/your-say/letters/{copy.pk}/").status_code == 404
    assert sign_in(cast.leo()).get(f"/your-say/letters/{copy.pk}/").status_code == 404


def test_nobody_is_written_to_about_a_child_they_are_kept_from() -> None:
    sam, kim = people("parent", 2, kind="parent")
    family(cast.pat(), cast.leo())
    family(cast.pat(), cast.mia(), no_contact=True)
    family(sam, cast.mia())
    family(kim, cast.mia(), responsible=False)
    found = dict(list_families(cast.oakfield(), None, timezone.now()))
    assert found == {cast.pat(): [cast.leo()], sam: [cast.mia()]}
    assert list_families(cast.oakfield(), cast.learners_7_11(), timezone.now()) == [(sam, [cast.mia()])]
    assert list_families(cast.elm_park(), None, timezone.now()) == []


def test_who_has_left_is_not_written_to_any_more_nor_about_whom() -> None:
    sam, kim = people("parent", 2, kind="parent")
    family(sam, cast.mia())
    family(kim, cast.mia())
    Person._base_manager.filter(pk=kim.pk).update(left_on=date(2025, 7, 20))
    assert list_families(cast.oakfield(), None, timezone.now()) == [(sam, [cast.mia()])]
    Person._base_manager.filter(pk=cast.mia().pk).update(left_on=date(2025, 7, 20))
    assert list_families(cast.oakfield(), None, timezone.now()) == []


def test_who_is_kept_from_a_child_after_the_letter_was_made_reads_nothing_of_them(sign_in: SignIn) -> None:
    family(cast.pat(), cast.leo())
    family(cast.pat(), cast.mia())
    row = made(a_letter())
    operations.send_letter(actor=dana(), at=timezone.now(), pk=row.pk)
    copy, pat, client = LetterCopy._base_manager.get(), sign_in(cast.pat()), sign_in(cast.dana())
    assert "Since these letters were made" not in words_of(client.get(f"/letters/{row.pk}/"))
    family(cast.pat(), cast.leo(), no_contact=True)
    page = words_of(pat.get(f"/your-say/letters/{copy.pk}/"))
    assert "Mia" in page
    assert "Leo" not in page
    establishments.exclude(
        actor=cast.SETTING_UP, at=timezone.now(), person=cast.pat(), about_person=cast.mia(), reason="Court order"
    )
    assert pat.get(f"/your-say/letters/{copy.pk}/").status_code == 404
    assert pat.post(f"/your-say/letters/{copy.pk}/", {"reply": "set"}).status_code == 404
    assert "Letters to you" not in words_of(pat.get("/your-say/"))
    page = words_of(client.get(f"/letters/{row.pk}/"))
    assert "Take it out before you hand over the others: Letter 1, Pat Marsh" in page


def test_who_is_kept_from_a_child_or_leaves_before_a_letter_goes_out_is_not_mailed() -> None:
    sam, kim = people("parent", 2, kind="parent")
    for parent in (sam, kim, cast.pat()):
        Person._base_manager.filter(pk=parent.pk).update(email=f"{parent.login}@family.example")
        family(parent, cast.leo())
    row = made(a_letter())
    family(sam, cast.leo(), responsible=False)
    Person._base_manager.filter(pk=kim.pk).update(left_on=date(2025, 7, 20))
    assert operations.send_letter(actor=dana(), at=timezone.now(), pk=row.pk) == 1
    assert OutboxMessage.objects.get(kind="letter").recipient == "pat@family.example"
    assert LetterCopy._base_manager.get(message__isnull=False).person == cast.pat()


def test_a_letter_being_made_leaves_out_who_was_kept_from_the_child_meanwhile() -> None:
    (sam,) = people("parent", 1, kind="parent")
    family(cast.pat(), cast.leo())
    family(sam, cast.leo())
    row = a_letter()
    operations.merge_letter(actor=dana(), at=timezone.now(), pk=row.pk)
    family(cast.pat(), cast.leo(), no_contact=True)
    tasks.make_letters(timezone.now())
    assert Letter._base_manager.get().state == "ready"
    said = text_of(LetterDocument._base_manager.get())
    assert sam.full_name in said
    assert "Pat Marsh" not in said


def test_a_lead_who_is_a_parent_here_reads_their_own_letter_once_it_is_sent(sign_in: SignIn) -> None:
    family(cast.dana(), cast.leo())
    row = made(a_letter())
    copy, client = LetterCopy._base_manager.get(), sign_in(cast.dana())
    address = f"/your-say/letters/{copy.pk}/"
    assert client.get(address).status_code == 404
    operations.send_letter(actor=cast.acting(cast.hana()), at=timezone.now(), pk=row.pk)
    assert "Please answer" in words_of(client.get("/your-say/"))
    assert "Leo" in words_of(client.get(address))
    assert client.post(address, {"reply": "set"}).status_code == 302
    assert LetterCopy._base_manager.get().noted_by is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Dear all, [say here what is new]", "square brackets"),
        ("Ask {contct}.", "{contct}"),
        ("", "Write the letter"),
        ("a" * 6001, "6,?000"),
    ],
)
def test_a_letter_that_is_not_ready_is_refused_in_words(sign_in: SignIn, text: str, said: str) -> None:
    family(cast.pat(), cast.leo())
    row, client = a_letter(), sign_in(cast.dana())
    page = words_of(client.post(f"/letters/{row.pk}/write/", {"title": "Glasses", "text": text, "group": ""}))
    page += words_of(client.post(f"/letters/{row.pk}/make/", follow=True)) if "square" in said else ""
    assert re.search(said, page)
    assert not LetterCopy._base_manager.exists()


def test_a_letter_to_nobody_or_without_its_facts_is_not_made() -> None:
    place = cast.oakfield()
    cast.dana()
    row = operations.draft_letter(actor=dana(), at=timezone.now(), establishment_id=place.pk, template="what-we-do")
    given = {"actor": dana(), "at": timezone.now(), "pk": row.pk}
    with pytest.raises(operations.EngagementRefused, match="the named contact, the head"):
        operations.merge_letter(**given)
    cast.name_contact()
    cast.hana()
    with pytest.raises(operations.EngagementRefused, match="No parent or carer"):
        operations.merge_letter(**given)


def test_a_letter_that_was_made_is_written_no_more_and_sent_once() -> None:
    family(cast.pat(), cast.leo())
    row = made(a_letter())
    given = {"actor": dana(), "at": timezone.now(), "pk": row.pk}
    with pytest.raises(operations.EngagementRefused, match="meanwhile"):
        operations.write_letter(**given, title="Other", text="Other")
    operations.send_letter(**given)
    with pytest.raises(operations.EngagementRefused, match="meanwhile"):
        operations.send_letter(**given)
    assert OutboxMessage.objects.filter(kind="letter").count() == 1


def test_many_letters_are_made_in_several_documents_with_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "BATCH", 2)
    for number, parent in enumerate(people("parent", 5, kind="parent")):
        family(parent, cast.leo() if number % 2 else cast.mia())
    row = a_letter()
    operations.merge_letter(actor=dana(), at=timezone.now(), pk=row.pk)
    progress = []
    while (now := Letter._base_manager.get()).state == "merging":
        progress.append(now.made)
        tasks.make_letters(timezone.now())
    assert progress == [0, 2, 4]
    spans = LetterDocument._base_manager.order_by("number").values_list("first", "last")
    assert list(spans) == [(1, 2), (3, 4), (5, 5)]
    operations.keep_document(actor=cast.SETTING_UP, at=timezone.now(), pk=row.pk, first=0, count=2, content=b"")
    assert LetterDocument._base_manager.count() == 3


def test_those_without_an_email_are_laid_out_at_once_and_the_others_when_dana_asks(sign_in: SignIn) -> None:
    (sam,) = people("parent", 1, kind="parent")
    for parent in (sam, cast.pat()):
        family(parent, cast.leo())
    row, client, ivy = a_letter(), sign_in(cast.dana()), sign_in(cast.ivy())
    assert "0 of 1 letters for people without an email" in words_of(
        client.post(f"/letters/{row.pk}/make/", follow=True)
    )
    tasks.make_letters(timezone.now())
    tasks.make_letters(timezone.now())
    assert (Letter._base_manager.get().state, LetterDocument._base_manager.get().last) == ("ready", 1)
    assert sam.full_name in text_of(LetterDocument._base_manager.get())
    client.post(f"/letters/{row.pk}/send/")
    assert ivy.post(f"/letters/{row.pk}/documents/").status_code == 404
    assert "1 of 2 letters are laid out" in words_of(client.post(f"/letters/{row.pk}/documents/", follow=True))
    tasks.make_letters(timezone.now())
    assert Letter._base_manager.get().state == "sent"
    assert "Pat Marsh" in text_of(LetterDocument._base_manager.get(number=2))
    page = words_of(client.get(f"/letters/{row.pk}/"))
    assert "Letters 2 to 2" in page
    assert "Lay out the others" not in page


def test_a_letter_to_people_who_all_have_an_email_is_ready_at_once() -> None:
    family(cast.pat(), cast.leo())
    row = a_letter()
    assert operations.merge_letter(actor=dana(), at=timezone.now(), pk=row.pk).state == "ready"
    tasks.make_letters(timezone.now())
    assert not LetterDocument._base_manager.exists()


def test_where_no_document_can_be_made_the_letter_can_still_be_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: Any) -> bytes:
        raise paper.NoPaper("No library")

    monkeypatch.setattr(paper, "pdf", missing)
    family(cast.pat(), cast.leo())
    assert made(a_letter()).state == "ready"


def test_a_letter_that_cannot_be_laid_out_goes_without_paper_and_no_other_place_waits(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    family(cast.pat(), cast.leo())
    cast.elm_park()
    with django_assert_num_queries(1):
        tasks.make_letters(timezone.now())

    def broken(*_: Any) -> bytes:
        raise ValueError("no such face")

    row, other = a_letter(), a_letter()
    for one in (row, other):
        operations.merge_letter(actor=dana(), at=timezone.now(), pk=one.pk)
    Letter._base_manager.filter(pk=other.pk).update(establishment=cast.elm_park())
    LetterCopy._base_manager.filter(letter=other).update(establishment=cast.elm_park())
    with monkeypatch.context() as patched:
        patched.setattr(paper, "pdf", broken)
        patched.setattr(operations, "go_without_paper", broken)
        tasks.make_letters(timezone.now())
        patched.undo()
        patched.setattr(paper, "pdf", broken)
        tasks.make_letters(timezone.now())
    assert set(Letter._base_manager.values_list("state", flat=True)) == {"ready"}


def test_documents_that_name_families_are_for_who_reads_about_people(sign_in: SignIn) -> None:
    family(cast.pat(), cast.leo())
    row = made(a_letter())
    document = LetterDocument._base_manager.get()
    assert b"Pat Marsh" not in bytes(document.content)
    ivy = sign_in(cast.ivy())
    assert "Letters 1 to 1" not in words_of(ivy.get(f"/letters/{row.pk}/"))
    assert ivy.get(f"/letters/documents/{document.pk}/").status_code == 404
    assert sign_in(cast.dana()).get(f"/letters/documents/{document.pk}/").content.startswith(b"%PDF")
    assert AuditEntry.objects.filter(action="letter-document.read").count() == 1


def test_the_office_notes_what_came_on_paper_and_five_replies_make_a_figure(sign_in: SignIn) -> None:
    for parent in people("parent", 5, kind="parent"):
        family(parent, cast.leo())
    row = made(a_letter())
    operations.send_letter(actor=dana(), at=timezone.now(), pk=row.pk)
    client = sign_in(cast.dana())
    copies = list(LetterCopy._base_manager.all())
    for number, copy in enumerate(copies):
        assert queries.get_controls_pct(row) is None
        client.post(f"/letters/replies/{copy.pk}/", {"reply": "set" if number < 4 else "not-yet"})
    assert LetterCopy._base_manager.filter(noted_by=cast.dana()).count() == 5
    figures = {one.kind: one.value for one in proofs.list_figures(cast.oakfield(), timezone.now() + timedelta(days=2))}
    assert figures == {"letters.parents": 2, "letters.controls-set": 80}


def test_nobody_replies_to_what_was_not_sent_nor_what_is_not_offered() -> None:
    family(cast.pat(), cast.leo())
    row = made(a_letter())
    given = {"actor": dana(), "at": timezone.now(), "pk": LetterCopy._base_manager.get().pk}
    with pytest.raises(operations.EngagementRefused, match="has not been sent"):
        operations.note_reply(**given, reply="set")
    operations.send_letter(actor=dana(), at=timezone.now(), pk=row.pk)
    with pytest.raises(operations.EngagementRefused, match="Select an answer"):
        operations.note_reply(**given, reply="all-of-it")


def test_a_letter_goes_to_the_parents_of_a_year_where_the_place_has_years(sign_in: SignIn) -> None:
    family(cast.pat(), cast.leo())
    cast.learners_11_16()
    client, row = sign_in(cast.dana()), a_letter()
    address = f"/letters/{row.pk}/write/"
    assert cast.learners_11_16().name in words_of(client.get(address))
    for year in (9, 10):
        establishments.make_group(
            actor=cast.SETTING_UP, at=cast.MADE_AT, establishment=cast.oakfield(), key=f"year-{year}",
            name=f"Year {year}", age_band="11-16", kind="year", year=year,
        )  # fmt: skip
    page = words_of(client.get(address))
    assert re.search("Everybody’s Year 9 Year 10", page)
    assert cast.learners_11_16().name not in page
    year = Group._base_manager.get(key="year-9")
    establishments.join_group(
        actor=cast.SETTING_UP, at=cast.MADE_AT, person=cast.leo(), group=year, from_on=date(2025, 9, 1)
    )
    sent = {"title": row.title, "text": row.text, "group": str(year.pk)}
    assert client.post(address, sent).status_code == 302
    assert list_families(cast.oakfield(), Letter._base_manager.get().group, timezone.now()) == [
        (cast.pat(), [cast.leo()])
    ]
    assert "Home pack for Year 10" in words_of(client.get("/letters/"))


@pytest.mark.requirement("S1.7")
def test_each_year_has_a_home_pack_with_whom_to_ask(sign_in: SignIn) -> None:
    cast.name_contact()
    group, client = cast.learners_7_11(), sign_in(cast.gwen())
    assert "Home pack for Years 3 to 6" in words_of(client.get("/letters/"))
    pages = PdfReader(BytesIO(client.get(f"/letters/packs/{group.pk}/").content)).pages
    said = " ".join(page.extract_text() for page in pages)
    assert "Being online at home: Years 3 to 6" in said
    assert "Dana Shah" in said
    assert "Childline: 0800 1111" in said
    assert "999" in said
    for band in ("5-7", "7-11", "11-16", "16-plus"):
        assert len(get_pack(band)) >= 4
    assert get_pack("adult") == []


def test_pat_finds_the_pack_of_leos_year_and_of_no_other(sign_in: SignIn) -> None:
    cast.name_contact()
    family(cast.pat(), cast.leo())
    pat, group = sign_in(cast.pat()), cast.learners_11_16()
    establishments.join_group(
        actor=cast.SETTING_UP, at=cast.MADE_AT, person=cast.leo(), group=group, from_on=date(2025, 9, 1)
    )
    page = words_of(pat.get("/your-say/"))
    assert f"Home pack for {group.name}" in page
    assert page.count("Home pack") == 1
    said = " ".join(
        one.extract_text() for one in PdfReader(BytesIO(pat.get(f"/your-say/packs/{group.pk}/").content)).pages
    )
    assert f"Being online at home: {group.name}" in said
    assert pat.get(f"/your-say/packs/{cast.learners_7_11().pk}/").status_code == 404
    assert "Home pack" not in words_of(sign_in(cast.tom()).get("/your-say/"))
    ParentLink._base_manager.filter(parent=cast.pat()).update(no_contact=True)
    assert "Home pack" not in words_of(pat.get("/your-say/"))
    assert pat.get(f"/your-say/packs/{group.pk}/").status_code == 404


def test_words_of_letters() -> None:
    assert rules.names_in_words(["Leo"]) == "Leo"
    assert rules.names_in_words(["Leo", "Mia", "Noa"]) == "Leo, Mia and Noa"
    assert rules.fill("Ask {a}: {b} {c}.", {"a": "Dana", "b": "", "c": "020"}) == "Ask Dana: 020."
    assert rules.fill("Ask {a} {b}.", {"a": "{b}", "b": "x"}) == "Ask {b} x."
    assert rules.paragraphs("One\r\n\r\n \nTwo") == ["One", "Two"]
    assert list_unknown("{children} {Children} {} {contact.name}") == ["", "Children", "contact.name"]
    assert all(not list_unknown(one.text) for one in list_letters().values())
