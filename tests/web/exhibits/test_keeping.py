"""Files come in sealed, are looked into apart, and open only once a scanner has found nothing."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.concerns.scenes import a_case
from tests.web.exhibits.scenes import CANARY, CHAT, a_picture, an_exhibit, answer, as_they_came, asked_address, upload
from tutela.settings import Settings
from tutela.web.core.models import AuditEntry
from tutela.web.exhibits import rules, shares, vault
from tutela.web.exhibits.models import Custody, Exhibit

SignIn = Callable[..., Client]


def kinds_of(exhibit: Exhibit) -> list[str]:
    return list(Custody._base_manager.filter(exhibit=exhibit).values_list("kind", flat=True))


@pytest.mark.requirement("S4.6")
def test_dana_uploads_a_conversation_and_its_bytes_stay_as_they_came(sign_in: SignIn, tutela: Settings) -> None:
    case, dana = a_case(), sign_in(cast.dana())
    page = upload(dana, case, CHAT)
    exhibit = Exhibit._base_manager.get(case=case)
    assert page.headers["Location"] == f"/exhibits/{exhibit.pk}/"
    assert (exhibit.kind, exhibit.sha256) == ("chat", hashlib.sha256(CHAT).hexdigest())
    waiting = dana.get(f"/exhibits/{exhibit.pk}/").content.decode()
    assert "In quarantine" in waiting
    assert "No scanner runs" in waiting
    assert "View it" not in waiting
    assert dana.post(f"/exhibits/{exhibit.pk}/view/", {"why": "To read it"}).status_code == 404
    answer(exhibit, "clean")
    assert as_they_came(exhibit.pk) == CHAT
    assert kinds_of(exhibit) == ["received", "scanned", "viewed"]
    shown = dana.post(f"/exhibits/{exhibit.pk}/view/", {"why": "To read it"}).content.decode()
    assert "send it or I post it<br>now" in shown
    assert "20 November 2026, 15:05" in shown
    assert "Europe/London" in shown
    read = dana.get(f"/exhibits/{exhibit.pk}/").content.decode()
    assert "2 times" in read
    assert "To read it" in read
    assert AuditEntry.objects.filter(action="exhibit.viewed", object=f"exhibits.exhibit:{exhibit.pk}").count() == 2


def test_no_byte_of_it_lies_on_a_disc_in_plain(sign_in: SignIn, tutela: Settings, tmp_path: Path) -> None:
    case, dana = a_case(), sign_in(cast.dana())
    upload(dana, case, CHAT + CANARY * 200_000, name="bittern-boathouse.txt")
    assert Exhibit._base_manager.get(case=case).size_bytes > 8_000_000
    for file in (*tutela.data.rglob("*"), *tutela.keys.rglob("*")):
        if file.is_file():
            held = file.read_bytes()
            assert CANARY not in held, file
            assert b"bittern-boathouse" not in held, file


def test_nobody_chooses_a_file_before_saying_what_it_may_show(sign_in: SignIn, tutela: Settings) -> None:
    case, dana = a_case(), sign_in(cast.dana())
    home = f"/concerns/cases/{case.pk}/exhibits"
    assert b'type="file"' not in dana.get(f"{home}/add/").content
    for said in ("yes", "unsure"):
        stopped = dana.post(f"{home}/add/", {"shows": said}, follow=True)
        assert b'type="file"' not in stopped.content
        assert b"Report Remove" in stopped.content
    assert dana.post(f"{home}/add/file/", {"about": "x"}).headers["Location"] == f"{home}/add/"
    of_dev = asked_address(sign_in(cast.dev()), case)
    assert dana.get(of_dev).status_code == 302  # what Dev has said is not what Dana says
    assert b'type="file"' in dana.get(asked_address(dana, case)).content
    assert not list(tutela.exhibits.glob("*")) if tutela.exhibits.exists() else True
    noted = {"told": "Sue, this morning", "where": "On his own phone", "reference": "44/2026"}
    dana.post(f"{home}/not-kept/", noted)
    listed = dana.get(f"{home}/").content.decode()
    assert "44/2026" in listed
    assert "On his own phone" in listed
    assert not Exhibit._base_manager.exists()


def test_learners_parents_and_those_without_an_account_have_no_upload(sign_in: SignIn) -> None:
    case = a_case()
    for person in (cast.leo, cast.pat, cast.tom, cast.ivy, cast.eli):
        assert sign_in(person()).get(f"/concerns/cases/{case.pk}/exhibits/add/").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"MZ\x90\0" + b"\0" * 200, "photo.png", "kind of file is not kept"),
        (b"", "empty.txt", "empty"),
        (a_picture()[:60], "cut.png", "cannot be read"),
        (b"PK\x03\x04" + b"\0" * 100, "letter.docx", "kind of file is not kept"),
        (b"x" * 1_100_000, "long.txt", "too large"),
    ],
)
def test_what_is_not_kept_is_refused_in_words_and_leaves_nothing(
    sign_in: SignIn, tutela: Settings, settings: object, content: bytes, name: str, says: str
) -> None:
    import msgspec

    settings.TUTELA = msgspec.structs.replace(tutela, exhibit_most_mb=1)
    case, dana = a_case(), sign_in(cast.dana())
    assert says in upload(dana, case, content, name).content.decode()
    assert not Exhibit._base_manager.exists()
    assert [*tutela.exhibits.glob("*")] == []


def test_a_full_disc_is_said_in_words(sign_in: SignIn, tutela: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "SPARE_BYTES", 2**62)
    case, dana = a_case(), sign_in(cast.dana())
    assert "no room for this file" in upload(dana, case, CHAT).content.decode()


def test_a_sealed_file_that_was_changed_moved_or_cut_does_not_open(tmp_path: Path) -> None:
    sealer = vault.Sealer(tmp_path)
    sealer.write(CANARY * 60_000)
    sealed = sealer.finish()
    key = vault.key_of(sealed.part, sealed.share)
    file = vault.place_of(tmp_path, sealed.id)
    whole = file.read_bytes()
    assert b"".join(vault.read_sealed(tmp_path, sealed.id, key)) == CANARY * 60_000
    chunk = 4 + 12 + vault.CHUNK_BYTES + 16
    head = len(vault.HEAD)
    swapped = (
        whole[:head] + whole[head + chunk : head + 2 * chunk] + whole[head : head + chunk] + whole[head + 2 * chunk :]
    )
    for changed in (
        whole[:-1],
        whole[: head + chunk],
        swapped,
        whole[:500] + bytes([whole[500] ^ 1]) + whole[501:],
        whole + b"\0" * 4,
        b"",
    ):
        file.write_bytes(changed)
        with pytest.raises(vault.Damaged):
            list(vault.read_sealed(tmp_path, sealed.id, key))


def test_it_is_saved_as_a_file_that_no_browser_shows(sign_in: SignIn, tutela: Settings) -> None:
    exhibit = an_exhibit(tutela, b"<html><script>alert(1)</script>", "page")
    dana = sign_in(cast.dana())
    saved = dana.post(f"/exhibits/{exhibit.pk}/save/", {"why": "For the police"})
    assert b"".join(saved.streaming_content) == b"<html><script>alert(1)</script>"
    assert saved.headers["Content-Disposition"].startswith('attachment; filename="exhibit-1-')
    assert saved.headers["Content-Security-Policy"].startswith("sandbox")
    assert (saved.headers["X-Content-Type-Options"], saved.headers["Content-Type"]) == (
        "nosniff",
        "application/octet-stream",
    )
    viewed = dana.post(f"/exhibits/{exhibit.pk}/view/", {"why": "To read it"}).content.decode()
    assert "&lt;script&gt;alert(1)" in viewed
    assert "<script>alert" not in viewed
    assert "View it" in dana.get(f"/exhibits/{exhibit.pk}/").content.decode()


def test_a_copy_with_parts_taken_out_is_a_new_file(sign_in: SignIn, tutela: Settings) -> None:
    exhibit, dana = an_exhibit(tutela), sign_in(cast.dana())
    assert (
        "None of these words"
        in dana.post(f"/exhibits/{exhibit.pk}/take-out/", {"hide": "Heron", "why": "For IT"}).content.decode()
    )
    made = dana.post(f"/exhibits/{exhibit.pk}/take-out/", {"hide": "leo\nPost it", "why": "For IT"})
    copy = Exhibit._base_manager.get(original=exhibit)
    assert made.headers["Location"] == f"/exhibits/{copy.pk}/"
    kept = as_they_came(copy.pk).decode()
    assert "Leo" not in kept
    assert "post it" not in kept
    assert "please stop" in kept
    assert as_they_came(exhibit.pk) == CHAT
    assert "copied" in kinds_of(exhibit)
    assert kinds_of(copy)[0] == "made"


def test_squares_of_a_picture_become_black(sign_in: SignIn, tutela: Settings) -> None:
    import io

    from PIL import Image

    exhibit, dana = an_exhibit(tutela, a_picture(200, 100), "png"), sign_in(cast.dana())
    home = f"/exhibits/{exhibit.pk}/take-out/"
    assert "data:image/png" in dana.post(home, {"open": "1", "why": "To choose"}).content.decode()
    assert "such as B2" in dana.post(home, {"squares": "Z9", "why": "x"}).content.decode()
    dana.post(home, {"squares": "A1-B2", "why": "For the parents"})
    copy = Exhibit._base_manager.get(original=exhibit)
    picture = Image.open(io.BytesIO(as_they_came(copy.pk)))
    assert picture.getpixel((10, 5)) == (0, 0, 0)
    assert picture.getpixel((150, 80)) == (255, 255, 255)


def test_the_keys_of_the_disc_alone_open_nothing(tutela: Settings) -> None:
    exhibit = an_exhibit(tutela)
    (tutela.keys / "exhibits" / exhibit.pk.hex).unlink()
    with pytest.raises(rules.NotNow, match="Half of the key"):
        as_they_came(exhibit.pk)
    assert shares.put_back(tutela, [exhibit.pk]) == 0
    assert timezone.now()
