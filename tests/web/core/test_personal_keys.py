"""A person's own key opens with their password and with nothing that the server keeps."""

from datetime import UTC, datetime

import pytest

from tests import cast
from tutela.web.core import personal_keys
from tutela.web.core.models import PersonalKey
from tutela.web.core.sealing import CannotOpen

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same derivation with the least memory."""
    monkeypatch.setattr(personal_keys, "PASSES", 1)
    monkeypatch.setattr(personal_keys, "MEMORY_BYTES", 8192)


def test_a_new_password_opens_the_same_key_and_the_old_one_no_longer() -> None:
    row = personal_keys.make_personal_key(cast.hana().user, "old words here now", at=AT)
    private = personal_keys.open_personal_key(row, "old words here now")
    personal_keys.change_password(row, "old words here now", "new words here now")
    kept = PersonalKey.objects.get(pk=row.pk)
    assert personal_keys.open_personal_key(kept, "new words here now") == private
    with pytest.raises(CannotOpen):
        personal_keys.open_personal_key(kept, "old words here now")


def test_a_sealed_key_that_was_put_to_another_person_does_not_open() -> None:
    hanas = personal_keys.make_personal_key(cast.hana().user, "the same words", at=AT)
    chriss = personal_keys.make_personal_key(cast.chris().user, "the same words", at=AT)
    chriss.sealed_private, chriss.salt = hanas.sealed_private, hanas.salt
    with pytest.raises(CannotOpen):
        personal_keys.open_personal_key(chriss, "the same words")


def test_another_pair_in_place_of_a_lost_one_opens_with_the_new_password_alone() -> None:
    row = personal_keys.make_personal_key(cast.hana().user, "old words here now", at=AT)
    before = personal_keys.open_personal_key(row, "old words here now")
    personal_keys.replace(row, "new words here now", at=AT)
    kept = PersonalKey.objects.get(pk=row.pk)
    assert personal_keys.open_personal_key(kept, "new words here now") != before
    with pytest.raises(CannotOpen):
        personal_keys.open_personal_key(kept, "old words here now")
