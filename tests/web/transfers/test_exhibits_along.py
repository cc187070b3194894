"""Exhibits go along where Dana chose them, and are Eli's from his own case on; of what is locked only the fact goes."""

import json
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.concerns.scenes import AT, a_case, a_concern, named, somebody
from tests.web.exhibits.scenes import CHAT, a_picture, an_exhibit
from tests.web.pages import words_of
from tests.web.transfers.scenes import SignIn, a_transfer, case_with_mia, exchange_cards, made_file, upload
from tutela.settings import Settings
from tutela.web.core import sealing
from tutela.web.establishments.models import Person
from tutela.web.exhibits import operations as exhibits
from tutela.web.exhibits import queries as exhibit_queries
from tutela.web.exhibits.models import Custody, Exhibit
from tutela.web.transfers import bundle, contents, operations
from tutela.web.transfers.models import ReceivedExhibit, ReceivedFile


def told_of(page: str) -> contents.Contents:
    """What Elm Park keeps of the file at this page."""
    row = ReceivedFile._base_manager.get(pk=page.strip("/").split("/")[-1])
    parts = json.loads(sealing.unseal_field(row, "sealed_contents", sealing.open_case_key(row.own_key)))
    return contents.read_parts({name: text.encode() for name, text in parts.items()})


def link(client: Client, page: str, person: Person) -> None:
    assert client.post(f"{page}link/?q={person.given_name}", {"person": str(person.pk)}).status_code == 302


@pytest.mark.requirement("S3.19")
def test_a_chosen_exhibit_is_elis_and_of_a_locked_one_nothing_goes_but_the_fact(
    sign_in: SignIn, tutela: Settings
) -> None:
    partner, _ = exchange_cards()
    case, dana, eli = case_with_mia(), sign_in(cast.dana()), sign_in(cast.eli())
    chat = an_exhibit(tutela, case=case)
    locked = an_exhibit(tutela, a_picture(), "png", case=case)
    stays = an_exhibit(tutela, b"It stays.", "text", case=case)
    who = cast.acting(cast.dana())
    exhibits.lock_exhibit(actor=who, exhibit_id=locked.pk, at=timezone.now())
    exhibits.note_not_kept(
        actor=who, case_id=case.pk, exhibit_id=locked.pk, facts={"told": "Sue"}, reference="44/2026", at=timezone.now()
    )
    transfer = a_transfer()
    asked = dana.get(f"/transfers/{transfer.pk}/make/").content.decode()
    assert str(chat.pk) in asked
    assert str(locked.pk) not in asked
    content = made_file(dana, transfer, partner, case, exhibits=[str(chat.pk)])
    assert content.startswith(b"TUTELA TRANSFER 2\n")
    assert Custody._base_manager.filter(exhibit=chat, kind="exported").count() == 1

    page = upload(eli, "/transfers/take-in/", content).headers["Location"]
    [first, second, third] = told_of(page).exhibits
    assert (first.sha256, first.ledger[-1].kind) == (chat.sha256, "exported")
    assert second == contents.ExhibitTold(
        number=2, standing="locked", police_references=("44/2026",), case_number=first.case_number
    )
    assert (third.sha256, third.about, third.ledger) == (stays.sha256, "", ())
    said = words_of(eli.get(page))
    assert "Police reference: 44/2026" in said
    assert "Text. It stayed with them." in said
    came = ReceivedExhibit._base_manager.get()
    place = f"{page}exhibits/{came.pk}/"
    assert "First say who the file is about" in words_of(eli.get(place))
    link(eli, page, cast.nia())
    assert "Open one first" in words_of(eli.get(place))
    own = a_case(a_concern(somebody(cast.nia()), by=cast.eli()), by=cast.eli())
    assert eli.post(place, {"case": str(own.pk)}).headers["Location"] == f"/exhibits/{came.pk}/"
    read = exhibit_queries.read_exhibit(actor=cast.acting(cast.eli()), exhibit_id=came.pk, at=timezone.now())
    assert (read.sha256, read.kind, read.standing) == (chat.sha256, "chat", "quarantine")
    assert "From Oakfield Academy: exhibit 1 of their case" in read.lines[0].text
    assert eli.get(place).status_code == 404
    assert f"Exhibit {read.number} of a case" in words_of(eli.get(page))
    operations.tidy_exhibits()  # what a commit does at once, which this test has none of
    assert list((tutela.exhibits / "received").iterdir()) == []
    assert (tutela.exhibits / came.pk.hex).exists()


