"""What may show a child undressed or sexual: locked at once for everybody, destroyed by two on the police's word."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest
from cryptography.exceptions import InvalidTag
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.exhibits.scenes import a_picture, an_exhibit, as_they_came
from tutela.settings import Settings
from tutela.web.core import sealing
from tutela.web.core.models import AuditEntry
from tutela.web.exhibits import operations, rules, shares, tasks, vault
from tutela.web.exhibits.models import Custody, Exhibit
from tutela.web.exhibits.operations import scanning

SignIn = Callable[..., Client]
Commits = Callable[..., object]
PICTURE = a_picture(120, 80, colour="teal")


def a_locked_family(tutela: Settings, dana: Client, commits: Commits) -> tuple[Exhibit, Exhibit]:
    """A picture and a copy of it with parts taken out; then Dana locks the copy."""
    exhibit = an_exhibit(tutela, PICTURE, "png")
    dana.post(f"/exhibits/{exhibit.pk}/take-out/", {"squares": "A1", "why": "For the parents"})
    copy = Exhibit._base_manager.get(original=exhibit)
    with commits(execute=True):
        assert dana.post(f"/exhibits/{copy.pk}/lock/").status_code == 302
    return exhibit, copy


def test_a_lock_shuts_every_way_to_the_file_and_to_its_copies_for_everybody(
    sign_in: SignIn, tutela: Settings, django_capture_on_commit_callbacks: Commits
) -> None:
    dana = sign_in(cast.dana())
    family = a_locked_family(tutela, dana, django_capture_on_commit_callbacks)
    for person in (dana, sign_in(cast.dev())):
        for exhibit in family:
            for verb in ("view", "save", "take-out"):
                page = f"/exhibits/{exhibit.pk}/{verb}/"
                assert person.get(page).status_code == 404
                sent = {"why": "I must", "open": "1", "squares": "A1", "hide": "x"}
                assert person.post(page, sent).status_code == 404
            shown = person.get(f"/exhibits/{exhibit.pk}/").content
            assert b"Nobody can view, copy or save this" in shown
            assert b"data:image" not in shown
            assert b"View it" not in shown
    for exhibit in family:
        for kind in rules.OPENED:
            with pytest.raises(rules.NotNow, match="locked"):
                operations.open_exhibit(
                    actor=cast.acting(cast.dana()), exhibit_id=exhibit.pk, kind=kind, why="I must", at=timezone.now()
                )
        with pytest.raises(rules.NotNow, match="locked"):
            operations.make_copy(
                actor=cast.acting(cast.dana()),
                exhibit_id=exhibit.pk,
                made=b"x",
                kind="png",
                why="I must",
                what="",
                at=timezone.now(),
            )
        with pytest.raises(shares.NoShare):
            shares.read(tutela.keys, exhibit.pk)
        assert AuditEntry.objects.filter(action="exhibit.lock", object=f"exhibits.exhibit:{exhibit.pk}").count() == 1


def test_a_file_that_was_opened_a_moment_before_the_lock_is_not_read_after_it(tutela: Settings) -> None:
    exhibit, at = an_exhibit(tutela, PICTURE, "png"), timezone.now()
    dana = cast.acting(cast.dana())
    opened = operations.open_exhibit(actor=dana, exhibit_id=exhibit.pk, kind="viewed", why="To see it", at=at)
    operations.lock_exhibit(actor=dana, exhibit_id=exhibit.pk, at=at)
    with pytest.raises(rules.NotNow):
        opened.read()


def test_a_file_in_quarantine_is_locked_too_and_the_scanner_gets_no_more_of_it(
    tutela: Settings, django_capture_on_commit_callbacks: Commits
) -> None:
    exhibit, at = an_exhibit(tutela, PICTURE, "png", clean=False), timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        operations.lock_exhibit(actor=cast.acting(cast.dana()), exhibit_id=exhibit.pk, at=at)
    with pytest.raises(shares.NoShare):
        list(scanning.open_for_scanner(exhibit))
    with pytest.raises(rules.NotNow, match="locked"):
        as_they_came(exhibit.pk)


def test_two_people_destroy_it_on_the_word_of_the_police_and_no_back_up_opens_it(
    sign_in: SignIn,
    tutela: Settings,
    settings: object,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    settings.TUTELA = msgspec.structs.replace(tutela, backup_folder=backups)
    dana, dev = sign_in(cast.dana()), sign_in(cast.dev())
    exhibit, copy = a_locked_family(settings.TUTELA, dana, django_capture_on_commit_callbacks)
    tasks.tidy(timezone.now())
    assert {name.rpartition("/")[2] for name in shares.read_copy(backups / shares.COPY)} >= {
        exhibit.pk.hex,
        copy.pk.hex,
    }
    # what a back-up of that night holds: the sealed bytes, and the half of the key that is in the records
    held = shutil.copytree(tutela.exhibits, tmp_path / "held")
    key = sealing.open_case_key(exhibit.case.case_key)
    part = bytes.fromhex(sealing.unseal_field(Exhibit._base_manager.get(pk=exhibit.pk), "sealed_part", key))

    home = f"/exhibits/{exhibit.pk}"
    told = {"officer": "DC Khan, Northshire", "reference": "44/2026", "told_on_0": "20", "told_on_1": "11"}
    dana.post(f"{home}/facts/", {"told": "Sue, this morning", "reference": "44/2026"})
    assert "Sue, this morning" in dana.get(f"{home}/").content.decode()
    assert dana.get(f"{home}/destroy/now/").status_code == 404  # nobody was told to yet
    dana.post(f"{home}/destroy/", {**told, "told_on_2": str(date.today().year - 1)})
    assert dana.post(f"{home}/destroy/now/", {"sure": "on"}).status_code == 404  # she wrote it down herself
    with pytest.raises(rules.NotNow, match="second person"):
        operations.approve_destruction(actor=cast.acting(cast.dana()), exhibit_id=exhibit.pk, at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        assert dev.post(f"{home}/destroy/now/", {"sure": "on"}).headers["Location"] == f"{home}/certificate/"
    certificate = dana.get(f"{home}/certificate/").content.decode()
    for words in (exhibit.sha256, "DC Khan", "44/2026", "Dana Shah", "Dev Okafor"):
        assert words in certificate

    for one in (exhibit, copy):
        assert not vault.place_of(tutela.exhibits, one.pk).exists()
        assert Exhibit._base_manager.get(pk=one.pk).sealed_part is None
        assert not [name for name in shares.list_kept(tutela.keys) if name.endswith(one.pk.hex)]
        assert not [name for name in shares.read_copy(backups / shares.COPY) if name.endswith(one.pk.hex)]
    assert shares.put_back(settings.TUTELA, [exhibit.pk]) == 0
    with pytest.raises(vault.Damaged):  # half of the key opens nothing of what the back-up holds
        list(vault.read_sealed(held, exhibit.pk, vault.key_of(part, b"\0" * 32)))


def test_a_destruction_that_was_cut_off_is_finished_by_the_worker(tutela: Settings) -> None:
    exhibit, at = an_exhibit(tutela, PICTURE, "png"), timezone.now()
    dana, dev = cast.acting(cast.dana()), cast.acting(cast.dev())
    operations.lock_exhibit(actor=dana, exhibit_id=exhibit.pk, at=at)
    operations.ask_destruction(
        actor=dana, exhibit_id=exhibit.pk, officer="DC Khan", reference="44", told_on=at.date(), at=at
    )
    operations.approve_destruction(actor=dev, exhibit_id=exhibit.pk, at=at)
    assert vault.place_of(tutela.exhibits, exhibit.pk).exists()  # the power went before the disc was told
    tasks.tidy(at)
    assert not vault.place_of(tutela.exhibits, exhibit.pk).exists()
    assert not [name for name in shares.list_kept(tutela.keys) if name.endswith(exhibit.pk.hex)]
    lines = Custody._base_manager.filter(exhibit=exhibit).values_list("kind", flat=True)
    assert list(lines) == ["received", "scanned", "locked", "to-destroy", "destroyed"]


def test_what_belonged_to_an_erased_case_leaves_the_disc_too(tutela: Settings) -> None:
    exhibit = an_exhibit(tutela, PICTURE, "png")
    sealing.destroy_case_key(exhibit.case.case_key, at=timezone.now())
    tasks.tidy(timezone.now())
    assert not vault.place_of(tutela.exhibits, exhibit.pk).exists()
    assert not [name for name in shares.list_kept(tutela.keys) if name.endswith(exhibit.pk.hex)]


def test_keys_lost_with_their_disc_come_back_from_beside_the_back_ups(
    tutela: Settings, settings: object, tmp_path: Path
) -> None:
    settings.TUTELA = msgspec.structs.replace(tutela, backup_folder=tmp_path)
    exhibit = an_exhibit(tutela, PICTURE, "png")
    tasks.tidy(timezone.now())
    (tutela.keys / "exhibits" / exhibit.pk.hex).unlink()
    tasks.tidy(timezone.now())
    assert as_they_came(exhibit.pk) == PICTURE
    # a copy of another installation is neither read nor written over
    (tmp_path / shares.COPY).write_bytes(b"x" * 100)
    with pytest.raises(InvalidTag):
        shares.read_copy(tmp_path / shares.COPY)
    assert shares.copy_beside_backups(settings.TUTELA, []) == [tmp_path]


def test_keys_beside_the_back_ups_outlive_records_that_do_not_know_of_them_yet(
    tutela: Settings, settings: object, tmp_path: Path
) -> None:
    settings.TUTELA = msgspec.structs.replace(tutela, backup_folder=tmp_path)
    exhibit, at = an_exhibit(tutela, PICTURE, "png"), timezone.now()
    tasks.tidy(at)
    # a new disc of keys, and the records of an earlier back-up: nobody has asked for this half yet
    (tutela.keys / "exhibits" / exhibit.pk.hex).unlink()
    assert shares.copy_beside_backups(settings.TUTELA, []) == []
    tasks.tidy(at)  # the later back-up was put back
    assert as_they_came(exhibit.pk) == PICTURE
    # what was destroyed while the folder was away leaves the copy once it is back
    settings.TUTELA = tutela
    sealing.destroy_case_key(exhibit.case.case_key, at=at)
    tasks.tidy(at)
    settings.TUTELA = msgspec.structs.replace(tutela, backup_folder=tmp_path)
    assert exhibit.pk.hex in shares.read_copy(tmp_path / shares.COPY)
    tasks.tidy(at)
    assert exhibit.pk.hex not in shares.read_copy(tmp_path / shares.COPY)
