"""What is written about a person opens at its own place, with its own key, for whom it was meant, and nowhere else."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests import cast
from tutela.web.core import sealing
from tutela.web.core.models import CaseKey, EstablishmentKey, KeyGrant
from tutela.web.core.sealing import CannotOpen, NoKeyGrant, Place, seal, unseal
from tutela.web.establishments.models import Establishment

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
KEY = b"k" * 32
HERE = Place(1, "concerns_concern", "0f", "what_happened")


@given(st.text())
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert unseal(KEY, HERE, seal(KEY, HERE, text)) == text


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place(2, "concerns_concern", "0f", "what_happened"),
        Place(1, "concerns_entry", "0f", "what_happened"),
        Place(1, "concerns_concern", "10", "what_happened"),
        Place(1, "concerns_concern", "0f", "note"),
        Place(1, "concerns_concern", "0f", "what_happened", schema=2),
    ],
)
def test_a_sealed_text_does_not_open_at_another_place(elsewhere: Place) -> None:
    with pytest.raises(CannotOpen):
        unseal(KEY, elsewhere, seal(KEY, HERE, "Leo said"))


def test_a_sealed_text_that_was_changed_anywhere_does_not_open() -> None:
    sealed = seal(KEY, HERE, "Leo said")
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(CannotOpen):
            unseal(KEY, HERE, bytes(changed))
    with pytest.raises(CannotOpen):
        unseal(KEY, HERE, b"")


def test_the_same_text_is_never_sealed_to_the_same_bytes() -> None:
    assert seal(KEY, HERE, "Leo said") != seal(KEY, HERE, "Leo said")


@pytest.mark.requirement("S3.19")
def test_the_establishment_opens_a_standard_case_key() -> None:
    oakfield = cast.oakfield()
    case_key, key = sealing.make_case_key(cast.SETTING_UP, oakfield.pk, at=AT)
    assert sealing.open_case_key(CaseKey.objects.get(pk=case_key.pk)) == key


def test_a_key_of_the_vault_opens_to_nobody_who_means_a_case_and_outlives_a_rotation() -> None:
    oakfield = cast.oakfield()
    case_key, key = sealing.make_case_key(cast.SETTING_UP, oakfield.pk, at=AT, vault=True)
    with pytest.raises(sealing.NoKeyGrant):
        sealing.open_case_key(case_key)
    assert sealing.open_case_key(case_key, vault=True) == key
    assert sealing.rotate_establishment_key(cast.SETTING_UP, oakfield.pk, at=AT) == 1
    assert sealing.open_case_key(CaseKey.objects.get(pk=case_key.pk), vault=True) == key
    CaseKey.objects.filter(pk=case_key.pk).update(kind=CaseKey.Kind.STANDARD)
    with pytest.raises(CannotOpen):
        sealing.open_case_key(CaseKey.objects.get(pk=case_key.pk))


def test_no_key_stands_bare_in_the_database() -> None:
    oakfield = cast.oakfield()
    _, key = sealing.make_case_key(cast.SETTING_UP, oakfield.pk, at=AT)
    kept = [bytes(row.wrapped) for row in (*KeyGrant.objects.all(), *EstablishmentKey.objects.all())]
    assert all(key not in wrapped for wrapped in kept)


def test_a_grant_that_was_put_to_another_case_does_not_open_it() -> None:
    oakfield = cast.oakfield()
    first, _ = sealing.make_case_key(cast.SETTING_UP, oakfield.pk, at=AT)
    second, _ = sealing.make_case_key(cast.SETTING_UP, oakfield.pk, at=AT)
    stolen = bytes(KeyGrant.objects.get(case_key=first).wrapped)
    KeyGrant.objects.filter(case_key=second).update(wrapped=stolen)
    with pytest.raises(CannotOpen):
        sealing.open_case_key(second)


def test_the_root_key_of_another_installation_opens_nothing(tmp_path: object, settings: object, tutela: object) -> None:
    from tutela.keys import KeyFolder
    from tutela.settings import load

    oakfield = cast.oakfield()
    case_key, _ = sealing.make_case_key(cast.SETTING_UP, oakfield.pk, at=AT)
    KeyFolder(tmp_path / "others").ensure()
    settings.TUTELA = load(data=tutela.data, keys=tmp_path / "others", environment={})
    with pytest.raises(CannotOpen):
        sealing.open_case_key(case_key)


def test_a_new_establishment_key_leaves_old_cases_open() -> None:
    oakfield = cast.oakfield()
    case_key, key = sealing.make_case_key(cast.SETTING_UP, oakfield.pk, at=AT)
    assert sealing.make_establishment_key(oakfield.pk, at=AT).number == 2
    assert sealing.open_case_key(case_key) == key


def test_a_rotation_wraps_every_case_anew_and_goes_on_where_it_was_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    oakfield = cast.oakfield()
    made = [sealing.make_case_key(cast.SETTING_UP, oakfield.pk, at=AT) for _ in range(4)]
    opened, count = sealing.open_case_key, 0

    def stops(case_key: CaseKey, *, vault: bool) -> bytes:
        nonlocal count
        count += 1
        if count == 3:
            raise KeyboardInterrupt
        return opened(case_key, vault=vault)

    with monkeypatch.context() as patch:
        patch.setattr(sealing, "open_case_key", stops)
        with pytest.raises(KeyboardInterrupt):
            sealing.rotate_establishment_key(cast.SETTING_UP, oakfield.pk, at=AT)
    assert sealing.rotate_establishment_key(cast.SETTING_UP, oakfield.pk, at=AT) == 2
    assert EstablishmentKey.objects.filter(establishment_id=oakfield.pk).count() == 2
    assert set(KeyGrant.objects.values_list("establishment_key__number", flat=True)) == {2}
    assert [sealing.open_case_key(case_key) for case_key, _ in made] == [key for _, key in made]
    assert sealing.rotate_establishment_key(cast.SETTING_UP, oakfield.pk, at=AT) == 4


def test_a_grant_is_to_an_establishment_a_person_or_two_sheets_and_never_to_nobody() -> None:
    case_key, _ = sealing.make_case_key(cast.SETTING_UP, cast.oakfield().pk, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyGrant.objects.create(case_key=case_key, wrapped=b"x", granted_at=AT, granted_by="test")


def test_a_destroyed_key_opens_nothing_ever_again() -> None:
    case_key, _ = sealing.make_case_key(cast.SETTING_UP, cast.oakfield().pk, at=AT)
    sealing.destroy_case_key(case_key, at=AT)
    with pytest.raises(NoKeyGrant):
        sealing.open_case_key(case_key)
    assert CaseKey.objects.get(pk=case_key.pk).destroyed_at == AT


def test_a_blind_index_finds_a_value_again_within_one_school_only() -> None:
    first, second = cast.oakfield(), cast.elm_park()
    index = sealing.blind_index(first.pk, "upn", "A123456789012")
    assert index == sealing.blind_index(first.pk, "upn", " a123456789012")
    assert index != sealing.blind_index(second.pk, "upn", "A123456789012")
    assert index != sealing.blind_index(first.pk, "uln", "A123456789012")


def test_a_blind_index_outlives_a_rotation() -> None:
    oakfield = cast.oakfield()
    index = sealing.blind_index(oakfield.pk, "upn", "A123456789012")
    sealing.make_establishment_key(oakfield.pk, at=AT)
    assert sealing.blind_index(oakfield.pk, "upn", "A123456789012") == index


def test_every_establishment_gets_its_key_when_it_is_made() -> None:
    oakfield = cast.oakfield()
    assert isinstance(oakfield, Establishment)
    assert EstablishmentKey.objects.filter(establishment_id=oakfield.pk, number=1).exists()