def test_nobody_but_elm_parks_leads_reaches_what_came_along(sign_in: SignIn, tutela: Settings) -> None:
    partner, _ = exchange_cards()
    case, eli = case_with_mia(), sign_in(cast.eli())
    chat = an_exhibit(tutela, case=case)
    content = made_file(sign_in(cast.dana()), a_transfer(), partner, case, exhibits=[str(chat.pk)])
    page = upload(eli, "/transfers/take-in/", content).headers["Location"]
    place = f"{page}exhibits/{ReceivedExhibit._base_manager.get().pk}/"
    for who in (cast.dana, cast.tom, cast.ivy):
        assert sign_in(who()).get(place).status_code == 404
    assert eli.get(place.replace(str(chat.pk), str(case.pk))).status_code == 200
    assert eli.get(f"{page}exhibits/{case.pk}/").status_code == 404


def test_exhibits_that_are_too_large_together_are_refused_before_any_is_opened(
    sign_in: SignIn, tutela: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner, _ = exchange_cards()
    case, transfer, dana = case_with_mia(), a_transfer(), sign_in(cast.dana())
    chat = an_exhibit(tutela, case=case)
    monkeypatch.setattr(bundle, "MOST_EXHIBIT_BYTES", len(CHAT) - 1)
    asked = {"partner": str(partner.pk), "cases": [str(case.pk)], "exhibits": [str(chat.pk)]}
    said = words_of(dana.post(f"/transfers/{transfer.pk}/make/", asked))
    assert "save it as a file, hand it over, and note that on its page" in said
    assert not Custody._base_manager.filter(exhibit=chat, kind="exported").exists()


def test_an_exhibit_of_a_case_that_stays_is_not_sent_by_itself(sign_in: SignIn, tutela: Settings) -> None:
    partner, _ = exchange_cards()
    case, other, transfer = case_with_mia(), a_case(a_concern(somebody(cast.leo()), named("Bo"))), a_transfer()
    chat = an_exhibit(tutela, case=case)
    asked = {"partner": str(partner.pk), "cases": [str(other.pk)], "exhibits": [str(chat.pk)]}
    said = words_of(sign_in(cast.dana()).post(f"/transfers/{transfer.pk}/make/", asked))
    assert "Select the case of each exhibit too" in said


def test_what_is_not_the_file_of_its_ledger_is_refused() -> None:
    told = contents.ExhibitTold(number=1, standing="clean", kind="text", file="exhibits/case-1/exhibit-1.txt",
                                sha256=bundle.sha256(b"as it came").hexdigest(), case_number=1)  # fmt: skip
    whole = contents.Contents(contents.About(given_name="Leo"), (), (), (told,))
    parts = {told.file: b"as it came", "exhibits/case-1/ledger.json": b"{}"}
    assert contents.prove_exhibits(parts, whole) == [(told, b"as it came")]
    for wrong in ({told.file: b"as it was changed"}, {}, {**parts, "exhibits/case-1/exhibit-9.txt": b"smuggled"}):
        with pytest.raises(bundle.NoBundle, match="Nothing was kept"):
            contents.prove_exhibits(wrong, whole)
    with pytest.raises(bundle.NoBundle):
        contents.prove_exhibits(parts, replace(whole, exhibits=()))


def test_an_erased_file_takes_what_came_along_with_it(sign_in: SignIn, tutela: Settings) -> None:
    partner, _ = exchange_cards()
    case, eli = case_with_mia(), sign_in(cast.eli())
    chat = an_exhibit(tutela, case=case)
    upload(eli, "/transfers/take-in/", made_file(sign_in(cast.dana()), a_transfer(), partner, case,
                                                 exhibits=[str(chat.pk)]))  # fmt: skip
    came = ReceivedExhibit._base_manager.get()
    lies = tutela.exhibits / "received" / came.pk.hex
    operations.tidy_exhibits()
    assert lies.exists()
    row = ReceivedFile._base_manager.get()
    sealing.destroy_case_key(row.own_key, at=AT)
    operations.tidy_exhibits()
    assert not lies.exists()
    assert not (tutela.keys / "exhibits" / came.pk.hex).exists()
    assert not Exhibit._base_manager.filter(pk=came.pk).exists()
