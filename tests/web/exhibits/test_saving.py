"""Dana saves an exhibit as a file: all of it or, where that cannot be, a page that says why."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests import cast
from tests.web.exhibits.scenes import CHAT, an_exhibit
from tests.web.pages import words_of
from tutela.settings import Settings
from tutela.web.exhibits import operations, rules, vault
from tutela.web.exhibits.models import Custody
from tutela.web.exhibits.operations import Opened

SignIn = Callable[..., Client]


def test_a_damaged_or_missing_file_is_said_on_a_page_and_the_ledger_tells_of_no_copy(
    sign_in: SignIn, tutela: Settings
) -> None:
    chat, dana = an_exhibit(tutela, CHAT * 30_000), sign_in(cast.dana())
    page, place = f"/exhibits/{chat.pk}/save/", vault.place_of(tutela.exhibits, chat.pk)
    whole = place.read_bytes()
    assert len(whole) > 2 * vault.CHUNK_BYTES
    place.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert "missing or damaged, so nothing was saved" in words_of(dana.post(page, {"why": "For the police"}))
    place.unlink()
    assert "missing or damaged, so nothing was saved" in words_of(dana.post(page, {"why": "For the police"}))
    assert not Custody._base_manager.filter(exhibit=chat, kind="exported").exists()
    place.write_bytes(whole)
    saved = dana.post(page, {"why": "For the police"})
    assert b"".join(saved.streaming_content) == CHAT * 30_000
    assert Custody._base_manager.filter(exhibit=chat, kind="exported").count() == 1


@pytest.mark.parametrize("fault", [rules.NotNow("It is locked. Nobody may view, copy or save it"), OSError()])
def test_a_lock_or_a_loss_after_the_line_was_written_gives_a_page(
    sign_in: SignIn, tutela: Settings, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    chat, dana = an_exhibit(tutela), sign_in(cast.dana())

    def fail(_opened: Opened) -> None:
        if isinstance(fault, rules.NotNow):  # as another request does in that moment
            operations.lock_exhibit(actor=cast.acting(cast.dana()), exhibit_id=chat.pk, at=chat.received_at)
        raise fault

    monkeypatch.setattr(Opened, "read", fail)
    answer = dana.post(f"/exhibits/{chat.pk}/save/", {"why": "For the police"})
    assert answer.headers["Content-Type"].startswith("text/html")
    said = words_of(answer)
    assert "It is locked" in said or "cannot be read any longer, so nothing was saved" in said
