"""Leo's file goes from Oakfield to Elm Park: sealed, signed, receipted; and what is wrong is refused in plain words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests import cast
from tests.keys import change, own_keys
from tests.web.concerns.scenes import AT, a_case, a_concern, named, somebody
from tests.web.pages import words_of
from tests.web.referrals.test_referring import chronology
from tests.web.transfers.scenes import (
    SignIn,
    a_transfer,
    case_with_mia,
    exchange_cards,
    made_file,
    sent_on,
    upload,
)
from tutela.web.accounts.operations import make_user
from tutela.web.concerns.models import SafeguardingCase
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.establishments import operations as establishments
from tutela.web.transfers import bundle, operations, queries
from tutela.web.transfers.models import ReceivedFile, Transfer
from tutela.web.transfers.tasks import remind


@pytest.mark.requirement("S3.19")
def test_leos_file_goes_to_elm_park_and_its_receipt_comes_back(sign_in: SignIn) -> None:
    partner, _ = exchange_cards()
    case, transfer = case_with_mia(), a_transfer()
    dana, eli = sign_in(cast.dana()), sign_in(cast.eli())
    content = made_file(dana, transfer, partner, case)
    assert b"kingfisher" not in content
    assert b"Leo" not in content
    assert sent_on(dana, transfer).status_code == 302
    assert "Sent, no receipt yet" in words_of(dana.get("/transfers/"))

    taken = upload(eli, "/transfers/take-in/", content)
    assert taken.status_code == 302, words_of(taken)
    page = words_of(eli.get(taken.headers["Location"]))
    assert "the kingfisher never comes back" in page
    assert "Received from Oakfield Academy" in page
    assert "[person A]:" in page
    assert "Mia" not in page
    assert "Leo Marsh: May have been harmed" in page
    assert "Stu Kettle" in page
    receipt = eli.get(f"{taken.headers['Location']}receipt/").content
    assert b"Leo" not in receipt
    assert upload(dana, f"/transfers/{transfer.pk}/receipt/", receipt).status_code == 302
    assert "They have it" in words_of(dana.get(f"/transfers/{transfer.pk}/"))
    told = " ".join(chronology(case.pk))
    assert "A file for Elm Park School was made" in told
    assert "its signed receipt is here" in told
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"case.send", "transfer.made", "received-file.take-in", "received-file.read", "transfer.receipt"} <= actions
    again = upload(dana, f"/transfers/{transfer.pk}/receipt/", receipt)
    assert "The receipt is here already" in words_of(again)


def test_a_received_file_is_linked_by_a_person_and_a_wrong_link_leaves_its_trace(sign_in: SignIn) -> None:
    partner, _ = exchange_cards()
    content = made_file(sign_in(cast.dana()), a_transfer(), partner, case_with_mia())
    eli, nia = sign_in(cast.eli()), cast.nia()
    page = upload(eli, "/transfers/take-in/", content).headers["Location"]
    assert eli.post(f"{page}link/?q=Nia", {"person": str(nia.pk)}).status_code == 302
    assert "Nia Cole" in words_of(eli.get(page))
    unsaid = eli.post(f"{page}link/", {"person": "nobody", "why": ""})
    assert "Say why the link before was wrong" in words_of(unsaid)
    assert eli.post(f"{page}link/", {"person": "nobody", "why": "Another birthday"}).status_code == 302
    told = words_of(eli.get(page))
    assert "Not on our list" in told
    assert "Nia Cole" in told
    assert "Another birthday" in told


def test_what_is_wrong_with_a_file_is_said_and_nothing_of_it_is_kept(sign_in: SignIn) -> None:
    partner, _ = exchange_cards()
    dana, eli = sign_in(cast.dana()), sign_in(cast.eli())
    content = made_file(dana, a_transfer(), partner, case_with_mia())
    first, head, sealed = content.split(b"\n", 2)
    for wrong, words in (
        (b"PK\x03\x04 a photo album", "no file that another Tutela sent on"),
        (b"TUTELA TRANSFER 3\n" + head + b"\n" + sealed, "newer version"),
        (b"TUTELA TRANSFER 2\n" + head + b"\n" + sealed, "changed or cut off"),
        (b"TUTELA TRANSFER 0\n" + head + b"\n" + sealed, "too old"),
        (first + b"\n" + head.replace(b"Oakfield", b"Oakfjeld") + b"\n" + sealed, "changed or cut off"),
        (content[:-1] + bytes([content[-1] ^ 1]), "changed or cut off"),
        (content[:-20], "changed or cut off"),
    ):
        assert words in words_of(upload(eli, "/transfers/take-in/", wrong))
    assert "sealed to another place" in words_of(upload(dana, "/transfers/take-in/", content))
    assert not ReceivedFile._base_manager.exists()
    assert upload(eli, "/transfers/take-in/", content).status_code == 302
    assert "taken in already" in words_of(upload(eli, "/transfers/take-in/", content))
    assert ReceivedFile._base_manager.count() == 1


def test_nothing_is_taken_from_a_place_whose_words_were_not_compared(sign_in: SignIn) -> None:
    partner, ours = exchange_cards()
    dana, eli = sign_in(cast.dana()), sign_in(cast.eli())
    content = made_file(dana, a_transfer(), partner, case_with_mia())
    assert eli.post(f"/transfers/exchange/{ours.pk}/end/").status_code == 302
    assert "key card of the sender is not here" in words_of(upload(eli, "/transfers/take-in/", content))
    assert dana.post(f"/transfers/exchange/{partner.pk}/end/").status_code == 302
    assert "take in the key card of the next place" in words_of(dana.get(f"/transfers/{a_transfer_again()}/make/"))


def a_transfer_again() -> str:
    return str(Transfer._base_manager.get().pk)


def test_a_file_signed_by_somebody_else_is_refused(sign_in: SignIn) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    partner, ours = exchange_cards()
    head = bundle.Head(
        bundle=partner.pk, sender=ours.mark, to=partner.mark, sender_name="Oakfield Academy", to_name="Elm Park School"
    )
    forged = bundle.make(
        head, {"made_at": AT.isoformat()}, [("person.json", b"{}")],
        to=bytes(partner.exchange_public), key=Ed25519PrivateKey.generate(),
    )  # fmt: skip
    page = words_of(upload(sign_in(cast.eli()), "/transfers/take-in/", forged))
    assert "is not what they signed" in page


def test_a_card_with_another_name_or_key_has_other_words() -> None:
    exchange_cards()
    card = queries.get_own_card(cast.acting(cast.dana()), cast.oakfield())
    assert card is not None
    assert len(card.words) == 10
    assert card.words != replace(card, name="Oakfield").words
    assert card.words != replace(card, exchange="0" * 64).words


def test_a_file_that_may_speak_of_its_reader_is_kept_from_them(sign_in: SignIn) -> None:
    partner, _ = exchange_cards()
    about_eli = a_case(a_concern(somebody(cast.leo()), named("Eli Stone")))
    content = made_file(sign_in(cast.dana()), a_transfer(), partner, about_eli, masked=[])
    eli = sign_in(cast.eli())
    assert "Somebody else has to take this file in" in words_of(upload(eli, "/transfers/take-in/", content))
    assert not ReceivedFile._base_manager.exists()
    assert not AuditEntry.objects.filter(action="received-file.take-in").exists()


def test_who_takes_their_role_after_a_file_came_finds_nothing_of_one_that_may_speak_of_them(sign_in: SignIn) -> None:
    partner, _ = exchange_cards()
    case = a_case(a_concern(somebody(cast.leo()), named("Rhys Vaughan")))
    content = made_file(sign_in(cast.dana()), a_transfer(), partner, case, masked=[])
    eli = sign_in(cast.eli())
    page = upload(eli, "/transfers/take-in/", content).headers["Location"]
    for given, family in (("Rhys", "Vaughan"), ("Bea", "Holt")):
        login, email = given.lower(), f"{given.lower()}@elm-park.example"
        new = establishments.make_person(
            actor=cast.SETTING_UP, establishment=cast.elm_park(), kind="staff", given_name=given, family_name=family,
            login=login, email=email, at=AT, user=make_user(actor=cast.SETTING_UP, login=login, email=email, at=AT),
        )  # fmt: skip
        establishments.grant_role(
            actor=cast.SETTING_UP, person=new, role="deputy-dsl", establishment=cast.elm_park(), from_on=AT.date(),
            at=timezone.now(),
        )  # fmt: skip
        client, is_named = sign_in(new), given == "Rhys"
        assert ("Leo Marsh" in words_of(client.get("/transfers/"))) is not is_named
        assert client.get(page).status_code == (404 if is_named else 200)
    assert "Leo Marsh" in words_of(eli.get("/transfers/"))


def test_a_case_that_dana_must_not_see_does_not_go_along_and_nobody_learns_of_it(sign_in: SignIn) -> None:
    exchange_cards()
    about_dana = a_case(a_concern(somebody(cast.leo()), somebody(cast.dana(), "alleged")), by=cast.hana())
    transfer, dana = a_transfer(), sign_in(cast.dana())
    page = words_of(dana.get(f"/transfers/{transfer.pk}/make/"))
    assert "There is no case about them that you may send" in page
    assert f"Case {SafeguardingCase._base_manager.get(pk=about_dana.pk).number}" not in page
    for who in (cast.tom, cast.ivy, cast.gwen, cast.eli):
        assert sign_in(who()).get(f"/transfers/{transfer.pk}/").status_code == 404


def test_a_leaver_with_a_case_appears_by_himself_and_is_late_after_five_school_days(sign_in: SignIn) -> None:
    case_with_mia()
    on = date(2026, 11, 20)  # a Friday: five school days end on the Friday after
    establishments.leave(actor=cast.SETTING_UP, person=cast.leo(), on=on, at=AT)
    dana = cast.acting(cast.dana())
    [row] = queries.list_to_send(dana, cast.oakfield(), on)
    assert (row.name, row.due_on, row.is_late) == ("Leo Marsh", date(2026, 11, 27), False)
    assert queries.list_to_send(dana, cast.oakfield(), date(2026, 11, 27))[0].is_late is False
    assert queries.list_to_send(dana, cast.oakfield(), date(2026, 11, 28))[0].is_late is True

    remind(AT + timedelta(days=5))
    assert not OutboxMessage.objects.filter(kind="transfer.late").exists()
    for hour in (1, 2, 3):
        remind(AT + timedelta(days=9, hours=hour))
    told = list(OutboxMessage.objects.filter(kind="transfer.late").values_list("recipient", flat=True))
    assert sorted(told) == sorted([cast.dana().email, cast.dev().email])
    assert "Leo" not in "".join(OutboxMessage.objects.filter(kind="transfer.late").values_list("body", flat=True))


def test_a_decision_to_send_nothing_keeps_its_reason(sign_in: SignIn) -> None:
    transfer, dana = a_transfer(), sign_in(cast.dana())
    address = f"/transfers/{transfer.pk}/not-sent/"
    assert "Say why nothing is sent" in words_of(dana.post(address, {"text": ""}))
    assert dana.post(address, {"text": "The council looks for them."}).status_code == 302
    assert "The council looks for them." in words_of(dana.get(f"/transfers/{transfer.pk}/"))
    assert dana.get(address).status_code == 404
    with pytest.raises(operations.sending.rules.NotNow):
        operations.hand_over(
            actor=cast.acting(cast.dana()), transfer_id=transfer.pk, way="by-hand", text="", on=AT.date(), at=AT
        )


def test_a_card_from_before_we_had_another_key_still_takes_our_files_and_our_receipts(
    sign_in: SignIn, settings: object, tmp_path: Path
) -> None:
    keys = own_keys(settings, tmp_path)
    partner, _ = exchange_cards()
    case, transfer = case_with_mia(), a_transfer()
    dana, eli = sign_in(cast.dana()), sign_in(cast.eli())
    change(keys)
    content = made_file(dana, transfer, partner, case)
    assert sent_on(dana, transfer).status_code == 302
    taken = upload(eli, "/transfers/take-in/", content)
    assert taken.status_code == 302, words_of(taken)
    receipt = eli.get(f"{taken.headers['Location']}receipt/").content
    assert upload(dana, f"/transfers/{transfer.pk}/receipt/", receipt).status_code == 302
    assert "They have it" in words_of(dana.get(f"/transfers/{transfer.pk}/"))
    assert "Somebody else may have had the key" not in words_of(dana.get("/transfers/exchange/"))
    forged = receipt.replace(keys.ring().newest.public.hex().encode(), b"00" * 32)
    with pytest.raises(bundle.NoBundle, match="was not signed by the school"):
        bundle.read_receipt(forged, bytes(partner.signing_public))


def test_a_card_whose_key_may_have_been_stolen_is_refused_there_until_a_new_one_was_compared(
    sign_in: SignIn, settings: object, tmp_path: Path
) -> None:
    keys = own_keys(settings, tmp_path)
    partner, ours_there = exchange_cards()
    case, transfer = case_with_mia(), a_transfer()
    dana, eli = sign_in(cast.dana()), sign_in(cast.eli())
    change(keys, distrusted_since=datetime.now(UTC) - timedelta(days=1))
    refused = upload(eli, "/transfers/take-in/", made_file(dana, transfer, partner, case))
    assert "does not rely on the key you gave any more" in words_of(refused)
    assert not ReceivedFile._base_manager.exists()
    assert "Somebody else may have had the key that signs our files" in words_of(dana.get("/transfers/exchange/"))
    assert dana.post("/transfers/exchange/make/").status_code == 302
    assert "Somebody else may have had the key" not in words_of(dana.get("/transfers/exchange/"))
    operations.end_partner(actor=cast.acting(cast.eli()), partner_id=ours_there.pk, at=AT)
    card = dana.get("/transfers/exchange/card/").content
    actor, place = cast.acting(cast.eli()), cast.elm_park()
    again = operations.note_partner(actor=actor, establishment=place, content=card, at=AT)
    operations.check_partner(actor=actor, partner_id=again.pk, spoken_to="Oakfield, 01632 960 123", at=AT)
    taken = upload(eli, "/transfers/take-in/", made_file(dana, transfer, partner, case))
    assert taken.status_code == 302, words_of(taken)
